/**
 * Saves what is edited: in the browser at once, on the server soon, as a revision when the hands rest (console §7).
 * One request at a time; what fails is tried again, and what somebody else saved meanwhile is never written over.
 */
import { NoAnswer, Refused } from '../../api/client.ts';

/** What is to be saved, as it stands now. */
export interface Snapshot {
  readonly definition: string;
  /** What is kept beside the flow. */
  readonly beside: string;
}

export interface SaverPorts {
  now(): number;
  /** Runs something later; the answer takes it back. */
  after(ms: number, run: () => void): () => void;
  snapshot(): Snapshot;
  /** Keeps the edits with their history in this browser. */
  keep(base: Base): Promise<void>;
  /** The server has all: only the history is of use here from now on. */
  settle(base: Base): Promise<void>;
  putCopy(
    copy: Snapshot & { readonly baseRevision: number },
    version: string | undefined,
  ): Promise<{ readonly version: string }>;
  /** Saves a revision on top of the base. Throws `Refused` with 412 where there is a newer one. */
  postDraft(
    snapshot: Snapshot,
    baseRevision: number,
    message: string | undefined,
  ): Promise<{ readonly revision: number }>;
}

/** What the edits build on. */
export interface Base {
  readonly revision: number;
  /** Definition of that revision. */
  readonly definition: string;
  /** Version of the working copy; undefined while there is none. */
  readonly version: string | undefined;
}

export type SaveState =
  /** All is on the server. */
  | { readonly kind: 'saved'; readonly atMs: number }
  | { readonly kind: 'saving' }
  /** In this browser only, for now. */
  | { readonly kind: 'offline' }
  | { readonly kind: 'failed'; readonly reason: string }
  /** Somebody saved meanwhile: nothing is saved until that is seen to. */
  | { readonly kind: 'stale' };

/** `places`: only where cards and notes lie. */
export type EditKind = 'content' | 'places';

export const savingTimes = {
  keepMs: 300,
  copyMs: 1_500,
  /** After the last edit of content. */
  draftMs: 10_000,
  /** After the first edit that is in no revision yet. */
  draftAtLatestMs: 60_000,
  placesMs: 30_000,
  retriesMs: [2_000, 5_000, 15_000, 30_000],
} as const;

export class Saver {
  readonly #ports: SaverPorts;
  readonly #tell: (state: SaveState) => void;
  #base: Base;
  #state: SaveState;
  /** Grows with each edit. */
  #edits = 0;
  /** The edit up to which the browser, the working copy and the newest draft have all. */
  readonly #done = { kept: 0, copy: 0, draft: 0 };
  #firstAtMs: number | undefined;
  readonly #timers = new Map<'keep' | 'copy' | 'draft' | 'retry', () => void>();
  #failures = 0;
  #isClosed = false;
  #work: Promise<void> = Promise.resolve();

  constructor(ports: SaverPorts, base: Base, savedAtMs: number, tell: (state: SaveState) => void) {
    this.#ports = ports;
    this.#base = base;
    this.#state = { kind: 'saved', atMs: savedAtMs };
    this.#tell = tell;
  }

  get state(): SaveState {
    return this.#state;
  }

  get base(): Base {
    return this.#base;
  }

  /** False: leaving the page now would lose edits, or leave them in this browser only. */
  get isSafe(): boolean {
    return this.#done.copy === this.#edits || this.#done.draft === this.#edits;
  }

  edited(kind: EditKind): void {
    if (this.#isClosed) return;
    this.#edits++;
    const { keepMs, copyMs, draftMs, draftAtLatestMs, placesMs } = savingTimes;
    this.#firstAtMs ??= this.#ports.now();
    this.#schedule('keep', keepMs, () => void this.#keep());
    if (this.#state.kind === 'stale') return;
    this.#schedule('copy', copyMs, () => void this.#run(() => this.#putCopy()));
    const latest = this.#firstAtMs + draftAtLatestMs - this.#ports.now();
    // A draft that is due for edits of content does not wait longer for a card that was moved since.
    if (kind === 'content')
      this.#schedule('draft', Math.max(0, Math.min(draftMs, latest)), () => void this.saveDraft());
    else if (!this.#timers.has('draft')) this.#schedule('draft', placesMs, () => void this.saveDraft());
  }

  /** Saves a revision now, if there is anything to save. Resolves when it is tried. */
  saveDraft(message?: string): Promise<void> {
    return this.#run(() => this.#postDraft(message));
  }

  /** Writes all to the server that is not there yet, without making a revision of it. */
  saveCopy(): Promise<void> {
    return this.#run(() => this.#putCopy());
  }

  /** Tries again at once: the network is back, or somebody asked. */
  retry(): void {
    if (this.#state.kind === 'stale') return;
    this.#failures = 0;
    void this.saveDraft();
  }

  /** Builds on something else from now on: what was published, reverted or merged. `isSaved`: it holds all edits. */
  rebase(base: Base, isSaved: boolean): void {
    this.#base = base;
    if (isSaved) {
      Object.assign(this.#done, { kept: this.#edits, copy: this.#edits, draft: this.#edits });
      this.#firstAtMs = undefined;
      for (const name of this.#timers.keys()) this.#cancel(name);
      void this.#ports.settle(base);
    }
    this.#set({ kind: 'saved', atMs: this.#ports.now() });
    if (!isSaved) this.edited('content');
  }

  /** Somebody else saved: own edits stay, saving pauses. */
  pause(): void {
    for (const name of ['copy', 'draft', 'retry'] as const) this.#cancel(name);
    this.#set({ kind: 'stale' });
  }

  /** Puts all away where another tab finds it; from then on that one saves. */
  async handOver(): Promise<void> {
    if (this.#done.draft !== this.#edits) await this.#keep();
    await this.saveCopy();
    this.close();
  }

  /** Nothing is saved from now on. */
  close(): void {
    this.#isClosed = true;
    for (const name of [...this.#timers.keys()]) this.#cancel(name);
  }

  async #keep(): Promise<void> {
    const edits = this.#edits;
    await this.#ports.keep(this.#base);
    this.#done.kept = Math.max(this.#done.kept, edits);
  }

  async #putCopy(): Promise<void> {
    const edits = this.#edits;
    if (this.#done.copy === edits || this.#done.draft === edits) return;
    const { revision, version } = this.#base;
    const saved = await this.#ports.putCopy({ ...this.#ports.snapshot(), baseRevision: revision }, version);
    this.#base = { ...this.#base, version: saved.version };
    this.#done.copy = edits;
  }

  async #postDraft(message: string | undefined): Promise<void> {
    const edits = this.#edits;
    this.#cancel('draft');
    if (this.#done.draft === edits) return;
    const snapshot = this.#ports.snapshot();
    const { revision, definition } = this.#base;
    if (snapshot.definition === definition) {
      // Edits that were undone, or notes alone: no revision, and the copy is what the server has of them.
      await this.#putCopy();
    } else {
      const saved = await this.#ports.postDraft(snapshot, revision, message);
      this.#base = { revision: saved.revision, definition: snapshot.definition, version: undefined };
      this.#done.copy = Math.max(this.#done.copy, edits);
      await this.#keepNotes(snapshot);
    }
    this.#done.draft = edits;
    if (this.#edits === edits) {
      this.#firstAtMs = undefined;
      this.#cancel('keep');
      await this.#ports.settle(this.#base);
    }
  }

  /** A revision ends the working copy, and with it the notes, which are no part of a definition. */
  async #keepNotes(snapshot: Snapshot): Promise<void> {
    if (!hasNotes(snapshot.beside)) return;
    const { version } = await this.#ports.putCopy({ ...snapshot, baseRevision: this.#base.revision }, undefined);
    this.#base = { ...this.#base, version };
  }

  #run(task: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(async () => {
      if (this.#isClosed || this.#state.kind === 'stale') return;
      if (this.#done.draft !== this.#edits) this.#set({ kind: 'saving' });
      try {
        await task();
        this.#failures = 0;
        this.#cancel('retry');
        if (this.isSafe) this.#set({ kind: 'saved', atMs: this.#ports.now() });
      } catch (error) {
        this.#failed(error);
      }
    });
    return this.#work;
  }

  #failed(error: unknown): void {
    if (error instanceof Refused && error.status === 412) this.pause();
    else if (error instanceof Refused && isFinal(error)) {
      for (const name of ['copy', 'draft', 'retry'] as const) this.#cancel(name);
      this.#set({ kind: 'failed', reason: error.message });
    } else {
      this.#set(error instanceof NoAnswer ? { kind: 'offline' } : { kind: 'failed', reason: messageOf(error) });
      const { retriesMs } = savingTimes;
      const delayMs = retriesMs[Math.min(this.#failures, retriesMs.length - 1)] ?? 0;
      this.#failures++;
      this.#schedule('retry', delayMs, () => void this.saveDraft());
    }
  }

  #set(state: SaveState): void {
    this.#state = state;
    this.#tell(state);
  }

  #schedule(name: 'keep' | 'copy' | 'draft' | 'retry', ms: number, run: () => void): void {
    this.#cancel(name);
    const cancel = this.#ports.after(ms, () => {
      this.#timers.delete(name);
      run();
    });
    this.#timers.set(name, cancel);
  }

  #cancel(name: 'keep' | 'copy' | 'draft' | 'retry'): void {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
  }
}

/** What was asked for cannot be: the same again would be refused again. */
function isFinal({ status }: Refused): boolean {
  return status !== 401 && status !== 429 && status < 500;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** True for any note or mute. */
function hasNotes(beside: string): boolean {
  const value: unknown = JSON.parse(beside);
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).some((each) => Array.isArray(each) && each.length > 0)
  );
}

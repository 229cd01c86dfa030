/** Which tab of this browser edits a flow: one at a time, since they share what is kept here (console §7.8). */
import { createStore, type Store } from '../../app/store.ts';

export type Holder = 'asking' | 'mine' | 'elsewhere';

/** How long a tab has to put its edits away before it is not waited for any more. */
const giveWithinMs = 2_000;

export class TabLock {
  readonly holder: Store<Holder> = createStore<Holder>('asking');
  /** What is to be done before another tab has it. */
  beforeGiving: (() => Promise<void>) | undefined;
  readonly #name: string;
  readonly #channel: BroadcastChannel;
  #release: () => void = () => undefined;
  #waiting = new AbortController();
  #isClosed = false;

  constructor(flowSid: string) {
    this.#name = `atelier ${flowSid}`;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.addEventListener('message', ({ data }) => {
      if (data === 'give' && this.holder.get() === 'mine') void this.#give();
    });
    // Over plain HTTP from another computer there are no locks; what meets is merged all the same.
    if (navigator.locks === undefined) this.holder.set('mine');
    else this.#request({ ifAvailable: true });
  }

  /** Takes it from the tab that has it. */
  take(): void {
    this.#waiting.abort();
    const steal = () => {
      clearTimeout(timer);
      this.#channel.removeEventListener('message', hear);
      if (!this.#isClosed) this.#request({ steal: true });
    };
    const hear = ({ data }: MessageEvent) => {
      if (data === 'given') steal();
    };
    const timer = setTimeout(steal, giveWithinMs);
    this.#channel.addEventListener('message', hear);
    this.#channel.postMessage('give');
  }

  close(): void {
    this.#isClosed = true;
    this.#waiting.abort();
    this.#release();
    this.#channel.close();
  }

  async #give(): Promise<void> {
    this.holder.set('elsewhere');
    await this.beforeGiving?.();
    this.#channel.postMessage('given');
  }

  #request(options: LockOptions): void {
    const held = navigator.locks.request(this.#name, options, (lock) => {
      if (this.#isClosed) return undefined;
      if (lock === null) return this.#wait();
      this.holder.set('mine');
      return new Promise<void>((resolve) => {
        this.#release = resolve;
      });
    });
    // Refused: another tab took it, or this one waits no longer.
    held.catch(() => {
      if (!this.#isClosed && options.signal?.aborted !== true) this.#wait();
    });
  }

  #wait(): void {
    this.holder.set('elsewhere');
    this.#waiting = new AbortController();
    this.#request({ signal: this.#waiting.signal });
  }
}

/** The phone's state: conversations of contacts with the flow, side by side. It outlives the closing of the dock. */

import { openDraftLine } from '../../../api/phone.ts';
import { openPublishedLine } from '../../../api/phone-published.ts';
import { announce } from '../../../app/announce.tsx';
import { isUnknown, reasonOf } from '../../../app/failure.ts';
import { createStore, type Store } from '../../../app/store.ts';
import { t } from '../../../app/texts.ts';
import { exportFlow } from '../../../document/index.ts';
import type { Editor } from '../../../editor/editor.ts';
import { type ChatEntry, entriesOf, type Skip } from '../../../phone/entries.ts';
import { statusOf } from '../../../phone/status.ts';
import { typedValue } from '../../../phone/variables.ts';
import type { AskAnswer, Deed, LineView, PhoneLine, Run } from '../../../phone/view.ts';
import { type HandChange, messagesAt, type Visit, visitsOf } from '../../../phone/visits.ts';
import { addSampleSource, type Sample } from '../inspector/samples.ts';
import { keepSample } from './samples.ts';

export type Channel = 'sms' | 'whatsapp';

export interface Conversation {
  readonly id: string;
  /** `Try 1`; empty: named after its contact. */
  readonly title: string;
  readonly plays: 'draft' | 'published';
  readonly contact: string;
  readonly channel: Channel;
  readonly number: string;
  /** Undefined until something was done. */
  readonly line: PhoneLine | undefined;
  readonly view: LineView | undefined;
  /** What was said before this line began, where it goes on from another. */
  readonly earlier: readonly ChatEntry[];
  readonly skips: readonly Skip[];
  readonly byHand: readonly HandChange[];
  /** Number of the visit that is looked at; undefined: what is now. */
  readonly at: number | undefined;
  readonly isBusy: boolean;
  readonly fault: string | undefined;
  readonly isUnread: boolean;
  /** What the contact wrote, oldest first. */
  readonly said: readonly string[];
  /** Answers that hold for the conversation, by what is asked. */
  readonly answers: ReadonlyMap<string, AskAnswer>;
}

export interface PhoneState {
  readonly conversations: readonly Conversation[];
  readonly active: string;
}

/** Numbers that nobody has: the first contact, and the flow's where it has none of its own. */
const firstContact = 15550002222;
export const usualNumber = '+15550001111';

export class Phone {
  readonly state: Store<PhoneState>;
  readonly #editor: Editor;
  readonly #unwatch = new Map<string, () => void>();
  readonly #endSamples: () => void;
  #made = 0;

  constructor(editor: Editor) {
    this.#editor = editor;
    this.#endSamples = addSampleSource(async (flowSid) => (flowSid === editor.flowSid ? this.#samples() : []));
    const first = this.#new({});
    this.state = createStore<PhoneState>({ conversations: [first], active: first.id });
  }

  get active(): Conversation {
    const { conversations, active } = this.state.get();
    const found = conversations.find(({ id }) => id === active) ?? conversations[0];
    if (found === undefined) throw new Error('the phone has no conversation');
    return found;
  }

  choose(id: string): void {
    this.state.set({ ...this.state.get(), active: id });
    this.change(id, { isUnread: false });
  }

  /** Another contact, with a conversation of its own. */
  add(): void {
    const { plays, channel, number } = this.active;
    const made = this.#new({ plays, channel, number });
    this.state.set({ conversations: [...this.state.get().conversations, made], active: made.id });
  }

  /** Ends a conversation; the last one leaves a new one behind. */
  remove(id: string): void {
    const { conversations, active } = this.state.get();
    const place = conversations.findIndex((each) => each.id === id);
    this.#letGo(conversations[place]);
    const left = conversations.filter((each) => each.id !== id);
    const rest = left.length > 0 ? left : [this.#new({})];
    const next = rest[Math.max(0, place - 1)] ?? rest[0];
    this.state.set({ conversations: rest, active: active === id ? (next?.id ?? '') : active });
  }

  /** Who talks to whom, before anything was said. */
  change(id: string, change: Partial<Conversation>): void {
    const state = this.state.get();
    const conversations = state.conversations.map((each) => (each.id === id ? { ...each, ...change } : each));
    this.state.set({ ...state, conversations });
  }

  look(at: number | undefined): void {
    const { id, view } = this.active;
    const last = visitsOf(view?.runs.at(-1)).length;
    this.change(id, { at: at === undefined || at >= last ? undefined : Math.max(1, at) });
  }

  async do(deed: Deed): Promise<boolean> {
    if ((deed.do === 'say' || deed.do === 'press') && this.active.at !== undefined && !(await this.continueHere())) {
      return false;
    }
    const { id } = this.active;
    if (deed.do === 'say' && deed.body !== '') this.change(id, { said: [...this.active.said, deed.body] });
    return this.#act(id, deed);
  }

  /** Sets a value that the flow knows. */
  setValue(path: readonly string[], text: string): Promise<boolean> {
    const value = typedValue(text);
    const { id, view, byHand } = this.active;
    const afterVisits = visitsOf(view?.runs.at(-1)).filter(({ end }) => end !== undefined).length;
    this.change(id, { byHand: [...byHand, { afterVisits, patch: [{ path, value }] }] });
    return this.#act(id, { do: 'change', path, value: JSON.stringify(value) });
  }

  async answer(ask: number, key: string, answer: AskAnswer, isKept: boolean): Promise<boolean> {
    const { id, answers } = this.active;
    if (isKept) this.change(id, { answers: new Map([...answers, [key, answer]]) });
    if (answer.how === 'reply') keepSample(key, answer);
    return this.#act(id, { do: 'answer', ask, answer, isKept });
  }

  /** The flow as it is now takes the conversation up at the visit that is looked at; the old one stays as a try. */
  async continueHere(): Promise<boolean> {
    const old = this.active;
    const run = old.view?.runs.at(-1);
    const visit = visitsOf(run).find(({ number }) => number === old.at);
    const why = this.refusalToContinue(old, visit);
    if (run === undefined || visit === undefined || old.view === undefined || why !== undefined) {
      this.change(old.id, { fault: why });
      return false;
    }
    const lineSid = old.line && 'sid' in old.line ? String(old.line.sid) : '';
    const { contact, number } = endsOf(old);
    this.change(old.id, { isBusy: true, fault: undefined });
    try {
      const from = { lineSid, stepSid: visit.stepSid };
      const { line, view } = await openDraftLine({ definition: this.#definition(), contact, number, from });
      const shown = new Set(messagesAt(old.view, run, visitsOf(run), visit).map(({ sid }) => sid));
      const earlier = [
        ...old.earlier,
        ...entriesOf(old.view, old.skips).filter((entry) =>
          entry.kind === 'message' ? shown.has(entry.message.sid) : entry.atMs <= visit.enteredMs,
        ),
      ];
      const made = { ...this.#new(old), said: old.said, answers: old.answers, line, view, earlier };
      const { conversations } = this.state.get();
      const tries = conversations.filter(({ title }) => title !== '').length;
      this.state.set({
        conversations: [
          ...conversations.map((each) =>
            each.id === old.id
              ? { ...each, isBusy: false, at: undefined, title: each.title || t.phone.tabs.attempt(tries + 1) }
              : each,
          ),
          { ...made, byHand: old.byHand.filter(({ afterVisits }) => afterVisits < visit.number) },
        ],
        active: made.id,
      });
      return true;
    } catch (error) {
      this.change(old.id, { isBusy: false, fault: faultOf(error) });
      return false;
    }
  }

  /** Why the conversation cannot be taken up there; undefined: it can. */
  refusalToContinue({ plays, view }: Conversation, visit: Visit | undefined): string | undefined {
    if (plays === 'published') return t.phone.scrub.onlyDraft;
    if (visit === undefined || view === undefined) return t.phone.scrub.didNotWait;
    const { states } = this.#editor.state.get().drawing.flow;
    if (!states.some(({ name }) => name === visit.widget)) return t.phone.scrub.gone(visit.widget);
    return view.moments.includes(visit.stepSid) ? undefined : t.phone.scrub.didNotWait;
  }

  /** From the beginning, with the same contact; `saysAgain`: and the same words and answers. */
  async restart(saysAgain: boolean): Promise<void> {
    const old = this.active;
    this.#letGo(old);
    const { contact, channel, number, plays } = old;
    const fresh = { ...this.#new({ contact, channel, number, plays }), id: old.id, title: old.title };
    this.change(old.id, saysAgain ? { ...fresh, answers: old.answers } : fresh);
    if (!saysAgain) return;
    for (const body of old.said) if (!(await this.do({ do: 'say', body }))) return;
  }

  /** Puts everything away. */
  close(): void {
    this.#endSamples();
    for (const conversation of this.state.get().conversations) this.#letGo(conversation);
  }

  /** What was talked about last, for the templates of the inspector. */
  #samples(): readonly Sample[] {
    return this.state.get().conversations.flatMap(({ id, contact, view }) => {
      const run = view?.runs.at(-1);
      return run === undefined ? [] : [{ id, name: t.inspector.sample.phone(contact), context: run.context }];
    });
  }

  #new(given: Partial<Pick<Conversation, 'plays' | 'contact' | 'channel' | 'number'>>): Conversation {
    const nth = this.#made++;
    return {
      id: `conversation ${nth}`,
      title: '',
      plays: given.plays ?? 'draft',
      contact: given.contact ?? `+${firstContact + nth}`,
      channel: given.channel ?? 'sms',
      number: given.number ?? usualNumber,
      line: undefined,
      view: undefined,
      earlier: [],
      skips: [],
      byHand: [],
      at: undefined,
      isBusy: false,
      fault: undefined,
      isUnread: false,
      said: [],
      answers: new Map(),
    };
  }

  #letGo(conversation: Conversation | undefined): void {
    if (conversation === undefined) return;
    this.#unwatch.get(conversation.id)?.();
    this.#unwatch.delete(conversation.id);
    conversation.line?.close();
  }

  #definition(): string {
    return exportFlow(this.#editor.state.get().editing.document);
  }

  #find(id: string): Conversation | undefined {
    return this.state.get().conversations.find((each) => each.id === id);
  }

  /** False: it was refused, and the conversation says why. */
  async #act(id: string, deed: Deed): Promise<boolean> {
    const before = this.#find(id);
    if (before === undefined || before.isBusy) return false;
    this.change(id, { isBusy: true, fault: undefined, at: undefined });
    try {
      const line = before.line ?? (await this.#open(id, before));
      const view = await this.#answered(id, line, await line.act(deed, this.#definition()));
      const skipped = deed.do === 'elapse' || deed.do === 'timeout' ? before.view : undefined;
      const ms = skipped === undefined ? 0 : deed.do === 'elapse' ? deed.seconds * 1000 : view.nowMs - skipped.nowMs;
      const skips = skipped === undefined ? before.skips : [...before.skips, { atMs: skipped.nowMs, ms }];
      this.change(id, { line, view, skips, isBusy: false });
      this.#tell(view);
      return true;
    } catch (error) {
      this.change(id, { isBusy: false, fault: faultOf(error) });
      return false;
    }
  }

  async #open(id: string, conversation: Conversation): Promise<PhoneLine> {
    const { contact, number } = endsOf(conversation);
    const { line } =
      conversation.plays === 'draft'
        ? await openDraftLine({ definition: this.#definition(), contact, number })
        : { line: openPublishedLine(this.#editor.flowSid, contact, number) };
    this.change(id, { line });
    this.#unwatch.set(
      id,
      line.watch(() => void this.#refresh(id, line)),
    );
    return line;
  }

  /** What happens by itself, where time is real. */
  async #refresh(id: string, line: PhoneLine): Promise<void> {
    // The next piece of news brings another try.
    const view = await line.read().catch(() => undefined);
    const now = this.#find(id);
    if (view === undefined || now?.line !== line) return;
    const isNews = view.messages.length > (now.view?.messages.length ?? 0);
    this.change(id, { view, isUnread: now.isUnread || (isNews && this.active.id !== id) });
    if (isNews || view.runs.length > (now.view?.runs.length ?? 0)) this.#tell(view);
  }

  /** Answers that hold for the conversation are given at once. */
  async #answered(id: string, line: PhoneLine, first: LineView): Promise<LineView> {
    let view = first;
    for (let [ask] = view.asks; ask !== undefined; [ask] = view.asks) {
      const answer = this.#find(id)?.answers.get(askKey(ask));
      if (answer === undefined) return view;
      view = await line.act({ do: 'answer', ask: ask.id, answer, isKept: true }, this.#definition());
    }
    return view;
  }

  #tell(view: LineView): void {
    const visits = visitsOf(view.runs.at(-1));
    const last = visits.at(-1);
    if (last === undefined) return;
    const { text } = statusOf(this.#editor.state.get().drawing.flow, view);
    announce(last.end === undefined ? t.phone.announced(last.number, last.widget, text) : text);
  }
}

/** Lines that nobody used are put away by the server. */
function faultOf(error: unknown): string {
  return isUnknown(error) ? t.phone.putAway : reasonOf(error);
}

/** The addresses of both ends on the channel. */
export function endsOf({ contact, channel, number }: Pick<Conversation, 'contact' | 'channel' | 'number'>) {
  const prefix = channel === 'whatsapp' ? 'whatsapp:' : '';
  return { contact: prefix + contact, number: prefix + number };
}

/** The same for all requests to one address. */
export function askKey({
  kind,
  method,
  url,
}: {
  readonly kind: string;
  readonly method: string;
  readonly url: string;
}) {
  return `${kind} ${method} ${url.split('?', 1)[0]}`;
}

export function latestRun(conversation: Conversation): Run | undefined {
  return conversation.view?.runs.at(-1);
}

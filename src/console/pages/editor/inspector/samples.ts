/** Contexts that templates are tried with: of executions, or invented ones, edited by hand. One choice per flow. */
import { isJsonObject, type JsonObject, objectOf, own, parseJson } from '../../../../engine/json.ts';
import { listSamples } from '../../../api/outside.ts';
import { createStore, type Store } from '../../../app/store.ts';
import { t } from '../../../app/texts.ts';
import { type FlowView, flowView } from '../../../document/index.ts';
import type { Editor } from '../../../editor/editor.ts';
import { inventedSample, merged } from '../../../liquid/sample.ts';
import { ago } from '../../../texts/format.ts';

export interface Sample {
  readonly id: string;
  /** As the menu calls it. */
  readonly name: string;
  readonly context: JsonObject;
}

/** Gives samples for a widget, the best first: executions that reached it, the phone. */
export type SampleSource = (flowSid: string, widget: string) => Promise<readonly Sample[]>;

const sources = new Set<SampleSource>([ofExecutions]);

/** Adds a source; the answer takes it away again. */
export function addSampleSource(source: SampleSource): () => void {
  sources.add(source);
  return () => sources.delete(source);
}

async function ofExecutions(flowSid: string, widget: string): Promise<readonly Sample[]> {
  const found = await listSamples(flowSid, widget);
  return found.map(({ sid, contact, createdAtMs, context }) => ({
    id: sid,
    name: t.inspector.sample.execution(contact, ago(createdAtMs, Date.now())),
    context,
  }));
}

/** What the answer to a request that was tried is kept as. */
interface TriedOutput {
  readonly output: JsonObject;
  /** It takes the place of what the sample has. */
  readonly isUsed: boolean;
}

/** The sample that one editor uses. */
export class SampleChoice {
  readonly #editor: Editor;
  readonly #storageKey: string;
  #isChosen = false;
  /** Undefined: the invented values. */
  readonly current: Store<Sample | undefined> = createStore<Sample | undefined>(undefined);
  /** Those for the widget that was looked at last. */
  readonly offered: Store<readonly Sample[]> = createStore<readonly Sample[]>([]);
  /** What was written by hand over the invented values. */
  readonly byHand: Store<JsonObject>;
  /** By the name of the widget. */
  readonly tried: Store<ReadonlyMap<string, TriedOutput>> = createStore<ReadonlyMap<string, TriedOutput>>(new Map());
  #invented: { readonly flow: FlowView; readonly context: JsonObject } | undefined;

  constructor(editor: Editor) {
    this.#editor = editor;
    this.#storageKey = `atelier.sample.${editor.flowSid}`;
    const stored = parseJson(localStorage.getItem(this.#storageKey) ?? '');
    this.byHand = createStore(isJsonObject(stored) ? stored : {});
  }

  /** Looks for samples of a widget; the best is used unless another was chosen. */
  async offerFor(widget: string): Promise<void> {
    const answers = await Promise.allSettled([...sources].map((source) => source(this.#editor.flowSid, widget)));
    const samples = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    this.offered.set(samples);
    const [best] = samples;
    if (!this.#isChosen && best?.id !== this.current.get()?.id) this.current.set(best);
  }

  /** Undefined: the invented values. */
  choose(sample: Sample | undefined): void {
    this.#isChosen = true;
    this.current.set(sample);
  }

  context(): JsonObject {
    return this.#withTried(this.base(), ({ isUsed }) => isUsed);
  }

  /** The context, and what else is known of what it can hold: for completion. */
  known(): JsonObject {
    const offered = this.offered.get().toReversed();
    const all = [...offered.map(({ context }) => context), this.context()].reduce(merged, {});
    return this.#withTried(all, () => true);
  }

  /** Calls `listener` when the context is another. The answer ends this. */
  subscribe(listener: () => void): () => void {
    const ends = [this.current, this.byHand, this.tried].map((store) => store.subscribe(listener));
    return () => {
      for (const end of ends) end();
    };
  }

  keepTried(widget: string, output: JsonObject, isUsed: boolean): void {
    this.tried.set(new Map(this.tried.get()).set(widget, { output, isUsed }));
  }

  /** Without what was tried. */
  base(): JsonObject {
    return this.current.get()?.context ?? merged(this.invented(), this.byHand.get());
  }

  /** For the flow as it is now. */
  invented(): JsonObject {
    const flow = flowView(this.#editor.state.get().editing.document);
    if (this.#invented?.flow !== flow) {
      this.#invented = { flow, context: inventedSample(flow, this.#editor.flowSid, Date.now()) };
    }
    return this.#invented.context;
  }

  writeByHand(values: JsonObject): void {
    localStorage.setItem(this.#storageKey, JSON.stringify(values));
    this.byHand.set(values);
    this.choose(undefined);
  }

  forgetByHand(): void {
    localStorage.removeItem(this.#storageKey);
    this.byHand.set({});
  }

  #withTried(context: JsonObject, counts: (tried: TriedOutput) => boolean): JsonObject {
    const tried = [...this.tried.get()].filter(([, each]) => counts(each));
    if (tried.length === 0) return context;
    const widgets = own(context, 'widgets');
    const before = isJsonObject(widgets) ? widgets : {};
    const changed = tried.map(([name, { output }]) => {
      const kept = own(before, name);
      return [name, objectOf(Object.entries(output), isJsonObject(kept) ? kept : {})] as const;
    });
    return objectOf([['widgets', objectOf(changed, before)]], context);
  }
}

const choices = new WeakMap<Editor, SampleChoice>();

export function sampleChoiceOf(editor: Editor): SampleChoice {
  const choice = choices.get(editor) ?? new SampleChoice(editor);
  choices.set(editor, choice);
  return choice;
}

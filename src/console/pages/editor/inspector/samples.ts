/** Contexts that templates are tried with: invented ones, edited by hand, or of executions. One choice per flow. */
import { isJsonObject, type JsonObject, parseJson } from '../../../../engine/json.ts';
import { createStore, type Store } from '../../../app/store.ts';
import { type FlowView, flowView } from '../../../document/index.ts';
import type { Editor } from '../../../editor/editor.ts';
import { inventedSample, merged } from '../../../liquid/sample.ts';

export interface Sample {
  readonly id: string;
  /** As the menu calls it. */
  readonly name: string;
  readonly context: JsonObject;
}

/** Gives samples for a widget, the best first: executions that reached it, the phone. */
export type SampleSource = (flowSid: string, widget: string) => Promise<readonly Sample[]>;

const sources = new Set<SampleSource>();

/** Adds a source; the answer takes it away again. */
export function addSampleSource(source: SampleSource): () => void {
  sources.add(source);
  return () => sources.delete(source);
}

/** What all sources have for a widget of a flow; a source that fails has none. */
export async function samplesOf(flowSid: string, widget: string): Promise<readonly Sample[]> {
  const answers = await Promise.allSettled([...sources].map((source) => source(flowSid, widget)));
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}

/** The sample that one editor uses. */
export class SampleChoice {
  readonly #editor: Editor;
  readonly #storageKey: string;
  /** Undefined: the invented values. */
  readonly chosen: Store<Sample | undefined> = createStore<Sample | undefined>(undefined);
  /** What was written by hand over the invented values. */
  readonly byHand: Store<JsonObject>;
  #invented: { readonly flow: FlowView; readonly context: JsonObject } | undefined;

  constructor(editor: Editor) {
    this.#editor = editor;
    this.#storageKey = `atelier.sample.${editor.flowSid}`;
    const stored = parseJson(localStorage.getItem(this.#storageKey) ?? '');
    this.byHand = createStore(isJsonObject(stored) ? stored : {});
  }

  context(): JsonObject {
    return this.chosen.get()?.context ?? merged(this.invented(), this.byHand.get());
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
  }

  forgetByHand(): void {
    localStorage.removeItem(this.#storageKey);
    this.byHand.set({});
  }
}

const choices = new WeakMap<Editor, SampleChoice>();

export function sampleChoiceOf(editor: Editor): SampleChoice {
  const choice = choices.get(editor) ?? new SampleChoice(editor);
  choices.set(editor, choice);
  return choice;
}

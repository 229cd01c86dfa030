/** Plays the worked example of a widget and tells what happened. */
import type { JsonObject } from '../src/engine/json.ts';
import type { Widget, WorkedExample, WorkedInput } from '../src/engine/widget.ts';
import { playWidget, type WidgetPlay } from '../src/testing/index.ts';

const stateName = 'example';

export interface ToldExample {
  /** The widget as it stands in a flow. */
  readonly state: JsonObject;
  /** One line each. */
  readonly story: readonly string[];
  /** The event that it left by. */
  readonly event: string | undefined;
  /** What it wrote under `widgets.example`; absent: nothing. */
  readonly output?: unknown;
}

export function tellExample(widget: Widget, worked: WorkedExample): ToldExample {
  const { start, subflows, inputs = [] } = worked;
  const transitions = worked.transitions ?? Object.keys(widget.events).map((event) => ({ event }));
  const { event: startEvent = 'incomingMessage', body = 'Hi', parameters } = start ?? {};
  if (startEvent === 'incomingParent') throw new Error('an example is started from outside');
  const story: string[] = [beginning(startEvent, body, parameters)];
  const play = playWidget(widget, widget.example, {
    name: stateName,
    transitions,
    start: { event: startEvent, body, ...(parameters ? { parameters } : {}) },
    http: () => undefined,
    functions: () => undefined,
    startsNewRuns: false,
    ...(subflows ? { subflows } : {}),
  });
  const teller = new Teller(play, story);
  teller.tell();
  for (const input of inputs) {
    story.push(give(play, input));
    teller.tell();
  }
  // A trigger is played as the widget between another trigger and the end: its own event is the run's.
  const event = widget.type === 'trigger' ? play.steps[0]?.event : play.event;
  if (event !== undefined) story.push(`"${stateName}" ends with ${event}`);
  const { output } = play;
  return {
    state: { name: stateName, type: widget.type, properties: widget.example, transitions: [...transitions] },
    story,
    event,
    ...(output === undefined ? {} : { output }),
  };
}

function beginning(event: string, body: string, parameters: JsonObject | undefined): string {
  if (event === 'incomingMessage') return `contact: ${body}`;
  if (event === 'incomingConversationMessage') return `contact, in a conversation: ${body}`;
  if (event === 'incomingRequest') return `REST API: starts the flow with ${JSON.stringify(parameters ?? {})}`;
  return `a call comes in`;
}

function give(play: WidgetPlay, input: WorkedInput): string {
  if ('says' in input) {
    play.receive(input.says, input.params);
    return `contact: ${input.says}`;
  }
  if ('afterSeconds' in input) {
    play.elapse(input.afterSeconds);
    return `${input.afterSeconds} seconds pass`;
  }
  if ('flowEvent' in input) {
    if (play.execution.kind === 'call' || play.execution.call) play.callback(input.flowEvent, input.params);
    else play.flowEvent(input.flowEvent, input.params);
    return `callback: FlowEvent=${input.flowEvent} ${JSON.stringify(input.params ?? {})}`;
  }
  if ('callStatus' in input) {
    play.callStatus(input.callStatus, input.params);
    return `status of the call: ${input.callStatus}`;
  }
  play.answer(input.answers);
  const { status = 200, json, body = JSON.stringify(json) } = input.answers;
  return `answer: ${status} ${body ?? ''}`.trimEnd();
}

/** Tells what left the flow since it was asked last. */
class Teller {
  readonly #play: WidgetPlay;
  readonly #story: string[];
  #told = { sent: 0, requests: 0, asked: 0, problems: 0, twiml: '' };

  constructor(play: WidgetPlay, story: string[]) {
    this.#play = play;
    this.#story = story;
  }

  tell(): void {
    const { sent, requests, asked, problems, twiml = '' } = this.#play;
    for (const { body, mediaUrls, contentSid } of sent.slice(this.#told.sent)) {
      this.#story.push(`flow: ${[body, ...(mediaUrls ?? []), contentSid].filter(Boolean).join(' ')}`);
    }
    for (const { method, url, body } of requests.slice(this.#told.requests)) {
      this.#story.push(`request: ${method} ${url}${body === undefined ? '' : ` with ${body}`}`);
    }
    for (const { state: _, type, ...rest } of asked.slice(this.#told.asked)) {
      this.#story.push(`asked for: ${type} ${JSON.stringify(Object.values(rest)[0])}`);
    }
    if (twiml !== '' && twiml !== this.#told.twiml)
      this.#story.push(`TwiML: ${twiml.replace(/^<\?xml[^>]*\?>\s*/, '')}`);
    for (const { code, message } of problems.slice(this.#told.problems))
      this.#story.push(`problem ${code}: ${message}`);
    this.#told = {
      sent: sent.length,
      requests: requests.length,
      asked: asked.length,
      problems: problems.length,
      twiml,
    };
  }
}

import { valueAt } from '../engine/context.ts';
import type { Json, JsonObject } from '../engine/json.ts';
import type { Widget } from '../engine/widget.ts';
import { Play } from './play.ts';
import type { PlayOptions } from './play-options.ts';

export interface PlayWidgetOptions extends Omit<PlayOptions, 'definition'> {
  /** Name of the state: `widget` unless said. */
  readonly name?: string;
  /** Its transitions; each event once, leading nowhere, unless said. */
  readonly transitions?: readonly JsonObject[];
  /** States that the transitions lead to. */
  readonly states?: readonly JsonObject[];
}

/** A play of one widget between a trigger and the end. */
export class WidgetPlay extends Play {
  readonly #name: string;

  constructor(options: PlayOptions, name: string) {
    super(options);
    this.#name = name;
  }

  /** What the widget last ended with; undefined while it waits. */
  get event(): string | undefined {
    return this.steps.findLast(({ transitionedFrom }) => transitionedFrom === this.#name)?.event;
  }

  /** What the widget wrote: `widgets.<name>`. */
  get output(): Json | undefined {
    return valueAt(this.context, ['widgets', this.#name]);
  }
}

/** Plays one widget with these properties: in a flow of a trigger and the widget, started by a message unless said. */
export function playWidget(widget: Widget, properties: JsonObject, options: PlayWidgetOptions = {}): WidgetPlay {
  const { name = 'widget', transitions, states = [], ...play } = options;
  const triggerEvents = ['incomingMessage', 'incomingCall', 'incomingConversationMessage', 'incomingRequest'];
  const definition: JsonObject = {
    description: `Plays ${widget.type}`,
    initial_state: 'Trigger',
    states: [
      {
        name: 'Trigger',
        type: 'trigger',
        transitions: triggerEvents.map((event) => ({ event, next: name })),
        properties: {},
      },
      {
        name,
        type: widget.type,
        transitions: transitions ?? Object.keys(widget.events).map((event) => ({ event })),
        properties,
      },
      ...states,
    ],
  };
  return new WidgetPlay({ ...play, definition, widgets: [...(play.widgets ?? []), widget] }, name);
}

/** Plays a widget in a call, for its test. */
import type { JsonObject } from '../engine/json.ts';
import type { Widget } from '../engine/widget.ts';
import { type Play, type PlayWidgetOptions, playWidget } from '../testing/index.ts';

export function inCall(widget: Widget, properties: JsonObject, options: PlayWidgetOptions = {}) {
  return playWidget(widget, properties, { start: { event: 'incomingCall' }, ...options });
}

/** What the call is told, as the specification writes it: the verbs alone, `FLOW` for the flow's URL, no steps. */
export function told({ twiml = '' }: Play): string {
  return twiml
    .replace(/^<\?xml[^>]*\?><Response>(.*)<\/Response>$/s, '$1')
    .replaceAll(/https:\/\/studio\.example\.com\/v1\/Accounts\/AC\w+\/Flows\/FW\w+/g, 'FLOW')
    .replaceAll(/&amp;Step=FT\w+/g, '');
}

/** Transitions of all these events, those in `connected` leading on to a message. */
export function connecting(events: readonly string[], connected: readonly string[]) {
  const next = 'then';
  return {
    transitions: events.map((event) => (connected.includes(event) ? { event, next } : { event })),
    states: [{ name: next, type: 'send-message', properties: { body: 'then' }, transitions: [] }],
  };
}

/** Codes of the problems, in order. */
export const codesOf = ({ problems }: Play): number[] => problems.map(({ code }) => code);

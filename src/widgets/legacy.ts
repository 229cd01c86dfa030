import { Type } from 'typebox';
import { failUnknown } from '../engine/unknown-widget.ts';
import { defineWidget, type Widget } from '../engine/widget.ts';

/** Any event: nobody documented those of the legacy types. */
const anyEvent: { readonly [event: string]: string } = {};

/**
 * Declares a retired type of which only the name is known: any properties and events are kept, its failure branch
 * is taken. Source: messaging page §13.1 (inferred).
 */
export function defineLegacyWidget(definition: { type: string; title: string; summary: string }): Widget {
  return defineWidget({
    ...definition,
    // The official enumeration of types is all there is.
    source: 'https://www.twilio.com/docs/studio/rest-api/v2/schemas',
    channels: ['message', 'call', 'conversation', 'request'],
    properties: Type.Object({}, { additionalProperties: true }),
    events: anyEvent,
    acceptsAnyEvent: true,
    retired: true,
    example: {},
    enter: (context) => failUnknown(context, 'its type is retired'),
  });
}

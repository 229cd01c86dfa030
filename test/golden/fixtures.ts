/** The single-widget fixtures, each made into a flow of its own. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../src/engine/index.ts';

const folder = join(import.meta.dirname, '..', 'fixtures', 'widgets');

/** File names of all widget fixtures. */
export function fixtureFiles(): string[] {
  return readdirSync(folder).sort();
}

/** A flow around the fixture of this name. */
export function readFixture(file: string): JsonObject {
  return flowAround(JSON.parse(readFileSync(join(folder, file), 'utf8')));
}

/** A flow of a trigger, the fixture, and a message wherever the fixture leads to. */
function flowAround(fixture: JsonObject & { transitions: { next?: string }[] }): JsonObject {
  const name = String(fixture.name);
  const events = ['incomingMessage', 'incomingCall', 'incomingConversationMessage', 'incomingRequest'];
  const trigger = {
    name: 'Trigger',
    type: 'trigger',
    properties: {},
    transitions: events.map((event) => ({ event, next: name })),
  };
  const states: JsonObject[] = fixture.type === 'trigger' ? [fixture] : [trigger, fixture];
  const known = new Set(states.map((state) => state.name));
  for (const { next } of fixture.transitions) {
    if (!next || known.has(next)) continue;
    known.add(next);
    states.push({
      name: next,
      type: 'send-message',
      properties: { from: '{{flow.channel.address}}', body: next },
      transitions: [],
    });
  }
  return { description: name, states, initial_state: 'Trigger' };
}

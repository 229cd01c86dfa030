/** Rows of the event streams. Source: execution-model §12; the debugger webhook: limits-and-errors §6. */
import { type Area, by, type Claim, inferred, own, row, shown } from '../row.ts';

const events = (name: RegExp) => by('src/streams/events.test.ts', name);
const streams = (name: RegExp) => by('src/streams/streams.test.ts', name);
const sinks = (name: RegExp) => by('src/streams/sinks/sinks.test.ts', name);

const rows: { readonly [name: string]: readonly [what: string, claim: Claim, source?: string] } = {
  'execution-started': ['A run that begins is told, with the required data', shown(events(/^execution\.started/))],
  'execution-ended': ['A run that ends is told, in the documented envelope', shown(events(/^execution\.ended/))],
  'step-ended': ['A widget that is left is told, by version 1 of its schema', shown(events(/^step\.ended/))],
  'null-parent-step': [
    'A step outside a subflow has no parent_step_sid',
    inferred(events(/^step\.ended has its own schema; parent_step_sid/)),
  ],
  'stable-ids': ['The same thing has the same id at every telling', own(events(/^the same thing has the same id/))],
  debugger: [
    'A debugger entry is posted as the form of the debugger webhook',
    shown(events(/^a debugger entry/), sinks(/^debugger:/)),
    'limits-and-errors §6',
  ],
  webhook: ['A webhook sink gets a signed JSON array', shown(sinks(/^webhook: a batch/))],
  batches: [
    'Events come in batches of bounded size and age',
    own(streams(/^events arrive/), streams(/^a batch waits/)),
  ],
  retries: [
    'What is not taken is tried again until it is, in order, none twice',
    own(streams(/^a sink that refuses for an hour/), streams(/^what was not taken/), sinks(/^webhook: \d/)),
  ],
  'retry-after': ['Retry-After is honoured', own(streams(/^Retry-After/), sinks(/^webhook: 429/))],
  choice: ['A sink gets the types, flows and accounts it asks for', own(streams(/^a sink gets the types/))],
  removal: ['What every sink has taken is removed', own(streams(/^what every sink has taken/))],
  nats: ['NATS JetStream, by the official client', own(sinks(/^NATS:/))],
  kafka: ['Kafka, by the official client (tested with a stand-in for it)', own(sinks(/^Kafka:/))],
};

export const streamArea: Area = {
  title: 'Event streams',
  about: 'What other systems are told of runs.',
  rows: Object.entries(rows).map(([name, [what, claim, source = 'execution-model §12']]) =>
    row(`streams/${name}`, what, source, claim),
  ),
};

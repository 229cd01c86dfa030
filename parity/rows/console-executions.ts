/** Rows of the console: executions, their replay, and traffic. */
import { type Area, by, type Claim, own, row } from '../row.ts';

const list = (name: RegExp) => by('test/console/executions.test.ts', name);
const one = (name: RegExp) => by('test/console/execution.test.ts', name);
const replay = (name: RegExp) => by('test/console/replay.test.ts', name);
const traffic = (name: RegExp) => by('test/console/traffic.test.ts', name);
const api = (name: RegExp) => by('src/api/console/executions.test.ts', name);

const rows: { readonly [name: string]: readonly [what: string, claim: Claim] } = {
  live: [
    'New executions appear by themselves, or are counted while the list is paused',
    own(list(/^a text/), list(/^paused/)),
  ],
  filters: ['The list is filtered by its address, and filters are saved', own(list(/^filters/))],
  'end-many': ['Executions are ended many at once, with a reason that is kept', own(list(/^executions are chosen/))],
  export: ['The list is given as a table', own(list(/^the list is given/))],
  sentence: [
    'One sentence says how an execution stands, for each way in which it can',
    own(by('src/console/outcome/outcome.test.ts'), one(/^a request without/)),
  ],
  steps: ['Each step shows what went in, what came out, and what it changed', own(one(/^a step shows/))],
  exchange: [
    'What a step asked over HTTP is kept with the answer, without what opens doors',
    own(api(/^a request is kept/), by('src/runtime/run-events.test.ts'), one(/^a request without/)),
  ],
  walk: ['Steps are walked through on the canvas, in time and as a table', own(one(/^table and timeline/))],
  subflow: ['A subflow is shown on its own canvas, with the way back', own(one(/^a subflow/))],
  follow: ['A running execution is followed to its end', own(one(/^a running execution/))],
  text: ['What contacts write stays text', own(one(/^what contacts write/))],
  replay: [
    'An execution is run again on another revision, and the first difference is named',
    own(by('src/console/replay/replay.test.ts'), replay(/^a changed condition/), replay(/^another text/)),
  ],
  traffic: [
    'Wires and cards say how many went which way, also beside another revision',
    own(by('src/console/traffic/traffic-layer.test.ts'), traffic(/^wires and cards/), traffic(/^two revisions/)),
  ],
};

export const consoleExecutionsArea: Area = {
  title: 'Console: executions and traffic',
  about: 'Each test of a page runs in Chromium, on executions that ran over the simulated network.',
  rows: Object.entries(rows).map(([name, [what, claim]]) =>
    row(`console/executions/${name}`, what, 'console §9', claim),
  ),
};

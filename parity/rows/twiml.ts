/** Rows of TwiML, taken from the definitions of verbs and nouns: a new one brings its own. */
import { definitions, expectationOf, type VerbDefinition } from '../../src/twiml/index.ts';
import { type Area, by, type Claim, inferred, literally, own, type Row, row, shown } from '../row.ts';
import { unheeded } from './twiml-unheeded.ts';

const verbTests = 'src/twiml/verbs/verbs.test.ts';
const sdkTests = 'src/twiml/sdk.test.ts';
const documented = (name: RegExp) => by('src/twiml/voice.test.ts', name);
const fragments = (name: RegExp) => by('src/twiml/fragment.test.ts', name);

const rules: readonly (readonly [name: string, what: string, source: string, claim: Claim])[] = [
  [
    'unknown',
    'An unknown verb, noun or attribute is passed over with a warning',
    'twiml-and-carrier-api §A1, §C7',
    shown(by('src/twiml/twiml.test.ts', /^warns of /), documented(/^warns with 12200 /)),
  ],
  [
    'unusable-values',
    'A value that cannot be used is passed over with the warning of its attribute',
    'twiml-and-carrier-api §C7',
    shown(documented(/^warns with 1[34]\d+ /)),
  ],
  [
    'nesting',
    'A noun counts only in its own parents',
    'twiml-and-carrier-api §A3',
    shown(documented(/^warns with (12200 <(Number|Say>Hi<Pause)|13215 |13320 )/)),
  ],
  [
    'refusals',
    'What is no XML, another root and more than 64 kB is refused',
    'twiml-and-carrier-api §A1, §C7',
    shown(by('src/twiml/twiml.test.ts', /^refuses /)),
  ],
  [
    'round-trip',
    'What is written reads as it was meant',
    'twiml-and-carrier-api §A2–§A4',
    own(by('src/twiml/twiml.test.ts', /^what is written /)),
  ],
  ['position', 'A warning says path, line and column', 'Atelier', own(documented(/^a warning says where/))],
  [
    'sdk',
    "The official SDK's verbs, nouns, attributes and values are known",
    'https://github.com/twilio/twilio-node/blob/main/src/twiml/VoiceResponse.ts',
    shown(by(sdkTests)),
  ],
  [
    'say-unknown',
    'What an unknown element in a Say says is said',
    'twiml-and-carrier-api §A1, §A2',
    inferred(documented(/^what an unknown element in a Say/)),
  ],
  [
    'fragment',
    'Speech markup in a text goes into a Say as elements, all else as text',
    'widgets-voice §1',
    inferred(fragments(/^a fragment with /), fragments(/^a Say of any fragment/)),
  ],
  [
    'spoken',
    'What a Say says, and with which pauses',
    'twiml-and-carrier-api §A2',
    inferred(by('src/twiml/speech.test.ts')),
  ],
];

export const twimlAreas: readonly Area[] = [
  {
    title: 'TwiML',
    about: 'How documents are read and written, and each verb and noun. What a call does by them is not in these rows.',
    rows: [
      ...rules.map(([name, what, source, claim]) => row(`twiml/rule/${name}`, what, source, claim)),
      ...[...definitions].map(([id, verb]) => verbRow(id, verb)),
    ],
  },
  {
    title: 'TwiML attributes',
    about:
      'What each attribute can say, and what holds without it. One that is kept makes no difference on the simulated network; a real carrier acts upon it.',
    rows: [...definitions].flatMap(([id, verb]) => attributeRows(id, verb)),
  },
];

function verbRow(id: string, { summary, source }: VerbDefinition): Row {
  const test = by(verbTests, new RegExp(`^${literally(id)} is read as it was written$`));
  return row(`twiml/${id}`, summary, source, shown(test));
}

function attributeRows(id: string, { attributes, source }: VerbDefinition): Row[] {
  return Object.entries(attributes).map(([name, attribute]) => {
    const tests = [by(verbTests, new RegExp(`^${literally(`${id} ${name}: `)}`))];
    // Whether there is such an attribute, the definition itself does not prove.
    if (id !== 'Message') tests.push(by(sdkTests, new RegExp(`^${literally(`${id} ${name} is what the SDK writes`)}`)));
    const what = `${expectationOf(attribute)}${attribute.default ? `; without it ${attribute.default}` : ''}`;
    const made = row(`twiml/${id}/attribute/${name}`, what, attribute.source ?? source, shown(...tests));
    if (!unheeded[id]?.includes(name)) return made;
    return { ...made, what: `${what}. Read and checked; the simulated network does not act upon it`, claim: 'kept' };
  });
}

/** Rows of calls on the simulated network: what documents do to them, and what the person at the other end may do. */
import { type Area, by, type Claim, inferred, notYet, own, row, shown } from '../row.ts';

const folder = 'src/carriers/simulator/calls';
const tests = (file: string, name: RegExp) => by(`${folder}/${file}.test.ts`, name);
const sdk = (name: RegExp) => by('test/e2e/calls-sdk.test.ts', name);
const verbs = 'twiml-and-carrier-api A2';

const calls: { readonly [name: string]: readonly [what: string, source: string, claim: Claim] } = {
  inbound: [
    'A call arrives at the VoiceUrl of its number, signed, with its parameters, and its end is told',
    'twiml-and-carrier-api B2, B3',
    shown(tests('calls', /^a call arrives/), sdk(/^a contact calls/)),
  ],
  documents: [
    'What a document may be, and the codes of those that fail',
    'twiml-and-carrier-api A1, C7',
    shown(tests('documents', /^the webhook answers with /)),
  ],
  fallback: [
    'The fallback URL goes on, with ErrorCode and ErrorUrl',
    'twiml-and-carrier-api B4',
    shown(tests('documents', / the fallback URL answers$/)),
  ],
  addresses: [
    'Addresses in documents are relative to theirs',
    'twiml-and-carrier-api A1',
    shown(tests('documents', /^addresses are relative/)),
  ],
  cookies: ['Cookies are kept per call', 'twiml-and-carrier-api A1', shown(tests('documents', /^cookies are kept/))],
  'document-cap': [
    '1,000 documents may lead to each other when no time passes; somebody may be on hold for as long as a call lasts',
    'twiml-and-carrier-api A1',
    own(tests('documents', /^a call that goes round/), tests('document-pace', / documents are taken when /)),
  ],
  'last-act': [
    'What ended a verb is told its action, also when the caller hangs up in the same instant',
    verbs,
    inferred(tests('lifetime', / and a hang-up in the same instant are told$/)),
  ],
  'caller-id': [
    'Dial with a caller ID that may not be shown calls nobody, and fails',
    'twiml-and-carrier-api A2, C7',
    shown(tests('dial', /^dial: the caller id /)),
  ],
  'card-numbers': [
    'Digits of cards are hidden from transcripts and listeners, wherever they are typed',
    'Atelier',
    own(tests('pay', /^(a card's number is hidden|whoever talks with one)/)),
  ],
  play: ['Play lasts as long as its file', verbs, shown(tests('documents', /^a sound is played/))],
  gather: ['Gather: keys, speech, either, and what ends them', verbs, shown(tests('gather', /^gather: /))],
  'gather/partial': ['Gather: partial results', verbs, shown(tests('gather', /^partial results/))],
  record: ['Record: what ends it, its length, its file', verbs, shown(tests('record', /^record: /))],
  'record/callbacks': [
    'Record: status and transcription callbacks',
    verbs,
    shown(tests('record', /^a recording is told/)),
  ],
  reject: ['Reject ends a call that was not answered', verbs, shown(tests('documents', /^a rejected call/))],
  dial: ['Dial: numbers, clients and SIP, at once or in turn', verbs, shown(tests('dial', /^dial: /))],
  'dial/queue': ['Dial Queue takes the first who waits', verbs, shown(tests('queue', /^enqueue: an agent/))],
  'dial/conference': [
    'Dial Conference: start, end, wait, beep, mute, events',
    verbs,
    shown(tests('conference', /^conference: /)),
  ],
  'dial/own-number': [
    'Dial of an own number is answered by its VoiceUrl',
    verbs,
    notYet('A handset rings there, as at every other number.'),
  ],
  enqueue: ['Enqueue: waitUrl, place, and every result', verbs, shown(tests('queue', /^enqueue: /))],
  pay: ['Pay: steps, errors, attempts, results; numbers are kept nowhere', verbs, shown(tests('pay', /^pay: /))],
  stream: ['Connect and Start Stream: every message of the socket', verbs, shown(tests('connect', / a stream /))],
  relay: ['Connect ConversationRelay', verbs, shown(tests('connect', /^connect: a relay/))],
  'virtual-agent': [
    'Connect VirtualAgent ends as the handset says',
    verbs,
    own(tests('connect', /^connect: a virtual agent/)),
  ],
  companions: [
    'Start and Stop of Recording, Transcription and Siprec',
    verbs,
    inferred(tests('connect', /^start: a recording/)),
  ],
  refer: ['Refer hands a SIP call over, and no other', verbs, shown(tests('refer', /^refer: /))],
  outcomes: [
    'A call that is placed ends as the callee has it, and each event is told',
    'twiml-and-carrier-api B3, C3',
    shown(tests('outgoing', /^a handset that does /)),
  ],
  'machine-detection': [
    'Machine detection before the document, or beside it',
    'twiml-and-carrier-api B2',
    shown(tests('outgoing', /^a machine is looked for/)),
  ],
  refusals: [
    'Calls that are refused, each with its code',
    'twiml-and-carrier-api C6',
    shown(tests('outgoing', / is refused: /)),
  ],
  conferences: [
    'Conferences by the carrier API',
    'twiml-and-carrier-api C',
    shown(by('src/api/carrier/conferences.test.ts', /^a conference is looked at, /)),
  ],
  handset: [
    'The handset API places calls and acts on them',
    'simulator',
    own(by('src/api/simulator/calls.test.ts', /./)),
  ],
  'process-ends': [
    'Calls that went on when the process died are ended and told at the next start',
    'simulator',
    own(tests('lifetime', /^calls that went on/)),
  ],
  many: ['Five hundred calls at once', 'simulator', own(tests('lifetime', /^five hundred/))],
};

export const callArea: Area = {
  title: 'Calls on the local network',
  about: 'What the simulated carrier does with the voice documents that its webhooks are answered with.',
  rows: Object.entries(calls).map(([name, [what, source, claim]]) => row(`call/${name}`, what, source, claim)),
};

/** Rows of the carrier API: what official clients ask of messages, numbers, keys and calls. */
import { type Area, by, type Claim, row, shown } from '../row.ts';

/** One walk of the official SDK through messages, numbers, keys and accounts. */
const bySdk = shown(by('test/e2e/carrier-sdk.test.ts', /^the official SDK sends and reads messages/));

/** Another one through calls and their recordings. */
const callsBySdk = shown(by('test/e2e/calls-sdk.test.ts', /^the official SDK places a call/));
const queueTest = (name: RegExp): Claim => shown(by('src/api/carrier/queues.test.ts', name));

const inDetail = (name: RegExp): Claim => shown(by('test/e2e/carrier-operations.test.ts', name));

const operations: { readonly [name: string]: readonly [what: string, claim: Claim] } = {
  CreateMessage: ['POST …/Messages.json', bySdk],
  FetchMessage: ['GET …/Messages/{Sid}.json', bySdk],
  ListMessage: ['GET …/Messages.json', bySdk],
  UpdateMessage: ['POST …/Messages/{Sid}.json', inDetail(/^UpdateMessage /)],
  DeleteMessage: ['DELETE …/Messages/{Sid}.json', inDetail(/^DeleteMessage /)],
  ListMedia: ['GET …/Messages/{MessageSid}/Media.json', inDetail(/^ListMedia /)],
  FetchMedia: ['GET …/Messages/{MessageSid}/Media/{Sid}.json', inDetail(/^FetchMedia /)],
  CreateIncomingPhoneNumber: ['POST …/IncomingPhoneNumbers.json', bySdk],
  FetchIncomingPhoneNumber: ['GET …/IncomingPhoneNumbers/{Sid}.json', inDetail(/^FetchIncomingPhoneNumber /)],
  ListIncomingPhoneNumber: ['GET …/IncomingPhoneNumbers.json', bySdk],
  UpdateIncomingPhoneNumber: ['POST …/IncomingPhoneNumbers/{Sid}.json', bySdk],
  DeleteIncomingPhoneNumber: ['DELETE …/IncomingPhoneNumbers/{Sid}.json', bySdk],
  CreateNewKey: ['POST …/Keys.json', bySdk],
  FetchKey: ['GET …/Keys/{Sid}.json', inDetail(/^ListKey, FetchKey and UpdateKey /)],
  ListKey: ['GET …/Keys.json', inDetail(/^ListKey, FetchKey and UpdateKey /)],
  UpdateKey: ['POST …/Keys/{Sid}.json', inDetail(/^ListKey, FetchKey and UpdateKey /)],
  DeleteKey: ['DELETE …/Keys/{Sid}.json', bySdk],
  CreateAccount: ['POST /2010-04-01/Accounts.json', bySdk],
  FetchAccount: ['GET /2010-04-01/Accounts/{Sid}.json', inDetail(/^ListAccount and FetchAccount /)],
  ListAccount: ['GET /2010-04-01/Accounts.json', inDetail(/^ListAccount and FetchAccount /)],
  UpdateAccount: ['POST /2010-04-01/Accounts/{Sid}.json', bySdk],
  CreateCall: ['POST …/Calls.json', callsBySdk],
  FetchCall: ['GET …/Calls/{Sid}.json', callsBySdk],
  ListCall: ['GET …/Calls.json', callsBySdk],
  UpdateCall: ['POST …/Calls/{Sid}.json', callsBySdk],
  DeleteCall: ['DELETE …/Calls/{Sid}.json', callsBySdk],
  CreateCallRecording: ['POST …/Calls/{CallSid}/Recordings.json', callsBySdk],
  UpdateCallRecording: ['POST …/Calls/{CallSid}/Recordings/{Sid}.json', callsBySdk],
  FetchRecording: ['GET …/Recordings/{Sid}.json', callsBySdk],
  DeleteRecording: ['DELETE …/Recordings/{Sid}.json', callsBySdk],
  CreateQueue: ['POST …/Queues.json', queueTest(/^a queue is made/)],
  FetchQueue: ['GET …/Queues/{Sid}.json', queueTest(/^a queue is made/)],
  ListQueue: ['GET …/Queues.json', queueTest(/^a queue is made/)],
  ListQueueMember: ['GET …/Queues/{QueueSid}/Members.json', queueTest(/^who waits is listed/)],
  UpdateQueueMember: ['POST …/Queues/{QueueSid}/Members/{CallSid}.json', queueTest(/^who waits is listed/)],
};

/** What the simulated network does with a message, as real ones do. */
const behaviours: { readonly [name: string]: readonly [what: string, source: string, claim: Claim] } = {
  refusals: [
    'Refusals, each with its code',
    'twiml-and-carrier-api C6',
    shown(by('src/carriers/simulator/sending.test.ts', /^refuses /)),
  ],
  'delivery-states': [
    'A message goes through queued, sent, delivered, or fails',
    'twiml-and-carrier-api C2',
    shown(by('src/carriers/simulator/sending.test.ts', /^a message to /)),
  ],
  segments: [
    'Segments of GSM-7 and UCS-2',
    'twiml-and-carrier-api C2',
    shown(by('src/carriers/simulator/sending.test.ts', / segments of /)),
  ],
  webhook: [
    'A text arrives at the webhook of its number, signed, with its parameters',
    'twiml-and-carrier-api B1',
    shown(by('src/carriers/simulator/inbound.test.ts', /^a text arrives at the webhook/)),
  ],
  replies: [
    'The TwiML of the answer is carried out',
    'twiml-and-carrier-api A4',
    shown(by('src/carriers/simulator/inbound.test.ts', / from the webhook gives /)),
  ],
  fallback: [
    'The fallback URL answers when the webhook fails',
    'twiml-and-carrier-api B4',
    shown(by('src/carriers/simulator/inbound.test.ts', / the fallback URL answers$/)),
  ],
  retries: [
    'Retries as the fragment of the URL asks for them',
    'twiml-and-carrier-api B4',
    shown(by('src/carriers/simulator/inbound.test.ts', / requests of one identity$/)),
  ],
  'opt-out': [
    'STOP ends messages, START lets them in again',
    'twiml-and-carrier-api B1',
    shown(by('src/carriers/simulator/inbound.test.ts', /^STOP ends messages/)),
  ],
};

export const carrierArea: Area = {
  title: 'Carrier API',
  about: 'What the simulated carrier answers under `/2010-04-01`, and how its network behaves.',
  rows: [
    ...Object.entries(operations).map(([name, [what, claim]]) => {
      return row(`carrier/${name}`, what, 'twiml-and-carrier-api C1–C5', claim);
    }),
    ...Object.entries(behaviours).map(([name, [what, source, claim]]) => row(`network/${name}`, what, source, claim)),
  ],
};

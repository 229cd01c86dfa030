/** Rows of the carrier API: what official clients ask of messages, calls, numbers. Source: twiml-and-carrier-api C. */
import { type Area, by, type Claim, notYet, row } from '../row.ts';

const calls = 'Comes with calls.';

const operations: { readonly [name: string]: readonly [what: string, claim: Claim] } = {
  CreateMessage: ['POST /2010-04-01/Accounts/{AccountSid}/Messages.json', inApi(/POST .*Messages\.json/)],
  FetchMessage: ['GET /2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json', inApi(/GET .*Messages\/\{\w+\}\.json/)],
  ListMessage: ['GET /2010-04-01/Accounts/{AccountSid}/Messages.json', inApi(/GET .*Messages\.json/)],
  UpdateMessage: [
    'POST /2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json',
    inApi(/POST .*Messages\/\{\w+\}\.json/),
  ],
  DeleteMessage: ['DELETE /2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json', inApi(/DELETE .*Messages/)],
  ListMedia: ['GET …/Messages/{Sid}/Media.json', inApi(/GET .*Media\.json/)],
  CreateCall: ['POST …/Calls.json', notYet(calls)],
  FetchCall: ['GET …/Calls/{Sid}.json', notYet(calls)],
  ListCall: ['GET …/Calls.json', notYet(calls)],
  UpdateCall: ['POST …/Calls/{Sid}.json', notYet(calls)],
  DeleteCall: ['DELETE …/Calls/{Sid}.json', notYet(calls)],
  CreateCallRecording: ['POST …/Calls/{CallSid}/Recordings.json', notYet(calls)],
  UpdateCallRecording: ['POST …/Calls/{CallSid}/Recordings/{Sid}.json', notYet(calls)],
  FetchRecording: ['GET …/Recordings/{Sid}.json', notYet(calls)],
  DeleteRecording: ['DELETE …/Recordings/{Sid}.json', notYet(calls)],
  ListIncomingPhoneNumber: ['GET …/IncomingPhoneNumbers.json', inApi(/GET .*IncomingPhoneNumbers\.json/)],
  FetchIncomingPhoneNumber: ['GET …/IncomingPhoneNumbers/{Sid}.json', inApi(/GET .*IncomingPhoneNumbers\/\{/)],
  CreateIncomingPhoneNumber: ['POST …/IncomingPhoneNumbers.json', inApi(/POST .*IncomingPhoneNumbers\.json/)],
  UpdateIncomingPhoneNumber: ['POST …/IncomingPhoneNumbers/{Sid}.json', inApi(/POST .*IncomingPhoneNumbers\/\{/)],
  ListQueue: ['GET …/Queues.json', notYet(calls)],
  CreateQueue: ['POST …/Queues.json', notYet(calls)],
  FetchQueue: ['GET …/Queues/{Sid}.json', notYet(calls)],
  ListQueueMember: ['GET …/Queues/{QueueSid}/Members.json', notYet(calls)],
  UpdateQueueMember: ['POST …/Queues/{QueueSid}/Members/{CallSid}.json', notYet(calls)],
};

export const carrierArea: Area = {
  title: 'Carrier API',
  about: 'What the simulated carrier answers under `/2010-04-01`.',
  rows: Object.entries(operations).map(([name, [what, claim]]) => {
    return row(`carrier/${name}`, what, 'twiml-and-carrier-api C2–C5', claim);
  }),
};

/** A test of the carrier API that names the operation. */
function inApi(name: RegExp): Claim {
  return notYet('Comes with the simulated carrier.', by('src/api/carrier/carrier.test.ts', name));
}

/** Rows of the phone of the console: promises of our own. */
import { type Area, by, type Claim, own, row } from '../row.ts';

const phone = (name: RegExp) => by('test/console/phone.test.ts', name);
const call = (name: RegExp) => by('test/console/phone-call.test.ts', name);
const lines = (name: RegExp) => by('src/server/phone/phone.test.ts', name);
const moments = (name: RegExp) => by('src/testing/line/moments.test.ts', name);
const pure = (name: string) => by(`src/console/phone/${name}.test.ts`);

const rows: { readonly [name: string]: readonly [what: string, claim: Claim] } = {
  chat: ['A draft is talked to as it is on the canvas, with its path on it', own(phone(/^the draft is talked to/))],
  traces: [
    'A draft leaves no execution behind',
    own(lines(/^a draft is talked to/), lines(/^lines are of one account/)),
  ],
  status: ['What waits, and how an execution ended, is one sentence', own(pure('status'))],
  path: ['The path is numbered, and each moment of it can be looked at', own(pure('visits'))],
  time: ['Time of a draft goes on when it is told to', own(phone(/^restarted, time is let pass/))],
  branch: [
    'A question is gone back to, and the flow as it is now goes on from there',
    own(phone(/^a question is gone back to/), moments(/goes on from a question|still times out/)),
  ],
  follow: ['A conversation follows the edits of its flow', own(moments(/^a run that waits follows/))],
  world: [
    'What a draft asks of the world is answered by hand or asked for real, by the guarded way out',
    own(phone(/^what the flow asks/), lines(/^what is asked of the world/), lines(/^what is really called/)),
  ],
  variables: [
    'Variables show what changed, and are changed by hand',
    own(phone(/^variables show/), pure('variables'), moments(/changed by hand/)),
  ],
  content: [
    'Buttons of templates are pressed',
    own(phone(/^a button of a template/), moments(/presses what a template/)),
  ],
  delivery: ['Messages are made to fail', own(phone(/^the next message is not delivered/))],
  text: ['What is said is shown as text, whatever stands in it', own(phone(/^what people and flows write/))],
  calls: [
    'A draft is called and calls: captions, keys, speech, silence, recordings, payments, and handsets of those who are dialled',
    own(
      call(/^the draft is called/),
      call(/^saying nothing/),
      call(/^a call of the flow rings/),
      call(/^who is dialled/),
      call(/^a message is left/),
      call(/^a payment/),
      pure('captions'),
    ),
  ],
  published: ['What is published is texted and called over the simulated carrier', own(call(/^what is published/))],
};

export const consolePhoneArea: Area = {
  title: 'Console: the phone',
  about: 'A contact of the flow beside its drawing; tests in `test/console` run in Chromium.',
  rows: Object.entries(rows).map(([name, [what, claim]]) => row(`console-phone/${name}`, what, 'console §8', claim)),
};

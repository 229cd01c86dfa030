/** Rows of the carriers with an API of their own: Telnyx, and SMS gateways that settings describe. */
import { type Area, by, type Claim, inferred, own, row, shown } from '../row.ts';

const telnyx = (name: RegExp) => by('src/carriers/telnyx/telnyx.test.ts', name);
const gateway = (name: RegExp) => by('src/carriers/http/http.test.ts', name);
const posted = (name: RegExp) => by('src/carriers/http/webhooks.test.ts', name);
const e2e = (name: RegExp) => by('test/e2e/other-carriers.test.ts', name);
const routes = (name: RegExp) => by('src/server/number-routes.test.ts', name);
const replies = (name: RegExp) => by('src/api/webhooks/replies.test.ts', name);
const inDocs = (page: string) => by('test/documented-settings.test.ts', new RegExp(`docs/${page}\\.md`));

const rows: { readonly [name: string]: readonly [what: string, source: string, claim: Claim] } = {
  'telnyx/send': [
    'A message leaves as the documented JSON and shows as the resource of Twilio',
    'twiml-and-carrier-api §E1',
    shown(
      telnyx(/^a message leaves as the JSON/),
      telnyx(/^telnyx: a message that is taken/),
      telnyx(/^telnyx: media/),
    ),
  ],
  'telnyx/errors': [
    "Refusals and failed deliveries have Twilio's codes",
    'twiml-and-carrier-api §E1; Telnyx, error reference (developers.telnyx.com/api/errors)',
    shown(telnyx(/^the refusal/), telnyx(/^the status \w+_failed/), telnyx(/^telnyx: a refusal/)),
  ],
  'telnyx/outage': [
    '429, 5xx, lost answers and wrong keys are no refusals; Retry-After is read',
    'twiml-and-carrier-api §C1, §E1',
    own(telnyx(/^telnyx: \{/), telnyx(/^telnyx: a network where/), telnyx(/^a key that may not send/)),
  ],
  'telnyx/calls': [
    'Calls are made and recorded by TeXML, in the name of an application and an account',
    'twiml-and-carrier-api §E1',
    shown(
      telnyx(/^telnyx: a call is made as it was asked for/),
      telnyx(/^telnyx: a live call is recorded/),
      telnyx(/^calls belong to a TeXML application/),
    ),
  ],
  'telnyx/calls-unknown': [
    'A call whose answer was lost is not made again: its own callbacks tell',
    'twiml-and-carrier-api §E1',
    own(telnyx(/^telnyx: a call whose answer was lost/)),
  ],
  'telnyx/signature': [
    'Webhooks are believed by their Ed25519 signature over time and body, for five minutes',
    'twiml-and-carrier-api §E1',
    shown(telnyx(/^telnyx: its webhooks are recognised/), telnyx(/^a key that is none/)),
  ],
  'telnyx/webhooks': [
    "Texts and reports are read in Twilio's parameters, whatever they hold",
    'twiml-and-carrier-api §B1, §B3, §E1',
    shown(telnyx(/^the status/), telnyx(/^whatever a webhook holds/)),
  ],
  'telnyx/numbers': [
    'Numbers are listed and put behind a profile and an application; other numbers stay where they lead',
    'Telnyx, messaging profiles and TeXML applications',
    own(
      telnyx(/^telnyx: its numbers are listed/),
      telnyx(/^a number cannot be connected/),
      telnyx(/^one number after the other/),
      telnyx(/^a number that is disconnected/),
      telnyx(/^what leads other numbers/),
    ),
  ],
  'telnyx/end-to-end': [
    'A text starts the flow of its number, replies go on with it, a failed delivery comes back, a call is answered',
    'twiml-and-carrier-api §B1–§B3, §E1',
    shown(e2e(/^Telnyx:/), inDocs('carrier-telnyx')),
  ],
  'http/send': [
    'A message leaves as the settings say, each value in its place',
    'Atelier',
    own(gateway(/^a message leaves/), gateway(/^no value of a message/), inDocs('carrier-http')),
  ],
  'http/answers': [
    'Answers are read by JSON pointer or expression: taken, refused with reason and code, or unknown',
    'Atelier',
    own(
      gateway(/^http: a/),
      gateway(/^a status that is no success/),
      gateway(/^a code in no table/),
      by('src/carriers/http/picks.test.ts', /./),
    ),
  ],
  'http/outage': [
    '429, 5xx, lost answers and wrong credentials are no refusals; Retry-After is read',
    'twiml-and-carrier-api §C1',
    own(gateway(/^http: \{/), gateway(/^http: a network where/)),
  ],
  'http/once': [
    'A gateway that knows a key, or can be asked, gets no message twice',
    'Atelier',
    own(
      gateway(/^the idempotency key/),
      gateway(/^a gateway that names no id/),
      gateway(/^a look-up that ends/),
      gateway(/^a message that was found/),
      gateway(/^http that can be asked: (what was sent|the same text|a repeated send)/),
    ),
  ],
  'http/unfit': [
    'What a gateway cannot carry is refused, and settings that cannot be used stop the start',
    'Atelier',
    own(gateway(/^media that the settings/), gateway(/^http: media/), gateway(/^settings that cannot/)),
  ],
  'http/webhooks': [
    'Texts and reports are read as the settings say, and believed by a secret that no flow sees',
    'Atelier',
    own(
      posted(/./),
      gateway(/^http that can be asked: its webhooks/),
      gateway(/^the address for reports/),
      e2e(/^a gateway is told of a request/),
    ),
  ],
  'http/plus': ['Numbers that come without their plus get it', 'Atelier', inferred(posted(/^a text is read from/))],
  'http/end-to-end': [
    'A text starts a flow; reports come to the address of the message or to that of the carrier',
    'twiml-and-carrier-api §B1, §B3',
    own(e2e(/^a gateway:/)),
  ],
  'inbound/numbers': [
    "A carrier's own webhook finds the flow by the number; what is missing is named",
    'Atelier',
    own(routes(/./), e2e(/^a carrier's webhook is refused/)),
  ],
  'inbound/reach': [
    "A flow's own webhook takes from such a carrier only what the settings give its numbers",
    'Atelier',
    own(e2e(/^a flow's own webhook takes no/)),
  ],
  'inbound/fragment': [
    'A webhook with a fragment in its target is refused: no signature covers it',
    'Atelier',
    own(e2e(/^parameters behind a fragment/)),
  ],
  'inbound/other-events': [
    'Events that concern no flow are taken, so that they do not come again',
    'Atelier',
    own(e2e(/^events that concern no flow/)),
  ],
  'inbound/twiml': [
    'TwiML of an answer is carried out for carriers that do not do it: messages, media, redirects, the way back',
    'twiml-and-carrier-api §A4',
    shown(e2e(/^a gateway: TwiML/), replies(/./)),
  ],
  'inbound/twiml-once': [
    'Its replies are in the outbox before the carrier is answered: none is lost or sent twice across kill -9',
    'Atelier',
    own(by('test/e2e/twiml-replies.test.ts', /^replies survive a server/)),
  ],
};

export const otherCarriersArea: Area = {
  title: 'Carriers with an API of their own',
  about: 'Telnyx, and any SMS gateway that settings describe, held to the same conformance suite.',
  rows: Object.entries(rows).map(([name, [what, source, claim]]) => row(`carriers/${name}`, what, source, claim)),
};

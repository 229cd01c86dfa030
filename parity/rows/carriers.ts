/** Rows of the carriers that speak Twilio's REST API, and of what holds for every carrier. Source: carrier page §C–§E. */
import { type Area, by, type Claim, own, row, shown } from '../row.ts';

const twilio = (name: RegExp) => by('src/carriers/twilio/twilio.test.ts', name);
const routes = (name: RegExp) => by('src/carriers/routing.test.ts', name);
const e2e = (name: RegExp) => by('test/e2e/twilio-carrier.test.ts', name);
const each = (what: string) =>
  ['twilio', 'signalwire', 'somleng'].map((preset) => twilio(new RegExp(`^${preset}: ${what}`)));

const rows: { readonly [name: string]: readonly [what: string, source: string, claim: Claim] } = {
  send: [
    'A message leaves as the documented form and shows as the documented resource',
    'twiml-and-carrier-api §C2',
    shown(twilio(/^a message leaves as the form/), ...each('a message that is taken')),
  ],
  refusal: ['A refusal keeps its code and text', 'twiml-and-carrier-api §C6', shown(...each('a refusal is a result'))],
  content: [
    'Media, templates, messaging services, where the service has them',
    'twiml-and-carrier-api §C2, §E1',
    shown(...each('media, templates')),
  ],
  'link-shortening': [
    'ShortenUrls is sent where it is understood',
    'widgets-messaging-and-logic §3',
    shown(twilio(/^a message leaves as the form/), twilio(/^links are not shortened/)),
  ],
  outage: [
    '429, 5xx, lost answers, broken answers and wrong credentials are no refusals; Retry-After is read',
    'twiml-and-carrier-api §C1',
    own(...each('\\{'), ...each('a network where nobody listens')),
  ],
  asking: [
    'A message whose outcome is unknown is looked for by To, From and time before it is sent again',
    'twiml-and-carrier-api §C2',
    own(...each('what was sent is found'), twilio(/^asking goes back/), twilio(/^the carrier's clock/)),
  ],
  claimed: [
    "The same text of another send is not taken for this one's",
    'twiml-and-carrier-api §C2',
    own(...each('the same text sent before')),
  ],
  calls: [
    'Calls are made with the documented form, and a refusal keeps its code',
    'twiml-and-carrier-api §C3',
    shown(...each('a call is made as it was asked for')),
  ],
  'calls-asking': [
    'A call whose outcome is unknown is looked for by To, From and time before it is made again',
    'twiml-and-carrier-api §C3',
    own(...each('a call whose answer was lost')),
  ],
  recordings: [
    'A live call is recorded, and no more',
    'twiml-and-carrier-api §C4',
    shown(...each('a live call is recorded')),
  ],
  webhooks: [
    'Webhooks are accepted with the signature of the carrier, forged ones are not',
    'twiml-and-carrier-api §D',
    shown(...each('its webhooks are recognised'), e2e(/^a webhook that nobody/)),
  ],
  numbers: [
    'Numbers are listed and pointed at flows, the status callback too',
    'twiml-and-carrier-api §C5',
    shown(...each('its numbers are listed'), ...each('a number that is not there')),
  ],
  routes: ['A message leaves by the carrier of its sender', 'twiml-and-carrier-api §E1', own(routes(/^a message/))],
  'end-to-end': [
    'A text by a carrier starts a flow, the reply leaves by it, its failure comes back',
    'twiml-and-carrier-api §B1, §B3',
    shown(e2e(/^a text comes in signed/)),
  ],
};

export const carriersArea: Area = {
  title: 'Carriers with the API of Twilio',
  about: 'Twilio, SignalWire and Somleng, held to one conformance suite, on an emulation of the documented API.',
  rows: Object.entries(rows).map(([name, [what, source, claim]]) => row(`carriers/${name}`, what, source, claim)),
};

/** Rows of what messages are made of, and of what the simulated carrier does with them. */
import { type Area, by, type Claim, inferred, notYet, own, row, shown } from '../row.ts';

const inNetwork = (file: string, name: RegExp) => by(`src/carriers/simulator/${file}.test.ts`, name);
const template = (name: RegExp) => by('src/carriers/content.test.ts', name);
const bySdk = (name: RegExp) => by('test/e2e/content-sdk.test.ts', name);
const inFlow = (name: RegExp) => by('test/e2e/message-content.test.ts', name);
const redirect = (name: RegExp) => by('test/e2e/twiml-redirect.test.ts', name);

const contentApi = 'twilio.com/docs/content/content-api-resources';
const servicesApi = 'twilio.com/docs/messaging/api/service-resource';

type Promises = { readonly [name: string]: readonly [what: string, source: string, claim: Claim] };

const templates: Promises = {
  api: [
    'Templates are created, fetched, listed, changed and deleted under `/v1/Content`',
    contentApi,
    shown(bySdk(/^templates are made, read, changed, sent and removed$/)),
  ],
  sid: [
    'A template may be created under the SID it has elsewhere',
    'docs/messaging.md',
    own(bySdk(/^a template keeps the name it has elsewhere/)),
  ],
  file: [
    'Templates stand in `atelier.yaml`',
    'docs/messaging.md',
    own(inFlow(/^templates, services and the strictness/), inNetwork('services', /^what a settings file gives/)),
  ],
  render: ['Variables and their defaults', contentApi, shown(template(/^a template shows /))],
  'by-channel': [
    'The richest type that the channel takes is sent; none: 216602',
    'twilio.com/docs/content/content-types-overview',
    shown(template(/^a template shows the richest type/), template(/: 216602$/)),
  ],
  'empty-variable': [
    'A variable without a value, and an empty one on WhatsApp: 21656',
    'widgets-messaging-and-logic §3',
    shown(template(/: 21656$/), inFlow(/^an unknown template, and an empty variable/)),
  ],
  unknown: [
    'An unknown template: 21655',
    'twilio.com/docs/api/errors/21655',
    shown(inNetwork('handset-answers', /^an unknown template/)),
  ],
  outbound: [
    '`outbound.Body` is the text of the template',
    'widgets-messaging-and-logic §3',
    inferred(inFlow(/^a template asks, its button answers/)),
  ],
  approval: ['Approval of templates by WhatsApp', contentApi, notYet('Not modelled: every template may be sent.')],
};

const answers: Promises = {
  button: [
    'A pressed button: its title is the body, its id the payload',
    'widgets-messaging-and-logic §4.2',
    shown(inNetwork('handset-answers', /^a contact answers with a button/), inFlow(/^a template asks/)),
  ],
  list: [
    'A picked row: its id is the body',
    'widgets-messaging-and-logic §4.2',
    shown(inNetwork('handset-answers', /^a contact answers with a row/)),
  ],
  misses: [
    'What cannot be pressed is refused with what can',
    'docs/messaging.md',
    own(inNetwork('handset-answers', /^refuses .* with the way out$/)),
  ],
  chat: [
    'The terminal chat presses buttons, picks rows, sends media',
    'docs/cli.md',
    own(by('src/cli/chat-templates.test.ts', /^templates show their buttons/)),
  ],
  channels: [
    'Addresses of WhatsApp, RCS and Messenger',
    'twiml-and-carrier-api B1',
    shown(inNetwork('handset-answers', /^senders of RCS and Messenger/), inNetwork('sending', /^takes WhatsApp$/)),
  ],
  window: [
    'Free words on WhatsApp a day after the last message of the contact: 63016, later',
    'twiml-and-carrier-api C6',
    shown(inNetwork('handset-answers', /^free words on WhatsApp/), inFlow(/^free words outside/)),
  ],
  'window-template': [
    'A template passes outside of the window, a list does not',
    'twilio.com/docs/content/twiliolist-picker',
    shown(inNetwork('handset-answers', /^a template passes at any time/)),
  ],
};

const media: Promises = {
  inbound: [
    'Several media arrive, in an MM message',
    'twiml-and-carrier-api B1',
    shown(inNetwork('handset-media', /^several media arrive/), inFlow(/^media goes both ways/)),
  ],
  files: [
    'Files of handsets are kept and served',
    'docs/messaging.md',
    own(inNetwork('handset-media', /^a file is kept/), bySdk(/^media of a handset/)),
  ],
  outbound: [
    'What cannot be fetched makes a message fail, where that is switched on',
    'limits-and-errors §1, twiml-and-carrier-api B4',
    inferred(inNetwork('handset-media', /^media that turns out/), inNetwork('handset-media', /^on a channel/)),
  ],
};

const services: Promises = {
  api: [
    'Services, their numbers and names are managed under `/v1/Services`',
    servicesApi,
    shown(bySdk(/^messaging services are made, read, changed, and send$/)),
  ],
  senders: [
    'Which sender a contact hears from',
    'twilio.com/docs/messaging/services, help pages on Sticky Sender',
    inferred(
      inNetwork('sender-selection', /^a service sends from/),
      inNetwork('services', /^a contact keeps the number/),
    ),
  ],
  inbound: [
    'Where a text to a number in a service is answered, and what it carries',
    servicesApi,
    shown(inNetwork('services', /^a text to a number in a service is answered/)),
  ],
  flow: [
    'The flow answers as the service',
    'widgets-messaging-and-logic §4.1',
    shown(inFlow(/^a number in a service/), inFlow(/^scenario 8/)),
  ],
  scheduled: ['Scheduled messages', 'twiml-and-carrier-api C2', shown(bySdk(/^scheduled messages of a service/))],
};

const optOuts: Promises = {
  words: [
    'STOP, START and HELP words, as the whole message',
    'twilio.com/docs/messaging/tutorials/advanced-opt-out',
    shown(inNetwork('opt-outs', / is among the words that /)),
  ],
  replies: [
    'The network confirms them',
    'support.twilio.com, articles/223134027',
    inferred(inNetwork('opt-outs', /^each word is answered/)),
  ],
  scope: [
    'They count for a number, or for all senders of a service',
    'support.twilio.com, articles/223134027',
    shown(inNetwork('opt-outs', /^a number is stopped by itself/)),
  ],
  advanced: [
    '`OptOutType`, own words and answers with advanced opt-out',
    'twiml-and-carrier-api B1',
    shown(inNetwork('opt-outs', /^advanced opt-out/)),
  ],
  flow: ['The word reaches the flow all the same', 'twiml-and-carrier-api B1', shown(inFlow(/^who said STOP/))],
};

const texts: Promises = {
  segments: [
    'Segments: 160/153 of GSM-7, 70/67 of UCS-2, nothing cut in two',
    'twiml-and-carrier-api C2',
    shown(inNetwork('segments', /: \d+ of (GSM-7|UCS-2)$/), inNetwork('segments', /^any text has as many segments/)),
  ],
  'smart-encoding': [
    'Smart encoding',
    'twilio.com/docs/messaging/services/smart-encoding-char-list',
    shown(
      inNetwork('segments', /^smart encoding /),
      inNetwork('services', /^a service has a status callback and plain/),
    ),
  ],
  'link-shortening': [
    'Link shortening is accepted, off, and said so',
    'widgets-messaging-and-logic §3',
    own(inNetwork('services', /^links go out as they are/)),
  ],
  shortening: [
    'Links are shortened',
    'widgets-messaging-and-logic §3',
    notYet('Needs a domain and a server of clicks.'),
  ],
  redirect: [
    'TwiML Redirect for messages: Message, Body, Media, Redirect, the return, and its end',
    'widgets-messaging-and-logic §11',
    shown(redirect(/./)),
  ],
};

const rowsOf = (group: string, promises: Promises) =>
  Object.entries(promises).map(([name, [what, source, claim]]) => row(`content/${group}/${name}`, what, source, claim));

export const contentArea: Area = {
  title: 'Content of messages',
  about: 'Templates, buttons, media, messaging services, opt-outs and segments in the simulated carrier.',
  rows: [
    ...rowsOf('template', templates),
    ...rowsOf('answer', answers),
    ...rowsOf('media', media),
    ...rowsOf('service', services),
    ...rowsOf('opt-out', optOuts),
    ...rowsOf('text', texts),
  ],
};

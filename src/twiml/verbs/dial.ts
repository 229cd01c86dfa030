import {
  callRecording,
  method,
  off,
  recordedTrack,
  recordingCallback,
  sdkSource,
  silence,
  text,
  url,
} from '../shared-attributes.ts';
import { defineVerb, elementsOf, type Finding, type TwimlElement } from '../verb.ts';
import { application } from './dial/application.ts';
import { client } from './dial/client.ts';
import { conference } from './dial/conference.ts';
import { number } from './dial/number.ts';
import { queue } from './dial/queue.ts';
import { sim } from './dial/sim.ts';
import { sip } from './dial/sip.ts';
import { whatsApp } from './dial/whats-app.ts';

/** Countries whose ringing can be heard. Source: SDK. */
const ringTones = (
  'at au bg br be ch cl cn cz de dk ee es fi fr gr hu il in it lt jp mx my nl no nz ph pl pt ru se sg th uk us us-old tw ' +
  've za'
).split(' ');

export const dial = defineVerb({
  name: 'Dial',
  summary: 'Connects the caller with the number in it, or with the first of its nouns that answers.',
  in: ['voice'],
  attributes: {
    /** None: the document goes on. */
    action: url,
    method: { ...method, invalidCode: 13210 },
    answerOnBridge: { ...off, invalidCode: 13219 },
    /** That of the caller. */
    callerId: text,
    /** Seconds. */
    timeout: { type: 'integer', minimum: 1, default: '30', invalidCode: 13212 },
    /** Seconds. */
    timeLimit: { type: 'integer', minimum: 1, default: '14400', invalidCode: 13216 },
    hangupOnStar: { ...off, invalidCode: 13213 },
    record: { ...callRecording, default: 'do-not-record', invalidCode: 13217 },
    ...recordingCallback,
    recordingTrack: recordedTrack,
    trim: silence,
    ringTone: {
      type: 'choice',
      values: ringTones,
      invalidCode: 13220,
      source: sdkSource,
    },
    callReason: {
      type: 'text',
      form: { pattern: /^.{0,50}$/su, says: 'at most 50 characters' },
    },
    sequential: { ...off, invalidCode: 13218 },
    referUrl: url,
    referMethod: method,
    events: { type: 'list', separator: ' ', values: ['call-progress-event'], source: sdkSource },
    recordingConfigurationId: { ...text, source: sdkSource },
    passports: { type: 'list', separator: ',', source: sdkSource },
  },
  children: [number, client, sip, sim, conference, queue, application, whatsApp],
  nestingCode: 13215,
  hasText: true,
  check: findings,
  source: 'https://www.twilio.com/docs/voice/twiml/dial',
});

function findings(element: TwimlElement): Finding[] {
  const nouns = elementsOf(element).map(({ name }) => name);
  const isMixed = nouns.includes(conference.name) && nouns.includes(number.name);
  return isMixed ? [{ code: 13000, message: 'Conference cannot stand beside Number' }] : [];
}

/** What can be added to a flow: the widgets in the groups of the palette, with the everyday words they are found by. */

import { widgets } from '../../widgets/index.ts';
import { type CardIcon, faceOf } from '../graph/card.ts';
import { cardTexts } from '../texts/cards.ts';
import type { GroupToken } from '../theme/tokens.ts';

export interface PaletteEntry {
  /** The wire name of the type. */
  readonly key: string;
  readonly name: string;
  readonly help: string;
  readonly words: string;
  readonly glyph: CardIcon;
  readonly group: GroupToken;
  readonly needsCall: boolean;
}

const order: readonly GroupToken[] = ['flow', 'voice', 'messaging', 'tools', 'connect'];

const words: { readonly [type: string]: string } = {
  'split-based-on': 'if branch condition menu switch choose',
  'set-variables': 'variable remember store assign',
  'send-message': 'sms text mms whatsapp send',
  'send-and-wait-for-reply': 'sms text ask question wait reply menu',
  'say-play': 'speak tts audio sound speech',
  'gather-input-on-call': 'menu keys digits dtmf ivr speech listen',
  'connect-call-to': 'dial transfer forward sip conference',
  'make-outgoing-call-v2': 'call ring dial out',
  'record-voicemail': 'leave message record',
  'record-call': 'recording',
  'enqueue-call': 'queue hold wait agent',
  'capture-payments': 'pay card money',
  'fork-stream': 'stream media websocket',
  'connect-virtual-agent-v2': 'dialogflow bot',
  'run-conversation-relay': 'ai llm bot websocket',
  'make-http-request': 'api rest fetch webhook get post',
  'run-function': 'code javascript serverless',
  'run-subflow': 'flow call reuse',
  'add-twiml-redirect': 'twiml xml redirect',
  'send-to-flex': 'agent human task handover desk',
  'start-conversation': 'chat conversation',
  'resume-conversation': 'chat conversation',
};

/** Types that can be added, in Studio's order of groups; retired and legacy ones cannot. */
export const paletteGroups: readonly { readonly title: string; readonly entries: readonly PaletteEntry[] }[] =
  order.map((group) => ({
    title: cardTexts.groups[group],
    entries: widgets
      .filter(({ type }) => Object.hasOwn(words, type) && faceOf(type).group === group)
      .map(({ type, title, summary, needsCall }) => ({
        key: type,
        name: title,
        help: summary,
        words: words[type] ?? '',
        glyph: faceOf(type).icon,
        group,
        needsCall: needsCall === true,
      })),
  }));

/** From where to where a draft goes. Rules and errors: carrier page §C2, §C6. */
import type { NetworkService } from '../messaging-service.ts';
import type { Granted, MessageDraft } from '../network.ts';
import { bareAddress, channelOf, isRecipient, isSender, normalizeAddress } from './addresses.ts';
import { magicRecipients, magicSenders } from './magic-numbers.ts';
import type { MessageStore } from './messages.ts';
import type { NumberStore } from './numbers.ts';
import type { OptOuts } from './opt-outs.ts';
import type { SimulatorOptions } from './ports.ts';
import { refused } from './refusals.ts';
import { chooseSender } from './sender-selection.ts';
import type { ServiceStore } from './services.ts';

export interface RouteParts {
  readonly messages: MessageStore;
  readonly numbers: NumberStore;
  readonly services: ServiceStore;
  readonly optOuts: OptOuts;
  readonly options: Pick<SimulatorOptions, 'isStrict'>;
}

export interface Route {
  readonly from: string;
  readonly to: string;
  /** The service that the draft names. */
  readonly serviceSid: string | null;
  /** Its rules, where the account has made them. */
  readonly service: NetworkService | undefined;
}

export function findRoute(parts: RouteParts, accountSid: string, draft: MessageDraft): Granted<Route> {
  const to = normalizeAddress(draft.to ?? '');
  if (to === '') return refused(21604);
  if (!isRecipient(to)) return refused(21211);
  const serviceSid = draft.messagingServiceSid || (draft.from?.startsWith('MG') ? draft.from : '');
  const givenFrom = serviceSid === draft.from ? '' : normalizeAddress(draft.from ?? '');
  if (serviceSid === '' && givenFrom === '') return refused(21603);
  if (serviceSid !== '' && !/^MG[0-9a-fA-F]{32}$/.test(serviceSid)) return refused(21705);
  const service = serviceSid === '' ? undefined : parts.services.find(accountSid, serviceSid);
  const from = givenFrom || senderOf(parts, accountSid, serviceSid, service, to);
  if (from === undefined) return refused(21703);
  const fault = addressFault(parts, accountSid, { from, to, serviceSid });
  if (fault) return fault;
  const known = service?.sid ?? parts.services.findSender(accountSid, from)?.serviceSid;
  if (parts.optOuts.has(accountSid, from, to, known)) return refused(21610);
  return { ok: true, value: { from, to, serviceSid: serviceSid || null, service } };
}

function addressFault(
  parts: RouteParts,
  accountSid: string,
  { from, to, serviceSid }: { readonly from: string; readonly to: string; readonly serviceSid: string },
): Granted<never> | undefined {
  // What a service sends from where there is no number, is its own SID.
  const isService = from === serviceSid;
  if (!isService && !isSender(from)) return refused(21212);
  if (from === to) return refused(21211, "Invalid 'To' Phone Number: it is the 'From' number");
  const magic = ownEntry(magicSenders, bareAddress(from)) ?? ownEntry(magicRecipients, bareAddress(to));
  if (magic !== undefined) return refused(magic);
  if (!isService && channelOf(from) !== channelOf(to)) return refused(21910);
  if (!parts.options.isStrict) return undefined;
  const isOwn =
    parts.numbers.findByNumber(from)?.accountSid === accountSid ||
    parts.services.findSender(accountSid, from) !== undefined;
  return isOwn ? undefined : refused(21606);
}

/**
 * The sender of a service: as its rules have it. A service that nobody has made stands for all numbers of the account: the
 * one that this contact last wrote with, else the oldest, else the service itself.
 */
function senderOf(
  parts: RouteParts,
  accountSid: string,
  serviceSid: string,
  service: NetworkService | undefined,
  to: string,
): string | undefined {
  if (service) {
    const senders = parts.services.senders(service.sid).map(({ address }) => address);
    return chooseSender({ senders, settings: service.settings, known: parts.services.stuckTo(service.sid, to) }, to);
  }
  const known = parts.messages.lastNumberOf(accountSid, to);
  if (known !== undefined && parts.numbers.findByNumber(known)?.accountSid === accountSid) return known;
  const oldest = parts.numbers.oldestOf(accountSid);
  if (!oldest) return parts.options.isStrict ? undefined : serviceSid;
  const channel = channelOf(to);
  return channel === '' ? oldest.phoneNumber : `${channel}:${oldest.phoneNumber}`;
}

function ownEntry(table: { readonly [name: string]: number }, name: string): number | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Which flows a carrier reaches at their own webhooks: those that the settings give its numbers. */
import type { Carrier, CarrierNotice } from '../../carriers/carrier.ts';
import type { ApiContext } from '../app.ts';
import type { NumberRoutes } from './inbound.ts';

export interface FlowPlace {
  readonly accountSid: string;
  readonly flowSid: string;
}

/** Why the notice is not for this flow; undefined: it is. A secret or key shows who reports, not whose flow it may reach. */
export async function refusalOf(
  numbers: NumberRoutes,
  { name }: Carrier,
  { kind, params }: CarrierNotice,
  place: FlowPlace,
  { storage }: Pick<ApiContext, 'storage'>,
): Promise<string | undefined> {
  const { To: to = '', From: from = '', CallSid: callSid, MessageSid: sid = '' } = params;
  if (callSid !== undefined) {
    // A call that a flow makes goes out from any number of its account.
    const incoming = await refusalOfNumber(numbers, name, to, place);
    if (incoming === undefined) return undefined;
    return (await refusalOfNumber(numbers, name, from, { accountSid: place.accountSid })) && incoming;
  }
  if (kind === 'message') return refusalOfNumber(numbers, name, to, place);
  const sent = await storage.findOutbound(sid);
  if (sent) {
    return sent.accountSid === place.accountSid ? undefined : `Message ${sid} is not of account ${place.accountSid}`;
  }
  // It may be ahead of the answer to its send. Ids of a gateway that names no sender are its own in any case.
  return from === '' ? undefined : refusalOfNumber(numbers, name, from, { accountSid: place.accountSid });
}

async function refusalOfNumber(
  numbers: NumberRoutes,
  carrier: string,
  address: string,
  { accountSid, flowSid }: Pick<FlowPlace, 'accountSid'> & Partial<FlowPlace>,
): Promise<string | undefined> {
  const route = await numbers.find(carrier, address);
  if (!route.ok) return route.message;
  if (route.accountSid !== accountSid) return `${address} is not a number of account ${accountSid}: see atelier.yaml`;
  if (flowSid === undefined || route.flowSid === flowSid) return undefined;
  return `${address} leads to flow ${route.flowSid}, not to ${flowSid}: see atelier.yaml`;
}

import type { NumberTargets } from '../../carriers/carrier.ts';
import type { ListedFlow } from '../remote/studio.ts';
import type { Place, RentedNumber } from './place.ts';

/** Where a number leads, as people call it. */
export interface Destination {
  /** It leads to this server. */
  readonly isHere: boolean;
  readonly text: string;
}

/** The address that answers messages and calls of a flow (carrier page §C5), and the one for how calls end. */
export function targetsFor(base: string, accountSid: string, flowSid: string): NumberTargets {
  return withStatus(`${base}/v1/Accounts/${accountSid}/Flows/${flowSid}`);
}

/** The one address of a carrier that reports in its own way. */
export function carrierTargets(base: string, carrier: string): NumberTargets {
  return withStatus(`${base}/carriers/${carrier}`);
}

function withStatus(url: string): NumberTargets {
  return { messageUrl: url, voiceUrl: url, statusCallback: `${url}?FlowEvent=callStatus` };
}

export const targetNames = { messageUrl: 'messages', voiceUrl: 'calls', statusCallback: 'status' } as const;

/** What an address of a number means. */
export function destinationOf(url: string, number: RentedNumber, place: Place): Destination {
  if (url === '') return { isHere: false, text: 'nowhere' };
  const base = basesOf(place).find((each) => url.startsWith(`${each}/`));
  if (base === undefined) return { isHere: false, text: url };
  const path = url.slice(base.length);
  const sid = /^\/v1\/Accounts\/AC\w{32}\/Flows\/(FW\w{32})(?:[/?]|$)/.exec(path)?.[1];
  if (sid !== undefined) return { isHere: true, text: flowName(place.flows, sid) };
  if (path.split('?')[0] === `/carriers/${number.carrier}`) {
    const wanted = place.settings.numbers?.[number.phoneNumber]?.flow;
    return { isHere: true, text: wanted === undefined ? 'this server' : flowName(place.flows, wanted) };
  }
  return { isHere: true, text: `${url} (this server, no flow)` };
}

/** Addresses of this server. */
export function basesOf({ publicUrl, serverUrl }: Place): readonly string[] {
  return publicUrl === undefined ? [serverUrl] : [publicUrl, serverUrl];
}

function flowName(flows: readonly ListedFlow[], named: string): string {
  const flow = flows.find(({ sid, friendlyName }) => sid === named || friendlyName === named);
  return flow === undefined ? named : `${flow.friendlyName} (${flow.sid})`;
}

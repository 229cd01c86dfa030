/** Which flow answers a number: what atelier.yaml says of it, looked up when it is asked for. */
import type { NumberRoute, NumberRoutes } from '../api/webhooks/inbound.ts';
import type { Storage } from '../storage/storage.ts';
import type { SettingsFile } from './settings-file/index.ts';

/** A friendly name is looked up anew after this time. */
const cachedMs = 10_000;

export interface NumberRoutesOptions {
  readonly storage: Pick<Storage, 'listFlows'>;
  readonly clock: { now(): number };
  readonly mainAccountSid: string;
}

export function numberRoutes(file: SettingsFile, options: NumberRoutesOptions): NumberRoutes {
  const { numbers = {}, messaging_services: services = {}, default_carrier: defaultCarrier = 'simulator' } = file;
  const serviceOfSender = new Map(
    Object.entries(services).flatMap(([sid, { numbers: senders = [] }]) => senders.map((sender) => [sender, sid])),
  );
  const flows = flowNames(options);

  const serviceOf = (address: string) => serviceOfSender.get(address) ?? serviceOfSender.get(withoutChannel(address));

  return {
    serviceOf,
    async find(carrier, address) {
      // A number that is there for itself comes before what it is on its channels.
      const known = [address, withoutChannel(address)].find((each) => Object.hasOwn(numbers, each));
      const number = known === undefined ? undefined : numbers[known];
      const serviceSid = serviceOf(address);
      const service = serviceSid === undefined ? undefined : services[serviceSid];
      const place =
        number?.flow === undefined && service ? `messaging_services.${serviceSid}` : numberPlace(known ?? address);
      if (!number && !service) {
        return { ok: false, message: `No flow answers ${address}: add ${place} with its flow to atelier.yaml` };
      }
      const used = number?.carrier ?? service?.carrier ?? defaultCarrier;
      if (used !== carrier) {
        return { ok: false, message: `${address} is not a number of carrier "${carrier}": ${place} has "${used}"` };
      }
      const flow = number?.flow ?? service?.flow;
      if (flow === undefined)
        return { ok: false, message: `No flow answers ${address}: add ${place}.flow to atelier.yaml` };
      return flows.find(number?.account ?? options.mainAccountSid, flow, `${place}.flow`);
    },
  };
}

/** Finds flows by what the settings call them. */
function flowNames({ storage, clock }: NumberRoutesOptions) {
  const cache = new Map<string, { readonly sids: readonly string[]; readonly untilMs: number }>();

  const sidsOf = async (accountSid: string, name: string): Promise<readonly string[]> => {
    const key = `${accountSid} ${name}`;
    const cached = cache.get(key);
    if (cached && cached.untilMs > clock.now()) return cached.sids;
    const sids = await namedFlows(storage, accountSid, name);
    // A flow that is not there may be saved at any moment.
    if (sids.length > 0) cache.set(key, { sids, untilMs: clock.now() + cachedMs });
    return sids;
  };

  return {
    async find(accountSid: string, flow: string, place: string): Promise<NumberRoute> {
      if (/^FW[0-9a-fA-F]{32}$/.test(flow)) return { ok: true, accountSid, flowSid: flow };
      const [flowSid, ...others] = await sidsOf(accountSid, flow);
      if (flowSid === undefined) {
        return { ok: false, message: `${place} names "${flow}", which is no flow of account ${accountSid}` };
      }
      if (others.length > 0) {
        return { ok: false, message: `${place} names "${flow}", as ${others.length + 1} flows are called: use a SID` };
      }
      return { ok: true, accountSid, flowSid };
    },
  };
}

async function namedFlows(storage: Pick<Storage, 'listFlows'>, accountSid: string, name: string): Promise<string[]> {
  const sids: string[] = [];
  let page = await storage.listFlows(accountSid, { limit: 500 });
  for (;;) {
    for (const { flow, latest } of page.rows) if (latest.friendlyName === name) sids.push(flow.sid);
    const last = page.rows.at(-1)?.flow;
    if (!page.hasMore || last === undefined) return sids;
    page = await storage.listFlows(accountSid, { limit: 500, after: last });
  }
}

function numberPlace(address: string): string {
  return `numbers."${address}"`;
}

function withoutChannel(address: string): string {
  return address.slice(address.indexOf(':') + 1);
}

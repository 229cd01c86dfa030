/** Which hosts and addresses outbound requests may reach: the public internet, and what the configuration names. */
import { promises as dns, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Addresses of a host name; the system's resolver unless a test brings its own. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export interface HttpGuard {
  /** Throws `RefusedHost` when `url` leads, without any DNS, to an address that is not allowed. */
  check(url: URL): void;
  /**
   * For `node:net`: resolves a name, drops the addresses that are not allowed and throws `RefusedHost` when none is
   * left. What it gives is what the socket connects to, so that no second answer of the DNS can slip in between.
   */
  lookupFor(url: URL): LookupFunction;
}

/** The destination is not allowed: nothing was sent. */
export class RefusedHost extends Error {
  constructor(hostname: string) {
    super(`${hostname} is not a public address; name it in ATELIER_ALLOW_HOSTS to permit it`);
    this.name = 'RefusedHost';
  }
}

/**
 * `allowedHosts` beyond the public internet: host names, `host:port`, addresses and CIDR ranges; `*` allows everything.
 * Throws on an entry that is none of these.
 */
export function createHttpGuard(allowedHosts: readonly string[], resolve: Resolve = resolveBySystem): HttpGuard {
  const names = new Set<string>();
  const ranges: Range[] = [];
  for (const entry of allowedHosts) {
    const range = parseRange(entry);
    if (range) ranges.push(range);
    else names.add(parseName(entry));
  }
  const isNamed = (url: URL) => {
    const host = url.hostname.toLowerCase().replace(/\.$/, '');
    return names.has('*') || names.has(host) || names.has(`${host}:${url.port || (isTls(url) ? '443' : '80')}`);
  };
  const isAllowed = (address: string) => isPublicAddress(address) || ranges.some((range) => isIn(address, range));
  return {
    check(url) {
      const literal = bareHost(url);
      if (isIP(literal) !== 0 && !isNamed(url) && !isAllowed(literal)) throw new RefusedHost(literal);
    },
    lookupFor: (url) => (hostname, options, callback) => {
      resolve(hostname).then(
        (found) => {
          const usable = isNamed(url) ? [...found] : found.filter(({ address }) => isAllowed(address));
          const wanted = usable.filter(({ family }) => !options.family || Number(options.family) === family);
          const [first] = wanted;
          if (!first)
            callback(found.length === 0 ? new Error(`${hostname} has no address`) : new RefusedHost(hostname), []);
          else if (options.all) callback(null, wanted);
          else callback(null, first.address, first.family);
        },
        (error: Error) => callback(error as NodeJS.ErrnoException, []),
      );
    },
  };
}

/** True for addresses of the public internet; IPv4 inside IPv6 (mapped, NAT64, 6to4, Teredo) counts as not public. */
export function isPublicAddress(address: string): boolean {
  const parsed = parseAddress(address);
  if (parsed?.range() !== 'unicast') return false;
  // Of IPv6 only 2000::/3 has been given out; the rest, such as the old IPv4-compatible ::/96, is no destination.
  return parsed.kind() === 'ipv4' || isIn(address, globalUnicast);
}

type Address = ReturnType<typeof ipaddr.parse>;
type Range = readonly [Address, number];

const globalUnicast: Range = [ipaddr.parse('2000::'), 3];

async function resolveBySystem(hostname: string): Promise<readonly LookupAddress[]> {
  return dns.lookup(hostname, { all: true });
}

function parseAddress(text: string): Address | undefined {
  return isIP(text) === 0 ? undefined : ipaddr.parse(text);
}

function parseRange(entry: string): Range | undefined {
  const [head = '', prefix, ...rest] = entry.replace(/^\[(.*)\]$/, '$1').split('/');
  const address = parseAddress(head);
  if (!address) return undefined;
  const bits = address.kind() === 'ipv4' ? 32 : 128;
  const length = prefix === undefined ? bits : Number(prefix);
  if (rest.length > 0 || !/^\d*$/.test(prefix ?? '') || !(length <= bits)) {
    throw new Error(`"${entry}" is no range of addresses: write it as 10.0.0.0/8 or fd00::/8`);
  }
  return [address, length];
}

function parseName(entry: string): string {
  const isName = /^(?:\*|[a-z0-9_](?:[a-z0-9._-]*[a-z0-9])?(?::\d{1,5})?|\[[0-9a-f:.]+\]:\d{1,5})$/i.test(entry);
  if (!isName) throw new Error(`"${entry}" is no allowed host: write a host name, host:port, an address or a range`);
  return entry.toLowerCase();
}

function isIn(text: string, range: Range): boolean {
  const parsed = parseAddress(text);
  if (!parsed) return false;
  // A range of IPv4 covers the same addresses in their mapped IPv6 form.
  const address = range[0].kind() === 'ipv4' ? ipaddr.process(text) : parsed;
  return address.kind() === range[0].kind() && address.match(range[0], range[1]);
}

/** Host of a URL as an address would be written: IPv6 without its brackets. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

function isTls(url: URL): boolean {
  return url.protocol === 'https:';
}

import type { FastifyRequest } from 'fastify';

const forwardingHeaders = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];

/**
 * True for a browser on this machine, at a page of this server: the connection comes from loopback and through no
 * proxy, and was opened by a name of loopback, so that no other site's name was made to lead here; and no other
 * site's page asks.
 */
export function isOwnBrowser({ headers, socket }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  return (
    isLoopback(socket.remoteAddress ?? '') &&
    forwardingHeaders.every((name) => headers[name] === undefined) &&
    isLoopbackName(nameOf(headers.host ?? '')) &&
    (site === undefined || site === 'same-origin' || site === 'none') &&
    (headers.origin === undefined || headers.origin === `http://${headers.host}`)
  );
}

/** True for an address or name that only this machine reaches. */
export function isLoopbackName(host: string): boolean {
  return host === 'localhost' || isLoopback(host);
}

function isLoopback(address: string): boolean {
  return /^(?:(?:::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1)$/.test(address);
}

/** `[::1]:8750` gives `::1`. */
function nameOf(host: string): string {
  return host
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
}

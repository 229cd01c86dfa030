/** Absolute URLs in bodies: they must lead back to the host that the client used (rest-api §1). */
import type { FastifyRequest } from 'fastify';

export interface UrlConfig {
  /** Public base of the REST API, e.g. `https://studio.example.com`; absent: taken from each request. */
  readonly publicUrl?: string;
  /** Public base of the flow webhooks; absent: `publicUrl`, else taken from each request. */
  readonly webhookBase?: string;
}

/** Scheme and host in front of every path, without a slash at the end. */
export function baseUrl(request: FastifyRequest, config: UrlConfig): string {
  if (config.publicUrl !== undefined) return withoutSlash(config.publicUrl);
  const forwardedHost = firstOf(request.headers['x-forwarded-host']);
  const host = [forwardedHost, request.headers.host].find((name) => name !== undefined && hostPattern.test(name));
  if (host === undefined) return `${request.protocol}://${localAddress(request)}`;
  return `${scheme(request, host)}://${host}`;
}

/** Where the webhooks of this account's flows are reached. */
export function webhookUrl(request: FastifyRequest, config: UrlConfig, accountSid: string, flowSid: string): string {
  return `${webhookBase(request, config)}/v1/Accounts/${accountSid}/Flows/${flowSid}`;
}

/** Path of the request without its query, as it came except for a `.json` at the end. */
export function requestPath(request: FastifyRequest): string {
  const query = request.url.indexOf('?');
  return query === -1 ? request.url : request.url.slice(0, query);
}

/** Query of the request as it came, without the question mark. */
export function requestQuery(request: FastifyRequest): string {
  const query = request.url.indexOf('?');
  return query === -1 ? '' : request.url.slice(query + 1);
}

/**
 * Twilio's product APIs accept `.json` at the end of every path (rest-api §1), the carrier API asks for it; routes are
 * written without it. `request.originalUrl` keeps what was sent, which signatures are made over.
 */
export function withoutJsonSuffix(target: string): string {
  const url = originForm(target);
  return versioned.test(url) ? url.replace(jsonSuffix, '$1') : url;
}

/** A client that talks through a proxy sends the whole URL as the request's target. */
export function originForm(target: string): string {
  return target.replace(/^https?:\/\/[^/?#]*(?=[/?#]|$)/i, '') || '/';
}

const versioned = /^\/(?:v1|v2|2010-04-01)\//;
const jsonSuffix = /^([^?]+?)\.json(?=\?|$)/;

// A host name, an IPv4 address or an IPv6 address in brackets, and a port. Everything else is ignored, so that a
// made-up Host header can neither break a URL nor put text into it.
const hostPattern = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/;

/** `studio.twilio.com` and its edges and regions: the client was sent here by DNS (rest-api §1). */
const studioHost = /^studio\.(?:[a-z0-9-]+\.){0,2}twilio\.com$/i;

function webhookBase(request: FastifyRequest, config: UrlConfig): string {
  const configured = config.webhookBase ?? config.publicUrl;
  if (configured !== undefined) return withoutSlash(configured);
  const base = baseUrl(request, config);
  // The examples of the API show `http` for this one field (rest-api §1).
  return studioHost.test(base.replace(/^https?:\/\//, '')) ? 'http://webhooks.twilio.com' : base;
}

function scheme(request: FastifyRequest, host: string): string {
  const forwarded = firstOf(request.headers['x-forwarded-proto'])?.toLowerCase();
  if (forwarded === 'http' || forwarded === 'https') return forwarded;
  // Clients reach Twilio's hosts by TLS only, whatever stands in between here.
  return studioHost.test(host) ? 'https' : request.protocol;
}

/** First entry of a list header: the one nearest to the client. */
function firstOf(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  return text?.split(',', 1)[0]?.trim();
}

function localAddress(request: FastifyRequest): string {
  const { localAddress: address = '127.0.0.1', localPort: port = 80 } = request.socket;
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

/** Looks at the media of an outbound message as the carrier does before it sends it. Source: limits-and-errors §1, carrier page §B4. */
import type { NetworkMedia } from '../network.ts';
import { channelOf } from './addresses.ts';
import type { StoredMessage } from './messages.ts';
import type { SimulatorHttp, SimulatorHttpResult } from './ports.ts';

const timeoutMs = 15_000;
const maxBytes = { mms: 5 * 1024 * 1024, channel: 16 * 1024 * 1024 };
const maxRedirects = 10;
/** On a channel there is one code for media that cannot be had. Source: Twilio error dictionary, 63019. */
const channelFailure = 63019;

/** The media with the types that their servers say, and the error code that the message will end with. */
export async function fetchMedia(
  http: SimulatorHttp,
  { media, to }: StoredMessage,
): Promise<{ readonly media: readonly NetworkMedia[]; readonly fate: number | null }> {
  const isChannel = channelOf(to) !== '';
  const looked: NetworkMedia[] = [];
  for (const each of media) {
    const limit = isChannel ? maxBytes.channel : maxBytes.mms;
    const result = await http.request({ method: 'GET', url: each.url, timeoutMs, maxBytes: limit, maxRedirects });
    const code = failureOf(result);
    if (code !== undefined) return { media, fate: isChannel ? channelFailure : code };
    const type = result.ok ? result.contentType?.split(';', 1)[0]?.trim().toLowerCase() : undefined;
    looked.push({ ...each, contentType: type || each.contentType });
  }
  return { media: looked, fate: null };
}

function failureOf(result: SimulatorHttpResult): number | undefined {
  if (result.ok) {
    if (result.status >= 400) return 11200;
    // A page instead of a picture: mostly a login or an error in disguise.
    return result.contentType?.startsWith('text/html') === true ? 12300 : undefined;
  }
  switch (result.reason) {
    case 'too-large':
      return 11751;
    case 'redirects':
      return 11215;
    case 'refused':
      return 11210;
    case 'timeout':
    case 'network':
      return { resolve: 11210, connect: 11205, tls: 11220, exchange: 11200 }[result.stage];
    default:
      return result.reason satisfies never;
  }
}

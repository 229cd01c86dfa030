/** What a handset attaches to a text: addresses of files, or the files themselves as `data:` URLs (ext). */

import { mediaTypeOf } from '../media-type.ts';
import type { Granted, MediaFile, NetworkMedia } from '../network.ts';
import { isWebUrl } from '../web-url.ts';
import { channelOf } from './addresses.ts';
import { refused } from './refusals.ts';

const maxMedia = 10;
/** Source: limits-and-errors §1, MMS and WhatsApp media. */
const maxBytes = { mms: 5 * 1024 * 1024, channel: 16 * 1024 * 1024 };

export interface HandsetMedia {
  readonly contentType: string;
  /** Where it lies; undefined: the network keeps it. */
  readonly url: string | undefined;
  readonly file: MediaFile | undefined;
}

export function readMedia(urls: readonly string[], from: string): Granted<readonly HandsetMedia[]> {
  if (urls.length > maxMedia) return refused(21623);
  const channel = channelOf(from);
  if (channel === 'whatsapp' && urls.length > 1) {
    // Source: messaging page §4.2.
    return refused(21623, 'A WhatsApp message has one medium: send one message for each');
  }
  const media: HandsetMedia[] = [];
  for (const url of urls) {
    if (isWebUrl(url)) media.push({ contentType: mediaTypeOf(url), url, file: undefined });
    else {
      const file = readDataUrl(url);
      if (!file) return refused(21620, 'Invalid media URL(s): they begin with http:, https: or data:');
      if (file.bytes.length > (channel === '' ? maxBytes.mms : maxBytes.channel)) {
        return refused(11751, 'Media exceeds the size limit of the channel: 5 MB by MMS, 16 MB elsewhere');
      }
      media.push({ contentType: file.contentType, url: undefined, file });
    }
  }
  return { ok: true, value: media };
}

/** The medium as the message shows it. */
export function shownMedia({ contentType, url }: HandsetMedia, sid: string, ownUrl: string): NetworkMedia {
  return { sid, url: url ?? ownUrl, contentType };
}

function readDataUrl(url: string): MediaFile | undefined {
  const [, type = '', base64, data = ''] =
    /^data:([\w.+-]+\/[\w.+-]+)?(?:;[\w-]+=[^;,]*)*(;base64)?,(.*)$/s.exec(url) ?? [];
  if (!url.startsWith('data:') || !url.includes(',')) return undefined;
  const contentType = type.toLowerCase() || 'text/plain';
  if (base64 !== undefined) return { contentType, bytes: Buffer.from(data, 'base64') };
  try {
    return { contentType, bytes: Buffer.from(decodeURIComponent(data)) };
  } catch {
    return undefined;
  }
}

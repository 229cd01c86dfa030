/** What a line hears from a world that nobody plays. */
import { silence } from '../../audio/tones.ts';
import { wavFile } from '../../audio/wav.ts';
import type { CarrierHttp, CarrierHttpResult } from '../../carriers/http.ts';
import type { LineOutside } from './outside.ts';

type Fetched = Parameters<CarrierHttp['request']>[0];

/** A sound of which nobody knows how long it is lasts so many seconds. Source: carrier page §A5. */
const unknownSoundSeconds = 1;
const unknownSound = wavFile(silence(unknownSoundSeconds));

/** What is fetched from elsewhere: a sound that nobody knows, or a document, of which `outside` is asked. */
export async function usualAnswer(
  { method, url, headers, body }: Fetched,
  outside: LineOutside,
): Promise<CarrierHttpResult> {
  if (headers?.accept?.startsWith('audio/')) {
    return {
      ok: true,
      status: 200,
      contentType: 'audio/wav',
      body: '',
      bytes: unknownSound,
      headers: {},
      finalUrl: url,
    };
  }
  const answer = await outside.ask(
    {
      method: method === 'GET' ? 'GET' : 'POST',
      url,
      ...(body === undefined ? {} : { body }),
      sign: true,
      authenticate: false,
    },
    'document',
  );
  return answer.ok ? { ...answer, finalUrl: url } : { ...answer, stage: 'connect' };
}

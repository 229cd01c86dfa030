/** What a line hears from a world that nobody plays. */
import { silence } from '../../audio/tones.ts';
import { wavFile } from '../../audio/wav.ts';
import type { CarrierHttp, CarrierHttpResult } from '../../carriers/http.ts';
import type { HttpResult } from '../../engine/effects.ts';

type Fetched = Parameters<CarrierHttp['request']>[0];

/** Nobody says what a request of the flow is answered. */
export const unreachable: HttpResult = { ok: false, reason: 'network', message: 'nobody answers' };
const nobody: CarrierHttpResult = { ok: false, reason: 'network', stage: 'connect', message: 'nobody answers' };

/** A sound of which nobody knows how long it is lasts so many seconds. Source: carrier page §A5. */
const unknownSoundSeconds = 1;

/** What is fetched from elsewhere, where nobody says otherwise. */
export function usualAnswer({ url, headers }: Fetched): CarrierHttpResult {
  if (!headers?.accept?.startsWith('audio/')) return nobody;
  const bytes = wavFile(silence(unknownSoundSeconds));
  return { ok: true, status: 200, contentType: 'audio/wav', body: '', bytes, headers: {}, finalUrl: url };
}

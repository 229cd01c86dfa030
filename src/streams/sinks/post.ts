import type { CarrierHttp } from '../../carriers/http.ts';
import { retryAfter } from '../../carriers/rest-answer.ts';
import { SinkFailed } from '../sink.ts';

const timeoutMs = 15_000;
const connectTimeoutMs = 5_000;
/** The answer's text is not used. */
const maxBytes = 65_536;

/** Posts a body; anything but a 2xx is a failure. Redirects are not followed: the signature names the URL. */
export async function post(
  http: CarrierHttp,
  clock: { now(): number },
  request: { readonly url: string; readonly headers: { readonly [name: string]: string }; readonly body: string },
): Promise<void> {
  const result = await http.request({
    ...request,
    method: 'POST',
    timeoutMs,
    connectTimeoutMs,
    maxBytes,
    maxRedirects: 0,
  });
  if (!result.ok) throw new SinkFailed(result.message);
  if (result.status >= 200 && result.status < 300) return;
  const retryAfterMs = retryAfter(result.headers['retry-after'], clock.now());
  throw new SinkFailed(`it answered with status ${result.status}`, retryAfterMs === undefined ? {} : { retryAfterMs });
}

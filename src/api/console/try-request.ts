/** Carries out the request of a widget once, outside of any execution. Source: console page §5, Try it. */
import type { HttpRequest, HttpResult } from '../../engine/effects.ts';
import type { Json } from '../../engine/json.ts';
import type { Settings } from '../../engine/settings.ts';
import type { ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';
import { apiError } from '../errors.ts';
import { formOf } from '../forms.ts';
import { invalid, jsonObject, required, text } from '../parameters.ts';

/** The ways out, the same as for executions: signed, guarded, limited. */
export interface OutsideParts {
  readonly exchange: (accountSid: string, request: HttpRequest) => Promise<HttpResult>;
  readonly runFunction: (accountSid: string, request: HttpRequest) => Promise<HttpResult>;
  readonly settings: Settings;
}

const propertiesBytes = 256 * 1024;
/** Of one account, at once: each takes up to the time limit of a request. */
const mostUnderWay = 4;

export function tryRequest({ exchange, runFunction, settings }: OutsideParts): ApiModule {
  return {
    access: 'account',
    register(app, { widgets, clock }) {
      const underWay = new Map<string, number>();

      app.post('/console/api/try', async (request) => {
        const { sid } = accountOf(request);
        const form = formOf(request);
        const widget = widgets.get(required(form, 'type', text(100)));
        if (widget?.outsideRequest === undefined) throw invalid('type', 'a widget of this type makes no request');
        const { effect, compose, answered } = widget.outsideRequest;
        // They come rendered, as the person has seen them.
        const properties = required(form, 'properties', jsonObject(propertiesBytes));
        const composed = compose({ properties, render: asText, settings });
        if ('fault' in composed) return { fault: composed.fault };
        const count = underWay.get(sid) ?? 0;
        if (count >= mostUnderWay) throw apiError(20429);
        underWay.set(sid, count + 1);
        const startedAtMs = clock.now();
        try {
          const result = await (effect === 'http.request' ? exchange : runFunction)(sid, composed);
          const { event, output } = answered(result);
          return {
            request: presentRequest(composed),
            answer: presentResult(result),
            duration_ms: clock.now() - startedAtMs,
            event,
            output,
          };
        } finally {
          underWay.set(sid, (underWay.get(sid) ?? 1) - 1);
        }
      });
    },
  };
}

function asText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function presentRequest({ method, url, contentType, body, sign, authenticate }: HttpRequest) {
  return {
    method,
    url,
    content_type: contentType ?? null,
    body: body ?? null,
    signed: sign,
    authenticated: authenticate,
  };
}

function presentResult(result: HttpResult) {
  if (!result.ok) return { failed: result.reason, message: result.message };
  const { status, headers, body } = result;
  return { status, headers, body, bytes: Buffer.byteLength(body) };
}

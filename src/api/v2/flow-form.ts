/** Parameters of a flow, as create, update and validate take them. Source: rest-api §5. */
import type { JsonObject } from '../../engine/json.ts';
import { type ApiError, apiError } from '../errors.ts';
import { bodyLimit, type Form } from '../forms.ts';
import { oneOf, sidOf, text } from '../parameters.ts';

/** Bytes of a body with a definition; all other parameters together stay within `bodyLimit`. */
export const flowBodyLimit = 16 * 1024 * 1024;

// The service documents no length (rest-api §13); without one a list of a thousand flows could grow without end (ext).
export const friendlyName = text(1000);
export const commitMessage = text(10_000);
export const status = oneOf('draft', 'published');
export const authorSid = sidOf('US');

/** Refuses a body that is large for another reason than its definition. */
export function checkFormSize(form: Form): void {
  let bytes = 0;
  for (const [name, value] of form.fields) {
    if (name !== 'Definition') bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
  }
  if (bytes > bodyLimit) throw apiError(20413);
}

export function invalidDefinition(found: {
  readonly errors: readonly JsonObject[];
  readonly warnings: readonly JsonObject[];
}): ApiError {
  return apiError(81022, { details: { errors: found.errors, warnings: found.warnings } });
}

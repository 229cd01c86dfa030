/** What a document service shows of what was made, in a play. */
import type { JsonObject } from '../engine/json.ts';
import type { DocumentCall } from '../products/products.ts';
import type { ProductFacts } from './product-resource.ts';

export function documentResource(_request: DocumentCall, { newSid, accountSid }: ProductFacts): JsonObject {
  return { sid: newSid('ET'), account_sid: accountSid };
}

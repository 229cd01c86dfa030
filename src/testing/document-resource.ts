/** What a document service shows of what was written, in a play. */
import { type JsonObject, parseJson } from '../engine/json.ts';
import { presentDocument } from '../products/document-shape.ts';
import type { DocumentCall } from '../products/products.ts';
import type { ProductFacts } from './product-resource.ts';

export function documentResource({ document }: DocumentCall, { newSid, accountSid, nowMs }: ProductFacts): JsonObject {
  const { serviceSid, uniqueName } = document;
  return presentDocument({
    sid: newSid('ET'),
    accountSid,
    serviceSid,
    uniqueName,
    revision: 0,
    data: parseJson(document.data) ?? {},
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    url: `https://sync.example.com/v1/Services/${serviceSid}/Documents/${encodeURIComponent(uniqueName)}`,
  });
}

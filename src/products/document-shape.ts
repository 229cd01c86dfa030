/** Documents as Sync shows them. Source: Sync, Document resource. */
import type { Json, JsonObject } from '../engine/json.ts';
import { isoSeconds } from './dates.ts';

export interface DocumentFacts {
  readonly sid: string;
  readonly accountSid: string;
  readonly serviceSid: string;
  readonly uniqueName: string;
  /** Counts the writes from 0. */
  readonly revision: number;
  readonly data: Json;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly url: string;
}

export function presentDocument(document: DocumentFacts): JsonObject {
  return {
    sid: document.sid,
    unique_name: document.uniqueName,
    account_sid: document.accountSid,
    service_sid: document.serviceSid,
    url: document.url,
    links: {},
    revision: document.revision.toString(16),
    data: document.data,
    date_expires: null,
    date_created: isoSeconds(document.createdAtMs),
    date_updated: isoSeconds(document.updatedAtMs),
    created_by: 'system',
  };
}

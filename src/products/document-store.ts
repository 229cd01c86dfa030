/** The port of the documents on this machine: one JSON value for each name of a service. */
import type { JsonObject } from '../engine/json.ts';

export interface DocumentName {
  readonly accountSid: string;
  readonly serviceSid: string;
  readonly uniqueName: string;
}

export interface DocumentStore {
  find(name: DocumentName): JsonObject | undefined;
  /** `data` is JSON text; the document is made when it is not there. */
  write(name: DocumentName, data: string): WrittenDocument;
  /** False: there was none. */
  remove(name: DocumentName): boolean;
}

export type WrittenDocument =
  | { readonly ok: true; readonly resource: JsonObject }
  | { readonly ok: false; readonly code: number; readonly message: string };

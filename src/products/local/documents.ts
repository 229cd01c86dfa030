import { CarrierUnreachable } from '../../carriers/carrier.ts';
import type { Json, JsonObject } from '../../engine/json.ts';
import { presentDocument } from '../document-shape.ts';
import type { DocumentName, DocumentStore, WrittenDocument } from '../document-store.ts';
import type { DocumentCall, Product } from '../products.ts';
import type { ProductDatabase } from './database.ts';
import type { LocalOptions } from './ports.ts';
import { requestLog } from './requests.ts';

/** Source: Sync, Document resource. */
const maxDataBytes = 16 * 1024;
/** Source: error 54302. */
const maxNameCharacters = 256;

interface DocumentRow {
  readonly sid: string;
  readonly revision: number;
  readonly data: string;
  readonly created_at_ms: number;
  readonly updated_at_ms: number;
}

/** Takes what flows write, and keeps it. */
export function localDocuments(
  database: ProductDatabase,
  options: LocalOptions,
): Product<DocumentCall> & DocumentStore {
  const { clock, ids } = options;
  const requests = requestLog(database);
  const where = 'account_sid = ? AND service_sid = ? AND unique_name = ?';
  const findRow = database.prepare<DocumentRow>(`SELECT * FROM documents WHERE ${where}`);
  const removeRow = database.prepare(`DELETE FROM documents WHERE ${where}`);
  const save = database.prepare(`
    INSERT INTO documents (account_sid, service_sid, unique_name, sid, revision, data, created_at_ms, updated_at_ms)
    VALUES (?, ?, ?, ?, 0, ?, ?, ?)
    ON CONFLICT (account_sid, service_sid, unique_name)
    DO UPDATE SET revision = revision + 1, data = excluded.data, updated_at_ms = excluded.updated_at_ms`);

  const find = (name: DocumentName): JsonObject | undefined => {
    const row = findRow.get(...keyOf(name));
    if (!row) return undefined;
    return presentDocument({
      ...name,
      sid: row.sid,
      revision: row.revision,
      data: JSON.parse(row.data) as Json,
      createdAtMs: row.created_at_ms,
      updatedAtMs: row.updated_at_ms,
      url: `${options.baseUrl()}/local/documents/${encodeURIComponent(name.serviceSid)}/${encodeURIComponent(name.uniqueName)}`,
    });
  };

  const write = (name: DocumentName, data: string): JsonObject => {
    const nowMs = clock.now();
    save.run(...keyOf(name), ids.sid('ET'), data, nowMs, nowMs);
    const written = find(name);
    if (!written) throw new Error(`the document ${name.uniqueName} was written and is not there`);
    return written;
  };

  return {
    async perform({ accountSid, key, request }) {
      const { serviceSid, uniqueName, data } = request.document;
      const refused = refusalOf(uniqueName, data);
      if (refused) return refused;
      try {
        const name = { accountSid, serviceSid, uniqueName };
        return { ok: true, resource: requests.once(key, clock.now(), () => write(name, data)) };
      } catch (cause) {
        throw new CarrierUnreachable('the documents of this machine cannot be written', { isUnsent: true, cause });
      }
    },

    async findDone({ key }) {
      const resource = requests.find(key);
      return resource && { ok: true, resource };
    },

    find,
    write: (name, data) =>
      refusalOf(name.uniqueName, data) ?? { ok: true, resource: database.transaction(() => write(name, data)) },
    remove: (name) => removeRow.run(...keyOf(name)) > 0,
  };
}

function keyOf({ accountSid, serviceSid, uniqueName }: DocumentName): readonly [string, string, string] {
  return [accountSid, serviceSid, uniqueName];
}

/** Refused as Sync refuses it. */
function refusalOf(uniqueName: string, data: string): Extract<WrittenDocument, { ok: false }> | undefined {
  if (uniqueName.length > maxNameCharacters) {
    return {
      ok: false,
      code: 54302,
      message: `The name of the document is longer than ${maxNameCharacters} characters`,
    };
  }
  const bytes = Buffer.byteLength(data);
  if (bytes <= maxDataBytes) return undefined;
  return { ok: false, code: 54006, message: `The document has ${bytes} of at most ${maxDataBytes} bytes` };
}

/** Update Sync Object: a legacy type of which only the name is published; it writes a document. */
import { parseJson } from '../engine/json.ts';
import { defineLegacyWidget } from './legacy.ts';

/** Spellings of the properties that count, the likeliest first (inferred: nobody published them). */
const spellings = {
  service: ['service', 'service_sid', 'serviceSid', 'sync_service', 'sync_service_sid', 'syncServiceSid'],
  name: ['unique_name', 'uniqueName', 'document', 'document_sid', 'object', 'object_sid', 'objectSid', 'name', 'key'],
  data: ['data', 'value', 'object_data', 'attributes', 'parameters'],
} as const;

/** The service that every account has (Sync, Service resource). */
const usualService = 'default';

export const updateSyncObject = defineLegacyWidget({
  type: 'update-sync-object',
  title: 'Update Sync Object',
  summary: 'Legacy: writes a Sync document, made when it is not there. Likely spellings of its properties are read.',
  example: { unique_name: 'visits-{{contact.channel.address}}', data: { last: '{{trigger.message.Body}}' } },
  request({ read }) {
    const uniqueName = read(spellings.name);
    const data = read(spellings.data);
    if (uniqueName === '') return { missing: 'document' };
    if (data === '') return { missing: 'data' };
    if (parseJson(data) === undefined) return { fault: 'its data are not valid JSON' };
    return {
      type: 'document.update',
      document: { serviceSid: read(spellings.service) || usualService, uniqueName, data },
    };
  },
});

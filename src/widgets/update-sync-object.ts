/** Update Sync Object: a retired type of which only the name is published. */
import { defineLegacyWidget } from './legacy.ts';

export const updateSyncObject = defineLegacyWidget({
  type: 'update-sync-object',
  title: 'Update Sync Object',
  summary: 'Retired: wrote to a Sync object. Kept as it is; its failure branch is taken.',
});

/** Create Task: a retired type of which only the name is published. */
import { defineLegacyWidget } from './legacy.ts';

export const createTask = defineLegacyWidget({
  type: 'create-task',
  title: 'Create Task',
  summary: 'Retired: created a TaskRouter task. Kept as it is; its failure branch is taken.',
});

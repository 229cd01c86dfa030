/** Understand: a retired type of which only the name is published. */
import { defineRetiredWidget } from './legacy.ts';

export const understand = defineRetiredWidget({
  type: 'understand',
  title: 'Understand',
  summary: 'Retired with the Understand product: classified a text. Kept as it is; its failure branch is taken.',
});

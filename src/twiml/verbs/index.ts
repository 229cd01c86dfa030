import type { VerbDefinition } from '../verb.ts';
import { body } from './body.ts';
import { media } from './media.ts';
import { message } from './message.ts';
import { redirect } from './redirect.ts';

/** Every verb and noun there is. */
export const verbs: readonly VerbDefinition[] = [message, body, media, redirect];

/** By element name, aliases included. */
export const verbByName: ReadonlyMap<string, VerbDefinition> = new Map(
  verbs.flatMap((verb) => [verb.name, ...(verb.aliases ?? [])].map((name) => [name, verb] as const)),
);

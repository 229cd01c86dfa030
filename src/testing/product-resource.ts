/** What tasks, conversations and documents show of what was made, in a play. */
import type { ProductRequest } from '../engine/effects.ts';
import type { JsonObject } from '../engine/json.ts';
import { conversationResource } from './conversation-resource.ts';
import { documentResource } from './document-resource.ts';
import { taskResource } from './task-resource.ts';

export interface ProductFacts {
  readonly newSid: (prefix: string) => string;
  readonly accountSid: string;
  readonly nowMs: number;
}

export function productResource(request: ProductRequest, facts: ProductFacts): JsonObject {
  switch (request.type) {
    case 'task.create':
    case 'interaction.create':
      return taskResource(request, facts);
    case 'document.update':
      return documentResource(request, facts);
    default:
      return conversationResource(request, facts);
  }
}

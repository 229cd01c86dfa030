/** What a task service shows of what was made, in a play. */
import type { JsonObject } from '../engine/json.ts';
import type { TaskCall } from '../products/products.ts';
import type { ProductFacts } from './product-resource.ts';

export function taskResource(request: TaskCall, { newSid, accountSid }: ProductFacts): JsonObject {
  return { sid: newSid(request.type === 'task.create' ? 'WT' : 'KD'), account_sid: accountSid };
}

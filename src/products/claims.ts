import type { ProductRequest, ResourceResult } from '../engine/effects.ts';
import type { Product } from './products.ts';

/** Which request made what: kept where services elsewhere know no keys. */
export interface Claims {
  /** False: it is another request's. */
  take(sid: string, key: string): boolean;
  /** True: it is another request's. */
  isOthers(sid: string, key: string): boolean;
}

/** The product, none of whose resources is taken for two requests. */
export function claiming<T extends ProductRequest>(product: Product<T>, claims: Claims): Product<T> {
  const { findDone } = product;
  return {
    ...product,
    async perform(call) {
      const result = await product.perform(call);
      const sid = sidOf(result);
      if (sid !== undefined) claims.take(sid, call.key);
      return result;
    },
    ...(findDone
      ? {
          async findDone(call, sinceMs) {
            const isClaimed = async (sid: string) => claims.isOthers(sid, call.key);
            for (;;) {
              const found = await findDone({ ...call, isClaimed }, sinceMs);
              const sid = found && sidOf(found);
              // Another request may have taken it while this one was looking.
              if (sid === undefined || claims.take(sid, call.key)) return found;
            }
          },
        }
      : {}),
  };
}

function sidOf(result: ResourceResult): string | undefined {
  return result.ok && typeof result.resource.sid === 'string' ? result.resource.sid : undefined;
}

import type { ApiModule } from './app.ts';
import { docs } from './docs.ts';
import { health } from './health.ts';
import { outbox } from './outbox/messages.ts';
import { studioV1 } from './v1/index.ts';
import { studioV2 } from './v2/index.ts';

/** What every server offers; what needs more than `ApiDeps` (a carrier, a console) is added by `server/`. */
export const apiModules: readonly ApiModule[] = [health, docs, outbox, ...studioV2, ...studioV1];

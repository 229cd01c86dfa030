import type { ApiModule } from './app.ts';
import { apiError } from './errors.ts';

/** For whoever watches the process: it lives; it can do its work. */
export const health: ApiModule = {
  access: 'public',
  register(app, { storage }) {
    app.get('/healthz', async () => ({ status: 'ok' }));
    app.get('/readyz', async () => {
      if (!(await storage.isReady())) throw apiError(20503, { headers: { 'retry-after': '1' } });
      return { status: 'ok' };
    });
  },
};

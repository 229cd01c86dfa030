import type { Carrier } from '../carriers/carrier.ts';
import { realClock } from '../runtime/clock.ts';
import { createHttpClient } from '../runtime/http-client.ts';
import { openCarriers } from '../server/carriers.ts';
import type { SettingsFile } from '../server/settings-file/index.ts';

/** The carriers of atelier.yaml, for a command: all but the simulated one. Throws `ConfigError`. */
export function carriersFrom(settings: SettingsFile): {
  readonly byName: ReadonlyMap<string, Carrier>;
  close(): void;
} {
  const closers: (() => void)[] = [];
  const none: Carrier = {
    name: 'simulator',
    send: () => Promise.reject(new Error('the simulated network runs in the server')),
  };
  const { byName } = openCarriers(settings, {
    simulator: none,
    clock: realClock,
    httpFor(urls) {
      const client = createHttpClient({ clock: realClock, allowedHosts: urls.map((url) => new URL(url).host) });
      closers.push(() => client.close());
      return client;
    },
  });
  const configured = new Map([...byName].filter(([name]) => name !== 'simulator'));
  const close = () => {
    for (const each of closers) each();
  };
  return { byName: configured, close };
}

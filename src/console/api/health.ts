/** How the server is doing, by an endpoint of the console. */
import { askJson } from './client.ts';
import { resource } from './record.ts';

export async function isHealthy(signal?: AbortSignal): Promise<boolean> {
  const answer = await askJson('/console/api/health', signal === undefined ? {} : { signal });
  return resource(answer, 'state of health').text('status') === 'ok';
}

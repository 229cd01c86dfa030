import type { Network } from '../../carriers/network.ts';
import type { ApiModule } from '../app.ts';
import { handsetCalls } from './calls.ts';
import { contacts } from './contacts.ts';
import { events } from './events.ts';
import { texts } from './texts.ts';

/** The handset's side of the simulated carrier (ext): write and call as a contact, read and hear what a contact got. */
export function simulatorApi(network: Network): readonly ApiModule[] {
  return [texts(network), contacts(network), handsetCalls(network), events(network)];
}

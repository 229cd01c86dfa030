import type { Network } from '../../carriers/network.ts';
import type { ApiModule } from '../app.ts';
import { accounts } from './accounts.ts';
import { incomingPhoneNumbers } from './incoming-phone-numbers.ts';
import { keys } from './keys.ts';
import { messages } from './messages.ts';

/** The carrier's REST API (`/2010-04-01/…`) over a network that runs here. */
export function carrierApi(network: Network): readonly ApiModule[] {
  return [accounts, keys, messages(network), incomingPhoneNumbers(network)];
}

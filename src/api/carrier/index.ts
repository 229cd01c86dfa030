import type { Network } from '../../carriers/network.ts';
import type { ApiModule } from '../app.ts';
import { accounts } from './accounts.ts';
import { recordings } from './call-recordings.ts';
import { calls } from './calls.ts';
import { conferences } from './conferences.ts';
import { content } from './content.ts';
import { incomingPhoneNumbers } from './incoming-phone-numbers.ts';
import { keys } from './keys.ts';
import { mediaFiles } from './media.ts';
import { messages } from './messages.ts';
import { messagingServices } from './messaging-services.ts';
import { queues } from './queues.ts';

/** The carrier's REST API (`/2010-04-01/…`) over a network that runs here. */
export function carrierApi(network: Network): readonly ApiModule[] {
  return [
    accounts,
    keys,
    messages(network),
    mediaFiles(network),
    incomingPhoneNumbers(network),
    calls(network),
    recordings(network),
    queues(network),
    conferences(network),
    content(network),
    messagingServices(network),
  ];
}

/** Every kind of carrier that atelier.yaml can name; the simulated one is always there. */
import { httpType } from './http.ts';
import { telnyxType } from './telnyx.ts';
import { twilioType } from './twilio.ts';

export const carrierTypes = {
  twilio: twilioType,
  telnyx: telnyxType,
  http: httpType,
} as const;

export type { CarrierType } from './carrier-type.ts';

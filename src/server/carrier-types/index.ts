/** Every kind of carrier that atelier.yaml can name; the simulated one is always there. */
import { twilioType } from './twilio.ts';

export const carrierTypes = {
  twilio: twilioType,
} as const;

export type { CarrierType } from './carrier-type.ts';

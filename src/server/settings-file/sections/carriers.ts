/** `carriers` of atelier.yaml: the ways to the telephone network. */
import { type Static, Type } from 'typebox';
import { carrierTypes } from '../../carrier-types/index.ts';

export const carriersSection = Type.Record(
  Type.String({ pattern: '^[a-z0-9][a-z0-9-]*$' }),
  Type.Union([carrierTypes.twilio.settings, carrierTypes.telnyx.settings, carrierTypes.http.settings]),
  { description: 'Carriers by a name of your own: lower-case letters, digits and hyphens' },
);

export type CarriersSection = Static<typeof carriersSection>;

/** All that may stand in atelier.yaml, composed of its sections. */
import { type Static, Type } from 'typebox';
import { type Limits, studioDefaults } from '../../engine/limits.ts';
import { type Settings, studioSettings } from '../../engine/settings.ts';
import { isRecord } from '../overlay.ts';
import { wordsOfSettings } from '../words.ts';
import type { Schema } from './check.ts';
import { carriersSection } from './sections/carriers.ts';
import { contentSection } from './sections/content.ts';
import { functionsSection } from './sections/functions.ts';
import { messagingServicesSection } from './sections/messaging-services.ts';
import { numbersSection } from './sections/numbers.ts';
import { productsSection } from './sections/products.ts';
import { simulatorSection } from './sections/simulator.ts';
import { speechSection } from './sections/speech.ts';
import { streamsSection } from './sections/streams.ts';

type Partly<T> = { readonly [K in keyof T]?: T[K] extends readonly unknown[] | string ? T[K] : Partly<T[K]> };

export const settingsFileSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String({ description: 'Address of the schema, for editors; not read' })),
    public_url: Type.Optional(
      Type.String({
        pattern: '^https?://[^?#]+$',
        description: 'Address at which clients and carriers reach this server; ATELIER_PUBLIC_URL wins over it',
      }),
    ),
    carriers: Type.Optional(carriersSection),
    default_carrier: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'Carrier of what has none of its own: one of carriers, or simulator',
        default: 'simulator',
      }),
    ),
    numbers: Type.Optional(numbersSection),
    messaging_services: Type.Optional(messagingServicesSection),
    content: Type.Optional(contentSection),
    simulator: Type.Optional(simulatorSection),
    products: Type.Optional(productsSection),
    functions: Type.Optional(functionsSection),
    streams: Type.Optional(streamsSection),
    speech: Type.Optional(speechSection),
    limits: Type.Optional(
      Type.Unsafe<Partly<Limits>>(limitsSchema(studioDefaults, 'Limits that differ (operations.md#limits)')),
    ),
    settings: Type.Optional(Type.Unsafe<Partly<Settings>>(readingsSchema())),
  },
  { additionalProperties: false, title: 'Settings of Atelier', description: 'atelier.yaml' },
);

/** What atelier.yaml says; environment variables are in place. */
export type SettingsFile = Static<typeof settingsFileSchema>;

/** The same as plain JSON Schema, as it is published. */
export const plainSchema: Schema = JSON.parse(JSON.stringify(settingsFileSchema), (_key, value) =>
  // Keys of a form take no others.
  isRecord(value) && 'patternProperties' in value ? { additionalProperties: false, ...value } : value,
);

function limitsSchema(defaults: object, description: string): object {
  const properties = Object.entries(defaults).map(([name, value]) => {
    if (typeof value === 'object') return [name, limitsSchema(value, `Limits of ${name}`)];
    if (typeof value === 'string') return [name, { enum: ['loop', 'template'], default: value }];
    return [name, { type: 'integer', minimum: 1, default: value }];
  });
  return { type: 'object', properties: Object.fromEntries(properties), additionalProperties: false, description };
}

function readingsSchema(): object {
  const properties = Object.entries(studioSettings).map(([name, value]) => {
    const words = Object.entries(wordsOfSettings).find(([setting]) => setting === name)?.[1];
    if (words) return [name, { enum: [...words], default: value }];
    if (Array.isArray(value)) return [name, { type: 'array', items: { type: 'string' }, default: value }];
    return [name, { type: typeof value, default: value }];
  });
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    additionalProperties: false,
    description: 'Readings that differ (operations.md#readings)',
  };
}

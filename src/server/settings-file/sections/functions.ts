/** `functions` of atelier.yaml: where Run Function finds its functions (docs/functions.md). */
import { type Static, Type } from 'typebox';

const mapping = Type.Object(
  {
    from: Type.String({
      pattern: '^https?://',
      description: 'How the URL in the flow begins, e.g. https://survey-1234-dev.twil.io',
    }),
    to: Type.String({ minLength: 1, description: 'What it begins with instead, or a folder of function files' }),
  },
  { additionalProperties: false },
);

const variable = Type.Union([Type.String(), Type.Number(), Type.Boolean()]);
const paths = (description: string) => Type.Array(Type.String({ minLength: 1 }), { description });

export const functionsSection = Type.Object(
  {
    folder: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'Folder of function files, for URLs of *.twil.io; beside this file',
        default: 'functions',
      }),
    ),
    assets: Type.Optional(
      Type.String({ minLength: 1, description: 'Folder of assets; by default the folder assets beside the functions' }),
    ),
    map: Type.Optional(Type.Array(mapping, { description: 'Addresses that lead elsewhere; the longest counts' })),
    environment: Type.Optional(
      Type.Record(Type.String(), variable, { description: 'Variables of context and process.env' }),
    ),
    credentials: Type.Optional(
      Type.Boolean({
        description: 'Give function files ACCOUNT_SID and AUTH_TOKEN of the account whose flow calls',
        default: false,
      }),
    ),
    timeout_seconds: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 600, description: 'Time that a function file has', default: 10 }),
    ),
    memory_mb: Type.Optional(
      Type.Integer({ minimum: 16, maximum: 65_536, description: 'Memory that a function file has', default: 128 }),
    ),
    concurrency: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1000, description: 'Function files that run at once', default: 16 }),
    ),
    sandbox: Type.Optional(
      Type.Boolean({
        description: 'Let function files read their folder and packages and use the network, and no more',
        default: true,
      }),
    ),
    allow_read: Type.Optional(paths('Files and folders beyond those that function files may read')),
    allow_write: Type.Optional(paths('Files and folders that function files may write')),
  },
  { additionalProperties: false, description: 'Functions that flows call' },
);

export type FunctionsSection = Static<typeof functionsSection>;

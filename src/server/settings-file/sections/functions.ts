/** `functions` of atelier.yaml: where Run Function finds its functions. */
import { type Static, Type } from 'typebox';

export const functionsSection = Type.Object(
  {
    folder: Type.Optional(Type.String({ minLength: 1, description: 'Folder of function files, beside this file' })),
    map: Type.Optional(
      Type.Array(
        Type.Object(
          {
            from: Type.String({ pattern: '^https?://', description: 'How the URL in the flow begins' }),
            to: Type.String({ pattern: '^https?://', description: 'What it begins with instead' }),
          },
          { additionalProperties: false },
        ),
        { description: 'Addresses that are replaced' },
      ),
    ),
    environment: Type.Optional(Type.Record(Type.String(), Type.String(), { description: 'Environment of the files' })),
    memory_mb: Type.Optional(Type.Integer({ minimum: 1, description: 'Memory of a file', default: 128 })),
    timeout_seconds: Type.Optional(Type.Integer({ minimum: 1, description: 'Time that a file may take', default: 10 })),
  },
  { additionalProperties: false, description: 'Functions that flows call' },
);

export type FunctionsSection = Static<typeof functionsSection>;

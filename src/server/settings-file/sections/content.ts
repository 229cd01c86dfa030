/** `content` of atelier.yaml: templates that messages are made of. */
import { type Static, Type } from 'typebox';

export const contentSection = Type.Record(
  Type.String({ pattern: '^HX[0-9a-fA-F]{32}$' }),
  Type.Object(
    {
      friendly_name: Type.Optional(Type.String({ description: 'What people call it' })),
      language: Type.Optional(Type.String({ description: 'Code of its language', default: 'en' })),
      variables: Type.Optional(
        Type.Record(Type.String({ pattern: '^\\w+$' }), Type.String(), {
          description: 'What stands for {{1}}, {{2}}, … where a message gives nothing; the numbers in quotes',
        }),
      ),
      body: Type.Optional(
        Type.String({ minLength: 1, description: 'Text, with {{1}} where a variable goes: short for `twilio/text`' }),
      ),
      types: Type.Optional(
        Type.Record(
          Type.String({ pattern: '^(twilio|whatsapp)/[a-z-]+$' }),
          Type.Object({}, { additionalProperties: true }),
          { description: 'Content types as the Content API spells them, e.g. `twilio/quick-reply`' },
        ),
      ),
    },
    { additionalProperties: false },
  ),
  { description: 'Content templates of the built-in network, by their SID (HX…)' },
);

export type ContentSection = Static<typeof contentSection>;

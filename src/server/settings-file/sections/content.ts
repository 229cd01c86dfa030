/** `content` of atelier.yaml: templates that messages are made of. */
import { type Static, Type } from 'typebox';

export const contentSection = Type.Record(
  Type.String({ pattern: '^HX[0-9a-fA-F]{32}$' }),
  Type.Object({ body: Type.Optional(Type.String({ description: 'Text, with {{1}} where a variable goes' })) }),
  { description: 'Content templates by their SID' },
);

export type ContentSection = Static<typeof contentSection>;

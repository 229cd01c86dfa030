/** `speech` of atelier.yaml: programs that speak and listen on calls of the built-in network. */
import { type Static, Type } from 'typebox';

const closed = { additionalProperties: false };

const common = (program: string) => ({
  command: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'Program, by a name in PATH or a path that starts beside this file',
      default: program,
    }),
  ),
  timeout_seconds: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 600,
      description: 'Time that the program has for one text or sound',
      default: 30,
    }),
  ),
  concurrency: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 64, description: 'Programs that run at once; more calls wait', default: 2 }),
  ),
});

const model = (what: string) => Type.String({ minLength: 1, description: `${what}; its path starts beside this file` });

const models = (what: string) =>
  Type.Optional(
    Type.Record(Type.String({ pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$' }), Type.String({ minLength: 1 }), {
      description: `${what} of other languages, by es-MX, or es for all of them`,
    }),
  );

const engine = { description: 'The engine' };

const piper = Type.Object(
  {
    engine: Type.Literal('piper', engine),
    ...common('piper'),
    model: model('Voice (.onnx)'),
    models: models('Voices'),
    speaker: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 100_000, description: 'Number of the speaker, where a voice has several' }),
    ),
  },
  { ...closed, description: 'Speech out: what calls say is spoken; unless said, it only takes its time' },
);

const whisper = Type.Object(
  { engine: Type.Literal('whisper', engine), ...common('whisper-cli'), model: model('Model (ggml, .bin)') },
  closed,
);

const vosk = Type.Object(
  {
    engine: Type.Literal('vosk', engine),
    ...common('vosk-transcriber'),
    model: model('Folder of the model'),
    models: models('Folders of models'),
  },
  closed,
);

export const speechSection = Type.Object(
  {
    out: Type.Optional(piper),
    in: Type.Optional(
      Type.Union([whisper, vosk], {
        description: 'Speech in: sound of callers becomes text; unless said, it does not',
      }),
    ),
  },
  { ...closed, description: 'Speech on calls of the built-in network, by programs on this machine' },
);

export type SpeechSection = Static<typeof speechSection>;

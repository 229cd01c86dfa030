/** What a call in the terminal asks of the world: done for real, or left open for what is typed. */
import type { HttpRequest, HttpResult } from '../../engine/index.ts';
import type { HttpAnswer, LineExchange, LineRequestKind } from '../../testing/index.ts';
import { answerOf } from '../talk/answers.ts';

/** Carries requests out; absent: their answers are typed. */
export interface RealWorld {
  exchange?(accountSid: string, request: HttpRequest): Promise<HttpResult>;
  runFunction?(accountSid: string, request: HttpRequest): Promise<HttpResult>;
}

/** Reports that authors asked for: nobody waits for their answers. */
const reportFields = ['CallbackSource=', 'RecordingStatus=', 'TranscriptionStatus=', 'StreamEvent=', 'ConferenceSid='];

/** `show` is told of each request that is made, or has to be answered. */
export function callExchange(
  { exchange, runFunction = exchange }: RealWorld,
  show: (kind: LineRequestKind, request: HttpRequest) => void,
): LineExchange {
  return (request, kind) => {
    if (kind === 'document' && reportFields.some((field) => request.body?.includes(field))) return silentAnswer;
    show(kind, request);
    const carryOut = kind === 'http' ? exchange : kind === 'function' ? runFunction : undefined;
    return carryOut?.('', request).then(answerOf);
  };
}

const silentAnswer: HttpAnswer = { status: 204 };

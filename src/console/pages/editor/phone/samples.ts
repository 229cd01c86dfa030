/** The last answer that somebody gave for each address: kept by the browser, until it is closed. */
import { isRecord } from '../../../api/client.ts';
import type { AskAnswer } from '../../../phone/view.ts';

type Reply = Extract<AskAnswer, { how: 'reply' }>;

const keyOf = (asked: string) => `atelier.sample ${asked}`;

export function keepSample(asked: string, answer: Reply): void {
  sessionStorage.setItem(keyOf(asked), JSON.stringify(answer));
}

export function findSample(asked: string): Reply | undefined {
  const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(asked)) ?? 'null');
  if (!isRecord(kept)) return undefined;
  const { status, body, contentType, afterSeconds } = kept;
  return {
    how: 'reply',
    status: Number(status),
    body: String(body),
    contentType: String(contentType),
    afterSeconds: Number(afterSeconds),
  };
}

import type { OutboundMessage } from '../engine/effects.ts';
import type { MessageFate } from '../products/products.ts';
import { deliveryRank } from '../storage/delivery-status.ts';
import type { EffectRecord, Found, OutboundRecord, Storage, UnboundReport } from '../storage/storage.ts';
import type { RuntimeLog } from './deps.ts';
import { isWaiting } from './outbound.ts';
import { type EffectTimes, newEffect } from './records.ts';

/** A message that left before the outbox knew of it. */
export interface AdoptedMessage {
  readonly accountSid: string;
  readonly key: string;
  /** The carrier's. */
  readonly messageSid: string;
  readonly status: string;
  readonly errorCode: number | null;
  readonly createdAtMs: number;
  readonly message: OutboundMessage | null;
}

/** A message that no run decided. */
export interface PostRequest {
  readonly accountSid: string;
  /**
   * The same whenever it is posted again: two parts with a period between them, each of letters, digits, `-` and `_`. Known
   * as long as an execution is kept.
   */
  readonly key: string;
  readonly message: OutboundMessage;
  /** An attempt that was made before the outbox knew it, and may have arrived. */
  readonly doubt?: { readonly createdAtMs: number };
}

export interface PostedPorts {
  readonly storage: Storage;
  readonly clock: { now(): number };
  readonly times: () => EffectTimes;
  /** Tells whoever posted it. */
  readonly tell: (key: string, fate: MessageFate) => Promise<void>;
  /** What follows the commit of a new effect. */
  readonly begin: (record: EffectRecord) => void;
  readonly log: RuntimeLog;
}

/** Messages of no run: taken into the outbox once for each key, and what becomes of them told to whoever posted them. */
export class PostedMessages {
  readonly #ports: PostedPorts;

  constructor(ports: PostedPorts) {
    this.#ports = ports;
  }

  /** Resolves when it is on disk. What is settled already is told again: whoever posts it twice has not heard of it. */
  async post(request: PostRequest): Promise<void> {
    const { storage, times, begin } = this.#ports;
    const { known, record } = await storage.change<{ known?: OutboundRecord; record?: EffectRecord }>(
      { outboundKey: request.key },
      undefined,
      ({ outbound }: Found) => {
        if (outbound) return { result: { known: outbound } };
        const added = effectOf(request, times());
        return { change: { addEffects: [added] }, result: { record: added } };
      },
    );
    if (record) begin(record);
    else if (known && !isWaiting(known)) await this.#tell(request.key, known);
  }

  /** Resolves when they are known: what is reported on them counts, and none is taken for another message. */
  async adopt(messages: readonly AdoptedMessage[]): Promise<void> {
    const [first] = messages;
    if (first === undefined) return;
    const { storage, clock } = this.#ports;
    const outbound = messages.map((message) => ({ ...adopted, ...message, updatedAtMs: clock.now() }));
    await storage.change({ outboundKey: first.key }, undefined, () => ({ change: { outbound }, result: undefined }));
  }

  /** Told before it is written: a process that dies in between asks the carrier, and tells it again. */
  async settle(outbound: OutboundRecord & { readonly key: string }): Promise<void> {
    const { storage, log } = this.#ports;
    const { key, accountSid, status, errorCode, errorMessage } = outbound;
    const early = await this.#earlyOf(outbound);
    for (const fate of [outbound, ...early]) await this.#tell(key, fate);
    await storage.change({ outboundKey: key }, undefined, () => ({
      change: {
        removeEffects: [key],
        outbound: [outbound],
        reports: early.map((report) => ({ ...report, accountSid })),
      },
      result: undefined,
    }));
    if (status === 'failed') log.warn({ key, code: errorCode, what: errorMessage }, 'a message of no run was not sent');
    // What has come meanwhile did not find it yet.
    const late = await this.#earlyOf(outbound);
    for (const report of late) await this.report(report);
    const { messageSid } = outbound;
    if (messageSid !== null && late.length > 0) await storage.forgetReports({ messageSid });
  }

  /** False: it is about no message that was posted, as far as is known. */
  async report(report: UnboundReport): Promise<boolean> {
    const { storage } = this.#ports;
    let known = await storage.findOutbound(report.messageSid);
    // It may be settled meanwhile.
    if (known === undefined && !(await storage.keepReport(report)))
      known = await storage.findOutbound(report.messageSid);
    if (!known || known.key === null || known.executionSid !== null || !isOf(known)(report)) return false;
    const { key, accountSid } = known;
    if (deliveryRank(report.status) <= deliveryRank(known.status)) return true;
    await this.#tell(key, report);
    await storage.change({ outboundKey: key }, undefined, () => ({
      change: { reports: [{ ...report, accountSid }] },
      result: undefined,
    }));
    return true;
  }

  /** What was reported on a message that names it, and whose send is not answered yet. */
  async reportedOn(accountSid: string, key: string): Promise<UnboundReport | undefined> {
    const reports = await this.#ports.storage.earlyReportsOfKey(key);
    return reports
      .filter((report) => report.accountSid === accountSid)
      .toSorted((a, b) => deliveryRank(b.status) - deliveryRank(a.status))[0];
  }

  async #earlyOf(outbound: OutboundRecord): Promise<readonly UnboundReport[]> {
    const { messageSid } = outbound;
    return messageSid === null ? [] : (await this.#ports.storage.earlyReports(messageSid)).filter(isOf(outbound));
  }

  #tell(key: string, { status, errorCode }: MessageFate): Promise<void> {
    return this.#ports.tell(key, { status, errorCode });
  }
}

const adopted = {
  executionSid: null,
  stepSid: null,
  errorMessage: null,
  attempts: 1,
  recovery: null,
  resentAs: null,
} as const;

function isOf(outbound: OutboundRecord): (report: UnboundReport) => boolean {
  return ({ accountSid }) => accountSid === undefined || accountSid === outbound.accountSid;
}

function effectOf({ accountSid, key, message, doubt }: PostRequest, times: EffectTimes): EffectRecord {
  const effect = { type: 'message.send', key, stepSid: null, message } as const;
  const owner = { accountSid, executionSid: null };
  if (!doubt) return newEffect(effect, owner, times);
  const record = newEffect(effect, owner, { ...times, admit: () => null });
  // Not begun: it falls due at once, and the carrier is asked first.
  return { ...record, ...doubt, unknownSinceMs: times.nowMs, dueAtMs: times.nowMs, attempts: 0, begunAtMs: null };
}

import { deliveryRank } from '../storage/delivery-status.ts';
import type { Change, ChangeTarget, Found } from '../storage/storage.ts';
import { buildTwiml } from '../twiml/index.ts';
import type { RuntimeDeps } from './deps.ts';
import type { UnboundReport } from './early-reports.ts';
import { type Inbound, readInbound } from './inbound.ts';
import type { OpenRequests } from './open-requests.ts';
import { NotReady, PinsCell } from './programs.ts';
import { type Committed, type Decided, pendingEffects, type Runs } from './runs.ts';
import type { InboundAnswer, InboundRequest } from './runtime.ts';

/** What a webhook is answered when the flow sends by REST or is not there to answer. */
const emptyTwiml = buildTwiml([]);

export interface WebhookPorts {
  readonly deps: RuntimeDeps;
  readonly runs: Runs;
  readonly open: OpenRequests;
  /** One transaction; runs again when it lacked something in memory. */
  readonly change: RuntimeDeps['storage']['change'];
  /** Ends a run that is past its age. */
  readonly expire: (executionSid: string) => Promise<void>;
  /** What follows a commit. */
  readonly act: (committed: Committed) => void;
  /** The execution of a message of this step that is under way. */
  readonly senderOf: (stepSid: string) => string | undefined;
  /** Takes a report on a message of no run; false: it is about none that is known. */
  readonly reportOfNoRun: (report: UnboundReport) => Promise<boolean>;
}

/** Answers the webhooks of flows: finds the run or begins one, and gives a repeat the answer of the first. */
export class Webhooks {
  readonly #ports: WebhookPorts;
  /** Deliveries that are still being answered, by dedupe key. */
  readonly #underWay = new Map<string, Promise<InboundAnswer>>();

  constructor(ports: WebhookPorts) {
    this.#ports = ports;
  }

  async receive(request: InboundRequest): Promise<InboundAnswer> {
    const { accountSid, params } = request;
    const conversations = this.#ports.deps.products?.conversations;
    if (await conversations?.absorbMessage?.(accountSid, params)) return { status: 200, twiml: emptyTwiml };
    const inbound = readInbound(request.params);
    if (inbound.kind === 'unclear') {
      const message = 'The webhook carries neither MessageSid, CallSid, ConversationSid nor FlowEvent';
      return { status: 400, message };
    }
    if (inbound.kind === 'dropped')
      return inbound.isNotification ? { status: 204 } : { status: 200, twiml: emptyTwiml };
    const { delivery, stepSid } = inbound;
    // No step decided a message of no run.
    if (delivery && stepSid === undefined) {
      const report = { ...delivery, accountSid, atMs: this.#ports.deps.clock.now() };
      if (await this.#ports.reportOfNoRun(report)) return { status: 204 };
    }
    const key = dedupeKey(request, inbound);
    if (key === undefined) return this.#receive(request, inbound, key);
    // A repeat that comes before the first is answered waits for the same answer.
    const underWay = this.#underWay.get(key);
    if (underWay) return underWay;
    const answer = this.#receive(request, inbound, key).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, answer);
    return answer;
  }

  async #receive(
    request: InboundRequest,
    inbound: Extract<Inbound, { kind: 'event' }>,
    key: string | undefined,
  ): Promise<InboundAnswer> {
    const target = targetOf(request.flowSid, inbound);
    const nowMs = this.#ports.deps.clock.now();
    const pins = new PinsCell();
    const { answer, committed } = await this.#ports.change<{ answer: InboundAnswer; committed?: Committed }>(
      target,
      key,
      (found) => {
        if (found.flow?.accountSid !== request.accountSid || found.flow.sid !== request.flowSid) {
          return { result: { answer: { status: 404 } } };
        }
        if (found.reply) return { result: { answer: { status: 200, twiml: found.reply.twiml ?? emptyTwiml } } };
        if (isStale(found, inbound)) return { result: { answer: { status: 204 } } };
        const begun = this.#take(found, request, inbound, pins);
        if (begun === 'not-found') return { result: { answer: { status: 404 } } };
        const twiml = begun?.committed.outcome.twiml;
        const reply =
          key === undefined
            ? {}
            : {
                reply: {
                  key,
                  executionSid: begun?.committed.execution.sid ?? null,
                  twiml: twiml ?? (begun && isWorking(begun.committed) ? null : emptyTwiml),
                  createdAtMs: nowMs,
                },
              };
        return {
          change: { ...begun?.change, ...this.#reportChange(found, request, inbound, nowMs), ...reply },
          result: {
            answer: inbound.isNotification ? { status: 204 } : { status: 200, twiml: twiml ?? emptyTwiml },
            ...(begun ? { committed: begun.committed } : {}),
          },
        };
      },
    );
    if (committed === undefined) return answer;
    if (inbound.isNotification || !isWorking(committed)) {
      this.#ports.act(committed);
      return answer;
    }
    return this.#hold(committed, key);
  }

  /** The run under the target goes on with the event, or a new one begins. Undefined: nothing to do. */
  #take(
    found: Found,
    request: InboundRequest,
    inbound: Extract<Inbound, { kind: 'event' }>,
    pins: PinsCell,
  ): Decided | 'not-found' | undefined {
    const { execution } = found;
    if (execution && this.#ports.runs.isExpired(execution)) throw new NotReady(() => this.#ports.expire(execution.sid));
    if (execution?.status === 'active') {
      // A carrier that asks again for the same call changes nothing.
      if (inbound.event.type === 'callStatus' && inbound.trigger) return undefined;
      return this.#ports.runs.go(execution, inbound.event, !inbound.isNotification);
    }
    if (execution || !inbound.trigger) return undefined;
    const params = 'params' in inbound.event ? inbound.event.params : {};
    return this.#ports.runs.begin(found, request.accountSid, inbound.trigger, params, true, pins) ?? 'not-found';
  }

  /** What a delivery report writes, whatever the run makes of it. */
  #reportChange(
    { execution, outbound }: Found,
    { accountSid }: InboundRequest,
    { delivery, stepSid }: Extract<Inbound, { kind: 'event' }>,
    nowMs: number,
  ): Change {
    // One of no run has been settled since it was looked for: the report was kept, and is told before it is written.
    if (!delivery || outbound?.executionSid === null) return {};
    const report = { ...delivery, accountSid, atMs: nowMs };
    if (outbound !== undefined || stepSid === undefined) return { reports: [report] };
    // The carrier's answer to the send is still to come: the report has overtaken it.
    const isWaited = execution !== undefined && pendingEffects(execution.state) > 0;
    const executionSid = isWaited ? execution.sid : this.#ports.senderOf(stepSid);
    return { reports: [executionSid === undefined ? report : { ...report, early: { executionSid, stepSid } }] };
  }

  /** Keeps the webhook open until the flow gives TwiML, needs no more of it, or patience ends. */
  async #hold(committed: Committed, key: string | undefined): Promise<InboundAnswer> {
    const { sid } = committed.execution;
    const answered = this.#ports.open.wait(sid).then(async (twiml): Promise<InboundAnswer> => {
      if (key !== undefined) {
        const reply = { key, executionSid: sid, twiml: twiml ?? emptyTwiml, createdAtMs: this.#ports.deps.clock.now() };
        await this.#ports.deps.storage.change({ executionSid: sid }, undefined, () => ({
          change: { reply },
          result: undefined,
        }));
      }
      return { status: 200, twiml: twiml ?? emptyTwiml };
    });
    this.#ports.act(committed);
    return answered;
  }
}

function targetOf(flowSid: string, inbound: Extract<Inbound, { kind: 'event' }>): ChangeTarget {
  const { stepSid, delivery, keys } = inbound;
  const step = stepSid === undefined ? {} : { stepSid };
  if (delivery) return { flowSid, messageSid: delivery.messageSid, ...step };
  return stepSid === undefined ? { flowSid, keys } : { flowSid, stepSid };
}

/** Reports come in any order: one that a later one has overtaken says nothing new (carrier page §B3). */
function isStale({ outbound }: Found, { delivery }: Extract<Inbound, { kind: 'event' }>): boolean {
  return (
    delivery !== undefined && outbound !== undefined && deliveryRank(delivery.status) <= deliveryRank(outbound.status)
  );
}

/** The flow may still give TwiML for the request that is open: it works on effects now. */
function isWorking({ execution, outcome, answersRequests: mayAnswer }: Committed): boolean {
  return mayAnswer && outcome.twiml === undefined && pendingEffects(execution.state) > 0;
}

/** A repeat has the same key: the carrier's retry token, else the SID of the message or call; per flow. */
function dedupeKey(request: InboundRequest, inbound: Extract<Inbound, { kind: 'event' }>): string | undefined {
  if (inbound.isNotification) return undefined;
  const { idempotencyToken: token, flowSid } = request;
  if (inbound.dedupeKey !== undefined) return `${flowSid} ${inbound.dedupeKey}`;
  return token === undefined ? undefined : `${flowSid} token:${token}`;
}

import { pollEvent } from '../engine/call.ts';
import { problem } from '../engine/problems.ts';
import { deliveryRank } from '../storage/delivery-status.ts';
import type { Change, ChangeTarget, Found, ProblemRecord, UnboundReport } from '../storage/storage.ts';
import { buildTwiml } from '../twiml/index.ts';
import { heldCall, refusedCall } from './call-twiml.ts';
import type { RuntimeDeps } from './deps.ts';
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
    const inbound = readInbound(params);
    const key = inbound.kind === 'event' ? dedupeKey(request, inbound) : undefined;
    const conversations = this.#ports.deps.products?.conversations;
    const isAnswered = () => this.#isAnswered(key);
    if (await conversations?.absorbMessage?.(accountSid, params, isAnswered)) return { status: 200, twiml: emptyTwiml };
    if (inbound.kind === 'unclear') {
      const message = 'The webhook carries neither MessageSid, CallSid, ConversationSid nor FlowEvent';
      return { status: 400, message };
    }
    if (inbound.kind === 'dropped')
      return inbound.isNotification ? { status: 204 } : { status: 200, twiml: emptyTwiml };
    const { delivery, target } = inbound;
    // No step decided a message of no run.
    if (delivery && target.stepSid === undefined) {
      const report = { ...delivery, accountSid, atMs: this.#ports.deps.clock.now() };
      if (await this.#ports.reportOfNoRun(report)) return { status: 204 };
    }
    if (key === undefined) return this.#receive(request, inbound, key);
    // A repeat that comes before the first is answered waits for the same answer.
    const underWay = this.#underWay.get(key);
    if (underWay) return underWay;
    const answer = this.#receive(request, inbound, key).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, answer);
    return answer;
  }

  /** A flow has taken a delivery with this key, or is about to. */
  async #isAnswered(key: string | undefined): Promise<boolean> {
    if (key === undefined) return false;
    if (this.#underWay.has(key)) return true;
    return this.#ports.change({ keys: [], flowSid: '' }, key, ({ reply }) => ({ result: reply !== undefined }));
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
        const known = repeated(found, inbound);
        if (known !== undefined) return { result: { answer: { status: 200, twiml: known } } };
        if (isStale(found, inbound)) return { result: { answer: { status: 204 } } };
        const begun = this.#take(found, request, inbound, pins);
        if (begun === 'not-found') return { result: { answer: { status: 404 } } };
        if (begun === 'refused') {
          const change = { problems: refusal(found, nowMs) };
          return { change, result: { answer: { status: 200, twiml: refusedCall } } };
        }
        const twiml = begun && answersTo(begun.committed, inbound) ? begun.committed.outcome.twiml : undefined;
        const reply =
          key === undefined
            ? {}
            : {
                reply: {
                  key,
                  executionSid: begun?.committed.execution.sid ?? null,
                  twiml: twiml ?? (begun && isWorking(begun.committed, inbound) ? null : emptyTwiml),
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
    if (inbound.isNotification || !isWorking(committed, inbound)) {
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
  ): Decided | 'not-found' | 'refused' | undefined {
    const execution = this.#concerned(found, inbound);
    if (execution && this.#ports.runs.isExpired(execution)) throw new NotReady(() => this.#ports.expire(execution.sid));
    if (execution?.status === 'active') {
      return this.#ports.runs.go(execution, inbound.event, !inbound.isNotification);
    }
    if (execution || !inbound.trigger) return undefined;
    if (found.execution && inbound.target.callSid !== undefined) {
      const { contactAddress } = inbound.trigger;
      if (this.#ports.runs.allowsConcurrentCalls(found, contactAddress) === false) return 'refused';
    }
    const params = 'params' in inbound.event ? inbound.event.params : {};
    return this.#ports.runs.begin(found, request.accountSid, inbound.trigger, params, true, pins) ?? 'not-found';
  }

  /**
   * The run that was found, unless it is of another call of the contact: that one keeps apart from a new call, and from
   * messages that it does not wait for.
   */
  #concerned({ execution }: Found, { target, event, trigger }: Extract<Inbound, { kind: 'event' }>) {
    if (execution?.kind !== 'call' || trigger === undefined) return execution;
    if (target.callSid !== undefined) return execution.callSid === target.callSid ? execution : undefined;
    return event.type === 'incomingMessage' && !this.#ports.runs.takesMessages(execution) ? undefined : execution;
  }

  /** What a delivery report writes, whatever the run makes of it. */
  #reportChange(
    { execution, outbound }: Found,
    { accountSid }: InboundRequest,
    { delivery, target: { stepSid } }: Extract<Inbound, { kind: 'event' }>,
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
    const { execution } = committed;
    const { sid } = execution;
    const { clock, webhookBase } = this.#ports.deps;
    const answered = this.#ports.open.wait(sid).then(async (held): Promise<InboundAnswer> => {
      const isHeld = held.twiml === undefined && held.isLate && execution.state.call?.isLive;
      const twiml = held.twiml ?? (isHeld ? heldCall(execution, webhookBase()) : emptyTwiml);
      if (key !== undefined) {
        const reply = { key, executionSid: sid, twiml, createdAtMs: clock.now() };
        await this.#ports.deps.storage.change({ executionSid: sid }, undefined, () => ({
          change: { reply },
          result: undefined,
        }));
      }
      return { status: 200, twiml };
    });
    this.#ports.act(committed);
    return answered;
  }
}

function targetOf(flowSid: string, inbound: Extract<Inbound, { kind: 'event' }>): ChangeTarget {
  const { delivery, target } = inbound;
  if (!delivery) return { flowSid, ...target };
  const { stepSid } = target;
  return { flowSid, messageSid: delivery.messageSid, ...(stepSid === undefined ? {} : { stepSid }) };
}

/** The answer that a repeat gets; undefined: it is none, or a live call that is told what it is told now. */
function repeated({ reply, execution }: Found, { event }: Extract<Inbound, { kind: 'event' }>): string | undefined {
  if (reply === undefined) return undefined;
  const isOfLiveCall = event.type === 'flowEvent' && execution?.state.call?.isLive;
  return isOfLiveCall ? (reply.twiml ?? undefined) : (reply.twiml ?? emptyTwiml);
}

/** The debugger entry of a call that was refused, with the run that it met. */
function refusal({ execution }: Found, nowMs: number): ProblemRecord[] {
  if (execution === undefined) return [];
  const { accountSid, flowSid, sid } = execution;
  const message = 'The contact called again while this call went on, and the flow allows no concurrent calls: refused.';
  return [{ ...problem(81002, message), accountSid, flowSid, executionSid: sid, createdAtMs: nowMs }];
}

/** A run that holds a call gives TwiML to that call alone. */
function answersTo({ execution }: Committed, { target }: Extract<Inbound, { kind: 'event' }>): boolean {
  const { call } = execution.state;
  return call === undefined || call.sid === target.callSid;
}

/** Reports come in any order: one that a later one has overtaken says nothing new (carrier page §B3). */
function isStale({ outbound }: Found, { delivery }: Extract<Inbound, { kind: 'event' }>): boolean {
  return (
    delivery !== undefined && outbound !== undefined && deliveryRank(delivery.status) <= deliveryRank(outbound.status)
  );
}

/** The flow may still give TwiML for the request that is open: a call waits for it, a message while effects are under way. */
function isWorking(committed: Committed, inbound: Extract<Inbound, { kind: 'event' }>): boolean {
  const { execution, outcome, answersRequests: mayAnswer } = committed;
  if (!answersTo(committed, inbound)) return false;
  if (execution.state.call?.isLive) return execution.status === 'active' && outcome.twiml === undefined;
  return mayAnswer && outcome.twiml === undefined && pendingEffects(execution.state) > 0;
}

/** A call on hold asks again and again, and is told what it is told now: nothing to keep. */
function isPoll({ event, trigger }: Extract<Inbound, { kind: 'event' }>): boolean {
  return event.type === 'flowEvent' && event.name === pollEvent && trigger === undefined;
}

/** A repeat has the same key: the carrier's retry token, else the SID of the message or call; per flow. */
function dedupeKey(request: InboundRequest, inbound: Extract<Inbound, { kind: 'event' }>): string | undefined {
  if (inbound.isNotification || isPoll(inbound)) return undefined;
  const { idempotencyToken: token, flowSid } = request;
  if (inbound.dedupeKey !== undefined) return `${flowSid} ${inbound.dedupeKey}`;
  return token === undefined ? undefined : `${flowSid} token:${token}`;
}

/** Lines of the phone over HTTP: the draft's, and what both kinds read alike. */
import type { ContextPatch } from '../../engine/context.ts';
import { isJsonObject, type Json, type JsonObject } from '../../engine/json.ts';
import type {
  AskAnswer,
  Deed,
  Leg,
  LegEntry,
  LineView,
  Message,
  PhoneLine,
  Press,
  Run,
  RunStep,
} from '../phone/view.ts';
import { ask, askJson, type Fields, isRecord } from './client.ts';
import { type Resource, resource } from './record.ts';

const linesPath = '/console/api/phone/lines';

export interface DraftStart {
  readonly definition: string;
  readonly contact: string;
  readonly number: string;
  /** Goes on from a step of another line. */
  readonly from?: { readonly lineSid: string; readonly stepSid: string };
}

export interface DraftLine extends PhoneLine {
  readonly sid: string;
}

/** A draft on a line of its own, and how it is at first. */
export async function openDraftLine(start: DraftStart): Promise<{ readonly line: DraftLine; readonly view: LineView }> {
  const { definition, contact, number, from } = start;
  const answer = await askJson(linesPath, {
    form: { definition, contact, number, from_line: from?.lineSid, from_step: from?.stepSid },
  });
  const sid = resource(answer, 'line').text('sid');
  const path = `${linesPath}/${encodeURIComponent(sid)}`;
  /** The flow that the line has: it is sent when it is another. */
  let known = definition;
  const line: DraftLine = {
    sid,
    isVirtual: true,
    async act(deed, now) {
      const form = { ...fieldsOf(deed), ...(now === known ? {} : { definition: now }) };
      const view = presentLine(await askJson(path, { form }));
      known = now;
      return view;
    },
    read: async () => presentLine(await askJson(path)),
    watch: () => () => undefined,
    close: () => void ask(path, { method: 'DELETE' }).catch(() => undefined),
  };
  return { line, view: presentLine(answer) };
}

function fieldsOf(deed: Deed): Fields {
  switch (deed.do) {
    case 'say':
      return { do: 'say', body: deed.body, media_url: deed.media };
    case 'press':
      return { do: 'say', [deed.isRow ? 'list_item' : 'button']: deed.press.id };
    case 'handset':
      return { do: 'act', call: deed.call, ...deed.act };
    case 'silence':
      return { do: 'silence', call: deed.call };
    case 'start':
      return { do: 'start', parameters: deed.parameters };
    case 'elapse':
      return { do: 'elapse', seconds: String(deed.seconds) };
    case 'answer':
      return { do: 'answer', ask: String(deed.ask), keep: String(deed.isKept), ...answerFields(deed.answer) };
    case 'fate':
      return { do: 'fate', fate: deed.fate };
    case 'change':
      return { do: 'change', changes: JSON.stringify([{ path: deed.path, value: JSON.parse(deed.value) }]) };
    case 'call':
    case 'timeout':
      return { do: deed.do };
    default:
      return deed satisfies never;
  }
}

function answerFields(answer: AskAnswer): Fields {
  if (answer.how !== 'reply') return { answer: answer.how };
  const { status, body, contentType, afterSeconds } = answer;
  return {
    answer: 'reply',
    status: String(status),
    body,
    content_type: contentType === '' ? undefined : contentType,
    after_seconds: String(afterSeconds),
  };
}

function presentLine(answer: unknown): LineView {
  const line = resource(answer, 'line');
  const runs = line.list('runs', 'execution').map(presentRun);
  const stepOf = stepsOfMessages(line.list('runs', 'execution'));
  const moments = line.value('moments');
  return {
    nowMs: line.number('now_ms'),
    contact: line.text('contact'),
    number: line.text('number'),
    messages: line.list('messages', 'message').map((message) => presentMessage(message, stepOf)),
    legs: line.list('calls', 'call').map(presentLeg),
    runs,
    asks: line.list('asks', 'request').map((each) => ({
      id: each.number('id'),
      kind: each.text('kind'),
      method: each.text('method'),
      url: each.text('url'),
      body: each.maybe('body'),
    })),
    nextFate: line.maybe('next_fate') ?? '',
    moments: Array.isArray(moments) ? moments.filter((sid) => typeof sid === 'string') : [],
  };
}

/** SIDs of steps by those of the messages that they sent. */
export function stepsOfMessages(runs: readonly Resource[]): ReadonlyMap<string, string> {
  const pairs = runs.flatMap((run) =>
    run.list('messages', 'message').flatMap((message) => {
      const [sid, step] = [message.maybe('message_sid'), message.maybe('step_sid')];
      return sid !== undefined && step !== undefined ? [[sid, step] as const] : [];
    }),
  );
  return new Map(pairs);
}

export function presentMessage(message: Resource, stepOf: ReadonlyMap<string, string>): Message {
  const sid = message.text('sid');
  const content = isRecord(message.value('content')) ? resource(message.value('content'), 'content') : undefined;
  const list = isRecord(content?.value('list')) ? resource(content.value('list'), 'list') : undefined;
  return {
    sid,
    isFromContact: message.text('direction') === 'inbound',
    stepSid: stepOf.get(sid),
    body: message.maybe('body') ?? '',
    media: message.list('media', 'file').map((file) => ({
      url: file.text('url'),
      contentType: file.maybe('content_type') ?? '',
    })),
    buttons: content?.list('buttons', 'button').map((button) => presentPress(button, button.text('type'))) ?? [],
    list: list && {
      button: list.maybe('button') ?? '',
      rows: list.list('rows', 'row').map((row) => presentPress(row, 'QUICK_REPLY')),
    },
    status: message.maybe('status') ?? '',
    errorCode: message.number('error_code') || undefined,
    createdMs: message.number('created_ms') || (message.time('date_created') ?? 0),
  };
}

function presentPress(press: Resource, type: string): Press {
  const title = press.maybe('title') ?? '';
  return {
    id: press.maybe('id') ?? title,
    title,
    description: press.maybe('description'),
    leads: type === 'QUICK_REPLY' ? undefined : (press.maybe('value') ?? type),
  };
}

export function presentLeg(leg: Resource): Leg {
  const doing = leg.value('doing');
  const status = leg.text('status');
  const transcript = entriesOf(leg.value('transcript'));
  const changedMs = (to: string) =>
    transcript.findLast(({ kind, facts }) => kind === 'status' && facts.status === to)?.atMs;
  return {
    sid: leg.text('sid'),
    parentSid: leg.maybe('parent_sid'),
    isIncoming: leg.text('direction') === 'inbound',
    from: leg.text('from'),
    to: leg.text('to'),
    status,
    verb: isRecord(doing) && typeof doing.verb === 'string' ? doing.verb : undefined,
    isListening: leg.value('listening') === true,
    createdMs: transcript[0]?.atMs ?? leg.time('date_created') ?? 0,
    answeredMs: changedMs('in-progress'),
    endedMs: liveStatuses.includes(status) ? undefined : (changedMs(status) ?? 0),
    transcript,
  };
}

const liveStatuses = ['queued', 'ringing', 'in-progress'];

function entriesOf(transcript: unknown): readonly LegEntry[] {
  return (Array.isArray(transcript) ? transcript : []).filter(isRecord).map(({ id, at, kind, ...facts }) => ({
    id: Number(id),
    atMs: Date.parse(String(at)),
    kind: String(kind),
    facts,
  }));
}

export function presentRun(run: Resource): Run {
  const context = run.value('context');
  return {
    sid: run.text('execution_sid'),
    status: run.text('status') === 'active' ? 'active' : 'ended',
    endedReason: run.maybe('ended_reason'),
    isFailed: run.value('failed') === true || run.value('outcome') === 'failed',
    createdMs: run.number('created_ms'),
    updatedMs: run.number('updated_ms'),
    waiting: run.list('waiting', 'widget').map((waiting) => ({
      widget: waiting.text('widget'),
      stepSid: waiting.text('step_sid'),
      enteredMs: waiting.number('entered_ms'),
      deadlineMs: waiting.number('deadline_ms') || undefined,
      pendingEffects: waiting.number('pending_effects'),
    })),
    steps: run.list('steps', 'step').map(presentStep),
    problems: run.list('problems', 'problem').map((problem) => ({
      code: problem.number('code'),
      message: problem.maybe('message') ?? '',
      widget: problem.maybe('widget'),
    })),
    context: isContext(context) ? context : {},
  };
}

function presentStep(step: Resource): RunStep {
  const to = step.text('transitioned_to');
  return {
    sid: step.text('step_sid'),
    parentSid: step.maybe('parent_step_sid'),
    widget: step.text('widget'),
    type: step.text('type'),
    event: step.text('event'),
    to: to === 'Ended' ? undefined : to,
    enteredMs: step.number('entered_ms'),
    endedMs: step.number('ended_ms'),
    changes: patchOf(step.value('changes')),
  };
}

export function patchOf(value: unknown): ContextPatch {
  return (Array.isArray(value) ? value : []).flatMap((change) => {
    if (!isRecord(change) || !Array.isArray(change.path)) return [];
    const path = change.path.map(String);
    return [isJson(change.value) ? { path, value: change.value } : { path }];
  });
}

function isContext(value: unknown): value is JsonObject {
  return isJson(value) && isJsonObject(value);
}

/** What came out of an answer is JSON, if it is there. */
function isJson(value: unknown): value is Json {
  return value !== undefined;
}

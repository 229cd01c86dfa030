/**
 * The golden runs again, this time on the whole server: real HTTP, real SQLite, the simulated carrier, an HTTP server for
 * what the flows ask. Only time is virtual. Steps, messages and problems must be those that were recorded.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../src/engine/json.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { flowFiles, type Golden, readFlow, readGoldenText, runnable } from '../golden/golden.ts';
import { type Composed, openComposed } from './composed-server.ts';
import { type HeldAnswers, openHeldAnswers } from './held-answers.ts';

type Run = Golden['runs'][number];

/** How a recorded refusal is brought about: a sender that the carrier refuses, attributes that make no task. */
const refusedProperties = { from: '+15005550001', attributes: 'no JSON' };
/** Both ends of the recorded runs. */
const recordedContact = '+15550002222';
const recordedNumber = '+15550001111';

/** Templates that the flows send, by the short names of the recordings; their text is that name. */
const templates = ['HX1', 'HX2', 'HX3'];
const templateSid = (name: string) => `HX${name.slice(2).padStart(32, '0')}`;

/**
 * Calls, conversations and subflows have tests of their own. The recorded runs know a carrier that takes
 * everything: those that send what the simulated one refuses (a recipient `zzz`, a template
 * `something`) are left out.
 */
const isReplayed = ({ start, asSubflow, inputs, out }: Run) =>
  asSubflow === undefined &&
  !inputs.some((input) => 'callback' in input || 'callStatus' in input) &&
  !(out.asked as readonly { type: string }[] | undefined)?.some(({ type }) => type.startsWith('call.')) &&
  ['incomingMessage', 'incomingRequest'].includes(start.event ?? 'incomingMessage') &&
  (out.sent as readonly { to: string; mediaUrls?: readonly string[]; contentSid?: string }[]).every(
    ({ to, mediaUrls = [], contentSid = 'HX1' }) =>
      /^\+\d+$/.test(to) && mediaUrls.every((url) => /^https?:/.test(url)) && templates.includes(contentSid),
  );

const goldens = flowFiles().map((file) => ({ file, golden: JSON.parse(readGoldenText(file)) as Golden }));

test('recorded runs of every flow go the same way on the whole server', { timeout: 300_000 }, async (t) => {
  const answers = await openHeldAnswers(t);
  const clock = new VirtualClock(Date.UTC(2025, 0, 6, 20));
  const atelier = await openComposed(t, { ATELIER_ALLOW_HOSTS: answers.host, ATELIER_SAMPLES: 'off' }, { clock });
  for (const name of templates) {
    const types = JSON.stringify({ 'twilio/text': { body: name } });
    assert.equal((await atelier.call('/v1/Content', { sid: templateSid(name), types })).status, 201);
  }
  let count = 0;
  for (const { file, golden } of goldens) {
    for (const [place, run] of golden.runs.entries()) {
      if (!isReplayed(run)) continue;
      const digits = String(count++).padStart(4, '0');
      const ends = { number: `+1555100${digits}`, contact: `+1555200${digits}` };
      await t.test(`${file}, run ${place}`, async () => {
        try {
          await replay(atelier, answers, clock, ends, file, run);
        } finally {
          answers.drop();
        }
      });
    }
  }
  assert.ok(count > 100, `${count} runs were replayed`);
});

async function replay(
  atelier: Composed,
  answers: HeldAnswers,
  clock: VirtualClock,
  { number, contact }: { readonly number: string; readonly contact: string },
  file: string,
  run: Run,
): Promise<void> {
  const { call, accountSid, server } = atelier;
  const definition = prepared(runnable(readFlow(file)), run, answers.host);
  const created = await call('/v2/Flows', {
    FriendlyName: number,
    Status: 'published',
    Definition: JSON.stringify(definition),
  });
  assert.equal(created.status, 201, JSON.stringify(created.body));
  const flowSid = created.body.sid;
  const webhook = `${server.url}/v1/Accounts/${accountSid}/Flows/${flowSid}`;
  await call(`/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json`, { PhoneNumber: number, SmsUrl: webhook });
  const settle = () => Promise.race([server.settled(), answers.asked()]);
  const say = async (body: string, params: JsonObject = {}) => {
    const form = { From: contact, To: number, Body: body, ...(params as Record<string, string>) };
    const said = await call('/simulator/messages', form);
    assert.equal(said.status, 201, JSON.stringify(said.body));
  };

  const { event = 'incomingMessage', body = 'Hi', params = {}, parameters = {} } = run.start;
  if (event === 'incomingMessage') await say(body, params);
  else {
    const form = { To: contact, From: number, Parameters: JSON.stringify(parameters) };
    assert.equal((await call(`/v2/Flows/${flowSid}/Executions`, form)).status, 201);
  }
  await settle();
  for (const input of run.inputs) {
    if ('say' in input) await say(input.say, input.params);
    else if ('wait' in input) clock.advance(input.wait * 1000);
    else if ('answer' in input) answers.answer(input.answer, clock);
    else if ('flowEvent' in input)
      await atelier.signed(`${webhook}?FlowEvent=${input.flowEvent}`, { From: contact, To: number, said: 'yes' });
    await settle();
  }

  const { executions } = (await call(`/v2/Flows/${flowSid}/Executions`)).body;
  assert.equal(executions.length, 1);
  const [execution] = executions;
  const { steps } = (await call(`/v2/Flows/${flowSid}/Executions/${execution.sid}/Steps?PageSize=1000`)).body;
  assert.deepEqual(
    steps.toReversed().map((step: Record<string, string>) => wayOf(step)),
    run.out.steps.map((text) => text.replace(/^\w+ /, '').replace(/;.*$/, '')),
  );
  assert.equal(execution.status, run.out.status.startsWith('ended') ? 'ended' : 'active');
  const shown = onHost(run.out.sent.flatMap(shownAs), answers.host).map(({ text, media }) => ({
    text: text.replaceAll(recordedContact, contact).replaceAll(recordedNumber, number),
    media,
  }));
  assert.deepEqual(await receivedBy(atelier, contact), shown);
  await call(`/v2/Flows/${flowSid}/Executions/${execution.sid}`, { Status: 'ended' });
}

/** The same with every web address on `host`. */
function onHost<T>(value: T, host: string): T {
  return JSON.parse(JSON.stringify(value).replace(/https?:\/\/[^"\\\s{}/?]+/g, `http://${host}`));
}

interface Shown {
  readonly text: string;
  readonly media: number;
}

/** What reached the contact, oldest first, as the carrier has it. */
async function receivedBy({ call, accountSid }: Composed, contact: string): Promise<Shown[]> {
  const { body } = await call(`/2010-04-01/Accounts/${accountSid}/Messages.json?To=${encodeURIComponent(contact)}`);
  return body.messages
    .toReversed()
    .map(({ body: text, num_media }: Record<string, string>) => ({ text, media: Number(num_media) }));
}

/** A recorded message, if it went to the contact and the carrier took it. */
function shownAs(message: object): Shown[] {
  const {
    sid,
    to,
    contentSid,
    body = contentSid ?? '',
    mediaUrls = [],
  } = message as {
    sid: string | null;
    to: string;
    contentSid?: string;
    body?: string;
    mediaUrls?: string[];
  };
  return sid === null || to !== recordedContact ? [] : [{ text: body, media: mediaUrls.length }];
}

function wayOf({ transitioned_from, name, transitioned_to }: Record<string, string>): string {
  return `${transitioned_from} - ${name} - ${transitioned_to}`;
}

/** The flow with its hosts replaced by one that answers, and senders that are refused where the run says so. */
function prepared(definition: JsonObject, { refuse = [] }: Run, host: string): JsonObject {
  const local = onHost(definition, host);
  const states = (local.states as unknown as { name: string; properties: JsonObject }[]).map((state) =>
    refuse.includes(state.name) ? { ...state, properties: { ...state.properties, ...refusedProperties } } : state,
  );
  return { ...local, states } as unknown as JsonObject;
}

/** What every carrier must do, run by each on its own network: real HTTP, or the simulated one. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { OutboundCall, OutboundMessage } from '../engine/effects.ts';
import { type Carrier, CarrierRefused, CarrierUnreachable, type SendRequest, type WebhookRequest } from './carrier.ts';

/** What the next request at the carrier meets. */
export type Fault =
  | { readonly kind: 'busy'; readonly retryAfterSeconds?: number }
  | { readonly kind: 'broken'; readonly status: number }
  | { readonly kind: 'credentials' }
  /** The message is taken, and the connection ends before the answer. */
  | { readonly kind: 'answer-lost' }
  /** An answer that is none, such as a web page. */
  | { readonly kind: 'nonsense' };

export interface CarrierUnderTest {
  readonly carrier: Carrier;
  readonly accountSid: string;
  /** A message that the carrier takes. */
  readonly accepted: OutboundMessage;
  /** A message that it refuses, and the code it refuses it with. */
  readonly refused: OutboundMessage;
  readonly refusedCode: number;
  /** Further messages that it takes, by what is special about them. */
  readonly more?: { readonly [what: string]: OutboundMessage };
  /** Messages that it cannot do, which it must refuse and not send as something else. */
  readonly unfit?: { readonly [what: string]: OutboundMessage };
  /** Messages that left so far. */
  sentCount(): Promise<number>;
  /** Brings a fault about; absent: the carrier is in this process and has none. */
  fault?(fault: Fault): void;
  /** The network is gone: nobody listens any more. */
  vanish?(): Promise<void>;
  /** Time, where the carrier's own clock counts. */
  readonly nowMs?: number;
  /** Calls; absent: the carrier makes none. */
  readonly calls?: CallsUnderTest;
  /** Webhooks that the carrier made, and the same ones tampered with. */
  readonly webhooks?: { readonly [what: string]: WebhookCase };
}

export interface CallsUnderTest {
  /** A call that the carrier makes. */
  readonly accepted: OutboundCall;
  readonly refused: OutboundCall;
  readonly refusedCode: number;
  /** By HTTP, what it was asked for so far: each request with its fields under Twilio's names, lists joined by a space. */
  asked?(): readonly { readonly path: string; readonly fields: { readonly [name: string]: string } }[];
  /** SID of a call that is live. */
  live(): Promise<string>;
}

export interface WebhookCase {
  readonly authentic: WebhookRequest;
  readonly forged: readonly WebhookRequest[];
  /** What it is read as; absent: its parameters are Twilio's already. */
  readonly params?: { readonly [name: string]: string };
}

export type OpenCarrier = (t: TestContext) => Promise<CarrierUnderTest>;

/** Registers the suite; `open` gives a carrier on an empty network and sees to its end by `t.after`. */
export function carrierConformance(name: string, open: OpenCarrier): void {
  sending(name, open);
  asking(name, open);
  faults(name, open);
  calls(name, open);
  webhooks(name, open);
  numbers(name, open);
}

function sending(name: string, open: OpenCarrier): void {
  test(`${name}: a message that is taken shows as a resource`, async (t) => {
    const { carrier, accountSid, accepted } = await open(t);
    const result = await carrier.send({ accountSid, key: 'one', message: accepted });
    assert.ok(result.ok);
    const { resource } = result;
    assert.match(String(resource.sid), /^.+$/);
    assert.equal(resource.to, accepted.to);
    assert.equal(resource.body, accepted.body);
    assert.equal(resource.direction, 'outbound-api');
    assert.ok(['queued', 'accepted', 'sending', 'sent'].includes(String(resource.status)), String(resource.status));
  });

  test(`${name}: a refusal is a result with its code`, async (t) => {
    const { carrier, accountSid, refused, refusedCode, sentCount } = await open(t);
    const result = await carrier.send({ accountSid, key: 'one', message: refused });
    assert.ok(!result.ok);
    assert.equal(result.code, refusedCode);
    assert.notEqual(result.message, '');
    assert.equal(await sentCount(), 0);
  });

  test(`${name}: other keys make other messages`, async (t) => {
    const { carrier, accountSid, accepted, sentCount } = await open(t);
    const results = await Promise.all(
      ['one', 'two', 'three'].map((key) => carrier.send({ accountSid, key, message: accepted })),
    );
    assert.equal(new Set(results.map((result) => result.ok && result.resource.sid)).size, 3);
    assert.equal(await sentCount(), 3);
  });

  test(`${name}: media, templates, services: what it can is sent, what it cannot is refused`, async (t) => {
    const { carrier, accountSid, more = {}, unfit = {}, sentCount } = await open(t);
    for (const [what, message] of Object.entries(more)) {
      const result = await carrier.send({ accountSid, key: what, message });
      assert.ok(result.ok, `${what}: ${result.ok || result.message}`);
    }
    const before = await sentCount();
    assert.equal(before, Object.keys(more).length);
    for (const [what, message] of Object.entries(unfit)) {
      const result = await carrier.send({ accountSid, key: what, message });
      assert.ok(!result.ok && result.message !== '', what);
    }
    assert.equal(await sentCount(), before);
  });
}

function asking(name: string, open: OpenCarrier): void {
  test(`${name}: what was sent is found, or cannot be asked for`, async (t) => {
    const { carrier, accountSid, accepted, sentCount, nowMs = 0 } = await open(t);
    if (!carrier.findSent) return;
    const request = { accountSid, key: 'one', message: accepted };
    assert.equal(await carrier.findSent(request, nowMs), undefined);
    const sent = await carrier.send(request);
    const found = await carrier.findSent(request, nowMs);
    assert.ok(sent.ok && found?.ok);
    assert.equal(found.resource.sid, sent.resource.sid);
    const other = { ...request, key: 'two', message: { ...accepted, body: 'another text' } };
    assert.equal(await carrier.findSent(other, nowMs), undefined);
    assert.equal(await sentCount(), 1);
  });

  test(`${name}: the same text sent before, for another key, is not taken for this one`, async (t) => {
    const { carrier, accountSid, accepted, nowMs = 0 } = await open(t);
    if (!carrier.findSent) return;
    const first = await carrier.send({ accountSid, key: 'one', message: accepted });
    assert.ok(first.ok);
    const isClaimed = async (sid: string) => sid === first.resource.sid;
    const request: SendRequest = { accountSid, key: 'two', message: accepted, isClaimed };
    assert.equal(await carrier.findSent(request, nowMs), undefined);
    const second = await carrier.send(request);
    const found = await carrier.findSent(request, nowMs);
    assert.ok(second.ok && found?.ok);
    assert.equal(found.resource.sid, second.resource.sid);
  });

  test(`${name}: a repeated send after asking makes no second message`, async (t) => {
    const { carrier, accountSid, accepted, sentCount, nowMs = 0 } = await open(t);
    const request = { accountSid, key: 'one', message: accepted };
    // What the runtime does after a crash.
    const attempt = async () => (await carrier.findSent?.(request, nowMs)) ?? (await carrier.send(request));
    await attempt();
    if (carrier.findSent) await attempt();
    assert.equal(await sentCount(), 1);
  });
}

function faults(name: string, open: OpenCarrier): void {
  const cases: readonly { readonly fault: Fault; readonly isUnsent: boolean; readonly says: RegExp }[] = [
    { fault: { kind: 'busy', retryAfterSeconds: 7 }, isUnsent: true, says: /429|fewer/ },
    { fault: { kind: 'busy' }, isUnsent: true, says: /429|fewer/ },
    { fault: { kind: 'broken', status: 500 }, isUnsent: false, says: /500/ },
    { fault: { kind: 'broken', status: 503 }, isUnsent: false, says: /503/ },
    { fault: { kind: 'credentials' }, isUnsent: true, says: /credentials/ },
    { fault: { kind: 'answer-lost' }, isUnsent: false, says: /cannot be reached/ },
    { fault: { kind: 'nonsense' }, isUnsent: false, says: /cannot be read/ },
  ];
  for (const { fault, isUnsent, says } of cases) {
    test(`${name}: ${JSON.stringify(fault)} is no refusal: ${isUnsent ? 'surely unsent' : 'nobody knows'}`, async (t) => {
      const { carrier, accountSid, accepted, fault: bring, sentCount, nowMs = 0 } = await open(t);
      if (!bring) return;
      bring(fault);
      const request = { accountSid, key: 'one', message: accepted };
      await assert.rejects(carrier.send(request), (error) => {
        assert.ok(error instanceof CarrierUnreachable, String(error));
        assert.equal(error.isUnsent, isUnsent);
        assert.match(error.message, says);
        const asked = fault.kind === 'busy' && fault.retryAfterSeconds;
        assert.equal(error.retryAfterMs, asked ? asked * 1000 : undefined);
        assert.equal(error.isBusy, fault.kind === 'busy');
        return true;
      });
      // Asking tells whether it left, and then it leaves once.
      const found = await carrier.findSent?.(request, nowMs);
      if (carrier.findSent)
        assert.equal(found !== undefined, fault.kind === 'answer-lost' || fault.kind === 'nonsense');
      if (!found) await carrier.send(request);
      const mayRepeat = fault.kind === 'answer-lost' || fault.kind === 'nonsense';
      if (carrier.findSent || !mayRepeat) assert.equal(await sentCount(), 1);
    });
  }

  test(`${name}: a network where nobody listens is no refusal: surely unsent`, async (t) => {
    const { carrier, accountSid, accepted, vanish } = await open(t);
    if (!vanish) return;
    await vanish();
    await assert.rejects(carrier.send({ accountSid, key: 'one', message: accepted }), (error) => {
      assert.ok(error instanceof CarrierUnreachable && error.isUnsent, String(error));
      assert.match(error.message, /cannot be reached/);
      return true;
    });
  });
}

const isClaimed = () => false;

function calls(name: string, open: OpenCarrier): void {
  test(`${name}: a call is made as it was asked for, and a refusal is a result with its code`, async (t) => {
    const { carrier, accountSid, calls: under } = await open(t);
    assert.equal(carrier.calls === undefined, under === undefined);
    if (!carrier.calls || !under) return;
    const { accepted, refused, refusedCode } = under;
    const made = await carrier.calls.create({ accountSid, key: 'one', call: accepted, isClaimed });
    assert.ok(made.ok, made.ok ? '' : made.message);
    const [asked] = under.asked?.() ?? [];
    const form = {
      To: accepted.to,
      From: accepted.from,
      Url: accepted.answeredUrl,
      Method: 'POST',
      StatusCallback: accepted.statusCallback,
      StatusCallbackMethod: 'POST',
      StatusCallbackEvent: 'initiated ringing answered completed',
      Timeout: String(accepted.timeoutSeconds),
      Record: 'true',
      RecordingChannels: accepted.recordingChannels,
      MachineDetection: 'DetectMessageEnd',
      MachineDetectionTimeout: '40',
    };
    if (under.asked) assert.deepEqual(asked?.fields, form);
    const no = await carrier.calls.create({ accountSid, key: 'two', call: refused, isClaimed });
    assert.deepEqual([no.ok, no.ok || no.code], [false, refusedCode]);
  });

  test(`${name}: a call whose answer was lost is found, or cannot be asked for`, async (t) => {
    const { carrier, accountSid, calls: under, fault, nowMs = 0 } = await open(t);
    if (!carrier.calls || !under || !fault) return;
    const request = { accountSid, key: 'one', call: under.accepted, isClaimed };
    if (carrier.calls.findCreated) assert.equal(await carrier.calls.findCreated(request, nowMs), undefined);
    fault({ kind: 'answer-lost' });
    await assert.rejects(carrier.calls.create(request), (error) => {
      assert.ok(error instanceof CarrierUnreachable && !error.isUnsent, String(error));
      return true;
    });
    if (!carrier.calls.findCreated) return;
    const found = await carrier.calls.findCreated(request, nowMs);
    assert.ok(found?.ok);
    assert.equal(found.resource.to, under.accepted.to);
    const other = { ...request, isClaimed: (sid: string) => sid === found.resource.sid };
    assert.equal(await carrier.calls.findCreated(other, nowMs), undefined, "another request's call is not taken");
  });

  test(`${name}: the status of a live call can be asked for`, async (t) => {
    const { carrier, accountSid, calls: under } = await open(t);
    if (!carrier.calls?.statusOf || !under) return;
    const callSid = await under.live();
    assert.equal(await carrier.calls.statusOf({ accountSid, callSid }), 'in-progress');
  });

  test(`${name}: a live call is recorded, and no more`, async (t) => {
    const { carrier, accountSid, calls: under } = await open(t);
    if (!carrier.calls || !under) return;
    const callSid = await under.live();
    const of = { callSid, number: under.accepted.from };
    const start = {
      ...of,
      do: 'start',
      channels: 'dual',
      trim: 'do-not-trim',
      statusCallbackEvents: ['in-progress', 'completed'],
    } as const;
    const started = await carrier.calls.record({ accountSid, key: 'one', recording: start });
    const stopped = await carrier.calls.record({ accountSid, key: 'two', recording: { ...of, do: 'stop' } });
    assert.ok(started.ok && stopped.ok);
    assert.match(String(started.resource.sid), /^.+$/);
    const gone = await carrier.calls.record({
      accountSid,
      key: 'three',
      recording: { ...start, callSid: `CA${'4'.repeat(32)}` },
    });
    assert.ok(!gone.ok && gone.message !== '');
    if (!under.asked) return;
    const [begin, end] = under.asked().slice(-3);
    assert.match(begin?.path ?? '', new RegExp(`/Calls/${callSid}/Recordings\\.json$`));
    assert.deepEqual(begin?.fields, {
      RecordingStatusCallbackEvent: 'in-progress completed',
      RecordingChannels: 'dual',
      Trim: 'do-not-trim',
    });
    assert.match(end?.path ?? '', new RegExp(`/Calls/${callSid}/Recordings/Twilio\\.CURRENT\\.json$`));
    assert.deepEqual(end?.fields, { Status: 'stopped' });
  });
}

function webhooks(name: string, open: OpenCarrier): void {
  test(`${name}: its webhooks are recognised and read; forged ones are not believed`, async (t) => {
    const { carrier, webhooks: cases = {} } = await open(t);
    assert.equal(carrier.webhooks === undefined, Object.keys(cases).length === 0);
    const own = carrier.webhooks;
    if (own === undefined) return;
    for (const [what, { authentic, forged, params }] of Object.entries(cases)) {
      assert.ok(own.recognizes(authentic), what);
      assert.ok(own.isAuthentic(authentic), what);
      forged.forEach((request, place) => {
        assert.ok(!own.isAuthentic(request), `${what}, forgery ${place}`);
      });
      if (params) assert.deepEqual(own.read?.(authentic)?.params, params, what);
    }
  });
}

function numbers(name: string, open: OpenCarrier): void {
  const targets = {
    messageUrl: 'https://studio.example.com/v1/Accounts/AC1/Flows/FW1',
    voiceUrl: 'https://studio.example.com/v1/Accounts/AC1/Flows/FW1',
    statusCallback: 'https://studio.example.com/v1/Accounts/AC1/Flows/FW1?FlowEvent=callStatus',
  };

  test(`${name}: its numbers are listed, all pages of them, and pointed elsewhere`, async (t) => {
    const { carrier } = await open(t);
    if (!carrier.numbers) return;
    const before = await carrier.numbers.list();
    assert.ok(before.length > 1);
    assert.equal(new Set(before.map(({ phoneNumber }) => phoneNumber)).size, before.length);
    const last = before.at(-1);
    assert.ok(last);
    await carrier.numbers.point(last, targets);
    const { messageUrl, voiceUrl, statusCallback } = (await carrier.numbers.list()).at(-1) ?? last;
    assert.deepEqual({ messageUrl, voiceUrl, statusCallback }, targets);
  });

  test(`${name}: a number that is not there, and wrong credentials, are told apart`, async (t) => {
    const { carrier, fault } = await open(t);
    if (!carrier.numbers || !fault) return;
    const [first] = await carrier.numbers.list();
    assert.ok(first);
    await assert.rejects(carrier.numbers.point({ ...first, id: 'PN404' }, targets), CarrierRefused);
    fault({ kind: 'credentials' });
    await assert.rejects(carrier.numbers.list(), /credentials/);
  });
}

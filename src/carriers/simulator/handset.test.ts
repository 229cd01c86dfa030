import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NetworkCursor, NetworkMessage } from '../network.ts';
import { accountSid, contact, conversation, granted, number, openNetwork } from './simulator-fixture.ts';

test('a thread is read from its end, or after a message', async (t) => {
  const { network, send, text } = await openNetwork(t, {}, {});
  const first = await text('1');
  granted(await send({ body: '2' }));
  granted(await send({ body: 'elsewhere', to: '+15550009999' }));
  await text('3');
  const read = async (more: object) =>
    conversation(await network.readThread(accountSid, { contact, limit: 2, ...more }));
  assert.deepEqual(await read({}), ['< 2', '> 3']);
  assert.deepEqual(await read({ afterSid: first.sid }), ['< 2', '> 3']);
  assert.deepEqual(await read({ afterSid: 'SM0' }), ['> 1', '< 2']);
  assert.deepEqual(await read({ number: '+15550003333' }), []);
  assert.deepEqual(await read({ contact: '15550001111' }), ['< 2', '> 3']);
});

test('a reader waits for what is new', async (t) => {
  const { network, text, send } = await openNetwork(t, {}, {});
  const { sid } = await text('1');
  const stop = new AbortController();
  const waiting = network.readThread(accountSid, { contact, afterSid: sid, limit: 10 }, stop.signal);
  granted(await send({ to: '+15550009999' }));
  granted(await send({ body: '2' }));
  assert.deepEqual(conversation(await waiting), ['< 2']);
  const last = (await waiting).at(-1)?.sid;
  const inVain = network.readThread(accountSid, { contact, afterSid: last, limit: 10 }, stop.signal);
  stop.abort();
  assert.deepEqual(await inVain, []);
});

test('conversations come latest first, with their last message', async (t) => {
  const { network, text, send } = await openNetwork(t, {}, {});
  await text('1');
  granted(await send({ to: '+15550009999', body: '2' }));
  const talks = async (who?: string) =>
    (await network.listConversations(accountSid, who)).map((talk) => [talk.contact, talk.number, talk.last.body]);
  assert.deepEqual(await talks(), [
    ['+15550009999', number, '2'],
    [contact, number, '1'],
  ]);
  assert.deepEqual(await talks(contact), [[contact, number, '1']]);
  assert.deepEqual(await network.listConversations(`AC${'b'.repeat(32)}`), []);
});

test('a subscriber sees each state, and resumes where it was', async (t) => {
  const { network, text, send, pass } = await openNetwork(t, {}, {});
  await text('before');
  const stop = new AbortController();
  const events = network.events(accountSid, undefined, stop.signal);
  const iterator = events[Symbol.asyncIterator]();
  const read = async () => {
    const { value, done } = await iterator.next();
    assert.equal(done, false);
    assert.equal(value.kind, 'message');
    return { id: value.id, state: `${value.message.body} ${value.message.status}` };
  };
  const first = read();
  granted(await send({ body: 'a' }));
  const { id, state } = await first;
  assert.equal(state, 'a queued');
  await pass(100);
  assert.equal((await read()).state, 'a sent');
  await pass(1_000);
  assert.equal((await read()).state, 'a delivered');
  const end = iterator.next();
  stop.abort();
  assert.equal((await end).done, true);

  const again = network.events(accountSid, id, AbortSignal.timeout(60_000));
  for await (const event of again) {
    assert.equal(event.kind, 'message');
    const { message } = event;
    // The states in between are gone: what counts is the last one.
    assert.equal(`${message.body} ${message.status}`, 'a delivered');
    break;
  }
});

test('lists of messages are paged both ways and filtered', async (t) => {
  const { network, send, text, clock, pass } = await openNetwork(t, {}, {});
  for (let index = 0; index < 5; index++) {
    granted(await send({ body: `${index}` }));
    if (index % 2 === 0) clock.advance(1_000);
  }
  await text('in');
  const list = async (more: { after?: NetworkCursor; before?: NetworkCursor } = {}, filter = {}) =>
    network.listMessages(accountSid, filter, { limit: 2, ...more });
  const cursor = (message: NetworkMessage | undefined): NetworkCursor => {
    assert.ok(message);
    return { createdAtMs: message.createdAtMs, sid: message.sid };
  };
  const pages: string[][] = [];
  let page = await list();
  for (;;) {
    pages.push(page.rows.map(({ body }) => body));
    if (!page.hasMore) break;
    page = await list({ after: cursor(page.rows.at(-1)) });
  }
  assert.deepEqual(
    pages,
    [
      ['in', '4'],
      ['3', '2'],
      ['1', '0'],
    ].map((row) => row),
  );
  const back = await list({ before: cursor(page.rows[0]) });
  assert.deepEqual([back.rows.map(({ body }) => body), back.hasMore], [['3', '2'], true]);
  const bodies = async (filter: object) =>
    (await network.listMessages(accountSid, filter, { limit: 9 })).rows.map(({ body }) => body);
  assert.deepEqual(await bodies({ from: contact }), ['in']);
  assert.deepEqual(await bodies({ to: number }), ['in']);
  assert.deepEqual(await bodies({ from: '+15550003333' }), []);
  await pass(1_000);
  const from = Date.parse('2026-01-02T03:04:01Z');
  assert.deepEqual(await bodies({ sentFromMs: from, sentToMs: from + 1_000 }), ['2', '1']);
  assert.deepEqual(await bodies({ sentToMs: from }), ['0']);
});

test('numbers are kept, found, changed and given back', async (t) => {
  const { network } = await openNetwork(t);
  const made = granted(
    await network.createNumber(accountSid, { phoneNumber: '1 555 000 2222' }, { smsUrl: 'https://x.example/' }),
  );
  assert.equal(made.phoneNumber, number);
  assert.equal(made.settings.friendlyName, number);
  assert.equal(made.settings.smsMethod, 'POST');
  const refusalOf = async (wish: object) => {
    const outcome = await network.createNumber(accountSid, wish, {});
    return outcome.ok ? outcome.value.phoneNumber : outcome.refusal.code;
  };
  assert.equal(await refusalOf({ phoneNumber: number }), 21422);
  assert.equal(await refusalOf({ phoneNumber: 'Mum' }), 21421);
  assert.equal(await refusalOf({ areaCode: '1' }), 21452);
  assert.equal(await refusalOf({ areaCode: '415' }), '+14155550000');
  assert.equal(await refusalOf({ areaCode: '415' }), '+14155550001');
  const changed = await network.updateNumber(accountSid, made.sid, { friendlyName: 'Desk', smsMethod: 'GET' });
  assert.deepEqual(
    [changed?.settings.friendlyName, changed?.settings.smsMethod, changed?.settings.smsUrl],
    ['Desk', 'GET', 'https://x.example/'],
  );
  const found = async (filter: object) =>
    (await network.listNumbers(accountSid, filter, { limit: 9 })).rows.map(({ phoneNumber }) => phoneNumber);
  assert.equal((await found({})).length, 3);
  assert.deepEqual(await found({ phoneNumber: '5550002' }), [number]);
  assert.deepEqual(await found({ phoneNumber: number }), [number]);
  assert.deepEqual(await found({ friendlyName: 'Desk' }), [number]);
  assert.equal(await network.updateNumber(`AC${'b'.repeat(32)}`, made.sid, {}), undefined);
  assert.equal(await network.deleteNumber(accountSid, made.sid), true);
  assert.equal(await network.deleteNumber(accountSid, made.sid), false);
});

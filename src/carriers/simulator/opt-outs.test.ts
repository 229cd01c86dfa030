import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OptOutSettings } from '../messaging-service.ts';
import { accountSid, contact, conversation, granted, number, openHooks, openNetwork } from './simulator-fixture.ts';

const stopped =
  '< You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.';
const started =
  '< You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.';
const helped = '< Reply STOP to unsubscribe. Msg&Data Rates May Apply.';

async function open(t: Parameters<typeof openNetwork>[0], optOut?: OptOutSettings | null) {
  const { base, hooks } = await openHooks(t);
  const opened = await openNetwork(t, {}, { smsUrl: base });
  const { network } = opened;
  if (optOut !== undefined) {
    const service = await network.services.create(accountSid, {
      friendlyName: 'main',
      useInboundWebhookOnNumber: true,
      optOut,
    });
    const [own] = (await network.listNumbers(accountSid, {}, { limit: 1 })).rows;
    granted(await network.services.addSender(accountSid, service.sid, { numberSid: own?.sid ?? '' }));
  }
  const codeOf = async (more: object = {}) => {
    const outcome = await network.createMessage(accountSid, { from: number, to: contact, body: 'Hi', ...more });
    return outcome.ok ? 0 : outcome.refusal.code;
  };
  return { ...opened, hooks, codeOf };
}

const words: readonly (readonly [kind: string, words: readonly string[], code: number])[] = [
  ['stop', ['STOP', 'stopall', 'Unsubscribe', 'CANCEL', 'END', 'QUIT', 'OPTOUT', 'revoke', ' stop '], 21610],
  ['do not stop', ['stop it', 'please cancel', 'STOP.', 'HELP', 'info', 'START', 'yes'], 0],
];
for (const [kind, list, code] of words) {
  for (const word of list) {
    test(`${JSON.stringify(word)} is among the words that ${kind}`, async (t) => {
      const { text, codeOf, hooks, settled } = await open(t);
      await text(word);
      await settled();
      assert.equal(await codeOf(), code);
      assert.equal(hooks[0]?.params.Body, word);
      assert.equal(hooks[0]?.params.OptOutType, undefined);
    });
  }
}

test('each word is answered once it means something', async (t) => {
  const { text, thread } = await open(t);
  for (const word of ['yes', 'help', 'stop', 'stop', 'info', 'UNSTOP', 'start']) await text(word);
  assert.deepEqual(conversation(await thread()), [
    '> yes',
    '> help',
    helped,
    '> stop',
    stopped,
    '> stop',
    '> info',
    '> UNSTOP',
    started,
    '> start',
  ]);
});

test('a number is stopped by itself; the numbers of a service are stopped together', async (t) => {
  for (const isInService of [false, true]) {
    await t.test(isInService ? 'service' : 'number', async (inner) => {
      const { network, text, codeOf } = await open(inner, isInService ? null : undefined);
      const other = granted(await network.createNumber(accountSid, { areaCode: '415' }, {}));
      const [service] = (await network.services.list(accountSid, { limit: 1 })).rows;
      if (service) granted(await network.services.addSender(accountSid, service.sid, { numberSid: other.sid }));
      await text('STOP');
      assert.equal(await codeOf(), 21610);
      assert.equal(await codeOf({ from: other.phoneNumber }), isInService ? 21610 : 0);
      if (service) assert.equal(await codeOf({ from: undefined, messagingServiceSid: service.sid }), 21610);
      assert.equal(await codeOf({ to: '+15550009999' }), 0);
      await text('START', { to: other.phoneNumber });
      assert.equal(await codeOf(), isInService ? 0 : 21610);
    });
  }
});

test('a short code sees to its words by itself', async (t) => {
  const { network, thread } = await open(t);
  granted(await network.createNumber(accountSid, { phoneNumber: '12345' }, {}));
  granted(await network.text(accountSid, { from: contact, to: '12345', body: 'STOP', mediaUrls: [], params: {} }));
  assert.deepEqual(conversation(await thread()), ['> STOP']);
});

test('on WhatsApp the words are words', async (t) => {
  const { network, codeOf } = await open(t);
  const ends = { from: `whatsapp:${contact}`, to: `whatsapp:${number}` };
  granted(await network.text(accountSid, { ...ends, body: 'STOP', mediaUrls: [], params: {} }));
  assert.equal(await codeOf({ from: ends.to, to: ends.from }), 0);
});

test('advanced opt-out has its own words and answers, and tells the webhook', async (t) => {
  const { text, thread, hooks, settled, codeOf } = await open(t, {
    stop: { words: ['basta'], reply: 'Goodbye.' },
    help: { reply: '' },
  });
  for (const word of ['stop', 'help', 'Basta', 'start']) {
    await text(word);
    await settled();
  }
  assert.deepEqual(
    hooks.map(({ params }) => params.OptOutType),
    [undefined, 'HELP', 'STOP', 'START'],
  );
  assert.deepEqual(conversation(await thread()), ['> stop', '> help', '> Basta', '< Goodbye.', '> start', started]);
  assert.equal(await codeOf(), 0);
});

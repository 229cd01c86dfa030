import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContentTemplate } from '../content.ts';
import type { TextDraft } from '../network.ts';
import { accountSid, contact, granted, number, openHooks, openNetwork } from './simulator-fixture.ts';

const [from, to] = [`whatsapp:${contact}`, `whatsapp:${number}`];
const hoursMs = 3_600_000;

const buttons: Omit<ContentTemplate, 'sid'> = {
  friendlyName: 'coming',
  language: 'en',
  variables: { 1: 'there' },
  types: {
    'twilio/quick-reply': {
      body: 'Coming, {{1}}?',
      actions: [
        { title: 'Yes!', id: 'yes' },
        { title: 'No', id: 'no' },
      ],
    },
    'twilio/text': { body: 'Coming? Answer yes or no.' },
  },
};
const list: Omit<ContentTemplate, 'sid'> = {
  friendlyName: 'day',
  language: 'en',
  variables: {},
  types: { 'twilio/list-picker': { body: 'When?', button: 'Days', items: [{ item: 'Monday', id: 'mon' }] } },
};

async function open(t: Parameters<typeof openNetwork>[0]) {
  const { base, hooks } = await openHooks(t);
  const opened = await openNetwork(t, {}, { smsUrl: base });
  const { network } = opened;
  const ask = async (draft: Omit<ContentTemplate, 'sid'>, contentVariables?: string) => {
    const { sid } = granted(await network.templates.create(accountSid, draft));
    return granted(await network.createMessage(accountSid, { from: to, to: from, contentSid: sid, contentVariables }));
  };
  const answer = (draft: Partial<TextDraft>) =>
    network.text(accountSid, { from, to, body: '', mediaUrls: [], params: {}, ...draft });
  return { ...opened, hooks, ask, answer };
}

const presses: readonly {
  readonly says: string;
  readonly template: Omit<ContentTemplate, 'sid'>;
  readonly draft: Partial<TextDraft>;
  readonly shows: { readonly [name: string]: string };
}[] = [
  {
    says: 'a button, by its id: the title is the body',
    template: buttons,
    draft: { button: 'yes' },
    shows: { Body: 'Yes!', ButtonText: 'Yes!', ButtonPayload: 'yes', ButtonType: 'QUICK_REPLY', MessageType: 'button' },
  },
  {
    says: 'a button, by its title',
    template: buttons,
    draft: { button: 'No', params: { ProfileName: 'Ana' } },
    shows: { Body: 'No', ButtonText: 'No', ButtonPayload: 'no', ProfileName: 'Ana' },
  },
  {
    says: 'a row, by its id: the id is the body',
    template: list,
    draft: { listItem: 'mon' },
    shows: { Body: 'mon', ListId: 'mon', ListTitle: 'Monday', MessageType: 'interactive' },
  },
  { says: 'a row, by its title', template: list, draft: { listItem: 'Monday' }, shows: { Body: 'mon', ListId: 'mon' } },
];
for (const { says, template, draft, shows } of presses) {
  test(`a contact answers with ${says}`, async (t) => {
    const { ask, answer, settled, hooks } = await open(t);
    const asked = await ask(template);
    granted(await answer(draft));
    await settled();
    const params = hooks[0]?.params ?? {};
    const original = { OriginalRepliedMessageSid: asked.sid, OriginalRepliedMessageSender: to };
    assert.deepEqual({ ...params, ...shows, ...original, WaId: contact.slice(1) }, params);
  });
}

const misses: readonly { readonly says: string; readonly draft: Partial<TextDraft>; readonly message: RegExp }[] = [
  {
    says: 'a button that is not there',
    draft: { button: 'maybe' },
    message: /no "maybe"; .* yes \(Yes!\), no \(No\)$/,
  },
  { says: 'a row of a template with buttons', draft: { listItem: 'mon' }, message: /has no list$/ },
  { says: 'both at once', draft: { button: 'yes', listItem: 'mon' }, message: /cannot be given together/ },
];
for (const { says, draft, message } of misses) {
  test(`refuses ${says} with the way out`, async (t) => {
    const { ask, answer } = await open(t);
    await ask(buttons);
    const outcome = await answer(draft);
    assert.ok(!outcome.ok);
    assert.deepEqual([outcome.refusal.status, outcome.refusal.code], [400, 20001]);
    assert.match(outcome.refusal.message, message);
  });
}

test('there is nothing to press before a template came, and a button that leads away answers nothing', async (t) => {
  const { ask, answer } = await open(t);
  const messageOf = async (button: string) => {
    const outcome = await answer({ button });
    return outcome.ok ? 'granted' : outcome.refusal.message;
  };
  assert.match(await messageOf('yes'), /no template with buttons/);
  const actions = [{ type: 'URL', title: 'Shop', url: 'https://x.example' }];
  await ask({ ...buttons, types: { 'twilio/call-to-action': { body: 'b', actions } } });
  assert.match(await messageOf('Shop'), /of type URL, which leads away/);
});

test('a template shows its body, and its buttons on channels that have them', async (t) => {
  const { ask, network } = await open(t);
  const asked = await ask(buttons, '{"1":"Ana"}');
  assert.equal(asked.body, 'Coming, Ana?');
  assert.equal(asked.content?.type, 'twilio/quick-reply');
  assert.deepEqual(
    asked.content?.buttons.map(({ title }) => title),
    ['Yes!', 'No'],
  );
  const byText = granted(
    await network.createMessage(accountSid, { from: number, to: contact, contentSid: asked.content?.sid }),
  );
  assert.deepEqual(
    [byText.body, byText.content?.type, byText.content?.buttons],
    ['Coming? Answer yes or no.', 'twilio/text', []],
  );
  assert.deepEqual((await network.findMessage(accountSid, byText.sid))?.content, byText.content);
});

test('an unknown template, and one of another account, are refused', async (t) => {
  const { ask, network } = await open(t);
  const { content } = await ask(buttons);
  const other = `AC${'b'.repeat(32)}`;
  for (const [account, contentSid] of [
    [other, content?.sid],
    [accountSid, `HX${'0'.repeat(32)}`],
  ] as const) {
    const outcome = await network.createMessage(account, { from: number, to: contact, contentSid });
    assert.ok(!outcome.ok);
    assert.equal(outcome.refusal.code, 21655);
    assert.match(outcome.refusal.message, /make it with POST \/v1\/Content/);
  }
});

const windows: readonly { readonly says: string; readonly afterMs: number | null; readonly status: string }[] = [
  { says: 'a contact that never wrote', afterMs: null, status: 'failed 63016' },
  { says: 'a contact that wrote just now', afterMs: 0, status: 'delivered null' },
  { says: 'a contact that wrote within the day', afterMs: 24 * hoursMs - 1, status: 'delivered null' },
  { says: 'a contact that wrote a day ago', afterMs: 24 * hoursMs, status: 'failed 63016' },
];
for (const { says, afterMs, status } of windows) {
  test(`free words on WhatsApp to ${says}: ${status}`, async (t) => {
    const { network, answer, pass, get } = await open(t);
    if (afterMs !== null) {
      granted(await answer({ body: 'Hi' }));
      await pass(afterMs);
    }
    const { sid, status: first } = granted(await network.createMessage(accountSid, { from: to, to: from, body: 'Hi' }));
    assert.equal(first, 'queued');
    await pass(1_000);
    const sent = await get(sid);
    assert.equal(`${sent.status} ${sent.errorCode}`, status);
  });
}

test('a template passes at any time, a list only within the window', async (t) => {
  const { ask, pass, get } = await open(t);
  const sent = [await ask(buttons), await ask(list)];
  await pass(1_000);
  const states = await Promise.all(sent.map(async ({ sid }) => (await get(sid)).status));
  assert.deepEqual(states, ['delivered', 'failed']);
});

test('the window can be left open', async (t) => {
  const { network, pass, get } = await openNetwork(t, { hasWhatsAppWindow: false });
  const { sid } = granted(await network.createMessage(accountSid, { from: to, to: from, body: 'Hi' }));
  await pass(1_000);
  assert.equal((await get(sid)).status, 'delivered');
});

test('senders of RCS and Messenger are numbers with the name of their channel', async (t) => {
  const { base, hooks } = await openHooks(t);
  const { network, settled } = await openNetwork(t);
  const ends = [
    ['rcs:+15550001111', 'rcs:brand_agent'],
    ['messenger:1234567890', 'messenger:9876543210'],
  ] as const;
  for (const [person, page] of ends) {
    granted(await network.createNumber(accountSid, { phoneNumber: page }, { smsUrl: base }));
    granted(await network.text(accountSid, { from: person, to: page, body: 'Hi', mediaUrls: [], params: {} }));
    await settled();
    const { From, To, WaId } = hooks.at(-1)?.params ?? {};
    assert.deepEqual([From, To, WaId], [person, page, undefined]);
    assert.equal(granted(await network.createMessage(accountSid, { from: page, to: person, body: 'Yes?' })).to, person);
  }
});

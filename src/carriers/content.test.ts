import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../engine/json.ts';
import { type ContentTemplate, contentFault, listRow, renderContent, replyButton } from './content.ts';

const text: JsonObject = { body: 'Hi {{1}}, your table for {{ count }} is ready.' };
const quickReply: JsonObject = {
  body: 'Coming, {{1}}?',
  actions: [
    { title: 'Yes, {{1}}', id: 'yes_{{1}}' },
    { title: 'No', id: 'no' },
  ],
};
const list: JsonObject = {
  body: 'Which day?',
  button: 'Days',
  items: [
    { item: 'Monday', id: 'mon', description: 'All day' },
    { item: 'Friday', id: 'fri' },
  ],
};
const card: JsonObject = {
  title: 'Order {{1}}',
  body: 'It is on its way.',
  subtitle: 'Thank you',
  media: ['https://x.example/{{1}}.png'],
  actions: [
    { type: 'QUICK_REPLY', title: 'Thanks', id: 'thanks' },
    { type: 'URL', title: 'Track', url: 'https://x.example/{{1}}' },
    { type: 'PHONE_NUMBER', title: 'Call', phone: '+15550001111' },
  ],
};

function template(types: ContentTemplate['types'], variables: ContentTemplate['variables'] = {}): ContentTemplate {
  return { sid: `HX${'1'.repeat(32)}`, friendlyName: 'a', language: 'en', variables, types };
}

interface Case {
  readonly says: string;
  readonly types: ContentTemplate['types'];
  readonly defaults?: ContentTemplate['variables'];
  readonly variables?: string;
  readonly channel?: string;
  readonly shows: object;
}

const rendered: readonly Case[] = [
  {
    says: 'variables, by number and by name',
    types: { 'twilio/text': text },
    variables: '{"1":"Ana","count":4}',
    shows: { type: 'twilio/text', body: 'Hi Ana, your table for 4 is ready.' },
  },
  {
    says: 'defaults for what is not given',
    types: { 'twilio/text': text },
    defaults: { 1: 'there', count: 'two' },
    variables: '{"count":"six"}',
    shows: { body: 'Hi there, your table for six is ready.' },
  },
  {
    says: 'a value that looks like a variable as it is',
    types: { 'twilio/text': { body: '{{1}} {{2}}' } },
    variables: '{"1":"{{2}}","2":"b"}',
    shows: { body: '{{2}} b' },
  },
  {
    says: 'a variable with the name of something that every object has',
    types: { 'twilio/text': { body: '{{__proto__}}{{toString}}' } },
    variables: '{"__proto__":"a","toString":"b"}',
    shows: { body: 'ab' },
  },
  {
    says: 'an empty variable by SMS as nothing',
    types: { 'twilio/text': { body: 'a{{1}}b' } },
    variables: '{"1":""}',
    shows: { body: 'ab' },
  },
  {
    says: 'media',
    types: { 'twilio/media': { body: 'See', media: ['https://x.example/{{1}}.pdf'] } },
    variables: '{"1":"menu"}',
    shows: { type: 'twilio/media', body: 'See', mediaUrls: ['https://x.example/menu.pdf'] },
  },
  {
    says: 'the richest type that the channel takes',
    types: { 'twilio/text': text, 'twilio/quick-reply': quickReply },
    variables: '{"1":"Ana","count":1}',
    channel: 'whatsapp',
    shows: {
      type: 'twilio/quick-reply',
      body: 'Coming, Ana?',
      buttons: [
        { type: 'QUICK_REPLY', title: 'Yes, Ana', id: 'yes_Ana', value: null },
        { type: 'QUICK_REPLY', title: 'No', id: 'no', value: null },
      ],
    },
  },
  {
    says: 'the plain type where the channel takes no other',
    types: { 'twilio/text': { body: 'Come!' }, 'twilio/quick-reply': quickReply },
    shows: { type: 'twilio/text', body: 'Come!', buttons: [] },
  },
  {
    says: 'a list',
    types: { 'twilio/list-picker': list },
    channel: 'whatsapp',
    shows: {
      body: 'Which day?',
      list: {
        button: 'Days',
        rows: [
          { id: 'mon', title: 'Monday', description: 'All day' },
          { id: 'fri', title: 'Friday', description: null },
        ],
      },
    },
  },
  {
    says: 'buttons that call and lead away',
    types: {
      'twilio/call-to-action': {
        body: 'b',
        actions: [{ type: 'COPY_CODE', title: 'Copy', code: '42' }],
      },
    },
    channel: 'messenger',
    shows: { buttons: [{ type: 'COPY_CODE', title: 'Copy', id: null, value: '42' }] },
  },
  {
    says: 'a card by RCS',
    types: { 'twilio/card': card },
    variables: '{"1":"7"}',
    channel: 'rcs',
    shows: {
      body: 'Order 7\nIt is on its way.\nThank you',
      mediaUrls: ['https://x.example/7.png'],
      buttons: [
        { type: 'QUICK_REPLY', title: 'Thanks', id: 'thanks', value: null },
        { type: 'URL', title: 'Track', id: null, value: 'https://x.example/7' },
        { type: 'PHONE_NUMBER', title: 'Call', id: null, value: '+15550001111' },
      ],
    },
  },
  {
    says: 'a place',
    types: { 'twilio/location': { latitude: 37.787, longitude: -122.392, label: 'Office' } },
    channel: 'whatsapp',
    shows: { body: '', location: { latitude: '37.787', longitude: '-122.392', label: 'Office' } },
  },
];
for (const { says, types, defaults, variables, channel = '', shows } of rendered) {
  test(`a template shows ${says}`, () => {
    const rendering = renderContent(template(types, defaults), variables, channel);
    assert.ok(rendering.ok, JSON.stringify(rendering));
    assert.deepEqual({ ...rendering.content, ...shows }, rendering.content);
  });
}

const refused: readonly (Omit<Case, 'shows'> & { readonly code: number; readonly message: RegExp })[] = [
  {
    says: 'variables that are no object',
    types: { 'twilio/text': text },
    variables: '["Ana"]',
    code: 21656,
    message: /invalid$/,
  },
  {
    says: 'variables that are no JSON',
    types: { 'twilio/text': text },
    variables: '{',
    code: 21656,
    message: /invalid$/,
  },
  {
    says: 'a variable without a value',
    types: { 'twilio/text': text },
    variables: '{"1":"Ana"}',
    code: 21656,
    message: /\{\{count\}\} has no value and no default$/,
  },
  {
    says: 'a variable that is null',
    types: { 'twilio/text': text },
    defaults: { 1: 'x', count: 'y' },
    variables: '{"1":null}',
    code: 21656,
    message: /\{\{1\}\} is empty$/,
  },
  {
    says: 'an empty variable on WhatsApp',
    types: { 'twilio/text': text },
    variables: '{"1":"","count":"2"}',
    channel: 'whatsapp',
    code: 21656,
    message: /\{\{1\}\} is empty$/,
  },
  { says: 'a list by SMS', types: { 'twilio/list-picker': list }, code: 216602, message: /SMS takes none of them$/ },
  {
    says: 'quick replies by RCS',
    types: { 'twilio/quick-reply': quickReply },
    channel: 'rcs',
    code: 216602,
    message: /has twilio\/quick-reply, and rcs takes none of them$/,
  },
];
for (const { says, types, defaults, variables, channel = '', code, message } of refused) {
  test(`a template refuses ${says}: ${code}`, () => {
    const rendering = renderContent(template(types, defaults), variables, channel);
    assert.ok(!rendering.ok);
    assert.equal(rendering.code, code);
    assert.match(rendering.message, message);
  });
}

const faults: readonly (readonly [types: Parameters<typeof contentFault>[0], fault: RegExp | undefined])[] = [
  [{ 'twilio/text': { body: 'a' } }, undefined],
  [{ 'twilio/card': { title: 'a' } }, undefined],
  [{}, /at least one/],
  [{ 'twilio/txt': { body: 'a' } }, /"twilio\/txt"; there are twilio\/text,/],
  [{ 'twilio/text': 'a' }, /must be an object/],
  [{ 'twilio/text': {} }, /lacks "body"/],
  [{ 'twilio/list-picker': { body: 'a', items: [] } }, /lacks "button"/],
  [{ 'twilio/text': { body: null } }, /lacks "body"/],
  [{ 'twilio/text': { body: { a: 1 } } }, /^twilio\/text\.body must be a text$/],
  [{ 'twilio/card': { title: 1 } }, /^twilio\/card\.title must be a text$/],
  [{ 'twilio/card': { title: 'a', subtitle: null, actions: null } }, undefined],
  [{ 'twilio/quick-reply': { body: 'a', actions: {} } }, /\.actions must be a list of objects$/],
  [{ 'twilio/quick-reply': { body: 'a', actions: [{ title: {} }] } }, /\.actions\[0\]\.title must be a text$/],
  [{ 'twilio/list-picker': { body: 'a', button: 'b', items: [null] } }, /\.items\[0\] must be an object$/],
  [{ 'twilio/list-picker': { body: 'a', button: 'b', items: [{ id: 7 }] } }, /\.items\[0\]\.id must be a text$/],
  [{ 'twilio/carousel': { cards: [1] } }, /\.cards\[0\] must be an object$/],
  [{ 'twilio/carousel': { cards: [{ title: 'a', actions: [2] }] } }, /\.cards\[0\]\.actions\[0\] must be an object$/],
  [{ 'twilio/media': { media: [1] } }, /\.media must be a list of URLs$/],
  [{ 'twilio/media': { media: {} } }, /\.media must be a list of URLs$/],
  [{ 'twilio/media': { media: ['https://x.example/{{1}}'] } }, undefined],
  [{ 'twilio/location': { latitude: 'north', longitude: 1 } }, /\.latitude must be a number$/],
  [{ 'twilio/location': { latitude: '{{1}}', longitude: '-1.5' } }, undefined],
  [{ 'twilio/quick-reply': quickReply, 'twilio/card': card, 'twilio/list-picker': list }, undefined],
];
for (const [types, fault] of faults) {
  test(`types ${JSON.stringify(types)} are ${fault ? 'refused' : 'taken'}`, () => {
    if (fault) assert.match(contentFault(types) ?? '', fault);
    else assert.equal(contentFault(types), undefined);
  });
}

test('a button is found by its id before its title, and only if it replies', () => {
  const buttons = [
    { type: 'QUICK_REPLY', title: 'b', id: 'a', value: null },
    { type: 'QUICK_REPLY', title: 'a', id: 'b', value: null },
    { type: 'URL', title: 'site', id: null, value: 'https://x.example' },
  ];
  assert.equal(replyButton({ buttons }, 'a'), buttons[0]);
  assert.equal(replyButton({ buttons }, 'site'), undefined);
  const rows = [{ id: '1', title: 'One', description: null }];
  assert.equal(listRow({ list: { button: 'x', rows } }, 'One'), rows[0]);
  assert.equal(listRow({ list: null }, 'One'), undefined);
});

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { JsonObject } from '../../engine/json.ts';
import { studioDefaults } from '../../engine/limits.ts';
import { validateDefinition } from '../../engine/validation/index.ts';
import { playFlow } from '../../testing/index.ts';
import { widgetsByType } from '../../widgets/index.ts';

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'));

function definitionOf(file: string): JsonObject {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
}

for (const file of files) {
  test(`${file} is valid, without a notice`, () => {
    const options = { widgets: widgetsByType, level: 'strict', limits: studioDefaults } as const;
    assert.deepEqual(validateDefinition(definitionOf(file), options), { errors: [], warnings: [] });
  });
}

const chats = [
  {
    file: 'appointment-reminder.json',
    parameters: { name: 'Ann', day: 'Monday', time: '10:00' },
    says: ['perhaps', 'YES'],
    hears: [
      'Hi Ann, your appointment is on Monday at 10:00. Reply YES to confirm or NO to cancel.',
      'Please reply YES or NO: does Monday at 10:00 suit you?',
      'See you on Monday at 10:00!',
    ],
  },
  {
    file: 'sms-bot.json',
    says: ['person', 'My order'],
    hears: [
      'What is it about? One of us answers as soon as possible.',
      'Thank you. You asked: "My order". We are on it.',
    ],
  },
  {
    file: 'survey.json',
    says: ['hi', 'fine', ' 2 ', 'the tea'],
    hears: [
      'How was your visit, from 1 (bad) to 5 (great)?',
      'Sorry, a number from 1 to 5, please. How was your visit, from 1 (bad) to 5 (great)?',
      'We are sorry. What went wrong?',
      'Thank you for your 2 of 5!',
    ],
  },
  {
    file: 'pizza-order.json',
    says: ['hi', '2', 'large', 'yes'],
    hears: [
      'Hello! Which pizza? Reply 1 for Margherita, 2 for Mushroom, 3 for Ham.',
      'Mushroom, good choice. Small or large?',
      'One large Mushroom for $15. Reply YES to order.',
      'Ordered! Ready in 20 minutes.',
    ],
  },
] as const;

for (const { file, says, hears, ...more } of chats) {
  test(`${file} is played: ${says.join(', ')}`, () => {
    const play = playFlow({ definition: definitionOf(file), start: null });
    if ('parameters' in more) play.request(more.parameters);
    for (const text of says) play.receive(text);
    assert.deepEqual(
      play.sent.map(({ body }) => body),
      hears,
    );
    assert.equal(play.status, 'ended');
    assert.deepEqual(play.problems, []);
  });
}

test('ivr.json is played: a key leads to the opening hours, a word to a message', () => {
  const play = playFlow({ definition: definitionOf('ivr.json'), start: { event: 'incomingCall' } });
  assert.equal(play.waitsIn, 'menu');
  play.callback('gather', { Digits: '1' });
  assert.equal(play.waitsIn, 'hours');
  play.callback('audioComplete');
  play.callback('gather', { SpeechResult: 'a message please' });
  play.callback('audioComplete');
  assert.equal(play.waitsIn, 'message');
  play.callback('record', { RecordingUrl: 'https://example.com/RE1', RecordingSid: 'RE1', RecordingDuration: '7' });
  assert.equal(play.waitsIn, 'thanks');
  assert.deepEqual(play.problems, []);
});

test('voicemail.json is played: the message is confirmed by text', () => {
  const play = playFlow({ definition: definitionOf('voicemail.json'), start: { event: 'incomingCall' } });
  play.callback('audioComplete');
  assert.equal(play.waitsIn, 'message');
  play.callback('record', { RecordingUrl: 'https://example.com/RE1', RecordingSid: 'RE1', RecordingDuration: '7' });
  assert.deepEqual(
    play.sent.map(({ body }) => body),
    ['Thank you, your message has arrived. We call you back.'],
  );
  assert.equal(play.waitsIn, 'goodbye');
});

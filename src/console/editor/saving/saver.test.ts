import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '../../../runtime/clock.ts';
import { NoAnswer, Refused } from '../../api/client.ts';
import { type Base, Saver, type SaverPorts } from './saver.ts';

const empty = '{"notes":[],"muted":[]}';

/** A saver on a server that answers as it is told. */
function open(answers: { fails?: () => Error | undefined } = {}) {
  const clock = new VirtualClock(0);
  const log: string[] = [];
  const states: string[] = [];
  const text = { definition: 'v0', beside: empty };
  let revision = 3;
  let version = 0;
  const say = (line: string) => log.push(`${clock.now() / 1000}: ${line}`);
  const attempt = (line: string) => {
    const error = answers.fails?.();
    say(error ? `${line} fails` : line);
    if (error) throw error;
  };
  const ports: SaverPorts = {
    now: () => clock.now(),
    after: (ms, run) => clock.at(clock.now() + ms, run),
    snapshot: () => ({ ...text }),
    keep: async () => void say(`keep ${text.definition}`),
    settle: async () => void say('settle'),
    async putCopy({ definition, baseRevision }) {
      attempt(`copy ${definition} on r${baseRevision}`);
      return { version: String(++version) };
    },
    async postDraft({ definition }, base) {
      attempt(`draft ${definition} on r${base}`);
      return { revision: ++revision };
    },
  };
  const base: Base = { revision: 3, definition: 'v0', version: undefined };
  const saver = new Saver(ports, base, 0, ({ kind }) => states.push(kind));
  return {
    saver,
    text,
    log,
    states,
    type(definition: string, kind: 'content' | 'places' = 'content') {
      text.definition = definition;
      saver.edited(kind);
    },
    async pass(seconds: number) {
      for (let left = seconds * 10; left > 0; left--) {
        clock.advance(100);
        for (let turn = 0; turn < 12; turn++) await Promise.resolve();
      }
    },
  };
}

test('an edit is kept, then copied, then a draft', async () => {
  const it = open();
  it.type('v1');
  await it.pass(20);
  assert.deepEqual(it.log, ['0.3: keep v1', '1.5: copy v1 on r3', '10: draft v1 on r3', '10: settle']);
  assert.deepEqual(it.saver.base, { revision: 4, definition: 'v1', version: undefined });
  assert.equal(it.saver.isSafe, true);
});

test('who types on makes one draft a minute, and one when the hands rest', async () => {
  const it = open();
  for (let second = 1; second <= 65; second++) {
    it.type(`v${second}`);
    await it.pass(1);
  }
  await it.pass(20);
  const drafts = it.log.filter((line) => line.includes('draft'));
  assert.deepEqual(drafts, ['60: draft v60 on r3', '74: draft v65 on r4']);
});

test('a morning of moving cards is one draft', async () => {
  const it = open();
  it.type('v1', 'places');
  await it.pass(5);
  it.type('v2', 'places');
  await it.pass(40);
  assert.deepEqual(
    it.log.filter((line) => line.includes('draft')),
    ['30: draft v2 on r3'],
  );
});

test('what is undone again makes no draft', async () => {
  const it = open();
  it.type('v1');
  await it.pass(5);
  it.type('v0');
  await it.pass(20);
  assert.equal(
    it.log.some((line) => line.includes('draft')),
    false,
  );
  assert.equal(it.saver.isSafe, true);
});

test('notes outlive the working copy that a draft ends', async () => {
  const it = open();
  it.text.beside = '{"notes":[{"id":"note_1"}],"muted":[]}';
  it.type('v1');
  await it.pass(20);
  assert.deepEqual(it.log.slice(-3), ['10: draft v1 on r3', '10: copy v1 on r4', '10: settle']);
  assert.equal(it.saver.base.version, '2');
});

test('what is not answered is tried again, after longer and longer', async () => {
  let isDown = true;
  const it = open({ fails: () => (isDown ? new NoAnswer('no answer') : undefined) });
  it.type('v1');
  await it.pass(5);
  assert.equal(it.saver.state.kind, 'offline');
  assert.equal(it.saver.isSafe, false);
  await it.pass(25);
  isDown = false;
  it.saver.retry();
  await it.pass(1);
  assert.deepEqual(
    it.log.filter((line) => !line.includes('keep')),
    [
      '1.5: copy v1 on r3 fails',
      '3.5: draft v1 on r3 fails',
      '8.5: draft v1 on r3 fails',
      '23.5: draft v1 on r3 fails',
      '30.1: draft v1 on r3',
      '30.1: settle',
    ],
  );
  assert.equal(it.saver.state.kind, 'saved');
});

test('what is refused is not tried again until it is edited', async () => {
  const it = open({ fails: () => new Refused(413, { message: 'Too large' }, null) });
  it.type('v1');
  await it.pass(60);
  assert.equal(it.log.filter((line) => line.includes('fails')).length, 1);
  assert.deepEqual(it.saver.state, { kind: 'failed', reason: 'Too large' });
  it.type('v2');
  await it.pass(2);
  assert.equal(it.log.filter((line) => line.includes('fails')).length, 2);
});

test("somebody else's revision pauses saving, and edits go on in the browser", async () => {
  let isStale = true;
  const it = open({ fails: () => (isStale ? new Refused(412, { message: 'stale' }, null) : undefined) });
  it.type('v1');
  await it.pass(2);
  assert.equal(it.saver.state.kind, 'stale');
  it.type('v2');
  await it.pass(60);
  assert.deepEqual(it.log, ['0.3: keep v1', '1.5: copy v1 on r3 fails', '2.3: keep v2']);
  isStale = false;
  it.saver.rebase({ revision: 9, definition: 'theirs', version: undefined }, false);
  await it.pass(20);
  assert.deepEqual(it.log.slice(-2), ['62.1: draft v2 on r9', '62.1: settle']);
});

test('edits during a request are saved by the next', async () => {
  const it = open();
  it.type('v1');
  await it.pass(10);
  it.type('v2');
  await it.saver.saveDraft();
  assert.ok(it.log.includes('10: draft v2 on r4'), it.log.join('\n'));
  assert.equal(it.saver.isSafe, true);
});

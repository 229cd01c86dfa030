import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { studioDefaults } from '../engine/limits.ts';
import { openSqlite } from '../storage/sqlite/index.ts';
import type { Storage } from '../storage/storage.ts';
import { widgetsByType } from '../widgets/index.ts';
import { VirtualClock } from './clock.ts';
import { createFlow, type FlowsDeps, updateFlow } from './flows.ts';

const accountSid = `AC${'1'.repeat(32)}`;
let folder: string;
let storage: Storage;
let deps: FlowsDeps;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-flows-'));
  storage = await openSqlite({ folder });
  for (const sid of [accountSid, `AC${'2'.repeat(32)}`]) {
    const facts = { parentSid: null, friendlyName: '', status: 'active', createdAtMs: 0 } as const;
    await storage.saveAccount({ sid, authToken: 'token', ...facts });
  }
  let count = 0;
  deps = {
    storage,
    clock: new VirtualClock(0),
    ids: { sid: (prefix) => prefix + (++count).toString(16).padStart(32, '0') },
    limits: { ...studioDefaults, widgetsPerFlow: 8 },
    widgets: widgetsByType,
  };
});
after(async () => {
  await storage.close();
  await rm(folder, { recursive: true });
});

/** A trigger, `size - 1 - subflows.length` other widgets, and a widget for each subflow. */
function definition(size: number, subflows: readonly (readonly [sid: string, revision: string])[] = []): string {
  const plain = Array.from({ length: size - 1 - subflows.length }, (_, index) => ({
    name: `set_${index}`,
    type: 'set-variables',
    transitions: [{ event: 'next' }],
    properties: { variables: [{ key: 'a', value: 'b' }] },
  }));
  const runs = subflows.map(([flow_sid, flow_revision], index) => ({
    name: `run_${index}`,
    type: 'run-subflow',
    transitions: [{ event: 'completed' }, { event: 'failed' }],
    properties: { flow_sid, flow_revision, parameters: [] },
  }));
  const trigger = {
    name: 'Trigger',
    type: 'trigger',
    transitions: [{ event: 'incomingRequest', next: [...plain, ...runs][0]?.name }],
    properties: { offset: { x: 0, y: 0 } },
  };
  const states = [trigger, ...plain, ...runs];
  const flags = { allow_concurrent_calls: true };
  return JSON.stringify({ description: 'sum', initial_state: 'Trigger', flags, states });
}

async function save(size: number, subflows: readonly (readonly [string, string])[], status: 'draft' | 'published') {
  const facts = { friendlyName: 'sum', commitMessage: null, authorSid: null };
  return createFlow(deps, accountSid, { ...facts, status, definition: definition(size, subflows) });
}

async function saved(size: number, status: 'draft' | 'published', account = accountSid): Promise<string> {
  const facts = { friendlyName: 'child', commitMessage: null, authorSid: null };
  const result = await createFlow(deps, account, { ...facts, status, definition: definition(size) });
  assert.equal(result.outcome, 'saved');
  return result.outcome === 'saved' ? result.flowSid : '';
}

test('widgets are summed over all subflows: published too many is refused, a draft is warned', async () => {
  const child = await saved(3, 'published');
  const twice = [
    [child, 'LatestPublished'],
    [child, 'LatestPublished'],
  ] as const;
  // 3 + 2 × 3 = 9 widgets, of 8.
  const tooMany = { message: 'the widgets of the flow and its subflows are 9, more than 8', property_path: '#/states' };
  assert.deepEqual(await save(3, twice, 'published'), { outcome: 'invalid', errors: [tooMany], warnings: [] });
  const draft = await save(3, twice, 'draft');
  assert.equal(draft.outcome, 'saved');
  const revision = draft.outcome === 'saved' ? await storage.findRevision(draft.flowSid, 1) : undefined;
  assert.deepEqual(revision?.warnings, [tooMany]);
  assert.equal((await save(2, [[child, 'LatestPublished']], 'published')).outcome, 'saved');
});

test('a subflow counts with the revision that would run', async () => {
  const child = await saved(2, 'published');
  const bigger = { status: 'draft', definition: definition(7), commitMessage: null, authorSid: null } as const;
  await updateFlow(deps, { sid: child, accountSid }, bigger);
  const outcome = async (revision: string) => (await save(3, [[child, revision]], 'published')).outcome;
  assert.equal(await outcome('LatestPublished'), 'saved');
  assert.equal(await outcome('1'), 'saved');
  assert.equal(await outcome('2'), 'invalid');
  assert.equal(await outcome('LatestDraft'), 'invalid');
});

test('a subflow that is not there counts nothing', async () => {
  const foreign = await saved(8, 'published', `AC${'2'.repeat(32)}`);
  const draftOnly = await saved(8, 'draft');
  for (const sid of [foreign, draftOnly, `FW${'f'.repeat(32)}`]) {
    assert.equal((await save(3, [[sid, 'LatestPublished']], 'published')).outcome, 'saved');
  }
});

test('a save without a definition checks the one that is there', async () => {
  const sid = await saved(3, 'published');
  await storage.addRevision(sid, (latest) => ({ ...latest, revision: 2, definition: '{}', isValid: false }));
  const update = { status: 'published', commitMessage: null, authorSid: null } as const;
  assert.equal((await updateFlow(deps, { sid, accountSid }, update)).outcome, 'invalid');
  const repaired = await updateFlow(deps, { sid, accountSid }, { ...update, definition: definition(3) });
  assert.deepEqual(repaired, { outcome: 'saved', flowSid: sid });
  assert.deepEqual(
    await updateFlow(deps, { sid: `FW${'e'.repeat(32)}`, accountSid }, { ...update, definition: definition(3) }),
    { outcome: 'not-found' },
  );
});

test('a definition that changes while the old one is checked is checked again, but not for ever', async () => {
  const sid = await saved(3, 'draft');
  const update = { status: 'published', commitMessage: null, authorSid: null } as const;
  const between = (times: number): FlowsDeps => {
    let left = times;
    return {
      ...deps,
      storage: {
        ...storage,
        async addRevision(flowSid, build) {
          if (left-- > 0) {
            await storage.addRevision(flowSid, (latest) => ({ ...latest, revision: latest.revision + 1 }));
          }
          return storage.addRevision(flowSid, build);
        },
      },
    };
  };
  assert.deepEqual(await updateFlow(between(1), { sid, accountSid }, update), { outcome: 'saved', flowSid: sid });
  assert.deepEqual(await updateFlow(between(99), { sid, accountSid }, update), { outcome: 'conflict' });
});

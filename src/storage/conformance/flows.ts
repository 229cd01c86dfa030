import assert from 'node:assert/strict';
import type { RevisionRecord, RevisionSummary } from '../storage.ts';
import { accountSid, createFlow, revisionRecord, sid } from './records.ts';
import type { StorageTest } from './storage-test.ts';

export function flowTests(check: StorageTest): void {
  check('a flow is found with what its revisions say of it', async (storage) => {
    const flowSid = await createFlow(storage);
    const flow = {
      sid: flowSid,
      accountSid,
      testUsers: [],
      latestRevision: 1,
      publishedRevision: null,
      createdAtMs: 1_001,
      updatedAtMs: null,
    };
    assert.deepEqual(await storage.findFlow(flowSid), flow);
    await storage.addRevision(flowSid, () => revisionRecord(flowSid, 2, { status: 'published' }));
    const published = { ...flow, latestRevision: 2, publishedRevision: 2, updatedAtMs: 1_002 };
    assert.deepEqual(await storage.findFlow(flowSid), published);
    await storage.addRevision(flowSid, () => revisionRecord(flowSid, 3));
    assert.deepEqual(await storage.findFlow(flowSid), { ...published, latestRevision: 3, updatedAtMs: 1_003 });
    assert.equal(await storage.findFlow(sid('FW', 2)), undefined);
  });

  check('a flow that begins published is published', async (storage) => {
    const flowSid = await createFlow(storage, 1, { status: 'published' });
    assert.equal((await storage.findFlow(flowSid))?.publishedRevision, 1);
  });

  check('a revision keeps every field, the definition to the byte', async (storage) => {
    const flowSid = await createFlow(storage);
    const revision = revisionRecord(flowSid, 2, {
      definition: '{ "b":1,\n"a":"é\u0000😀", "__proto__":{"x":1} }',
      sentText: '\ufeff { "b":1,\n"a":"é\u0000😀", "__proto__":{"x":1} }\r\n',
      friendlyName: 'Ünï "quoted"',
      commitMessage: 'why',
      authorSid: sid('US', 1),
      isValid: false,
      errors: [{ message: 'wrong', property_path: '#/states/0' }],
      warnings: [JSON.parse('{"__proto__":{"deep":[1,null]}}')],
    });
    assert.deepEqual(await storage.addRevision(flowSid, () => revision), revision);
    assert.deepEqual(await storage.findRevision(flowSid, 2), revision);
    assert.equal(await storage.findRevision(flowSid, 3), undefined);
    assert.equal(await storage.findRevision(sid('FW', 2), 1), undefined);
  });

  check('a new revision is built from the latest one', async (storage) => {
    const flowSid = await createFlow(storage);
    const seen: RevisionRecord[] = [];
    for (let number = 2; number <= 3; number += 1) {
      await storage.addRevision(flowSid, (latest) => {
        seen.push(latest);
        return revisionRecord(flowSid, latest.revision + 1);
      });
    }
    assert.deepEqual(seen, [revisionRecord(flowSid, 1), revisionRecord(flowSid, 2)]);
    assert.equal(await storage.addRevision(sid('FW', 2), () => assert.fail('there is no such flow')), undefined);
  });

  check('a revision whose building throws is not saved', async (storage) => {
    const flowSid = await createFlow(storage);
    const refusal = new Error('not valid');
    await assert.rejects(
      storage.addRevision(flowSid, () => {
        throw refusal;
      }),
      refusal,
    );
    assert.equal((await storage.findFlow(flowSid))?.latestRevision, 1);
  });

  check('a flow cannot be created twice', async (storage) => {
    const flowSid = await createFlow(storage);
    await assert.rejects(createFlow(storage, 1, { friendlyName: 'second' }));
    assert.deepEqual(await storage.findRevision(flowSid, 1), revisionRecord(flowSid, 1));
  });

  check('lists show each flow with its latest revision, newest first, of one account', async (storage) => {
    const [one, two] = [await createFlow(storage, 1), await createFlow(storage, 2, { createdAtMs: 2_000 })];
    await storage.createFlow({ sid: sid('FW', 3), accountSid: sid('AC', 2) }, revisionRecord(sid('FW', 3), 1));
    await storage.addRevision(one, () => revisionRecord(one, 2, { createdAtMs: 3_000 }));
    const { rows, hasMore } = await storage.listFlows(accountSid, { limit: 10 });
    assert.deepEqual(
      rows.map((row) => row.flow),
      [await storage.findFlow(two), await storage.findFlow(one)],
    );
    assert.deepEqual(
      rows.map((row) => row.latest),
      [
        summary(revisionRecord(two, 1, { createdAtMs: 2_000 })),
        summary(revisionRecord(one, 2, { createdAtMs: 3_000 })),
      ],
    );
    assert.equal(hasMore, false);
  });

  check('test users are replaced as a whole', async (storage) => {
    const flowSid = await createFlow(storage);
    assert.equal(await storage.setTestUsers(flowSid, ['+1', '+2']), true);
    assert.deepEqual((await storage.findFlow(flowSid))?.testUsers, ['+1', '+2']);
    assert.equal(await storage.setTestUsers(flowSid, []), true);
    assert.deepEqual((await storage.findFlow(flowSid))?.testUsers, []);
    assert.equal(await storage.setTestUsers(sid('FW', 2), ['+1']), false);
  });

  check('a deleted flow is gone with its revisions, and another may take its SID', async (storage) => {
    const flowSid = await createFlow(storage);
    await createFlow(storage, 2);
    assert.equal(await storage.deleteFlow(flowSid), true);
    assert.equal(await storage.deleteFlow(flowSid), false);
    assert.equal(await storage.findFlow(flowSid), undefined);
    assert.equal(await storage.findRevision(flowSid, 1), undefined);
    assert.deepEqual(await storage.listRevisions(flowSid, { limit: 5 }), { rows: [], hasMore: false });
    assert.equal((await storage.listFlows(accountSid, { limit: 5 })).rows.length, 1);
    await createFlow(storage, 1, { friendlyName: 'again' });
    assert.equal((await storage.findRevision(flowSid, 1))?.friendlyName, 'again');
  });
}

function summary(revision: RevisionRecord): RevisionSummary {
  const { definition: _definition, isValid: _isValid, errors: _errors, warnings: _warnings, ...rest } = revision;
  return rest;
}

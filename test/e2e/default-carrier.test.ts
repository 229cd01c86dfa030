import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openTwilioApi } from '../../src/carriers/twilio/api-fixture.ts';
import { eventually, openComposed } from './composed-server.ts';

test('samples answer on the built-in network beside a real carrier and a public address that leads nowhere yet', async (t) => {
  const api = await openTwilioApi('twilio');
  const folder = await mkdtemp(join(tmpdir(), 'atelier-default-'));
  t.after(async () => {
    await api.close();
    await rm(folder, { recursive: true });
  });
  const config = join(folder, 'atelier.yaml');
  await writeFile(
    config,
    `public_url: https://studio.example.invalid
carriers:
  main: { type: twilio, base_url: "${api.baseUrl}", account_sid: ${api.user}, auth_token: ${api.password} }
default_carrier: main
`,
  );
  const { call, server } = await openComposed(t, { ATELIER_CONFIG: config });
  const [sample] = server.samples;
  assert.ok(sample);
  const contact = '+15557654321';
  await call('/simulator/messages', { From: contact, To: sample.number, Body: 'hello' });
  const answer = await eventually(async () => {
    const { body } = await call(`/simulator/contacts/${encodeURIComponent(contact)}/messages`);
    return body.messages.find((message: { direction: string; status: string }) => message.direction !== 'inbound');
  });
  assert.match(answer.body, /Hello! What is your name\?/);
  assert.equal(api.messages.length, 0);
});

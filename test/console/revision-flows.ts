/** Flows with a history, for the tests of revisions. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { OpenConsole } from './browser.ts';

/** The Trigger leads to a message that says `body`. */
export function greeting(body: string): string {
  return JSON.stringify(
    {
      description: 'Greets',
      states: [
        {
          name: 'Trigger',
          type: 'trigger',
          transitions: [
            { event: 'incomingMessage', next: 'hello' },
            { event: 'incomingCall' },
            { event: 'incomingConversationMessage' },
            { event: 'incomingRequest' },
            { event: 'incomingParent' },
          ],
          properties: { offset: { x: 0, y: 0 } },
        },
        message('hello', body),
      ],
      initial_state: 'Trigger',
      flags: { allow_concurrent_calls: true },
    },
    null,
    2,
  );
}

function message(name: string, body: string) {
  return {
    name,
    type: 'send-message',
    transitions: [{ event: 'sent' }, { event: 'failed' }],
    properties: {
      offset: { x: 0, y: 200 },
      from: '{{flow.channel.address}}',
      to: '{{contact.channel.address}}',
      body,
    },
  };
}

/** The same with `hello` elsewhere. */
export function standingAt(definition: string, x: number): string {
  return definition.replace('"x": 0,\n          "y": 200', `"x": ${x},\n          "y": 200`);
}

export async function makeFlow(
  { call }: OpenConsole,
  definition: string,
  status: 'draft' | 'published' = 'draft',
  message?: string,
): Promise<string> {
  const form = { FriendlyName: 'Greeter', Status: status, Definition: definition };
  const made = await call('/v2/Flows', message === undefined ? form : { ...form, CommitMessage: message });
  assert.equal(made.status, 201, made.text);
  return JSON.parse(made.text).sid;
}

export async function saveRevision(
  { call }: OpenConsole,
  sid: string,
  definition: string,
  status: 'draft' | 'published',
): Promise<void> {
  const saved = await call(`/v2/Flows/${sid}`, { Status: status, Definition: definition });
  assert.equal(saved.status, 200, saved.text);
}

/** The newest revision, with its definition as text. */
export async function newestText(
  { page }: OpenConsole,
  sid: string,
): Promise<{ revision: number; definition: string }> {
  const answer = await page.request.get(`/console/api/flows/${sid}/revisions/draft`);
  return answer.json();
}

/** `SCREENSHOTS=<folder>` writes a picture of what the page shows. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

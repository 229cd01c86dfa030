/** A flow to edit in the inspector, and ways to its fields. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { OpenConsole } from './browser.ts';

export const trigger = (next?: string, event = 'incomingMessage') => ({
  name: 'Trigger',
  type: 'trigger',
  transitions: [
    'incomingMessage',
    'incomingCall',
    'incomingConversationMessage',
    'incomingRequest',
    'incomingParent',
  ].map((each) => (each === event && next !== undefined ? { event: each, next } : { event: each })),
  properties: { offset: { x: 0, y: 0 } },
});

export const sendMessage = (name: string, body: string, next?: string) => ({
  name,
  type: 'send-message',
  transitions: [{ event: 'sent', ...(next === undefined ? {} : { next }) }, { event: 'failed' }],
  properties: { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}', body },
});

export const ask = (name: string, body: string, next?: string) => ({
  name,
  type: 'send-and-wait-for-reply',
  transitions: [
    { event: 'incomingMessage', ...(next === undefined ? {} : { next }) },
    { event: 'timeout' },
    { event: 'deliveryFailure' },
  ],
  properties: { from: '{{flow.channel.address}}', body, timeout: '3600' },
});

/** Makes a flow of these widgets and opens it; gives its SID. `query`: what the address says besides. */
export async function openFlow(
  { call, goto, page }: OpenConsole,
  states: readonly object[],
  query = '',
  status = 'draft',
): Promise<string> {
  const definition = {
    description: 'Asks',
    states: states.map((state, at) => ({
      ...state,
      properties: { offset: { x: 0, y: at * 200 }, ...properties(state) },
    })),
    initial_state: 'Trigger',
    flags: { allow_concurrent_calls: true },
  };
  const made = await call('/v2/Flows', {
    FriendlyName: 'Asks',
    Status: status,
    Definition: JSON.stringify(definition, null, 2),
  });
  assert.equal(made.status, 201, made.text);
  const { sid } = JSON.parse(made.text);
  await goto(`/flows/${sid}${query}`);
  await page.getByRole('application').waitFor();
  return sid;
}

function properties(state: object): object {
  return 'properties' in state && typeof state.properties === 'object' && state.properties !== null
    ? state.properties
    : {};
}

/** Saves, and gives the definition as the server has it. */
export async function saved({ page, call }: OpenConsole, sid: string) {
  await page.keyboard.press('Control+s');
  await page
    .getByText(/^Draft saved \d\d:\d\d$/)
    .first()
    .waitFor();
  return JSON.parse((await call(`/v2/Flows/${sid}`)).text).definition;
}

/** The inspector. */
export const dock = (page: Page): Locator => page.getByRole('complementary', { name: 'Inspector' });

/** The editor of a text with Liquid, by the name of its field. */
export const field = (page: Page, name: string | RegExp): Locator => dock(page).getByRole('textbox', { name });

/** What was said goes on: into executions, completions and pages, always as text (console §11, acceptance 8, 15 and 25). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible, consoleOpener, type OpenConsole } from './browser.ts';
import { dock, field } from './inspector-fixture.ts';
import { menu } from './phone-flows.ts';
import { converse, makeRuns, row, until } from './runs-fixture.ts';

const open = consoleOpener();
const evil = '<img src=x onerror="document.title=1"> [x](javascript:alert(1))';

test('the number is texted from the phone: a live execution within a second, with the same path on its page', async (t) => {
  const opened = await open(t);
  const { page, context, call, account } = opened;
  const sid = await made(opened, menu(['One', 'Two']), 'published');
  const numbers = `/2010-04-01/Accounts/${account.sid}/IncomingPhoneNumbers.json`;
  assert.equal((await call(numbers, { PhoneNumber: '+15550001234' })).status, 201);
  await opened.goto('/numbers');
  await page.getByRole('row', { name: '+15550001234' }).getByRole('combobox').first().selectOption({ label: 'Asks' });
  const list = await context.newPage();
  await list.goto(`/console/flows/${sid}/executions`);
  await list.getByText('Nobody has used this flow yet.').waitFor();
  await until(async () => {
    const { text } = await call(numbers.replace('.json', '.json?PhoneNumber=%2B15550001234'));
    return text.includes(sid) ? true : undefined;
  });
  await opened.goto(`/flows/${sid}?phone=chat`);
  await page.getByRole('combobox', { name: 'Plays' }).selectOption({ label: 'Published r1' });
  await say(page, 'hi');
  const sentAtMs = Date.now();
  await row(list, '+15550002222').waitFor({ timeout: 3_000 });
  assert.ok(Date.now() - sentAtMs < 1_000, `${Date.now() - sentAtMs} ms`);
  await page.getByRole('log').getByText('Which? 1, 2 or 3').waitFor();
  await say(page, '2');
  await page.locator('[data-status]').getByText('ended after text_2').waitFor();
  const path = await visited(page);
  assert.deepEqual(path.length, 4);
  await list.getByRole('link', { name: '+15550002222' }).click();
  await list.getByRole('heading', { name: /^Ended after text_2/ }).waitFor();
  assert.match(list.url(), /executions\/FN[0-9a-f]{32}/);
  assert.deepEqual(await visited(list), path);
});

test('after a talk on the phone templates complete and are tried with what was said', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  const sid = await made(opened, menu(['Hello', 'Later']));
  await opened.goto(`/flows/${sid}?phone=chat`);
  await say(page, 'hi');
  await page.getByRole('log').getByText('Which? 1, 2 or 3').waitFor();
  await say(page, '1');
  await page.getByRole('log').getByText('Hello').waitFor();
  await page.locator('[data-card="text_1"]').focus();
  await page.keyboard.press('Enter');
  const body = field(page, /^Message body/);
  await body.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' {{wid');
  const list = page.getByRole('listbox');
  const option = list.getByRole('option', { name: /^widgets\.ask\.inbound\.Body/ });
  await option.waitFor();
  await page.keyboard.type('gets.ask.inbound.Bo');
  await page.keyboard.press('Enter');
  assert.equal(await body.innerText(), 'Hello {{widgets.ask.inbound.Body}}');
  await dock(page).getByRole('group', { name: 'Preview' }).filter({ hasText: 'Hello 1' }).waitFor();
  await assertAccessible(page);
});

test('markup stays text in bubble, card, difference and execution', async (t) => {
  const opened = await open(t);
  const { page, goto } = opened;
  const runs = await makeRuns(opened, { question: evil });
  await runs.save({ question: `${evil} changed` }, 'draft');
  await goto(`/flows/${runs.flowSid}?phone=chat`);
  await page.locator('[data-card="ask"]').waitFor();
  await say(page, evil);
  await page.getByRole('log').getByText(`${evil} changed`).waitFor();
  await assertInert(page);
  await page.locator('.react-flow__node[data-id="ask"]').getByText('onerror').waitFor();
  await goto(`/flows/${runs.flowSid}/compare/1/2`);
  await page.getByText('onerror').first().waitFor();
  await assertInert(page);
  const sid = await converse(runs, '+15550001001', evil, evil);
  await goto(`/flows/${runs.flowSid}/executions/${sid}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('[data-card="ask"]').waitFor();
  await assertInert(page);
  await goto(`/flows/${runs.flowSid}/executions/${sid}?view=raw`);
  await page.getByText('onerror').first().waitFor();
  await assertInert(page);
});

/** Nothing of what was written has become an image, a link or a program. */
async function assertInert(page: Page): Promise<void> {
  assert.equal(await page.locator('img[src="x"], a[href^="javascript"], [onerror]').count(), 0);
  assert.notEqual(await page.title(), '1');
}

/** Cards with their numbers on the path. */
async function visited(page: Page): Promise<readonly string[]> {
  const names = await page
    .locator('[data-card]')
    .evaluateAll((cards) => cards.map((card) => `${card.getAttribute('data-card')}: ${card.ariaLabel}`));
  return names.flatMap((name) => /^(\w+): .*(Visited as step \d+)/.exec(name)?.slice(1).join(' ') ?? []).sort();
}

async function say(page: Page, text: string): Promise<void> {
  const message = page.getByRole('textbox', { name: 'Message', exact: true });
  await message.fill(text);
  await message.press('Enter');
}

async function made({ call }: OpenConsole, definition: string, status = 'draft'): Promise<string> {
  const { status: code, text } = await call('/v2/Flows', {
    FriendlyName: 'Asks',
    Status: status,
    Definition: definition,
  });
  assert.equal(code, 201, text);
  return JSON.parse(text).sid;
}

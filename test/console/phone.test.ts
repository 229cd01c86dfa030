/** Talking to the draft beside its drawing (console §8, acceptance 4, 5, 6, 25). */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible, assertFits, consoleOpener, type OpenConsole, type OpenOptions } from './browser.ts';
import { flow, menu, message } from './phone-flows.ts';

const open = consoleOpener();

/** Opens the phone beside a flow with this definition. */
async function openPhone(
  t: TestContext,
  definition: string,
  options: OpenOptions = {},
): Promise<OpenConsole & { sid: string }> {
  const console = await open(t, options);
  const { call, goto, page } = console;
  const made = await call('/v2/Flows', { FriendlyName: 'Menu', Status: 'draft', Definition: definition });
  assert.equal(made.status, 201, made.text);
  const { sid } = JSON.parse(made.text);
  await goto(`/flows/${sid}`);
  await page.getByRole('application').waitFor();
  await page.keyboard.press('Control+e');
  await page.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
  return { ...console, sid };
}

async function say(page: Page, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Message', exact: true });
  await field.fill(text);
  await field.press('Enter');
  await page.getByRole('log').getByText(text, { exact: true }).last().waitFor();
}

const bubbles = (page: Page) => page.locator('[data-message]');
const status = (page: Page, text: string | RegExp) => page.locator('[data-status]').getByText(text).waitFor();
const card = (page: Page, name: string) => page.locator(`[data-card="${name}"]`);
const described = async (page: Page, name: string) => (await card(page, name).getAttribute('aria-label')) ?? '';

test('the draft is talked to: bubbles, what waits, the numbered path, and how it ended', async (t) => {
  const { page } = await openPhone(t, menu(['One it is', 'Two it is', 'Three it is']));
  assert.ok(new URL(page.url()).searchParams.get('phone') === 'chat');
  await say(page, 'hi');
  await page.getByRole('log').getByText('Which? 1, 2 or 3').waitFor();
  await status(page, /^waits for a reply, (1:00:00|59:\d\d)$/);
  await bubbles(page).nth(1).getByText('✓✓ delivered').waitFor();
  assert.match(await described(page, 'ask'), /Visited as step 2\. Waiting, 1 h left\./);
  await assertAccessible(page);
  await assertFits(page);
  await say(page, '2');
  await page.getByRole('log').getByText('Two it is').waitFor();
  await status(page, 'ended after text_2');
  for (const [name, step] of [
    ['Trigger', 1],
    ['ask', 2],
    ['route', 3],
    ['text_2', 4],
  ] as const) {
    assert.match(await described(page, name), new RegExp(`Visited as step ${step}\\.`));
  }
  assert.doesNotMatch(await described(page, 'text_1'), /Visited/);
  await bubbles(page).nth(1).getByRole('button', { name: 'Show ask' }).click();
  await page.waitForURL(/widget=ask/);
});

test('restarted, time is let pass until the question gives up', async (t) => {
  const { page } = await openPhone(t, menu(['One']));
  await say(page, 'hello');
  await page.getByRole('button', { name: 'Restart' }).click();
  await page.getByRole('menuitem', { name: 'Restart' }).click();
  assert.equal(await bubbles(page).count(), 0);
  await say(page, 'hi');
  await page.getByRole('button', { name: 'To next timeout' }).click();
  await page.getByText('── 1 h later ──').waitFor();
  await status(page, 'Ended at ask: no reply within 1 h, and No reply leads nowhere.');
  assert.match(await described(page, 'ask'), /Visited as step 2/);
});

test('a question is gone back to, and with the flow as it is now it goes on from there', async (t) => {
  const { page } = await openPhone(t, menu(['One', 'Old text', 'Three']));
  await say(page, 'hi');
  await say(page, '2');
  await page.getByRole('log').getByText('Old text').waitFor();
  const slider = page.getByRole('slider', { name: 'Step' });
  await slider.focus();
  await page.keyboard.press('Alt+ArrowLeft');
  await page.keyboard.press('Alt+ArrowLeft');
  assert.equal(await slider.getAttribute('aria-valuetext'), 'Step 2, ask');
  assert.equal(await page.locator('[data-later]').count(), 2);
  await changeText(page, 'text_2', 'Old text', 'New text');
  await page.getByRole('button', { name: 'Continue from here' }).click();
  await page.getByRole('tab', { name: 'Try 1' }).waitFor();
  await say(page, '2');
  await page.getByRole('log').getByText('New text').waitFor();
  assert.equal(await page.getByRole('log').getByText('Old text').count(), 0);
  assert.equal(await page.getByRole('log').getByText('Which? 1, 2 or 3').count(), 1);
  await page.getByRole('tab', { name: 'Try 1' }).click();
  await page.getByRole('log').getByText('Old text').waitFor();
});

/** By pasting over: the inspector is no part of this test. */
async function changeText(page: Page, name: string, from: string, to: string): Promise<void> {
  const { pathname } = new URL(page.url());
  assert.ok(pathname.includes('/flows/'));
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await card(page, name).focus();
  await page.keyboard.press('Control+x');
  await card(page, name).waitFor({ state: 'detached' });
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(copied.includes(from));
  await page.evaluate((text) => navigator.clipboard.writeText(text), copied.replace(from, to));
  await page.keyboard.press('Control+v');
  await card(page, name).waitFor();
  await card(page, 'route').focus();
  await page.keyboard.press('o');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('c');
  await page.getByRole('dialog').locator('input').fill(name);
  await page.keyboard.press('Enter');
}

test('what the flow asks is answered by hand, once for the conversation, or asked for real', async (t) => {
  const web = createServer((_request, response) => response.end('from afar'));
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  t.after(() => web.close());
  const address = web.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const definition = flow({ incomingMessage: 'get' }, [
    {
      name: 'get',
      type: 'make-http-request',
      transitions: [{ event: 'success', next: 'tell' }, { event: 'failed' }],
      properties: { offset: { x: 0, y: 200 }, method: 'GET', url: `http://127.0.0.1:${port}/price` },
    },
    message('tell', 'It says {{widgets.get.body}}', 0),
  ]);
  const { page } = await openPhone(t, definition);
  await say(page, 'hi');
  await status(page, `get calls http://127.0.0.1:${port}/price`);
  await page.getByRole('button', { name: 'Answer with…' }).click();
  await page.getByRole('textbox', { name: 'Body' }).fill('seven');
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Answer', exact: true }).click();
  await page.getByRole('log').getByText('It says seven').waitFor();
  await say(page, 'again');
  await page.getByRole('log').getByText('It says seven').nth(1).waitFor();
  await page.getByRole('button', { name: 'New contact' }).click();
  await say(page, 'hi');
  await page.getByRole('button', { name: 'Use last sample' }).waitFor();
  await page.getByRole('button', { name: 'Really call' }).click();
  // The guard of outbound hosts holds here too.
  await status(page, /^Failed at get: /);
  await page.getByRole('tab', { name: '+15550002222' }).click();
  await page.getByRole('log').getByText('It says seven').first().waitFor();
});

test('variables show what changed, and are changed by hand while the flow waits', async (t) => {
  const { page } = await openPhone(t, menu(['Hello {{flow.variables.name}}']));
  await say(page, 'hi');
  await page.getByRole('button', { name: 'Variables', exact: true }).click();
  await page.getByRole('textbox', { name: 'Filter variables' }).fill('contact.channel');
  const row = page.getByRole('listitem').filter({ hasText: 'contact.channel.address' });
  await row.getByRole('button', { name: 'Change contact.channel.address' }).click();
  await page.getByRole('textbox', { name: 'Value of contact.channel.address' }).fill('+15550009999');
  await page.keyboard.press('Enter');
  await row.getByText('changed by hand').waitFor();
  await row.getByText('+15550009999').waitFor();
  await assertAccessible(page);
});

test('what people and flows write is text and nothing else', async (t) => {
  const evil = '<img src=x onerror="document.title=1"> javascript:alert(1)';
  const { page } = await openPhone(t, menu(['One'], evil));
  await say(page, '<b>hi</b>');
  await page.getByRole('log').getByText(evil).waitFor();
  await page.getByRole('button', { name: 'Add media' }).click();
  await page.getByRole('textbox', { name: 'Address of a file' }).fill('javascript:alert(1)');
  assert.equal(await page.getByRole('dialog').getByRole('button', { name: 'Add media' }).isDisabled(), true);
  await page.getByRole('textbox', { name: 'Address of a file' }).fill('https://example.com/a.png');
  await page.getByRole('dialog').getByRole('button', { name: 'Add media' }).click();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const link = page.getByRole('link', { name: 'example.com: a.png' });
  await link.waitFor();
  assert.equal(await link.getAttribute('rel'), 'noopener noreferrer');
  assert.equal(await page.locator('[role="log"] img').count(), 0);
  assert.match(await page.title(), /^Menu/);
});

test('the next message is not delivered, once', async (t) => {
  const { page } = await openPhone(t, menu(['One']));
  await page.getByRole('combobox', { name: 'Next message of the flow' }).selectOption('fails 30003');
  await say(page, 'hi');
  await bubbles(page).nth(1).getByText('✕ not delivered (30003)').waitFor();
  await status(page, /^Failed at ask: /);
  await say(page, 'again');
  await bubbles(page).nth(3).getByText('✓✓ delivered').waitFor();
});

test('a button of a template is pressed, on WhatsApp', async (t) => {
  const console = await open(t);
  const { call, goto, page } = console;
  const template = {
    friendly_name: 'size',
    language: 'en',
    types: { 'twilio/quick-reply': { body: 'Which size?', actions: [{ title: 'Large', id: 'L' }] } },
  };
  const response = await fetch(`${console.server.url}/v1/Content`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${console.account.sid}:${console.account.authToken}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(template),
  });
  const { sid: contentSid } = JSON.parse(await response.text());
  const definition = flow({ incomingMessage: 'ask' }, [
    {
      name: 'ask',
      type: 'send-and-wait-for-reply',
      transitions: [{ event: 'incomingMessage', next: 'tell' }, { event: 'timeout' }, { event: 'deliveryFailure' }],
      properties: {
        offset: { x: 0, y: 200 },
        from: '{{flow.channel.address}}',
        message_type: 'content_template',
        content_sid: contentSid,
        body: '',
        timeout: '60',
      },
    },
    message('tell', 'You took {{widgets.ask.inbound.ButtonPayload}}', 0),
  ]);
  const made = await call('/v2/Flows', { FriendlyName: 'Sizes', Status: 'draft', Definition: definition });
  assert.equal(made.status, 201, made.text);
  await goto(`/flows/${JSON.parse(made.text).sid}?phone=chat`);
  await page.getByRole('combobox', { name: 'Channel' }).selectOption({ label: 'WhatsApp' });
  await say(page, 'hi');
  await page.getByRole('button', { name: 'Large' }).click();
  await page.getByRole('log').getByText('You took L').waitFor();
  await status(page, 'ended after tell');
});

test('in a wide window the phone stands beside the widget, in a narrow one they take turns', async (t) => {
  const { page } = await openPhone(t, menu(['One']), { width: 1440 });
  await page.getByRole('complementary', { name: 'Inspector' }).waitFor();
  await page.getByRole('complementary', { name: 'Phone' }).waitFor();
  await assertFits(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('complementary', { name: 'Inspector' }).waitFor({ state: 'detached' });
  await say(page, 'hi');
  await card(page, 'route').click({ force: true });
  await page.getByRole('button', { name: 'Widget another widget is selected' }).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByRole('textbox', { name: 'Name of the widget' }).and(page.locator('[value="route"]')).waitFor();
  assert.match(await described(page, 'ask'), /Visited as step 2/);
  await page.getByRole('button', { name: 'Phone', exact: true, pressed: false }).click();
  await page.getByRole('log').getByText('Which? 1, 2 or 3').waitFor();
  await page.keyboard.press('Control+e');
  await page.getByRole('complementary', { name: 'Phone' }).waitFor({ state: 'detached' });
  assert.doesNotMatch(await described(page, 'ask'), /Visited/);
  await page.keyboard.press('Control+e');
  await page.getByRole('log').getByText('Which? 1, 2 or 3').waitFor();
});

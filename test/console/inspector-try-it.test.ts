/** A request of a widget is tried for real, and its answer completes (console §5, acceptance 18). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve } from '../local-server.ts';
import { assertAccessible, consoleOpener } from './browser.ts';
import { dock, field, openFlow, sendMessage, trigger } from './inspector-fixture.ts';

const open = consoleOpener();

const request = (url: string, next?: string) => ({
  name: 'get_price',
  type: 'make-http-request',
  transitions: [{ event: 'success', ...(next === undefined ? {} : { next }) }, { event: 'failed' }],
  properties: {
    method: 'POST',
    url,
    content_type: 'application/x-www-form-urlencoded;charset=utf-8',
    parameters: [{ key: 'who', value: '{{contact.channel.address}}' }],
  },
});

test('the request and its answer are shown, and the keys of parsed complete', async (t) => {
  const asked: string[] = [];
  const base = await serve(t, async (incoming, response) => {
    let body = '';
    for await (const part of incoming) body += part;
    asked.push(`${incoming.method} ${incoming.url} ${body}`);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ price: 12, size: { name: 'large' } }));
  });
  const opened = await open(t, { env: { ATELIER_ALLOW_HOSTS: '127.0.0.1' } });
  const { page } = opened;
  const flow = [trigger('get_price'), request(`${base}/price`, 'terms'), sendMessage('terms', 'It costs ')];
  await openFlow(opened, flow, '?widget=get_price');
  await dock(page).getByRole('button', { name: 'Try it…' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Try get_price' });
  await dialog.getByText(`This really calls ${base}.`).waitFor();
  assert.equal(await dialog.getByRole('textbox', { name: 'Parameter who' }).inputValue(), '+15550001001');
  await dialog.getByRole('textbox', { name: 'Parameter who' }).fill('+44');
  await assertAccessible(page);
  await page.keyboard.press('Enter');
  await dialog.getByText(/^Answered 200 in .* ms, 36 bytes. The widget leaves by Success.$/).waitFor();
  assert.deepEqual(asked, ['POST /price who=%2B44']);
  await dialog.getByRole('group', { name: 'Request' }).getByText('who=%2B44').waitFor();
  await dialog.getByRole('group', { name: 'Kept as parsed' }).getByText('"name": "large"').waitFor();
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Use this answer as sample' }).click();
  await page.locator('[data-card="terms"]').click({ force: true });
  await field(page, 'Message body').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('{{widgets.get_price.parsed.');
  const list = page.getByRole('listbox');
  await list.getByRole('option', { name: /^widgets\.get_price\.parsed\.size\.name/ }).waitFor();
  await page.keyboard.type('pri');
  await page.keyboard.press('Enter');
  await dock(page).getByRole('group', { name: 'Preview' }).filter({ hasText: 'It costs 12' }).waitFor();
});

test('an address that flows may not reach is refused, with what allows it', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  const flow = [trigger('get_price'), request('http://127.0.0.1:9/price')];
  await openFlow(opened, flow, '?widget=get_price');
  await dock(page).getByRole('button', { name: 'Try it…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Try get_price' });
  await dialog.getByRole('button', { name: 'Send' }).click();
  await dialog.getByText('start the server with ATELIER_ALLOW_HOSTS=127.0.0.1:9').waitFor();
  await assertAccessible(page);
  await dialog.getByRole('textbox', { name: 'Request URL' }).fill('price');
  await dialog.getByText('Nothing can be asked: its URL is not valid after rendering.').waitFor();
  assert.equal(await dialog.getByRole('button', { name: 'Send' }).isDisabled(), true);
});

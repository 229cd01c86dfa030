/** The frame: signing in and out, commands, keys, theme, what is shown when the server is gone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { consoleOpener } from './browser.ts';

const open = consoleOpener();

const isOfApi = ({ pathname }: URL) => !/^\/console(?!\/api)/.test(pathname);

const unauthorized = 'status of 401';
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');

test('who is not signed in comes back to the page that was asked for', async (t) => {
  const { page, account } = await open(t, { isSignedIn: false, path: '/flows?q=menu', mayLog: [unauthorized] });
  await page.getByRole('heading', { name: 'Sign in to Atelier' }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get('next'), '/console/flows?q=menu');
  await page.getByRole('button', { name: 'Sign in' }).click();
  assert.equal(await page.getByText('This is needed.').count(), 2);
  await page.getByLabel('Account SID or API key SID').fill(account.sid);
  await page.getByLabel('Auth token or secret').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('This SID and secret do not belong together.').waitFor();
  await page.getByLabel('Auth token or secret').fill(account.authToken);
  await page.getByLabel('Auth token or secret').press('Enter');
  await page.waitForURL(/\/console\/flows\?q=menu$/);
});

test('an address of elsewhere is not where signing in leads to', async (t) => {
  const { page, account } = await open(t, {
    isSignedIn: false,
    path: '/sign-in?next=https://example.com/console/',
    mayLog: [unauthorized],
  });
  await page.getByLabel('Account SID or API key SID').fill(account.sid);
  await page.getByLabel('Auth token or secret').fill(account.authToken);
  await page.getByLabel('Auth token or secret').press('Enter');
  await page.waitForURL(/\/console\/flows$/);
});

test('signing out ends the session', async (t) => {
  const { page, goto } = await open(t, { mayLog: [unauthorized] });
  await page.getByRole('button', { name: /^Account / }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in to Atelier' }).waitFor();
  await goto('/numbers');
  await page.getByRole('heading', { name: 'Sign in to Atelier' }).waitFor();
});

test('when the session ends, signing in over the page goes on with it', async (t) => {
  const { page, context, account } = await open(t, { path: '/flows/new', mayLog: [unauthorized] });
  const name = page.getByRole('dialog', { name: 'New flow' }).getByRole('textbox', { name: 'Name' });
  await name.fill('Kept');
  await context.clearCookies();
  await name.press('Enter');
  await page.getByText('Your session has ended.').waitFor();
  await page.getByLabel('Account SID or API key SID').fill(account.sid);
  await page.getByLabel('Auth token or secret').fill(account.authToken);
  await page.getByLabel('Auth token or secret').press('Enter');
  await page.getByText('Your session has ended.').waitFor({ state: 'detached' });
  assert.equal(await name.inputValue(), 'Kept');
  await page.getByRole('button', { name: 'Create flow' }).click();
  await page.getByRole('heading', { name: 'Kept', level: 1 }).waitFor();
});

test('a changing request without the header against forgery is refused', async (t) => {
  const { context } = await open(t);
  const answer = await context.request.post('/v2/Flows', { form: { FriendlyName: 'x' } });
  assert.equal(answer.status(), 403);
});

test('commands are found by a few letters, and reached without a pointer', async (t) => {
  const { page } = await open(t, { hasSamples: true });
  await page.getByRole('row', { name: 'Survey' }).waitFor();
  await page.keyboard.press('Control+K');
  const field = page.getByRole('combobox', { name: 'Search pages, flows and actions' });
  await field.waitFor();
  await page.keyboard.type('num');
  assert.deepEqual(await page.getByRole('listbox').getByRole('option').allInnerTexts(), ['Numbers']);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Numbers', level: 1 }).waitFor();
  await page.keyboard.press('Control+K');
  await page.keyboard.type('survey');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Survey', level: 1 }).waitFor();
  await page.keyboard.press('Control+K');
  await page.keyboard.type('xyz');
  await page.getByText('Nothing is called “xyz”.').waitFor();
  await page.keyboard.press('Escape');
  await field.waitFor({ state: 'detached' });
});

test('the first Tab stop skips to the content, and F6 walks the parts of the page', async (t) => {
  const { page } = await open(t, { hasSamples: true });
  await page.getByRole('row', { name: 'Survey' }).waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'Skip to content');
  await page.keyboard.press('F6');
  assert.equal(await focused(page), 'Atelier');
  await page.keyboard.press('F6');
  assert.equal(await page.evaluate(() => document.activeElement?.closest('main')?.id), 'content');
  await page.keyboard.press('Shift+F6');
  assert.equal(await focused(page), 'Atelier');
});

test('the sheet of keys opens with a question mark, but not in a field', async (t) => {
  const { page } = await open(t, { hasSamples: true });
  await page.getByRole('searchbox', { name: 'Search flows' }).press('?');
  assert.equal(await page.getByRole('dialog').count(), 0);
  await page.getByRole('heading', { name: 'Flows' }).click();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('the theme is that of the system until one is chosen, and is remembered', async (t) => {
  const { page } = await open(t, { theme: 'dark' });
  const canvas = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.getByRole('heading', { name: 'Flows' }).waitFor();
  assert.equal(await canvas(), 'rgb(18, 22, 28)');
  await page.getByRole('button', { name: /^Account / }).click();
  await page.getByRole('menuitemradio', { name: 'Light' }).click();
  await page.reload();
  await page.getByRole('heading', { name: 'Flows' }).waitFor();
  assert.equal(await canvas(), 'rgb(243, 245, 248)');
});

test('while the server is gone the list stays, and it is asked again', async (t) => {
  const { page } = await open(t, { hasSamples: true, mayLog: ['status of 503'] });
  await page.getByRole('row', { name: 'Survey' }).waitFor();
  await page.route(isOfApi, (route) => route.fulfill({ status: 503 }));
  await page.getByRole('button', { name: 'Actions for Survey' }).click();
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await page.getByText('Not done: the server did not answer').first().waitFor();
  await page.getByRole('navigation').getByRole('link', { name: 'Numbers' }).click();
  await page.getByText(/The server did not answer\. Retrying in \d s\./).waitFor();
  await page.unroute(isOfApi);
  await page.getByRole('button', { name: 'Retry now' }).click();
  await page.getByRole('row', { name: '+15550100002' }).waitFor();
});

test('an account is switched to a subaccount, which has flows of its own', async (t) => {
  const { page, call } = await open(t, { hasSamples: true });
  await page.getByRole('row', { name: 'Survey' }).waitFor();
  await call('/2010-04-01/Accounts.json', { FriendlyName: 'Shop' });
  await page.getByRole('button', { name: /^Account / }).click();
  await page.getByRole('menuitem', { name: 'Switch account' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^Shop/ }).click();
  await page.getByText('You are now in the account Shop.').waitFor();
  await page.getByText('No flows yet.').waitFor();
  await page.getByRole('button', { name: 'Account Shop' }).waitFor();
});

const unknown = [
  { path: '/nowhere', says: 'There is no such page.' },
  { path: `/flows/FW${'0'.repeat(32)}/details`, says: 'This flow does not exist, or it belongs to an account' },
];

for (const { path, says } of unknown) {
  test(`${path} says: ${says}`, async (t) => {
    const { page } = await open(t, { path, mayLog: ['status of 404'] });
    await page.getByText(says).waitFor();
    await page.getByRole('link', { name: 'All flows' }).click();
    await page.getByRole('heading', { name: 'Flows' }).waitFor();
  });
}

/** Every page of the console: nothing that axe finds, nothing wider than the window, in light and in dark. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible, assertFits, consoleOpener, type OpenConsole, picture, picturesFolder } from './browser.ts';
import { ivr, menu } from './phone-flows.ts';

const open = consoleOpener();

interface Shown {
  readonly name: string;
  readonly path: string;
  readonly hasSamples?: boolean;
  readonly isSignedIn?: boolean;
  /** Brings the page into the state that is meant. */
  readonly arrange?: (console: OpenConsole) => Promise<void>;
  /** What is there once the page is. */
  readonly ready: (page: Page) => Promise<void>;
}

const heading = (name: string) => (page: Page) => page.getByRole('heading', { name, level: 1 }).waitFor();
const row = (name: string) => (page: Page) => page.getByRole('row', { name }).waitFor();
const dialog = (name: string) => (page: Page) => page.getByRole('dialog', { name }).waitFor();

const pages: readonly Shown[] = [
  { name: 'sign-in', path: '/sign-in', isSignedIn: false, ready: heading('Sign in to Atelier') },
  { name: 'flows-empty', path: '/flows', ready: (page) => page.getByText('Pizza order').waitFor() },
  { name: 'flows', path: '/flows', hasSamples: true, ready: row('Survey'), arrange: addDrafts },
  {
    name: 'flows-no-match',
    path: '/flows?q=pizz',
    hasSamples: true,
    ready: (page) => page.getByText('No flow matches').waitFor(),
  },
  { name: 'new-flow', path: '/flows/new?template=survey', hasSamples: true, ready: dialog('New flow') },
  {
    name: 'import',
    path: '/flows',
    hasSamples: true,
    arrange: async ({ page }) => {
      await page.getByRole('button', { name: 'Import' }).click();
      await page.getByRole('dialog').getByRole('textbox').fill('{"states": [{"name": 1}], "initial_state": "Trigger"}');
    },
    ready: (page) => page.getByText('keep it from being imported').first().waitFor(),
  },
  {
    name: 'delete-flow',
    path: '/flows',
    hasSamples: true,
    arrange: async ({ page }) => {
      await page.getByRole('button', { name: 'Actions for Survey' }).click();
      await page.getByRole('menuitem', { name: 'Delete…' }).click();
    },
    ready: (page) => page.getByText('1 number points to it.').waitFor(),
  },
  {
    name: 'flow-menu',
    path: '/flows',
    hasSamples: true,
    arrange: ({ page }) => page.getByRole('button', { name: 'Actions for Survey' }).click(),
    ready: (page) => page.getByRole('menuitem', { name: 'Export' }).waitFor(),
  },
  {
    name: 'details',
    path: '/flows',
    hasSamples: true,
    arrange: async ({ page }) => {
      await page.getByRole('button', { name: 'Actions for Survey' }).click();
      await page.getByRole('menuitem', { name: 'Details' }).click();
    },
    ready: (page) => page.getByRole('heading', { name: 'Delete this flow' }).waitFor(),
  },
  {
    name: 'executions-empty',
    path: '/executions',
    ready: (page) => page.getByText('Nobody has used a flow yet.').waitFor(),
  },
  {
    name: 'traffic-empty',
    path: '/flows',
    hasSamples: true,
    arrange: async ({ page }) => {
      await page.getByRole('link', { name: 'Survey' }).click();
      await page.getByRole('link', { name: 'Traffic' }).click();
    },
    ready: (page) => page.getByText('No execution of r1 in these days.').waitFor(),
  },
  { name: 'numbers', path: '/numbers', hasSamples: true, ready: row('+15550100001') },
  { name: 'numbers-empty', path: '/numbers', ready: (page) => page.getByText('Contacts reach a flow').waitFor() },
  {
    name: 'accounts',
    path: '/accounts',
    arrange: async ({ call, page }) => {
      await call('/2010-04-01/Accounts.json', { FriendlyName: 'Shop' });
      await page.reload();
    },
    ready: row('Shop'),
  },
  { name: 'keys-empty', path: '/keys', ready: (page) => page.getByText('Programs sign in').waitFor() },
  {
    name: 'keys',
    path: '/keys',
    arrange: async ({ page }) => {
      await page.getByRole('button', { name: 'New key' }).click();
      await page.getByRole('textbox', { name: 'Name' }).fill('CI');
      await page.getByRole('button', { name: 'Create key' }).click();
    },
    ready: row('CI'),
  },
  {
    name: 'commands',
    path: '/flows',
    hasSamples: true,
    arrange: async ({ page }) => {
      await page.getByRole('row', { name: 'Survey' }).waitFor();
      await page.keyboard.press('Control+K');
    },
    ready: dialog('Search or command'),
  },
  {
    name: 'shortcuts',
    path: '/flows',
    arrange: async ({ page }) => {
      await page.getByText('Pizza order').waitFor();
      await page.keyboard.press('?');
    },
    ready: dialog('Keyboard shortcuts'),
  },
  {
    name: 'phone-chat',
    path: '/flows',
    arrange: async (console) => {
      await openPhone(console, menu(['Ham it is', 'Mushroom it is']), 'chat');
      const field = console.page.getByRole('textbox', { name: 'Message', exact: true });
      await field.fill('hi');
      await field.press('Enter');
    },
    ready: (page) => page.locator('[data-status]').getByText('waits for a reply').waitFor(),
  },
  {
    name: 'phone-call',
    path: '/flows',
    arrange: async (console) => {
      await openPhone(console, ivr, 'call');
      await console.page.getByRole('button', { name: /^Call \+/ }).click();
    },
    ready: (page) => page.getByText('For sales, press 1.').last().waitFor(),
  },
  {
    name: 'account-menu',
    path: '/flows',
    hasSamples: true,
    arrange: ({ page }) => page.getByRole('button', { name: /^Account / }).click(),
    ready: (page) => page.getByRole('menuitem', { name: 'Sign out' }).waitFor(),
  },
];

const sizes =
  picturesFolder === undefined
    ? [[1280, 800]]
    : [
        [1280, 800],
        [1920, 1080],
      ];

for (const { name, path, hasSamples = false, isSignedIn = true, arrange, ready } of pages) {
  for (const [width = 0, height = 0] of sizes) {
    test(`${name} is accessible and fits ${width}×${height}, in light and in dark`, async (t) => {
      const options = { path, hasSamples, isSignedIn, width, height };
      const console = await open(t, { ...options, mayLog: isSignedIn ? [] : ['status of 401'] });
      await arrange?.(console);
      const { page } = console;
      await ready(page);
      await page.waitForLoadState('networkidle');
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await picture(page, `${name}-${colorScheme}-${width}`);
        await assertAccessible(page);
        await assertFits(page);
      }
    });
  }
}

test('lists work in a window of 360', async (t) => {
  const { page, goto } = await open(t, { hasSamples: true, width: 360, height: 640 });
  for (const path of ['/flows', '/numbers', '/flows/new']) {
    await goto(path);
    await page.getByText('Survey').first().waitFor({ state: 'attached' });
    await picture(page, `narrow${path.replaceAll('/', '-')}`);
    await assertFits(page);
  }
});

/** Of what is shown: texts that their box has no room for, but for those that end in an ellipsis and can be read whole. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, a, h1, h2, h3, th, td, label, p, dt, dd, option')]
      .filter((element) => element.checkVisibility() && element.clientWidth > 1)
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .filter((element) => getComputedStyle(element).textOverflow !== 'ellipsis')
      .map((element) => element.outerHTML.slice(0, 200)),
  );
}

test('no text is cut off in a language with longer words', async (t) => {
  const { page, goto } = await open(t, { hasSamples: true });
  await page.evaluate(() => localStorage.setItem('atelier.language', 'pseudo'));
  for (const path of ['/flows', '/flows/new', '/numbers', '/accounts', '/keys', '/tasks', '/carriers', '/settings']) {
    await goto(path);
    await page
      .getByRole('heading', { name: /^\[.*\]$/ })
      .first()
      .waitFor();
    await page.waitForLoadState('networkidle');
    await picture(page, `pseudo${path.replaceAll('/', '-')}`);
    assert.deepEqual(await cutOff(page), [], path);
    await assertFits(page);
  }
});

/** A draft of its own, and one on top of what is published. */
async function addDrafts({ page, call }: OpenConsole): Promise<void> {
  const { flows } = JSON.parse((await call('/v2/Flows')).text);
  const [first] = flows;
  const { definition } = JSON.parse((await call(`/v2/Flows/${first.sid}`)).text);
  await call(`/v2/Flows/${first.sid}`, { Status: 'draft', CommitMessage: 'Another text' });
  const name =
    'A flow with a name that is far longer than the column of names in the list of flows can hold in one line';
  await call('/v2/Flows', { FriendlyName: name, Status: 'draft', Definition: JSON.stringify(definition) });
  await page.reload();
}

async function openPhone({ call, goto }: OpenConsole, definition: string, mode: 'chat' | 'call'): Promise<void> {
  const made = await call('/v2/Flows', { FriendlyName: 'Support', Status: 'draft', Definition: definition });
  await goto(`/flows/${JSON.parse(made.text).sid}?phone=${mode}`);
}

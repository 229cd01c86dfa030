/**
 * The console in a real browser, on a real server with an empty data folder. One browser serves all tests of a file; each
 * test has a page of its own, and fails when the page logged an error or broke its policy.
 *
 * ```ts
 * const open = consoleOpener();
 * test('…', async (t) => {
 *   const { page } = await open(t);
 *   await page.getByRole('link', { name: 'New flow' }).click();
 * });
 * ```
 */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { refreshConsole } from '../../src/console/build.ts';
import { configFromEnv, type RunningServer, startServer } from '../../src/server/index.ts';
import { launchChromium } from './chromium.ts';

export interface OpenOptions {
  /** Where to begin, under `/console`. The list of flows unless said. */
  readonly path?: string;
  /** False: nobody is signed in. */
  readonly isSignedIn?: boolean;
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** True: with the flows and numbers that a new server begins with. */
  readonly hasSamples?: boolean;
  /** Private hosts that flows may reach. */
  readonly allowHosts?: string;
  /** Parts of messages that the browser may log: what a test provokes. */
  readonly mayLog?: readonly string[];
}

export interface OpenConsole {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly server: RunningServer;
  readonly account: { readonly sid: string; readonly authToken: string };
  /** A request to the REST API with the account's credentials. */
  call(path: string, form?: Record<string, string>, method?: string): Promise<{ status: number; text: string }>;
  goto(path: string): Promise<void>;
}

/** Call once per file, outside of tests. */
export function consoleOpener(): (t: TestContext, options?: OpenOptions) => Promise<OpenConsole> {
  let browser: Promise<Browser> | undefined;
  after(async () => (await browser)?.close());
  return async (t, options = {}) => {
    await refreshConsole(console.log);
    browser ??= launchChromium();
    return openConsole(t, await browser, options);
  };
}

const timeoutMs = 10_000;

async function openConsole(t: TestContext, browser: Browser, options: OpenOptions): Promise<OpenConsole> {
  const { path = '/flows', isSignedIn = true, theme = 'light', width = 1280, height = 800 } = options;
  const folder = await mkdtemp(join(tmpdir(), 'atelier-console-'));
  const server = await startServer(
    configFromEnv({
      PORT: '0',
      ATELIER_DATA: folder,
      ATELIER_LOG_LEVEL: 'fatal',
      ATELIER_LOCAL_SIGN_IN: 'off',
      ATELIER_ALLOW_HOSTS: options.allowHosts ?? '',
      ATELIER_SAMPLES: options.hasSamples ? 'on' : 'off',
    }),
  );
  const { account } = server.main;
  const context = await browser.newContext({
    baseURL: server.url,
    colorScheme: theme,
    viewport: { width, height },
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(timeoutMs);
  const page = await context.newPage();
  const faults = watch(page, options.mayLog ?? []);
  t.after(async () => {
    await context.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
    assert.deepEqual(faults, [], 'the browser logged errors');
  });

  const authorization = `Basic ${Buffer.from(`${account.sid}:${account.authToken}`).toString('base64')}`;
  const open: OpenConsole = {
    page,
    context,
    server,
    account,
    async call(target, form, method = form === undefined ? 'GET' : 'POST') {
      const response = await fetch(`${server.url}${target}`, {
        method,
        headers: { authorization },
        ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
      });
      return { status: response.status, text: await response.text() };
    },
    async goto(target) {
      await page.goto(`/console${target}`);
    },
  };
  if (isSignedIn) {
    await context.request.post('/console/api/session', { form: { sid: account.sid, secret: account.authToken } });
  }
  await open.goto(path);
  return open;
}

/** What the browser says that it should not; grows while the test runs. */
function watch(page: Page, mayLog: readonly string[]): readonly string[] {
  const faults: string[] = [];
  const note = (text: string) => {
    if (!mayLog.some((part) => text.includes(part))) faults.push(text);
  };
  page.on('console', (message) => {
    // Chromium logs a broken policy as an error too.
    if (['error', 'warning'].includes(message.type())) note(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => note(error.stack ?? error.message));
  return faults;
}

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Fails with every finding of axe on what the page shows now. */
export async function assertAccessible(page: Page): Promise<void> {
  // By the debugger and not as a script of the page: its policy lets none in.
  await page.evaluate(await readFile(axeFile, 'utf8'));
  const violations = await page.evaluate(async () => {
    const axe = Reflect.get(globalThis, 'axe');
    // A menu lies over the page, outside of its landmarks, as a dialog does, which axe lets pass by itself.
    axe.configure({ rules: [{ id: 'region', selector: 'body *:not([data-portal], [role="menu"], [role="menu"] *)' }] });
    const result: { violations: { id: string; help: string; nodes: { html: string; failureSummary: string }[] }[] } =
      await axe.run(document, { resultTypes: ['violations'] });
    return result.violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html.slice(0, 300)}\n  ${failureSummary}`),
    );
  });
  assert.deepEqual(violations, []);
}

/** Fails when the page scrolls sideways. */
export async function assertFits(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.equal(content, window);
}

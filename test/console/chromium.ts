/** A Chromium to test with: the one that npm brought, unpacked once for all tests of this machine. */
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import manifest from '../../package.json' with { type: 'json' };

const version = manifest.devDependencies['@sparticuz/chromium'];
const folder = join(tmpdir(), `atelier-chromium-${version}`);

/** `ATELIER_BROWSER` names another one; where none can be unpacked (not Linux) it is the Chrome of the machine. */
export async function launchChromium(): Promise<Browser> {
  const own = process.env.ATELIER_BROWSER;
  if (own !== undefined) return chromium.launch({ executablePath: own });
  if (process.platform !== 'linux' || process.arch !== 'x64') return chromium.launch({ channel: 'chrome' });
  return chromium.launch({ executablePath: await unpacked(), args: ['--no-sandbox', '--disable-gpu'] });
}

/** Unpacked elsewhere, then put in place at once: test files run beside each other. */
async function unpacked(): Promise<string> {
  const file = join(folder, 'chromium');
  if (existsSync(file)) return file;
  const temporary = await mkdtemp(join(tmpdir(), 'atelier-unpack-'));
  const before = process.env.TMPDIR;
  try {
    process.env.TMPDIR = temporary;
    const { default: packed } = await import('@sparticuz/chromium');
    await packed.executablePath();
    await rename(temporary, folder).catch(async (error: unknown) => {
      // Another file of tests was faster.
      if (!existsSync(file)) throw error;
      await rm(temporary, { recursive: true, force: true });
    });
    return file;
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

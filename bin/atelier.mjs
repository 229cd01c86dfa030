#!/usr/bin/env node
/**
 * Starts the command line under a Node that can run it: this one from 24 on, else the one that npm installed as a
 * dependency. Nothing but this file has to run on older versions.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/cli/atelier.ts', import.meta.url));
const packages = [
  `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
  `node-bin-${process.platform}-${process.arch}`,
];

function installedNode() {
  const require = createRequire(import.meta.url);
  for (const name of packages) {
    try {
      const folder = dirname(require.resolve(`${name}/package.json`));
      const file = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
      if (existsSync(file)) return file;
    } catch {
      // Not installed: the next name, or the message below.
    }
  }
  return undefined;
}

const isNewEnough = Number(process.versions.node.split('.')[0]) >= 24;
const node = isNewEnough ? process.execPath : installedNode();
if (node === undefined) {
  console.error(`atelier: Node 24 or newer is needed, this is ${process.versions.node}; run npm install to get one`);
  process.exit(2);
}
const child = spawn(node, ['--disable-warning=ExperimentalWarning', main, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
// The child gets Ctrl-C from the terminal itself; this process waits for it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => {
  process.exit(code ?? (signal === null ? 1 : 128));
});

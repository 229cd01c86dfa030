import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

/**
 * Takes away what reaches other processes, the server among them, and what Node's permission model leaves open: signals
 * (`kill` and, beneath it, `_kill`), waking a debugger in another process, and its priority. Programs, threads, addons,
 * `process.binding`, `process.execve` and `node:ffi` the model itself refuses. Without it nothing is taken away.
 */
export function refuseOtherProcesses(): void {
  if (process.permission === undefined) return;
  for (const name of ['kill', '_kill', '_debugProcess', '_debugEnd']) refuse(process, `process.${name}`, name);
  refuse(os, 'os.setPriority', 'setPriority');
  // Else `import { kill } from 'node:process'` still gives the one from before.
  syncBuiltinESMExports();
}

/** Named as Node names a refusal, so that the log says which settings permit it. */
function refuse(owner: object, what: string, name: string): void {
  Object.assign(owner, {
    [name]: () => {
      const error = new Error(`${what} is not there for functions: they may not reach other processes`);
      throw Object.assign(error, { code: 'ERR_ACCESS_DENIED' });
    },
  });
}

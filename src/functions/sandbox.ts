/** Node's permissions for a function: it reads its own folder and its packages, uses the network, and no more. */
import { dirname, join } from 'node:path';

export interface Sandbox {
  /** Files and folders. */
  readonly read: readonly string[];
  readonly write: readonly string[];
}

export function sandboxFlags({ read, write }: Sandbox, ownFolders: readonly string[]): string[] {
  return [
    '--permission',
    // Before Node 25 the network needed no permission and the flag is unknown.
    ...(process.allowedNodeEnvironmentFlags.has('--allow-net') ? ['--allow-net'] : []),
    ...[...ownFolders, ...read, ...write].map((path) => `--allow-fs-read=${path}`),
    ...write.map((path) => `--allow-fs-write=${path}`),
  ];
}

/** Where Node looks for the packages of `folder`: in it, beside it, and further up. */
export function packageFolders(folder: string): string[] {
  const parent = dirname(folder);
  return [join(folder, 'node_modules'), ...(parent === folder ? [] : packageFolders(parent))];
}

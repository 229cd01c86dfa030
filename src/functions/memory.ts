import { readFile } from 'node:fs/promises';

/** What Node takes for itself, before a function is loaded. Measured: 70 MB. */
const ownMemoryMb = 128;
const everyMs = 100;

/**
 * Calls `onExcess` when a process takes more than its share, buffers included, which `--max-old-space-size` does not
 * count. Only Linux tells; elsewhere the heap alone is limited. Gives what ends the watch.
 */
export function watchMemory(pid: number | undefined, memoryMb: number, onExcess: () => void): () => void {
  if (process.platform !== 'linux' || pid === undefined) return () => {};
  let isOver = false;
  const timer = setInterval(async () => {
    // Gone already: then there is nothing to watch.
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
    if (!isOver && Number(kilobytes) > (memoryMb + ownMemoryMb) * 1024) onExcess();
  }, everyMs);
  return () => {
    isOver = true;
    clearInterval(timer);
  };
}

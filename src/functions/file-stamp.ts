import type { Stats } from 'node:fs';

/** Differs when the file was written, replaced or touched. */
export function fileStamp({ ino, size, mtimeMs, ctimeMs }: Stats): string {
  return `${ino}:${size}:${mtimeMs}:${ctimeMs}`;
}

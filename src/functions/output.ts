import type { PrintLine } from './worker-process.ts';

/** Of one line, and of all that one call prints. */
const maxLineCharacters = 4_096;
const maxCharacters = 64 * 1024;

/** Passes on what one call prints, until it is too much; then says so once. */
export function boundedLines(print: PrintLine): PrintLine {
  let left = maxCharacters;
  return (stream, line) => {
    if (left <= 0) return;
    left -= line.length + 1;
    print(stream, line.length > maxLineCharacters ? `${line.slice(0, maxLineCharacters)}…` : line);
    if (left <= 0) print(stream, '… more output of this call is dropped');
  };
}

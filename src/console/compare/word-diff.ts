/** Texts compared word by word. */
export interface TextPart {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Beyond this many pairs of words the middle is shown as a whole: a text of 1,600 characters stays far below. */
const MAX_PAIRS = 4_000_000;

/**
 * What became of a text: words kept, removed, added, in reading order; removed before added. The parts that are not
 * added make the first text, those not removed the second.
 */
export function wordDiff(before: string, after: string): TextPart[] {
  const left = wordsOf(before);
  const right = wordsOf(after);
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start++;
  let end = 0;
  const shortest = Math.min(left.length, right.length) - start;
  while (end < shortest && left[left.length - 1 - end] === right[right.length - 1 - end]) end++;
  const middle = diffMiddle(left.slice(start, left.length - end), right.slice(start, right.length - end));
  return joined([
    ...left.slice(0, start).map((text): TextPart => ({ kind: 'same', text })),
    ...middle,
    ...left.slice(left.length - end).map((text): TextPart => ({ kind: 'same', text })),
  ]);
}

/** Words, the blanks between them, and signs; a Liquid output is one word. */
function wordsOf(text: string): string[] {
  return text.match(/\{\{[^{}]*\}\}|[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

function diffMiddle(left: readonly string[], right: readonly string[]): TextPart[] {
  const whole: TextPart[] = [
    { kind: 'removed', text: left.join('') },
    { kind: 'added', text: right.join('') },
  ];
  if (left.length === 0 || right.length === 0 || left.length * right.length > MAX_PAIRS) return whole;
  const width = right.length + 1;
  // Length of the longest common sequence from word `row` of the left and `column` of the right on.
  const common = new Uint32Array((left.length + 1) * width);
  const at = (row: number, column: number) => common[row * width + column] ?? 0;
  for (let row = left.length - 1; row >= 0; row--) {
    for (let column = right.length - 1; column >= 0; column--) {
      common[row * width + column] =
        left[row] === right[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const parts: TextPart[] = [];
  let row = 0;
  let column = 0;
  while (row < left.length || column < right.length) {
    const removed = left[row];
    const added = right[column];
    if (removed !== undefined && removed === added) {
      parts.push({ kind: 'same', text: removed });
      row++;
      column++;
    } else if (removed !== undefined && (added === undefined || at(row + 1, column) >= at(row, column + 1))) {
      parts.push({ kind: 'removed', text: removed });
      row++;
    } else if (added !== undefined) {
      parts.push({ kind: 'added', text: added });
      column++;
    }
  }
  return parts;
}

/** Neighbours of one kind become one part; between two kept parts, and across a lone blank, removed stands before added. */
function joined(parts: readonly TextPart[]): TextPart[] {
  const result: TextPart[] = [];
  let removed = '';
  let added = '';
  const flush = () => {
    if (removed !== '') result.push({ kind: 'removed', text: removed });
    if (added !== '') result.push({ kind: 'added', text: added });
    removed = '';
    added = '';
  };
  for (const [index, { kind, text }] of parts.entries()) {
    const next = parts[index + 1];
    if (kind === 'removed') removed += text;
    else if (kind === 'added') added += text;
    else if (removed !== '' && added !== '' && next !== undefined && next.kind !== 'same' && /^\s+$/.test(text)) {
      removed += text;
      added += text;
    } else {
      flush();
      const last = result.at(-1);
      if (last?.kind === 'same') result[result.length - 1] = { kind, text: last.text + text };
      else result.push({ kind, text });
    }
  }
  flush();
  return result;
}

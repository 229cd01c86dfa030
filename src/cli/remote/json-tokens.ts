/**
 * JSON as it was written: order of keys, form of numbers and escapes stay, which reading it into values would lose.
 * All take valid JSON.
 */

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** Two blanks for each level, as `JSON.stringify` writes it, with a line break at the end. */
export function prettyJson(text: string): string {
  let depth = 0;
  let out = '';
  let isEmpty = false;
  for (const [piece] of text.matchAll(token)) {
    const line = () => `\n${'  '.repeat(depth)}`;
    if (piece === '}' || piece === ']') {
      depth--;
      out += isEmpty ? piece : line() + piece;
      isEmpty = false;
      continue;
    }
    if (isEmpty) out += line();
    isEmpty = piece === '{' || piece === '[';
    if (isEmpty) depth++;
    if (piece === ',') out += `,${line()}`;
    else out += piece === ':' ? ': ' : piece;
  }
  return `${out}\n`;
}

/** Without any blank. */
export function compactJson(text: string): string {
  return [...text.matchAll(token)].map(([piece]) => piece).join('');
}

/** The value of a key of the outermost object, as it stands there; undefined where there is none. */
export function memberText(text: string, key: string): string | undefined {
  let depth = 0;
  let name: string | undefined;
  let start: number | undefined;
  let found: string | undefined;
  let isKey = false;
  for (const { 0: piece, index } of text.matchAll(token)) {
    if (depth === 1 && (piece === ',' || piece === '}') && start !== undefined) {
      if (name === key) found = text.slice(start, index).trim();
      start = undefined;
    }
    if (piece === '{' || piece === '[') depth++;
    if (piece === '}' || piece === ']') depth--;
    if (depth !== 1) continue;
    if (piece === ':' && isKey) {
      start = index + 1;
      isKey = false;
    } else if (piece === '{' || piece === ',') {
      isKey = true;
    } else if (isKey) {
      name = JSON.parse(piece);
    }
  }
  return found;
}

/** Changes the texts that stand under `key`, at any depth; `change` gives the new text, or undefined. */
export function replaceTexts(text: string, key: string, change: (value: string) => string | undefined): string {
  let name: string | undefined;
  let out = '';
  let end = 0;
  let last = '';
  for (const { 0: piece, index } of text.matchAll(token)) {
    if (piece === ':') name = last;
    if (piece.startsWith('"') && name !== undefined && JSON.parse(name) === key) {
      const changed = change(JSON.parse(piece));
      if (changed !== undefined) {
        out += text.slice(end, index) + JSON.stringify(changed);
        end = index + piece.length;
      }
    }
    // A name is that of the value right behind its colon, and of nothing further.
    if (piece !== ':') name = undefined;
    last = piece.startsWith('"') ? piece : '""';
  }
  return out + text.slice(end);
}

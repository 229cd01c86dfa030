/** A TypeScript source as the architecture rules see it: its imports, and its code without comments and texts. */

export interface ImportLine {
  readonly line: number;
  readonly specifier: string;
  readonly isTypeOnly: boolean;
}

export interface SourceFile {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
  /** The text with comments and the insides of strings blanked out; lines stay where they are. */
  readonly code: string;
  readonly imports: readonly ImportLine[];
}

export function sourceFile(path: string, text: string): SourceFile {
  const code = codeOf(text);
  return { path, text, code, imports: importsOf(text, code) };
}

/** 1 for the first line. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** Static, re-exporting, bare and dynamic imports. Found in the code, read from the text: there the names still stand. */
function importsOf(text: string, code: string): ImportLine[] {
  const statements = /^(?:import|export)\b(?: type)?[^'";()]*?['"]|\bimport\(\s*['"]/gm;
  return [...code.matchAll(statements)].flatMap((match) => {
    const [statement] = match;
    if (statement.startsWith('export') && !/\bfrom\s*['"]$/.test(statement)) return [];
    const from = match.index + statement.length;
    const specifier = /^[^'"]*/.exec(text.slice(from))?.[0] ?? '';
    return [{ line: lineAt(text, match.index), specifier, isTypeOnly: isTypeOnly(statement) }];
  });
}

function isTypeOnly(statement: string): boolean {
  if (/^(import|export) type\b/.test(statement)) return true;
  const names = /\{([^}]*)\}/.exec(statement)?.[1]?.split(',');
  return /^(import|export)\s*\{/.test(statement) && names?.every((name) => /^\s*(type\s|$)/.test(name)) === true;
}

const regexMayFollow = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\breturn|\bcase|\btypeof)\s*$/;

/** Blanks out comments, strings, templates and regular expressions; the delimiters of strings stay. */
function codeOf(text: string): string {
  const kept = [...text];
  const blank = (from: number, to: number) => {
    for (let index = from; index < to; index += 1) if (kept[index] !== '\n') kept[index] = ' ';
  };
  // Depth of braces at which each open `${` of a template ends.
  const templates: number[] = [];
  let depth = 0;
  let index = 0;
  const skipTemplate = (from: number) => {
    let end = from;
    while (end < text.length && text[end] !== '`' && !text.startsWith('${', end)) end += text[end] === '\\' ? 2 : 1;
    blank(from, Math.min(end, text.length));
    if (text[end] === '$') {
      templates.push(depth);
      depth += 1;
      end += 1;
    }
    index = end + 1;
  };
  while (index < text.length) {
    const here = text[index] ?? '';
    if (text.startsWith('//', index) || text.startsWith('/*', index)) {
      const close = text.startsWith('//', index) ? '\n' : '*/';
      const found = text.indexOf(close, index + 2);
      const end = found === -1 ? text.length : found + (close === '\n' ? 0 : 2);
      blank(index, end);
      index = end;
    } else if (here === "'" || here === '"') {
      const end = stringEnd(text, index);
      blank(index + 1, end);
      index = end + 1;
    } else if (here === '`') {
      skipTemplate(index + 1);
    } else if (here === '/' && regexMayFollow.test(kept.slice(Math.max(0, index - 30), index).join(''))) {
      const end = regexEnd(text, index);
      blank(index, end);
      index = end;
    } else {
      if (here === '{') depth += 1;
      if (here === '}') {
        depth -= 1;
        if (templates.at(-1) === depth) {
          templates.pop();
          skipTemplate(index + 1);
          continue;
        }
      }
      index += 1;
    }
  }
  return kept.join('');
}

function stringEnd(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && text[end] !== text[start] && text[end] !== '\n') end += text[end] === '\\' ? 2 : 1;
  return end;
}

function regexEnd(text: string, start: number): number {
  let isInClass = false;
  for (let end = start + 1; end < text.length; end += 1) {
    const here = text[end];
    if (here === '\\') end += 1;
    else if (here === '[') isInClass = true;
    else if (here === ']') isInClass = false;
    else if (here === '\n' || (here === '/' && !isInClass)) return end + 1;
  }
  return text.length;
}

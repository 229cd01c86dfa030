/** The little Markdown of notes: bold, code and lists; links are shown as text. All else stays as it was typed. */

export interface NotePart {
  readonly kind: 'text' | 'bold' | 'code';
  readonly text: string;
}

export interface NoteLine {
  readonly isItem: boolean;
  readonly parts: readonly NotePart[];
}

const link = /\[([^\]\n]+)\]\(([^)\s]+)\)/g;
const marked = /\*\*(?<bold>(?! )[^*\n]+(?<! ))\*\*|`(?<code>[^`\n]+)`/g;

export function noteLines(text: string): readonly NoteLine[] {
  return text.split('\n').map((line) => {
    const item = /^\s*[-*] (?<rest>.*)$/.exec(line)?.groups?.rest;
    return { isItem: item !== undefined, parts: partsOf(item ?? line) };
  });
}

function partsOf(line: string): readonly NotePart[] {
  const parts: NotePart[] = [];
  let from = 0;
  const plain = (to: number) => {
    const text = line.slice(from, to).replace(link, '$1 ($2)');
    if (text !== '') parts.push({ kind: 'text', text });
  };
  for (const { 0: whole, index, groups } of line.matchAll(marked)) {
    plain(index);
    parts.push(
      groups?.bold === undefined ? { kind: 'code', text: groups?.code ?? '' } : { kind: 'bold', text: groups.bold },
    );
    from = index + whole.length;
  }
  plain(line.length);
  return parts;
}

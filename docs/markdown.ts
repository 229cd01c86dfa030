/** Small parts of Markdown for the generated pages. */

/** A table; cells are Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A text as it is, whatever stands in it. */
export function plain(text: string): string {
  return text.replace(/[\\|<>*_`{}[\]]/g, '\\$&').replace(/\s+/g, ' ');
}

/** A text as code, within a table too. */
export function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

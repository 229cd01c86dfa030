/** Rows as comma-separated values (RFC 4180). */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(value: string | number): string {
  // A spreadsheet takes what begins so for a formula; a number of a telephone it may take for one.
  const text = typeof value === 'string' && /^[=@\t\r]|^[+-](?!\d+$)/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

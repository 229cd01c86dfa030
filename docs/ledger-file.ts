/** What the ledger says of widgets beyond "as documented", for `atelier report`. */
import { areas } from '../parity/rows/index.ts';

export function ledgerFile(): string {
  const entries = areas
    .flatMap(({ rows }) => rows)
    .filter(({ id, claim, basis, notYet }) => {
      const type = /^widget\/([^/]+)/.exec(id)?.[1];
      return type !== undefined && claim === 'behaviour' && (basis === 'inferred' || notYet !== undefined);
    })
    .map(({ id, what, notYet }) => [id, notYet === undefined ? { what } : { what, notYet }] as const);
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}

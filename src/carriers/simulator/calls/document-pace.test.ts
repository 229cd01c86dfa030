import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DocumentPace, maxDocuments } from './document-pace.ts';

const startMs = Date.UTC(2026, 0, 1);
const fourHours = 4 * 60 * 60;

/** Documents until one is refused, or the call has lasted as long as it may. */
const cases: readonly { readonly says: string; readonly everySeconds: number; readonly taken: number }[] = [
  { says: 'no time passes', everySeconds: 0, taken: maxDocuments },
  { says: 'only the requests take time', everySeconds: 0.004, taken: 1_004 },
  { says: 'somebody waits, with a word every second', everySeconds: 1, taken: fourHours },
  { says: 'somebody is on hold, and is asked after', everySeconds: 4.5, taken: fourHours / 4.5 },
];
for (const { says, everySeconds, taken } of cases) {
  test(`${taken} documents are taken when ${says}`, () => {
    const pace = new DocumentPace();
    let count = 0;
    while (count * everySeconds < fourHours && pace.take(startMs + count * everySeconds * 1_000)) count++;
    assert.equal(count, taken);
  });
}

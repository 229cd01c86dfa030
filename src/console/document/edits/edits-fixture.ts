/** Runs tables of edits on the small flow: what is replaced in its text, and nothing else. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { opened, smallFlow } from '../document-fixture.ts';
import { applyEdit, type Edit } from '../edit.ts';
import { exportFlow } from '../open.ts';

/** What is replaced in the text of the small flow, each once. */
export type Replaced = readonly (readonly [from: string, to: string])[];

export interface Case {
  readonly what: string;
  readonly edit: Edit;
  readonly name: string;
  readonly writes: Replaced;
  /** The flow that it is made in, by what it has in the place of the small one. */
  readonly in?: Replaced;
}

export function testEdits(suite: string, cases: readonly Case[]): void {
  describe(suite, () => {
    for (const { what, edit, name, writes, in: made = [] } of cases) {
      test(what, () => {
        const before = replaced(smallFlow, made);
        const applied = applyEdit(opened(before), edit);
        if ('refused' in applied) assert.fail(applied.refused);
        assert.equal(exportFlow(applied.document), replaced(before, writes));
        assert.equal(applied.name, name);
        assert.equal(applied.steps.length, writes.length === 0 ? 0 : 1);
      });
    }
  });
}

/** Edits that are not made, and why. */
export function testRefusals(refusals: readonly (readonly [edit: Edit, refusal: string])[]): void {
  for (const [edit, refusal] of refusals) {
    test(`${JSON.stringify(edit)} is refused: ${refusal}`, () => {
      const applied = applyEdit(opened(smallFlow), edit);
      assert.ok('refused' in applied);
      assert.equal(applied.refused, refusal);
    });
  }
}

function replaced(text: string, changes: Replaced): string {
  return changes.reduce((before, [from, to]) => {
    assert.ok(before.includes(from), `${from} is in the flow`);
    return before.replace(from, () => to);
  }, text);
}

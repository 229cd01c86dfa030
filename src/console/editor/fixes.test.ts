import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isJsonObject, type JsonObject, parseJson } from '../../engine/json.ts';
import { edit, exportFlow, importDocument, startEditing, undo } from '../document/index.ts';
import { findProblems } from '../problems/index.ts';
import type { FlowProblem } from '../problems/problem.ts';
import { fixEdits } from './fixes.ts';

const folder = join(import.meta.dirname, '../../../test/flows');
const flows = readdirSync(folder).filter((name) => name.endsWith('.json'));

function definitionOf(text: string): JsonObject {
  const value = parseJson(text);
  assert.ok(isJsonObject(value));
  return value;
}

const keyOf = ({ id, widget, message }: FlowProblem) => JSON.stringify([id, widget, message]);

for (const name of flows) {
  test(`each fix of ${name} takes its problem away, and undo brings the text back`, () => {
    const opened = importDocument(readFileSync(join(folder, name), 'utf8'));
    assert.ok(!('refused' in opened));
    const editing = startEditing(opened);
    const text = exportFlow(opened);
    const problems = findProblems(definitionOf(text));
    for (const problem of problems) {
      for (const fix of problem.fixes) {
        if (!('edits' in fix)) continue;
        const edits = fixEdits(opened, fix.edits, () => ({ x: 0, y: 0 }));
        const fixed = edit(editing, { do: 'all', edits, name: fix.label }, 0);
        assert.ok(!('refused' in fixed), `${problem.message} ${fix.label}: ${JSON.stringify(fixed)}`);
        const left = findProblems(definitionOf(exportFlow(fixed.editing.document))).map(keyOf);
        const before = problems.filter((other) => keyOf(other) === keyOf(problem)).length;
        const after = left.filter((key) => key === keyOf(problem)).length;
        assert.ok(after < before, `${problem.message} ${fix.label}`);
        const undone = undo(fixed.editing);
        assert.equal(undone && exportFlow(undone.editing.document), text);
      }
    }
  });
}

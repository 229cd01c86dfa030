/** Rows of the document that the editor of the console works on: promises of our own. */
import { type Area, by, own, row } from '../row.ts';

const document = 'src/console/document';

export const consoleDocumentArea: Area = {
  title: 'Console: the file',
  about: 'What editing a flow does to its definition. What nobody edited stays byte for byte.',
  rows: [
    row(
      'console/document/round-trip',
      'A definition is exported as it was imported, to the last character',
      'console §1.3, §11.10',
      own(by(`${document}/open.test.ts`, /is exported as it was imported/), by(`${document}/syntax.test.ts`)),
    ),
    row(
      'console/document/edit-alone',
      'An edit changes what it says and nothing around it',
      'console §11.11',
      own(by(`${document}/open.test.ts`, /only the text changes|changes nothing outside/)),
    ),
    row(
      'console/document/writes',
      'Widgets, wires, places, properties and conditions are written as Studio writes them',
      'console §4, What edits write',
      own(
        ...['add', 'wires', 'properties', 'conditions', 'flow'].map((edits) =>
          by(`${document}/edits/${edits}.test.ts`),
        ),
      ),
    ),
    row(
      'console/document/undo',
      'Undone to the beginning a flow has its bytes again, redone to the end the others; the history survives a reload',
      'console §4, §11.3',
      own(by(`${document}/history.test.ts`)),
    ),
    row(
      'console/document/rename',
      'Renaming a widget takes every reference along, in Liquid and in wires',
      'console §4, §11.12',
      own(by(`${document}/edits/rename.test.ts`), by(`${document}/references.test.ts`)),
    ),
    row(
      'console/document/names',
      'A name that is taken or that Studio does not allow is refused in words',
      'console §4, Rename',
      own(by(`${document}/names.test.ts`)),
    ),
    row(
      'console/document/copy',
      'Copies keep the wires among them, are numbered, and read each other',
      'console §4, §11.14',
      own(by(`${document}/edits/copy.test.ts`)),
    ),
    row(
      'console/document/beside',
      'Notes and muted warnings are kept beside the flow',
      'console §3.2, §6',
      own(by(`${document}/beside.test.ts`)),
    ),
    row(
      'console/document/incremental',
      'An edit reads again only what it touches; all else stays the same object',
      'console §3.7',
      own(by(`${document}/apply-change.test.ts`), by(`${document}/open.test.ts`, /the same object/)),
    ),
  ],
};

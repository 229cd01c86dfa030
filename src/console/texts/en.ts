/** Every text of the console in English, by meaning. Texts of the pure parts lie beside this file and are used there. */
import { administration } from './administration.ts';
import { canvas } from './canvas.ts';
import { editor } from './editor.ts';
import { editorKeys } from './editor-keys.ts';
import { execution } from './execution.ts';
import { executions } from './executions.ts';
import { find } from './find.ts';
import { flows } from './flows.ts';
import { frame } from './frame.ts';
import { inspector } from './inspector.ts';
import { merging } from './merging.ts';
import { notes } from './notes.ts';
import { operations } from './operations.ts';
import { phone } from './phone.ts';
import { problems } from './problem-list.ts';
import { replay } from './replay.ts';
import { revisions } from './revisions.ts';
import { saving } from './saving.ts';
import { traffic } from './traffic.ts';

export const en = {
  frame,
  flows,
  canvas,
  editor,
  editorKeys,
  inspector,
  notes,
  phone,
  saving,
  merging,
  revisions,
  find,
  problems,
  replay,
  traffic,
  execution,
  executions,
  ...administration,
  ...operations,
} as const;

/** Every text of the console in English, by meaning. Texts of the pure parts lie beside this file and are used there. */
import { administration } from './administration.ts';
import { canvas } from './canvas.ts';
import { editor } from './editor.ts';
import { flows } from './flows.ts';
import { frame } from './frame.ts';
import { merging } from './merging.ts';
import { problems } from './problem-list.ts';
import { revisions } from './revisions.ts';
import { saving } from './saving.ts';

export const en = { frame, flows, canvas, editor, saving, merging, problems, revisions, ...administration } as const;

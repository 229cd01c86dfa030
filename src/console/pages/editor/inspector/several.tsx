/** Several selected widgets: which they are, and how they are put in line. */
import { Button } from '@mantine/core';
import { t } from '../../../app/texts.ts';
import type { Editor } from '../../../editor/editor.ts';
import { typeTitle } from '../../../widget-words.ts';
import { alignCards, alignments, axes, distributeCards, leastToDistribute } from '../in-line.ts';
import fieldClasses from './fields/field.module.css';
import classes from './inspector.module.css';

interface Props {
  readonly editor: Editor;
  readonly ids: ReadonlySet<string>;
}

export function Several({ editor, ids }: Props) {
  return (
    <>
      <h2>{t.inspector.several.count(ids.size)}</h2>
      <h3 className={classes.title}>{t.inspector.several.align}</h3>
      <div className={fieldClasses.buttons}>
        {alignments.map((alignment) => (
          <Button key={alignment} variant="default" onClick={() => alignCards(editor, ids, alignment)}>
            {t.inspector.several.alignments[alignment]}
          </Button>
        ))}
      </div>
      <h3 className={classes.title}>{t.inspector.several.distribute}</h3>
      <div className={fieldClasses.buttons}>
        {axes.map((axis) => (
          <Button
            key={axis}
            variant="default"
            disabled={ids.size < leastToDistribute}
            onClick={() => distributeCards(editor, ids, axis)}
          >
            {t.inspector.several.axes[axis]}
          </Button>
        ))}
      </div>
      <h3 className={classes.title}>{t.inspector.several.names}</h3>
      <ul className={classes.plain}>
        {[...ids].map((id) => (
          <li key={id}>
            <button type="button" className={classes.textButton} onClick={() => editor.jump(id)}>
              {editor.find(id)?.name}
            </button>{' '}
            <span className={`muted ${classes.small}`}>{typeTitle(editor.find(id)?.type ?? '')}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

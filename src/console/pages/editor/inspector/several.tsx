/** Several selected widgets: which they are, and how they are put in line. */
import { Button } from '@mantine/core';
import { t } from '../../../app/texts.ts';
import type { Editor } from '../../../editor/editor.ts';
import { type Alignment, type Axis, align, distribute } from '../../../graph/align.ts';
import { typeTitle } from '../../../widget-words.ts';
import fieldClasses from './fields/field.module.css';
import classes from './inspector.module.css';

const alignments: readonly Alignment[] = ['left', 'centre', 'top', 'middle'];
const axes: readonly Axis[] = ['horizontal', 'vertical'];

interface Props {
  readonly editor: Editor;
  readonly ids: ReadonlySet<string>;
}

export function Several({ editor, ids }: Props) {
  const boxes = () => new Map([...editor.state.get().drawing.boxes].filter(([id]) => ids.has(id)));
  const place = (how: 'align' | 'distribute', places: ReturnType<typeof align>) =>
    editor.do({ do: how, places: [...places].map(([widget, { x, y }]) => ({ widget, x, y })) });
  return (
    <>
      <h2>{t.inspector.several.count(ids.size)}</h2>
      <h3 className={classes.title}>{t.inspector.several.align}</h3>
      <div className={fieldClasses.buttons}>
        {alignments.map((alignment) => (
          <Button key={alignment} variant="default" onClick={() => place('align', align(boxes(), alignment))}>
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
            disabled={ids.size < 3}
            onClick={() => place('distribute', distribute(boxes(), axis))}
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

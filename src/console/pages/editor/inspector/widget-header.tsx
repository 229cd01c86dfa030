/** Name, type and menu of the selected widget, and what is wrong with it. */
import { ActionIcon, Menu, TextInput } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { t } from '../../../app/texts.ts';
import { CardGlyph } from '../../../canvas/card-glyph.tsx';
import { nameRefusal, type StateView } from '../../../document/index.ts';
import { faceOf } from '../../../graph/card.ts';
import type { FlowProblem } from '../../../problems/problem.ts';
import { Icon } from '../../../theme/icons.tsx';
import { typeTitle } from '../../../widget-words.ts';
import { renameWidget } from '../actions.ts';
import type { KeyParts } from '../canvas-keys.ts';
import { CardMenuItems } from '../card-menu.tsx';
import { Said } from './fields/field-frame.tsx';
import { useDraft } from './fields/use-draft.ts';
import classes from './inspector.module.css';
import { openPlace, placeOf } from './places.ts';
import { useWidgetScope } from './widget-scope.ts';

interface Props {
  readonly state: StateView;
  readonly problems: readonly FlowProblem[];
  readonly keys: KeyParts;
}

export function WidgetHeader({ state, problems, keys }: Props) {
  const { editor, id } = useWidgetScope();
  const { group, icon } = faceOf(state.type);
  return (
    <div className={classes.header}>
      <div className={classes.headLine}>
        <span className={classes.glyph} data-group={group}>
          <CardGlyph icon={icon} size={20} />
        </span>
        {state.type === 'trigger' ? <h2>{state.name}</h2> : <NameField state={state} />}
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label={t.inspector.menu}>
              <Icon name="more" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <CardMenuItems {...keys} card={id} />
          </Menu.Dropdown>
        </Menu>
      </div>
      <p className={`muted ${classes.type}`}>{typeTitle(state.type)}</p>
      {problems.length > 0 && (
        <details className={classes.problems}>
          <summary className={classes.summary}>{t.inspector.problemsOf(problems.length)}</summary>
          <ul>
            {problems.map((problem) => (
              <li key={`${problem.id} ${problem.path.join('.')} ${problem.message}`}>
                <button
                  type="button"
                  className={classes.problem}
                  onClick={() => openPlace(editor, id, placeOf(problem))}
                >
                  <Said severity={problem.severity} text={problem.message} />
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** A name that is taken or of another form is refused in words, and nothing is changed until it is right. */
function NameField({ state }: { readonly state: StateView }) {
  const { editor, id } = useWidgetScope();
  const [name, keep] = useDraft(state.name);
  const setName = (text: string) => keep(text, state.name);
  const wanted = name.trim();
  const taken = new Set(editor.state.get().drawing.flow.states.map((each) => each.name));
  const refusal = wanted === state.name ? undefined : nameRefusal(wanted, taken);
  const rename = () => {
    if (wanted === state.name || refusal !== undefined) setName(state.name);
    else renameWidget(editor, id, wanted);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && refusal === undefined) rename();
    else if (event.key === 'Escape' && name !== state.name) setName(state.name);
    else return;
    event.preventDefault();
  };
  return (
    <TextInput
      className={classes.name ?? ''}
      aria-label={t.inspector.name}
      data-name
      value={name}
      error={refusal}
      spellCheck={false}
      onChange={({ currentTarget }) => setName(currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={rename}
    />
  );
}

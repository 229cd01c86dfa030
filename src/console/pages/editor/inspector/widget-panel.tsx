/** One widget: its name, what is wrong with it, and its parts in tabs. */
import { Tabs } from '@mantine/core';
import { useMemo } from 'react';
import { useStore } from '../../../app/store.ts';
import { t } from '../../../app/texts.ts';
import { flowView } from '../../../document/index.ts';
import type { KeyParts } from '../canvas-keys.ts';
import { inspectorTabs as tabs } from '../editor-search.ts';
import { Config } from './config.tsx';
import classes from './inspector.module.css';
import { JsonTab } from './json-tab.tsx';
import { shownPlace } from './places.ts';
import { problemsAt } from './problems-at.ts';
import { Transitions } from './transitions.tsx';
import { TriggerConfig } from './trigger-config.tsx';
import { useStateView } from './use-editor-value.ts';
import { WidgetHeader } from './widget-header.tsx';
import { WidgetScope, WidgetScopeContext } from './widget-scope.ts';

interface Props {
  readonly id: string;
  readonly keys: KeyParts;
}

export function WidgetPanel({ id, keys }: Props) {
  const { editor } = keys;
  const state = useStateView(editor, id);
  const place = shownPlace(editor);
  const { tab } = useStore(place);
  const all = useStore(editor.problems);
  const scope = useMemo(() => new WidgetScope(editor, id), [editor, id]);
  if (state === undefined) return null;
  const problems = problemsAt(all, flowView(editor.state.get().editing.document).indexOf(id));
  return (
    <WidgetScopeContext value={scope}>
      <WidgetHeader state={state} problems={problems} keys={keys} />
      <Tabs
        value={tab}
        onChange={(next) => place.set({ tab: tabs.find((each) => each === next) ?? 'config' })}
        keepMounted={false}
        classNames={{ list: classes.tabs ?? '', tab: classes.tab ?? '', panel: classes.panel ?? '' }}
      >
        <Tabs.List aria-label={t.inspector.tabs.label}>
          {tabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t.inspector.tabs[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="config">
          {state.type === 'trigger' ? <TriggerConfig /> : <Config state={state} problems={problems} />}
        </Tabs.Panel>
        <Tabs.Panel value="transitions">
          <Transitions state={state} problems={problems} />
        </Tabs.Panel>
        <Tabs.Panel value="json">
          <JsonTab state={state} problems={problems} />
        </Tabs.Panel>
      </Tabs>
    </WidgetScopeContext>
  );
}

/** The tab and the field of the inspector in the address (console §2). */
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useStore } from '../../../app/store.ts';
import type { Editor } from '../../../editor/editor.ts';
import { openPlace, shownPlace } from './places.ts';

const route = getRouteApi('/frame/flows/$flowSid');

export function useInspectorAddress(editor: Editor): void {
  const { widget, tab, field } = route.useSearch();
  const navigate = route.useNavigate();
  const place = useStore(shownPlace(editor));
  // biome-ignore lint/correctness/useExhaustiveDependencies: a link is followed once, when the flow is opened
  useEffect(() => {
    if (widget !== undefined && editor.find(widget) && (tab ?? field) !== undefined) {
      openPlace(editor, widget, { tab: tab ?? 'config', field });
    }
  }, [editor]);
  useEffect(() => {
    void navigate({
      search: ({ tab: _, field: __, ...rest }) => ({
        ...rest,
        ...(place.tab === 'config' ? {} : { tab: place.tab }),
        ...(place.field === undefined ? {} : { field: place.field }),
      }),
      replace: true,
    });
  }, [navigate, place]);
}

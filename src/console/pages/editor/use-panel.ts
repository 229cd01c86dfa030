import { getRouteApi } from '@tanstack/react-router';
import type { DrawerPanel } from './editor-search.ts';

const route = getRouteApi('/frame/flows/$flowSid');

/** What the drawer shows is in the address. Without a panel it is closed. */
export function usePanel(): readonly [DrawerPanel | undefined, (panel: DrawerPanel | undefined) => void] {
  const panel = route.useSearch({ select: (search) => search.panel });
  const navigate = route.useNavigate();
  const show = (wanted: DrawerPanel | undefined) =>
    void navigate({
      search: ({ panel: _, ...rest }) => (wanted === undefined ? rest : { ...rest, panel: wanted }),
      replace: true,
    });
  return [panel, show];
}

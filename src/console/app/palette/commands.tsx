import { useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { flowsQuery } from '../../api/queries.ts';
import { shortSid } from '../../texts/format.ts';
import { Icon, type IconName } from '../../theme/icons.tsx';
import { colourSchemes, useSignOut } from '../account-menu.tsx';
import type { FrameDialog } from '../frame.tsx';
import { KeyCaps } from '../key-caps.tsx';
import { mainPages, morePages } from '../pages.ts';
import type { PickEntry, PickGroup } from '../pick-list.tsx';
import { regionTargets } from '../regions.ts';
import { t } from '../texts.ts';
import { pageCommands } from './page-commands.ts';

export interface Command extends PickEntry {
  readonly run: () => void;
}

/** All that can be done from anywhere, in groups. */
export function useCommands(onOpen: (dialog: FrameDialog) => void): readonly PickGroup<Command>[] {
  const navigate = useNavigate();
  const leave = useSignOut();
  const { setColorScheme } = useMantineColorScheme();
  const { data: flows = [] } = useQuery(flowsQuery);
  // Read once: with the dialog open nothing else is in the page.
  const [regions] = useState(regionTargets);
  const [ofPage] = useState(pageCommands);
  const pages = [...mainPages, ...morePages];
  return [
    ...ofPage.map(({ title, entries }) => ({
      title,
      entries: entries.map(
        ({ keys, ...entry }): Command => (keys === undefined ? entry : { ...entry, hint: <KeyCaps keys={keys} /> }),
      ),
    })),
    {
      title: t.frame.palette.pages,
      entries: pages.map(({ to, name, icon }) => ({
        key: to,
        name,
        icon: sign(icon),
        run: () => void navigate({ to }),
      })),
    },
    {
      title: t.frame.palette.flows,
      entries: flows.map(({ sid, name }) => ({
        key: sid,
        name,
        icon: sign('flow'),
        hint: <span className="mono">{shortSid(sid)}</span>,
        run: () => void navigate({ to: '/flows/$flowSid/details', params: { flowSid: sid } }),
      })),
    },
    {
      title: t.frame.palette.actions,
      entries: [
        { key: 'new', name: t.flows.list.create, icon: sign('plus'), run: () => void navigate({ to: '/flows/new' }) },
        { key: 'switch', name: t.frame.account.switch, icon: sign('switch'), run: () => onOpen('switch') },
        ...colourSchemes.map(
          (scheme): Command => ({
            key: `theme-${scheme}`,
            name: t.frame.account.themeNamed(t.frame.account.themes[scheme]),
            icon: sign('theme'),
            run: () => setColorScheme(scheme),
          }),
        ),
        ...regions.map(
          ({ name, go }): Command => ({
            key: `go-${name}`,
            name: t.frame.palette.goTo(name),
            icon: sign('arrowDown'),
            run: go,
          }),
        ),
        { key: 'shortcuts', name: t.frame.account.shortcuts, icon: sign('keyboard'), run: () => onOpen('shortcuts') },
        { key: 'sign-out', name: t.frame.account.signOut, icon: sign('leave'), run: leave },
      ],
    },
  ];
}

function sign(name: IconName) {
  return <Icon name={name} />;
}

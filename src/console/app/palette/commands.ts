import { useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { flowsQuery } from '../../api/queries.ts';
import { shortSid } from '../../texts/format.ts';
import type { IconName } from '../../theme/icons.tsx';
import { colourSchemes, useSignOut } from '../account-menu.tsx';
import type { FrameDialog } from '../frame.tsx';
import { mainPages, morePages } from '../pages.ts';
import { regionTargets } from '../regions.ts';
import { t } from '../texts.ts';

export interface Command {
  readonly key: string;
  readonly name: string;
  readonly icon: IconName;
  readonly hint?: string;
  readonly run: () => void;
}

/** All that can be done from anywhere, in groups. */
export function useCommands(
  onOpen: (dialog: FrameDialog) => void,
): readonly { readonly title: string; readonly commands: readonly Command[] }[] {
  const navigate = useNavigate();
  const leave = useSignOut();
  const { setColorScheme } = useMantineColorScheme();
  const { data: flows = [] } = useQuery(flowsQuery);
  // Read once: with the dialog open nothing else is in the page.
  const [regions] = useState(regionTargets);
  const pages = [...mainPages, ...morePages];
  return [
    {
      title: t.frame.palette.pages,
      commands: pages.map(({ to, name, icon }) => ({ key: to, name, icon, run: () => void navigate({ to }) })),
    },
    {
      title: t.frame.palette.flows,
      commands: flows.map(({ sid, name }) => ({
        key: sid,
        name,
        icon: 'flow',
        hint: shortSid(sid),
        run: () => void navigate({ to: '/flows/$flowSid/details', params: { flowSid: sid } }),
      })),
    },
    {
      title: t.frame.palette.actions,
      commands: [
        { key: 'new', name: t.flows.list.create, icon: 'plus', run: () => void navigate({ to: '/flows/new' }) },
        { key: 'switch', name: t.frame.account.switch, icon: 'switch', run: () => onOpen('switch') },
        ...colourSchemes.map(
          (scheme): Command => ({
            key: `theme-${scheme}`,
            name: t.frame.account.themeNamed(t.frame.account.themes[scheme]),
            icon: 'theme',
            run: () => setColorScheme(scheme),
          }),
        ),
        ...regions.map(
          ({ name, go }): Command => ({
            key: `go-${name}`,
            name: t.frame.palette.goTo(name),
            icon: 'arrowDown',
            run: go,
          }),
        ),
        { key: 'shortcuts', name: t.frame.account.shortcuts, icon: 'keyboard', run: () => onOpen('shortcuts') },
        { key: 'sign-out', name: t.frame.account.signOut, icon: 'leave', run: leave },
      ],
    },
  ];
}

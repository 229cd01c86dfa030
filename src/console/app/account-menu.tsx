import { type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { signOut } from '../api/session.ts';
import { shortSid } from '../texts/format.ts';
import { Icon } from '../theme/icons.tsx';
import { tellFailure } from './failure.ts';
import classes from './frame.module.css';
import type { FrameDialog } from './frame.tsx';
import { sessionQuery } from './query-client.ts';
import { oneOf } from './search-params.ts';
import { useSession } from './session.ts';
import { t } from './texts.ts';

export const colourSchemes = ['auto', 'light', 'dark'] as const satisfies readonly MantineColorScheme[];

export function AccountMenu({ onOpen }: { readonly onOpen: (dialog: FrameDialog) => void }) {
  const { account, isAutomatic } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leave = useSignOut();
  return (
    <Menu width={260} keepMounted={false}>
      <Menu.Target>
        <button
          type="button"
          className={`${classes.link} ${classes.account}`}
          aria-label={t.frame.account.menu(account.name)}
        >
          <span className="ellipsis">{account.name}</span>
          <Icon name="chevronDown" size={14} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <span className="mono">{shortSid(account.sid)}</span>
          {isAutomatic && <div>{t.frame.account.automatic}</div>}
        </Menu.Label>
        <Menu.Item leftSection={<Icon name="switch" />} onClick={() => onOpen('switch')}>
          {t.frame.account.switch}
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="copy" />}
          onClick={() => navigator.clipboard.writeText(account.sid).catch(tellFailure)}
        >
          {t.frame.account.copySid}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label id="theme-menu">{t.frame.account.theme}</Menu.Label>
        <Menu.RadioGroup
          aria-labelledby="theme-menu"
          value={colorScheme}
          onChange={(chosen) => setColorScheme(oneOf(colourSchemes, chosen) ?? 'auto')}
        >
          {colourSchemes.map((scheme) => (
            <Menu.RadioItem key={scheme} value={scheme} checkIcon={<Icon name="check" />}>
              {t.frame.account.themes[scheme]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="keyboard" />} onClick={() => onOpen('shortcuts')}>
          {t.frame.account.shortcuts}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="leave" />} onClick={leave}>
          {t.frame.account.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Ends the session and leads to the sign-in page; nothing that was read stays in this browser's memory. */
export function useSignOut(): () => void {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return () => {
    signOut()
      .then(() => {
        queryClient.clear();
        queryClient.setQueryData(sessionQuery.queryKey, null);
        return navigate({ to: '/sign-in' });
      })
      .catch(tellFailure);
  };
}

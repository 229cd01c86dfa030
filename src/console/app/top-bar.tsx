import { Menu } from '@mantine/core';
import { Link, useRouterState } from '@tanstack/react-router';
import { Icon, Mark } from '../theme/icons.tsx';
import { AccountMenu } from './account-menu.tsx';
import classes from './frame.module.css';
import type { FrameDialog } from './frame.tsx';
import { HealthDot } from './health-dot.tsx';
import { KeyCaps } from './key-caps.tsx';
import { mainPages, morePages } from './pages.ts';
import { t } from './texts.ts';

export function TopBar({ onOpen }: { readonly onOpen: (dialog: FrameDialog) => void }) {
  return (
    <header className={classes.bar} data-region={t.frame.regions.bar} tabIndex={-1}>
      <Link to="/flows" className={classes.home} aria-label={t.frame.product}>
        <Mark />
        <span className={classes.homeText}>{t.frame.product}</span>
      </Link>
      <nav className={classes.nav} aria-label={t.frame.regions.menu}>
        {mainPages.map(({ to, name }) => (
          <Link key={to} to={to} className={`${classes.link} ${classes.wide}`}>
            {name}
          </Link>
        ))}
        <MoreMenu />
      </nav>
      <button type="button" className={classes.search} aria-keyshortcuts="Control+K" onClick={() => onOpen('palette')}>
        <Icon name="search" />
        <span className={`${classes.searchText} ellipsis`}>{t.frame.search.open}</span>
        <KeyCaps keys="Mod+K" />
      </button>
      <HealthDot />
      <AccountMenu onOpen={onOpen} />
    </header>
  );
}

function MoreMenu() {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button
          type="button"
          className={classes.link}
          data-active={morePages.some(({ to }) => path.startsWith(to)) || undefined}
        >
          {t.frame.menu.more}
          <Icon name="chevronDown" size={14} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {mainPages.map(({ to, name, icon }) => (
          <Menu.Item key={to} component={Link} to={to} className={classes.narrow} leftSection={<Icon name={icon} />}>
            {name}
          </Menu.Item>
        ))}
        {morePages.map(({ to, name, icon }) => (
          <Menu.Item key={to} component={Link} to={to} leftSection={<Icon name={icon} />}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

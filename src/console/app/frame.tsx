/** What is around every page: top bar, menus, dialogs of the frame, notices, and the keys that work everywhere. */
import { Outlet } from '@tanstack/react-router';
import { useState } from 'react';
import { LiveRegions } from './announce.tsx';
import { ExpiredDialog } from './expired-dialog.tsx';
import classes from './frame.module.css';
import { Palette } from './palette/palette.tsx';
import { walkRegions } from './regions.ts';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { useShortcuts } from './shortcuts.ts';
import { SwitchDialog } from './switch-dialog.tsx';
import { t } from './texts.ts';
import { Toasts } from './toasts.tsx';
import { TopBar } from './top-bar.tsx';

export type FrameDialog = 'palette' | 'shortcuts' | 'switch';

export function Frame() {
  const [dialog, setDialog] = useState<FrameDialog>();
  const close = () => setDialog(undefined);
  useShortcuts({
    'Mod+K': () => setDialog('palette'),
    '?': () => setDialog('shortcuts'),
    F6: () => walkRegions(1),
    'Shift+F6': () => walkRegions(-1),
  });
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#content">
        {t.frame.skip}
      </a>
      <TopBar onOpen={setDialog} />
      <main className={classes.content} id="content" tabIndex={-1} data-region={t.frame.regions.content}>
        <Outlet />
      </main>
      <Palette isOpen={dialog === 'palette'} onClose={close} onOpen={setDialog} />
      <ShortcutSheet isOpen={dialog === 'shortcuts'} onClose={close} />
      <SwitchDialog isOpen={dialog === 'switch'} onClose={close} />
      <ExpiredDialog />
      <Toasts />
      <LiveRegions />
    </div>
  );
}

/** The pages that the menus and the list of commands lead to; each has its route in `router.tsx`. */

import type { IconName } from '../theme/icons.tsx';
import { t } from './texts.ts';

export const mainPages = [
  { to: '/flows', name: t.frame.menu.flows, icon: 'flow' },
  { to: '/executions', name: t.frame.menu.executions, icon: 'again' },
  { to: '/numbers', name: t.frame.menu.numbers, icon: 'phone' },
] as const satisfies readonly PageLink[];

export const morePages = [
  { to: '/tasks', name: t.frame.menu.tasks, icon: 'inbox' },
  { to: '/conversations', name: t.frame.menu.conversations, icon: 'chat' },
  { to: '/carriers', name: t.frame.menu.carriers, icon: 'antenna' },
  { to: '/functions', name: t.frame.menu.functions, icon: 'braces' },
  { to: '/sinks', name: t.frame.menu.sinks, icon: 'stream' },
  { to: '/accounts', name: t.frame.menu.accounts, icon: 'people' },
  { to: '/keys', name: t.frame.menu.keys, icon: 'key' },
  { to: '/settings', name: t.frame.menu.settings, icon: 'sliders' },
  { to: '/health', name: t.frame.menu.health, icon: 'pulse' },
] as const satisfies readonly PageLink[];

interface PageLink {
  readonly to: string;
  readonly name: string;
  readonly icon: IconName;
}

/** The editor: its bar, palette, picker and dialogs. */
import { counted } from './format.ts';

export const editor = {
  locked: 'This flow cannot be edited here right now.',
  done: (name: string) => `${name}.`,
  undone: (name: string) => `Undone: ${name}.`,
  redone: (name: string) => `Redone: ${name}.`,
  deleted: (count: number) => `Deleted ${counted(count, 'widget', 'widgets')}.`,
  palette: {
    label: 'Widgets to add',
    search: 'Search widgets…',
    searchLabel: 'Search widgets to add',
    widgets: 'Widgets',
    none: (query: string) => `No widget is called “${query}”.`,
    needsCall: 'needs a call',
    fold: 'Fold the palette',
    unfold: 'Unfold the palette',
  },
  picker: {
    title: 'Add a widget',
    after: (name: string, outlet: string) => `after ${name}, ${outlet}`,
    connect: (name: string, outlet: string) => `Connect ${outlet} of ${name} to`,
    connectLabel: 'Widget that it leads to',
    newWidget: 'New widget…',
  },
  menu: {
    edit: 'Edit',
    rename: 'Rename',
    duplicate: 'Duplicate',
    copy: 'Copy',
    selectFollowing: 'Select what follows',
    selectLeading: 'Select what leads here',
    delete: 'Delete',
    deleteAndReconnect: 'Delete and reconnect',
  },
  rename: {
    title: (name: string) => `Rename ${name}`,
    label: 'Name',
    renamed: (references: number, widgets: number) =>
      references === 0
        ? 'Renamed.'
        : `Renamed. ${counted(references, 'reference', 'references')} in ${counted(widgets, 'widget', 'widgets')} ${references === 1 ? 'follows' : 'follow'}.`,
    action: 'Rename',
  },
  dock: {
    label: 'Inspector',
    parts: 'Parts of the dock',
    widget: 'Widget',
    selected: 'another widget is selected',
  },
  pasteNothing: 'The clipboard holds no widgets.',
  copied: (count: number) => `Copied ${counted(count, 'widget', 'widgets')}.`,
} as const;

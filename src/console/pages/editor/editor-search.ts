/** What the address of the editor remembers (console §2). */

export const inspectorTabs = ['config', 'transitions', 'json'] as const;
export type InspectorTab = (typeof inspectorTabs)[number];

export const drawerPanels = ['problems', 'json', 'find'] as const;
export type DrawerPanel = (typeof drawerPanels)[number];

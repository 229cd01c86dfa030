/** Colours of the console (console §3.5). Nothing else names a colour; each is a CSS variable `--atelier-<name>`. */

export type Theme = 'light' | 'dark';
export type Shades = { readonly [theme in Theme]: string };

const shades = (light: string, dark: string): Shades => ({ light, dark });

export const surfaces = {
  canvas: shades('#F3F5F8', '#12161C'),
  card: shades('#FFFFFF', '#1E252F'),
  panel: shades('#FFFFFF', '#191F28'),
  selected: shades('#E3EDFC', '#1B3150'),
  note: shades('#FFF6CC', '#38331A'),
  /** Carries no meaning, so that its contrast does not matter. */
  border: shades('#C9D1DB', '#3A4656'),
} as const;

export const inks = {
  text: shades('#18212D', '#E9EEF5'),
  muted: shades('#566273', '#A6B2C2'),
  line: shades('#7A8797', '#6F7F93'),
  focus: shades('#0B5FD6', '#6FB1FF'),
  /** On a button that is filled with `focus`. */
  onFocus: shades('#FFFFFF', '#12161C'),
} as const;

/** What happened, or is wrong: strong for ink and rims, tint for what lies under it. */
export const states = {
  error: { strong: shades('#B3261E', '#FF9A92'), tint: shades('#FCE9E7', '#3F2324') },
  warning: { strong: shades('#8A5200', '#F4B860'), tint: shades('#FCF0DC', '#3D3020') },
  success: { strong: shades('#1A6E37', '#7FD79B'), tint: shades('#E3F4E8', '#1C3627') },
  waiting: { strong: shades('#6A4BC4', '#BBA6FF'), tint: shades('#EEE9FB', '#2E2748') },
} as const;

/** Groups of widgets: icon in the strong colour, header in the tint. */
export const groups = {
  flow: { strong: shades('#3D4A6B', '#AEBBDD'), tint: shades('#E8EBF3', '#2A3247') },
  messaging: { strong: shades('#0A5FB4', '#8CC4FF'), tint: shades('#E1EEFB', '#17324F') },
  voice: { strong: shades('#7A3DB8', '#CFA8F5'), tint: shades('#F1E8FA', '#382650') },
  tools: { strong: shades('#8A4B00', '#F2B76B'), tint: shades('#FBEEDC', '#44301A') },
  connect: { strong: shades('#0B6B63', '#6FD6C9'), tint: shades('#DDF3F0', '#153B39') },
  other: { strong: shades('#5A6472', '#B4BECB'), tint: shades('#ECEEF1', '#2D3540') },
} as const;

export type GroupToken = keyof typeof groups;
export type StateToken = keyof typeof states;

/** Every colour of a theme by the name of its CSS variable, without `--atelier-`. */
export function colourVariables(theme: Theme): { readonly [name: string]: string } {
  const plain = Object.entries({ ...surfaces, ...inks }).map(([name, each]) => [kebab(name), each[theme]]);
  const paired = Object.entries({ ...states, ...groups }).flatMap(([name, { strong, tint }]) => [
    [name, strong[theme]],
    [`${name}-tint`, tint[theme]],
  ]);
  return Object.fromEntries([...plain, ...paired]);
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Recomputes every ratio of console §3.5 by the formula of WCAG 2. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colourVariables, groups, inks, type Shades, states, surfaces, type Theme } from './tokens.ts';

const { canvas, card } = surfaces;
const { text, muted, line, focus, onFocus } = inks;
const { error, warning, success, waiting } = states;

/** Least ratio of text, and of what carries a meaning without being text. Source: WCAG 2.2, 1.4.3 and 1.4.11. */
const least = { text: 4.5, graphic: 3 } as const;

type Case = readonly [what: string, ink: Shades, ground: Shades, light: number, dark: number];

const cases: readonly Case[] = [
  ['text on canvas', text, canvas, 14.86, 15.57],
  ['text on card', text, card, 16.23, 13.24],
  ['muted on canvas', muted, canvas, 5.67, 8.44],
  ['muted on card', muted, card, 6.19, 7.18],
  ['focus on canvas', focus, canvas, 5.31, 8.13],
  ['focus on card', focus, card, 5.8, 6.91],
  ['error on canvas', error.strong, canvas, 5.98, 8.89],
  ['error on card', error.strong, card, 6.54, 7.56],
  ['error on its tint', error.strong, error.tint, 5.59, 6.97],
  ['warning on canvas', warning.strong, canvas, 5.85, 10.26],
  ['warning on card', warning.strong, card, 6.39, 8.72],
  ['warning on its tint', warning.strong, warning.tint, 5.67, 7.23],
  ['success on canvas', success.strong, canvas, 5.77, 10.45],
  ['success on card', success.strong, card, 6.31, 8.89],
  ['success on its tint', success.strong, success.tint, 5.52, 7.53],
  ['waiting on canvas', waiting.strong, canvas, 5.63, 8.65],
  ['waiting on card', waiting.strong, card, 6.15, 7.36],
  ['waiting on its tint', waiting.strong, waiting.tint, 5.18, 6.67],
  ['text on a note', text, surfaces.note, 14.92, 10.87],
  ['text on a selected card', text, surfaces.selected, 13.74, 11.25],
  ['muted on a selected card', muted, surfaces.selected, 5.25, 6.1],
  ['a filled button', onFocus, focus, 5.8, 8.13],
  ...ofGroup('flow', [7.37, 8.79, 13.61, 5.19], [6.65, 8.05, 10.95, 5.94]),
  ...ofGroup('messaging', [5.39, 6.35, 13.77, 5.26], [7.13, 8.42, 11.22, 6.08]),
  ...ofGroup('voice', [5.54, 6.59, 13.65, 5.21], [6.77, 7.77, 11.54, 6.26]),
  ...ofGroup('tools', [5.95, 6.8, 14.19, 5.42], [6.99, 8.64, 10.7, 5.8]),
  ...ofGroup('connect', [5.51, 6.37, 14.03, 5.35], [7.07, 8.92, 10.49, 5.69]),
  ...ofGroup('other', [5.16, 6.0, 13.96, 5.33], [6.59, 8.21, 10.63, 5.76]),
];

const lines: readonly Case[] = [
  ['line on canvas', line, canvas, 3.35, 4.44],
  ['line on card', line, card, 3.66, 3.77],
];

for (const [minimum, [what, ink, ground, light, dark]] of [
  ...cases.map((each) => [least.text, each] as const),
  ...lines.map((each) => [least.graphic, each] as const),
]) {
  test(`${what}: ${light} in light, ${dark} in dark`, () => {
    for (const [theme, expected] of [
      ['light', light],
      ['dark', dark],
    ] as const) {
      const ratio = contrast(ink[theme], ground[theme]);
      assert.equal(Number(ratio.toFixed(2)), expected, theme);
      assert.ok(ratio >= minimum, theme);
    }
  });
}

for (const [theme, low, high] of [
  ['light', 5.22, 5.5],
  ['dark', 5.95, 6.61],
] as const) {
  test(`muted text on the tints of states: ${low} to ${high} in ${theme}`, () => {
    const ratios = Object.values(states).map(({ tint }) => Number(contrast(muted[theme], tint[theme]).toFixed(2)));
    assert.deepEqual([Math.min(...ratios), Math.max(...ratios)], [low, high]);
  });
}

test('both themes have the same variables, each a colour', () => {
  const light = colourVariables('light');
  assert.deepEqual(Object.keys(light), Object.keys(colourVariables('dark')));
  assert.equal(light['voice-tint'], '#F1E8FA');
  assert.equal(light['on-focus'], '#FFFFFF');
  for (const theme of ['light', 'dark'] satisfies Theme[]) {
    for (const colour of Object.values(colourVariables(theme))) assert.match(colour, /^#[0-9A-F]{6}$/);
  }
});

type Four = readonly [strongOnTint: number, strongOnCard: number, textOnTint: number, mutedOnTint: number];

function ofGroup(name: keyof typeof groups, light: Four, dark: Four): Case[] {
  const { strong, tint } = groups[name];
  return [
    [`${name} on its tint`, strong, tint, light[0], dark[0]],
    [`${name} on card`, strong, card, light[1], dark[1]],
    [`text on the tint of ${name}`, text, tint, light[2], dark[2]],
    [`muted on the tint of ${name}`, muted, tint, light[3], dark[3]],
  ];
}

function contrast(a: string, b: string): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((one, other) => other - one);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

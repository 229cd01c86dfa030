/** Puts the colours of `tokens.ts` under Mantine: as `--atelier-…`, and in the place of Mantine's own. */
import type { CSSVariablesResolver, VariantColorsResolver } from '@mantine/core';
import { colourVariables, type Theme } from './tokens.ts';

type Variables = { [name: `--${string}`]: string };

/** Mantine's names for what our tokens say. */
const mantine: Variables = {
  '--mantine-color-body': 'var(--atelier-panel)',
  '--mantine-color-text': 'var(--atelier-text)',
  '--mantine-color-bright': 'var(--atelier-text)',
  '--mantine-color-dimmed': 'var(--atelier-muted)',
  '--mantine-color-placeholder': 'var(--atelier-muted)',
  '--mantine-color-anchor': 'var(--atelier-focus)',
  '--mantine-color-error': 'var(--atelier-error)',
  '--mantine-color-default': 'var(--atelier-card)',
  '--mantine-color-default-hover': 'var(--atelier-canvas)',
  '--mantine-color-default-color': 'var(--atelier-text)',
  // The edge of a field is what shows that it is one.
  '--mantine-color-default-border': 'var(--atelier-line)',
  '--mantine-color-disabled': 'var(--atelier-canvas)',
  '--mantine-color-disabled-color': 'var(--atelier-muted)',
  '--mantine-color-disabled-border': 'var(--atelier-border)',
  '--mantine-primary-color-filled': 'var(--atelier-focus)',
  '--mantine-primary-color-filled-hover': 'var(--atelier-focus)',
  // Tabs, radio buttons and checkboxes name the colour itself.
  '--mantine-color-blue-filled': 'var(--atelier-focus)',
  '--mantine-color-blue-filled-hover': 'var(--atelier-focus)',
  '--mantine-primary-color-contrast': 'var(--atelier-on-focus)',
  '--menu-item-hover': 'var(--atelier-selected)',
};

/** Shades that Mantine's own styles name: surfaces, edges, and what is quiet. */
const lightShades = shades('gray', ['canvas', 'canvas', 'border', 'border', 'line', 'line', 'muted', 'muted', 'text']);
const darkShades = shades('dark', ['text', 'text', 'muted', 'muted', 'border', 'border', 'card', 'panel', 'canvas']);

function shades(colour: 'gray' | 'dark', tokens: readonly string[]): Variables {
  return Object.fromEntries(
    tokens.map((token, shade) => [`--mantine-color-${colour}-${shade}`, `var(--atelier-${token})`]),
  );
}

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...ours('light'), ...mantine, ...lightShades },
  dark: { ...ours('dark'), ...mantine, ...darkShades },
});

function ours(theme: Theme): Variables {
  return Object.fromEntries(
    Object.entries(colourVariables(theme)).map(([name, value]) => [`--atelier-${name}`, value]),
  );
}

const mixed = (token: string) => `color-mix(in srgb, var(--atelier-${token}), var(--atelier-text) 12%)`;

/** Buttons by variant; the colour `error` is for what deletes. */
export const variantColors: VariantColorsResolver = ({ variant, color }) => {
  const token = color === 'error' ? 'error' : 'focus';
  switch (variant) {
    case 'filled':
      return {
        background: `var(--atelier-${token})`,
        hover: mixed(token),
        color: 'var(--atelier-on-focus)',
        border: '1px solid transparent',
      };
    case 'default':
      return {
        background: 'var(--atelier-card)',
        hover: 'var(--atelier-canvas)',
        color: color === 'error' ? 'var(--atelier-error)' : 'var(--atelier-text)',
        border: '1px solid var(--atelier-line)',
      };
    default:
      return {
        background: 'transparent',
        hover: 'color-mix(in srgb, var(--atelier-muted) 14%, transparent)',
        color: color === 'error' ? 'var(--atelier-error)' : 'var(--atelier-text)',
        border: '1px solid transparent',
      };
  }
};

/** The parts of a page that `F6` walks through, in the order of the page: all that carry `data-region`, with their name. */

function regions(): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((region) => region.offsetParent !== null);
}

/** Moves the focus to the next part, or the one before. */
export function walkRegions(direction: 1 | -1): void {
  const all = regions();
  const at = all.findLastIndex((region) => region.contains(document.activeElement));
  const from = at === -1 && direction === -1 ? 0 : at;
  focusRegion(all[(from + direction + all.length) % all.length]);
}

/** Names and ways to go there, for the list of commands. */
export function regionTargets(): readonly { readonly name: string; readonly go: () => void }[] {
  return regions().map((region) => ({ name: region.dataset.region ?? '', go: () => focusRegion(region) }));
}

const stops = ['a[href]', 'button', 'input', 'select', 'textarea', '[tabindex="0"]']
  // What Tab passes by is no way in: the menu of a card comes before the card.
  .map((stop) => `${stop}:not(:disabled, [tabindex="-1"])`)
  .join();

function focusRegion(region: HTMLElement | undefined): void {
  const first = region?.querySelector<HTMLElement>(stops);
  (first ?? region)?.focus();
}

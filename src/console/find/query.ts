/** What is typed to find something in a flow: words, and filters among them (console §4). */

export const stateFilters = ['problem', 'unreachable'] as const;
export type StateFilter = (typeof stateFilters)[number];

export interface Query {
  /** What is looked for as it stands; empty where only filters are given. */
  readonly text: string;
  /** Part of the name of a type: `type:send-message`, `type:"Send Message"`. */
  readonly types: readonly string[];
  /** `is:problem`, `is:unreachable`. */
  readonly states: readonly StateFilter[];
  /** A variable as templates name it: `uses:flow.variables.x`. */
  readonly uses: readonly string[];
  /** Name of a widget that a transition leads to: `to:name`. */
  readonly to: readonly string[];
}

const filter = /(?<=^|\s)(type|is|uses|to):("[^"]*"|\S+)/g;

export function readQuery(typed: string): Query {
  const found: { readonly key: string; readonly value: string }[] = [];
  const text = typed.replace(filter, (whole: string, key: string, written: string) => {
    const value = written.replace(/^"|"$/g, '');
    // A word that nobody knows is looked for as it is.
    if (value === '' || (key === 'is' && !isStateFilter(value))) return whole;
    found.push({ key, value });
    return '';
  });
  const of = (key: string) => found.flatMap((each) => (each.key === key ? [each.value] : []));
  return {
    // Blanks at the ends count where nothing else was typed.
    text: found.length === 0 ? typed : text.trim(),
    types: of('type'),
    states: of('is').filter(isStateFilter),
    uses: of('uses'),
    to: of('to'),
  };
}

function isStateFilter(value: string): value is StateFilter {
  return stateFilters.some((known) => known === value);
}

/** Reads the code blocks of a Markdown page. */

export interface DocBlock {
  /** Line of the opening fence, 1 for the first of the page. */
  readonly line: number;
  readonly language: string;
  /** `sh run`: the reader may copy it, and the tests run it. */
  readonly isRun: boolean;
  /** `sh run again`: a look at something; it may be repeated until it shows what it will. */
  readonly mayRepeat: boolean;
  readonly text: string;
}

/** A block to run, with the output that the page shows right below it, if it shows one. */
export interface RunnableBlock extends DocBlock {
  readonly shown?: DocBlock;
}

export function docBlocks(page: string): DocBlock[] {
  return [...page.matchAll(/^```(\w*)((?: \w+)*)\n([\s\S]*?)^```$/gm)].map(
    ({ 1: language = '', 2: words = '', 3: text = '', index }) => ({
      line: page.slice(0, index).split('\n').length,
      language,
      isRun: words.trim().split(' ').includes('run'),
      mayRepeat: words.trim().split(' ').includes('again'),
      text,
    }),
  );
}

export function runnableBlocks(page: string): RunnableBlock[] {
  const blocks = docBlocks(page);
  return blocks.flatMap((block, index) => {
    if (!block.isRun) return [];
    const next = blocks[index + 1];
    const lineBehind = block.line + block.text.split('\n').length + 1;
    // An output stands below its command with at most one line of text, e.g. "answers:", in between.
    const isOutput =
      next !== undefined && !next.isRun && /^(json|text)$/.test(next.language) && next.line - lineBehind <= 3;
    return [isOutput ? { ...block, shown: next } : block];
  });
}

/**
 * Where an output is not of the form that is documented; undefined when it is. In what is shown `…` stands for any
 * text, and a key `…` for any further keys.
 */
export function differenceOfForm(shown: unknown, given: unknown, path = ''): string | undefined {
  if (typeof shown === 'string') {
    return fits(shown, given)
      ? undefined
      : `${path || 'it'}: ${JSON.stringify(given)} is not of the form ${JSON.stringify(shown)}`;
  }
  if (typeof shown !== 'object' || shown === null) {
    return Object.is(shown, given)
      ? undefined
      : `${path || 'it'}: ${JSON.stringify(given)} is not ${JSON.stringify(shown)}`;
  }
  if (typeof given !== 'object' || given === null || Array.isArray(shown) !== Array.isArray(given)) {
    return `${path || 'it'}: ${JSON.stringify(given)} has another form`;
  }
  const shownKeys = Object.keys(shown).filter((key) => key !== '…');
  const givenKeys = Object.keys(given);
  const missing = shownKeys.find((key) => !givenKeys.includes(key));
  if (missing !== undefined) return `${path}.${missing} is missing`;
  const further = Object.hasOwn(shown, '…') ? undefined : givenKeys.find((key) => !shownKeys.includes(key));
  if (further !== undefined) return `${path}.${further} is not documented`;
  for (const key of shownKeys) {
    const difference = differenceOfForm(own(shown, key), own(given, key), `${path}.${key}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function own(object: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(object, key)?.value;
}

function fits(shown: string, given: unknown): boolean {
  if (shown === '…') return true;
  if (typeof given !== 'string') return false;
  const parts = shown.split('…').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]*')}$`).test(given);
}

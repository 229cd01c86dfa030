/** Where *Tidy up* puts cards: by ELK in a worker; where that fails or takes too long, by our own layout. */
import { fromElkLayout, toElkGraph } from '../../graph/elk-layout.ts';
import { layeredLayout } from '../../graph/layered-layout.ts';
import type { LayoutPart, Places } from '../../graph/layout.ts';

/** Longer than 2,000 cards take, shorter than anybody waits. */
const patienceMs = 10_000;

interface Layouter {
  layout(part: LayoutPart): Promise<Places>;
  end(): void;
}

/** Loaded when it is first asked for, then kept. */
let layouter: Promise<Layouter> | undefined;

export async function tidyLayout(part: LayoutPart): Promise<Places> {
  layouter ??= startElk();
  const asked = layouter;
  const places = await inTime(asked.then((elk) => elk.layout(part))).catch(() => undefined);
  if (places !== undefined) return places;
  // What hangs or broke would do so again.
  layouter = undefined;
  void asked.then(
    (elk) => elk.end(),
    () => undefined,
  );
  return layeredLayout(part);
}

async function startElk(): Promise<Layouter> {
  const { default: api } = await import('elkjs/lib/elk-api.js');
  const elk = new api.default({
    algorithms: ['layered'],
    workerFactory: () => new Worker(new URL('./elk-worker.ts', import.meta.url), { type: 'module' }),
  });
  return {
    layout: async (part) => fromElkLayout(await elk.layout(toElkGraph(part)), part),
    end: () => elk.terminateWorker(),
  };
}

/** Undefined when it took too long. */
function inTime<T>(answer: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patienceMs);
  });
  return Promise.race([answer, limit]).finally(() => clearTimeout(timer));
}

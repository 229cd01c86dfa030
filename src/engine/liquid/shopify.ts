/** The `shopify` dialect, by choice only: liquidjs within the same limits, plus Studio's `to_json`. */
import {
  Context,
  ForTag,
  Liquid,
  LiquidError as ShopifyError,
  type Template as ShopifyNode,
  filters as shopifyFilters,
  TablerowTag,
  Tag,
  type TagToken,
} from 'liquidjs';
import { Failure, LiquidError } from './error.ts';
import { filters } from './filters.ts';
import { countRound, type Run, spend } from './run.ts';

export interface ShopifyTemplate {
  readonly references: readonly (readonly string[])[];
  run(context: Record<string, unknown>, run: Run): string;
}

/** Characters and elements that the filters of liquidjs may make in one rendering. */
const MEMORY_LIMIT = 2 ** 20;
const RUN = 'atelier run';
let made: Liquid | undefined;

/** Compiles a template. Throws a `LiquidError`. */
export function parseShopify(source: string): ShopifyTemplate {
  made ??= makeEngine();
  const engine = made;
  const parsed = translate('syntax', () => engine.parse(source));
  const paths = translate('syntax', () => engine.globalVariableSegmentsSync(parsed));
  return {
    references: paths.map(staticPart),
    run(context, run) {
      const options = { ...engine.options, timezoneOffset: run.timeZone };
      // `increment` and `decrement` count in the data itself: they get a copy of their own.
      const scope = new Context({ ...context }, options, { sync: true }, { liquid: engine });
      scope.renderLimit.check = () => spend(run, 1);
      scope.setRegister(RUN, run);
      return translate('evaluation', () => String(engine.renderSync(parsed, scope)));
    },
  };
}

function makeEngine(): Liquid {
  const engine = new Liquid({ ownPropertyOnly: true, strictFilters: true, memoryLimit: MEMORY_LIMIT, templates: {} });
  // No tag reads another file.
  for (const name of ['include', 'render', 'layout', 'block']) engine.registerTag(name, RefusedTag);
  engine.registerTag('for', CountedFor);
  engine.registerTag('tablerow', CountedTablerow);
  const toJson = filters.get('to_json');
  engine.registerFilter('to_json', function (input: unknown) {
    return toJson?.apply(input, [], runOf(this.context));
  });
  engine.registerFilter('sample', () => {
    throw new Failure('"sample" is refused: the same rendering must give the same text');
  });
  for (const name of ['date', 'date_to_xmlschema', 'date_to_rfc822', 'date_to_string', 'date_to_long_string']) {
    const filter = shopifyFilters[name];
    if (typeof filter !== 'function') continue;
    engine.registerFilter(name, function (input: unknown, ...given: unknown[]) {
      const isNow = input === 'now' || input === 'today';
      return filter.call(this, isNow ? runOf(this.context).nowMs / 1000 : input, ...given);
    });
  }
  return engine;
}

function runOf(context: Context): Run {
  return context.getRegister<Run>(RUN);
}

class RefusedTag extends Tag {
  constructor(token: TagToken, rest: ConstructorParameters<typeof Tag>[1], liquid: Liquid) {
    super(token, rest, liquid);
    throw new Error(`The tag "${token.name}" is refused: templates read no other files`);
  }

  override render(): void {}
}

class CountedFor extends ForTag {
  constructor(...args: ConstructorParameters<typeof ForTag>) {
    super(...args);
    this.templates.unshift(counter(this, 'forloop'));
  }
}

class CountedTablerow extends TablerowTag {
  constructor(...args: ConstructorParameters<typeof TablerowTag>) {
    super(...args);
    this.templates.unshift(counter(this, 'tablerowloop'));
  }
}

/** Stands first in the block of a loop and counts its rounds. */
function counter(tag: Tag, loop: string): ShopifyNode {
  return {
    token: tag.token,
    render: (context: Context) => countRound(runOf(context), Number(context.getSync([loop, 'index']))),
  };
}

function staticPart(path: readonly unknown[]): string[] {
  const names: string[] = [];
  for (const step of path) {
    if (typeof step !== 'string' && typeof step !== 'number') break;
    names.push(String(step));
  }
  return names;
}

function translate<Result>(kind: 'syntax' | 'evaluation', work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!ShopifyError.is(error)) throw error;
    const [line = 1, column = 1] = error.token.getPosition();
    const cause = error.originalError;
    if (cause instanceof Failure) throw new LiquidError(cause.kind, cause.message, { line, column });
    const message = (cause ?? error).message;
    throw new LiquidError(/limit exceeded/.test(message) ? 'limit' : kind, message, { line, column });
  }
}

/** Checks a flow definition before it is saved, in the service's words. */
import { isJsonObject, own } from '../json.ts';
import type { Limits } from '../limits.ts';
import { type LiquidDialect, LiquidError, parseTemplate } from '../liquid/index.ts';
import type { Widget } from '../widget.ts';
import type { ValidationCode } from './catalogue.ts';
import { definitionSchema } from './envelope.ts';
import { type Finding, inDocumentOrder, type Path, pointer, Report } from './report.ts';
import { checkSchema, type TemplateVisitor } from './schema.ts';
import { checkState } from './states.ts';
import { checkNames, checkRestOnly, checkSubflows, checkTrigger, placedStates } from './whole-flow.ts';

export { type ValidationCode, validationCatalogue } from './catalogue.ts';

/** One thing that is wrong with a definition. `message` and `property_path` are what the REST API sends. */
export interface ValidationProblem {
  readonly message: string;
  /** E.g. `#/states/3/properties/timeout`, indexes from 0. */
  readonly property_path: string;
  /** Our stable name of the kind of problem; not sent. */
  readonly code: ValidationCode;
}

export interface ValidationOptions {
  readonly widgets: ReadonlyMap<string, Widget>;
  /** `strict` as REST saves; `import` reports the same as warnings and refuses only what is no definition at all. */
  readonly level: 'strict' | 'import';
  readonly limits: Limits;
  readonly liquidDialect?: LiquidDialect;
  /** An unusual widget name is an error. `STRICT_WIDGET_NAMES` */
  readonly strictWidgetNames?: boolean;
}

/**
 * Everything that is wrong with a definition, in the order in which it stands there; nothing stops the rest from
 * being checked. Sources: limits-and-errors §1, §4, §5; execution-model §1; messaging page, Appendixes A and B.
 */
export function validateDefinition(
  definition: unknown,
  options: ValidationOptions,
): { errors: ValidationProblem[]; warnings: ValidationProblem[] } {
  const report = new Report();
  checkDefinition(definition, options, report);
  const findings = inDocumentOrder(definition, report.findings);
  const isRefused = (finding: Finding) =>
    finding.severity === 'error' && (options.level === 'strict' || !isJsonObject(definition));
  return {
    errors: findings.filter((finding) => isRefused(finding)).map(problemOf),
    warnings: findings.filter((finding) => !isRefused(finding)).map(problemOf),
  };
}

function checkDefinition(definition: unknown, options: ValidationOptions, report: Report): void {
  const { widgets, limits } = options;
  checkSchema(definitionSchema(limits), definition, [], report);
  if (!isJsonObject(definition)) return;
  const rawStates = own(definition, 'states');
  const states = placedStates(rawStates);
  const names = new Set(states.flatMap(({ name }) => name ?? []));
  const rules = { widgets, names, report, onTemplate: templateChecker(options, report) };
  if (Array.isArray(rawStates)) {
    for (const [index, raw] of rawStates.entries()) checkState(raw, ['states', index], rules);
  }
  checkNames(states, report, options.strictWidgetNames === true);
  checkTrigger(definition, states, report);
  checkRestOnly(states, widgets, report);
  checkSubflows(states, widgets, limits, report);
}

/** A syntax error in a template is a warning: flows of the service may hold such templates (messaging page §14.10). */
function templateChecker({ liquidDialect = 'studio', limits }: ValidationOptions, report: Report): TemplateVisitor {
  const faults = new Map<string, string>();
  return (path: Path, source: string) => {
    const known = faults.get(source);
    const fault = known ?? templateFault(source, liquidDialect, limits);
    faults.set(source, fault);
    if (fault !== '') report.warning(path, 'liquid-error', fault);
  };
}

/** Why a template cannot be parsed; `""` when it can. */
function templateFault(source: string, dialect: LiquidDialect, limits: Limits): string {
  try {
    parseTemplate(source, dialect, limits.liquid);
    return '';
  } catch (error) {
    if (!(error instanceof LiquidError)) throw error;
    return `cannot be rendered: ${error.message} (line ${error.line}, column ${error.column})`;
  }
}

function problemOf({ message, path, code }: Finding): ValidationProblem {
  return { message, property_path: pointer(path), code };
}

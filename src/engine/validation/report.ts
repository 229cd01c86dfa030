import type { ValidationCode } from './catalogue.ts';

/** Keys and indexes that lead from the definition to a value. */
export type Path = readonly (string | number)[];

export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly path: Path;
  readonly code: ValidationCode;
  readonly message: string;
}

/** Errors, and warnings, kept of one definition, so that a hostile one cannot fill the memory. */
const MAX_FINDINGS = 5000;

/** Collects what a validation finds. */
export class Report {
  readonly findings: Finding[] = [];
  readonly #counts = { error: 0, warning: 0 };

  error(path: Path, code: ValidationCode, message: string): void {
    this.#add({ severity: 'error', path, code, message });
  }

  warning(path: Path, code: ValidationCode, message: string): void {
    this.#add({ severity: 'warning', path, code, message });
  }

  #add(finding: Finding): void {
    const count = ++this.#counts[finding.severity];
    if (count <= MAX_FINDINGS) {
      this.findings.push(finding);
    } else if (count === MAX_FINDINGS + 1) {
      const message = `has more than ${MAX_FINDINGS} ${finding.severity}s; the rest is not listed`;
      this.findings.push({ severity: finding.severity, path: [], code: 'too-many-problems', message });
    }
  }
}

/** `#/states/3/properties/timeout`: a JSON pointer with a leading `#`. */
export function pointer(path: Path): string {
  return ['#', ...path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');
}

/**
 * Findings in the order in which their places stand in the definition: an object before what it holds, a missing
 * key after the present ones, and findings of one place as they were reported.
 */
export function inDocumentOrder(definition: unknown, findings: readonly Finding[]): Finding[] {
  const keyOrders = new WeakMap<object, ReadonlyMap<string, number>>();
  const orderOf = (object: object) => {
    const order = keyOrders.get(object) ?? new Map(Object.keys(object).map((key, index) => [key, index]));
    keyOrders.set(object, order);
    return order;
  };
  const placed = findings.map((finding) => ({ finding, place: placeOf(definition, finding.path, orderOf) }));
  return placed.sort((left, right) => comparePlaces(left.place, right.place)).map(({ finding }) => finding);
}

/** The position of every step of `path` within its parent. */
function placeOf(
  definition: unknown,
  path: Path,
  orderOf: (object: object) => ReadonlyMap<string, number>,
): readonly number[] {
  let value = definition;
  return path.map((part) => {
    if (typeof value !== 'object' || value === null) return 0;
    const container: object = value;
    if (Array.isArray(container)) {
      value = container[Number(part)];
      return Number(part);
    }
    const order = orderOf(container);
    value = Object.getOwnPropertyDescriptor(container, String(part))?.value;
    return order.get(String(part)) ?? order.size;
  });
}

function comparePlaces(left: readonly number[], right: readonly number[]): number {
  for (const [index, position] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (position !== other) return position - other;
  }
  return left.length - right.length;
}

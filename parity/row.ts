/** A row of the ledger: one promise, where it comes from, and the tests that show it. */

/** Tests of one file whose name (suites and all) fits. */
export interface Evidence {
  readonly file: string;
  readonly name: RegExp;
}

/**
 * `documented`: the source says so. `inferred`: nobody does, and this is our reading. `own`: nothing of the service's,
 * a promise of Atelier alone.
 */
export type Basis = 'documented' | 'inferred' | 'own';

export interface Row {
  /** Stable and unique, e.g. `widget/send-message/event/sent`. */
  readonly id: string;
  readonly what: string;
  /** Page and section of the specification, or an address. */
  readonly source: string;
  readonly basis: Basis;
  /** `behaviour` is what happens in a run or at the API; `kept`: only that a definition with it is accepted and kept. */
  readonly claim: 'behaviour' | 'kept';
  /** Each must name at least one test that ran; all that it names must have passed. */
  readonly tests: readonly Evidence[];
  /** Why the behaviour is not there yet, one sentence. Its tests must then name none that passes. */
  readonly notYet?: string;
}

export interface Area {
  readonly title: string;
  /** One sentence for the reader of the page. */
  readonly about: string;
  readonly rows: readonly Row[];
}

/** What a list of rows says of one of them; the id comes from the key. */
export interface Claim {
  readonly tests: readonly Evidence[];
  readonly basis?: Basis;
  readonly source?: string;
  readonly notYet?: string;
}

/** Tests of `file` whose name fits. */
export function by(file: string, name: RegExp = /./): Evidence {
  return { file, name };
}

export function shown(...tests: Evidence[]): Claim {
  return { tests };
}

/** Shown, but by our own reading. */
export function inferred(...tests: Evidence[]): Claim {
  return { tests, basis: 'inferred' };
}

/** Shown, and a promise of Atelier alone. */
export function own(...tests: Evidence[]): Claim {
  return { tests, basis: 'own' };
}

export function notYet(why: string, ...tests: Evidence[]): Claim {
  return { tests, notYet: why };
}

/** A row of behaviour; what the claim leaves open is documented in `source`. */
export function row(id: string, what: string, source: string, claim: Claim): Row {
  return { id, what, source, basis: 'documented', claim: 'behaviour', ...claim };
}

/** A part of a pattern that stands for exactly this text. */
export function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** An attribute of a verb. */
export interface AttributeDefinition {
  /** What holds when it is missing or has a value that cannot be used. */
  readonly default?: string;
  /** The only values that can be used; absent: any text. */
  readonly values?: readonly string[];
  /** Warning for another value. */
  readonly invalidCode?: number;
  /** The page that describes it, where that is another than the verb's. */
  readonly source?: string;
}

/** A verb or noun of TwiML: the parser, the builder and the documentation read it. */
export interface VerbDefinition {
  /** Element name, case-sensitive. */
  readonly name: string;
  /** Other names under which it is understood. */
  readonly aliases?: readonly string[];
  /** Where it may stand in a document: directly in the Response of which documents. */
  readonly in: readonly Channel[];
  readonly attributes: { readonly [name: string]: AttributeDefinition };
  /** Names of the elements it may hold. */
  readonly children: readonly string[];
  /** True when text in it means something. */
  readonly hasText: boolean;
  /** Ends the document: what follows is never reached. */
  readonly isLast: boolean;
  readonly source: string;
}

/** What a document answers. */
export type Channel = 'message' | 'voice';

/** Defines a verb; one per file under `verbs/`, listed in `verbs/index.ts`. */
export function defineVerb<const Definition extends VerbDefinition>(definition: Definition): Definition {
  return definition;
}

/** An element of a document. Attributes hold what was written; `attributeOf` adds the defaults. */
export interface TwimlElement {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  /** Elements and text, in order. */
  readonly children: readonly (TwimlElement | string)[];
}

/** The value of an attribute, or its default when it is missing or cannot be used. */
export function attributeOf<Verb extends VerbDefinition>(
  verb: Verb,
  element: TwimlElement,
  name: keyof Verb['attributes'] & string,
): string | undefined {
  const definition: AttributeDefinition | undefined = verb.attributes[name];
  const value = Object.hasOwn(element.attributes, name) ? element.attributes[name] : undefined;
  const isUsable = value !== undefined && (definition?.values?.includes(value) ?? true);
  return isUsable ? value : definition?.default;
}

/** Text directly in an element, without that of its children. */
export function textOf(element: TwimlElement): string {
  return element.children.filter((child) => typeof child === 'string').join('');
}

/** Children that are elements. */
export function elementsOf(element: TwimlElement): TwimlElement[] {
  return element.children.filter((child) => typeof child !== 'string');
}

import {
  type AttributeDefinition,
  type AttributeDefinitions,
  type AttributeValue,
  readAttribute,
} from './attributes.ts';

/** A verb or noun of TwiML: the parser, the builder, the simulated network and the ledger read it. */
export interface VerbDefinition<Attributes extends AttributeDefinitions = AttributeDefinitions> {
  /** Element name, case-sensitive. */
  readonly name: string;
  /** What it does, in one sentence. */
  readonly summary: string;
  /** Other names under which it is understood. */
  readonly aliases: readonly string[];
  /** Where it may stand in a document: directly in the Response of which documents. */
  readonly in: readonly Channel[];
  readonly attributes: Attributes;
  /** The elements it may hold. A name can mean one thing here and another elsewhere, as `Sip` does. */
  readonly children: readonly VerbDefinition[];
  /** Warning for an element in it that may not stand there. */
  readonly nestingCode: number;
  /** True when text in it means something. */
  readonly hasText: boolean;
  /**
   * True when its text is spoken. What an element says that may not stand in it is said all the same: only the element
   * goes (inferred; a voice that knows no markup does so with all of it, carrier page §A2).
   */
  readonly isSpoken: boolean;
  /** Ends the document: what follows is never reached. */
  readonly isLast: boolean;
  /** What is wrong with an element whose attributes and children each can be used. */
  readonly check?: (element: TwimlElement) => readonly Finding[];
  readonly source: string;
}

export interface Finding {
  readonly code: number;
  readonly message: string;
}

/** What a document answers. */
export type Channel = 'message' | 'voice';

/** Warning for what a document may not hold, where no other is known (carrier page §A1). */
export const schemaWarning = 12200;

/** Defines a verb or a noun; what is not given is empty or false. */
export function defineVerb<const Attributes extends AttributeDefinitions = Record<never, never>>(
  given: Pick<VerbDefinition, 'name' | 'summary' | 'source'> &
    Partial<VerbDefinition> & { readonly attributes?: Attributes },
): VerbDefinition<Attributes> {
  const nothing = { aliases: [], in: [], children: [], hasText: false, isSpoken: false, isLast: false };
  // Without attributes given, `Attributes` is the type of none.
  const attributes = given.attributes ?? ({} as Attributes);
  return { ...nothing, nestingCode: schemaWarning, ...given, attributes };
}

/** An element of a document. Attributes hold what was written; `attributeOf` reads them and adds the defaults. */
export interface TwimlElement {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  /** Elements and text, in order. */
  readonly children: readonly (TwimlElement | string)[];
}

/**
 * The value of an attribute, or its default when it is missing or cannot be used: a number, a boolean, a list or a text,
 * as the verb says.
 */
export function attributeOf<Attributes extends AttributeDefinitions, Name extends keyof Attributes & string>(
  verb: { readonly attributes: Attributes },
  element: TwimlElement,
  name: Name,
): AttributeValue<Attributes[Name]> {
  const definition: AttributeDefinition | undefined = verb.attributes[name];
  const written = Object.hasOwn(element.attributes, name) ? element.attributes[name] : undefined;
  const read = (text: string | undefined) =>
    definition && text !== undefined ? readAttribute(definition, text) : undefined;
  // The type follows from the definition, which no narrowing can follow.
  return (read(written) ?? read(definition?.default)) as AttributeValue<Attributes[Name]>;
}

/** Text directly in an element, without that of its children. */
export function textOf(element: TwimlElement): string {
  return element.children.filter((child) => typeof child === 'string').join('');
}

/** Children that are elements. */
export function elementsOf<Element extends TwimlElement>(element: {
  readonly children: readonly (Element | string)[];
}): Element[] {
  return element.children.filter((child) => typeof child !== 'string');
}

/** Children in which no text is empty or stands beside another: around a comment or a CDATA section it is one. */
export function joinTexts<Element extends object>(children: readonly (Element | string)[]): (Element | string)[] {
  const joined: (Element | string)[] = [];
  for (const child of children) {
    const last = joined.at(-1);
    if (typeof child === 'string' && typeof last === 'string') joined[joined.length - 1] = last + child;
    else if (child !== '') joined.push(child);
  }
  return joined;
}

/** Attributes of TwiML: what may be written, and the value that it stands for. */

interface AnyAttribute {
  /** What holds when it is missing or cannot be used, as it would be written. */
  readonly default?: string;
  /** Warning for a text that cannot be used; 12200 where none of its own is known. */
  readonly invalidCode?: number;
  /** Other names under which it is understood. */
  readonly aliases?: readonly string[];
  /** The page that describes it, where that is another than the verb's. */
  readonly source?: string;
}

export interface TextAttribute extends AnyAttribute {
  readonly type: 'text';
  /** What a usable text looks like, as a pattern of all of it and in words; absent: any text. */
  readonly form?: { readonly pattern: RegExp; readonly says: string };
}

/** An address; a relative one is relative to that of the document. */
export interface UrlAttribute extends AnyAttribute {
  readonly type: 'url';
}

export interface NumberAttribute extends AnyAttribute {
  readonly type: 'integer' | 'decimal';
  readonly minimum: number;
  readonly maximum?: number;
  /** Words that may stand in place of a number. */
  readonly words?: readonly string[];
}

export interface BooleanAttribute extends AnyAttribute {
  readonly type: 'boolean';
}

export interface ChoiceAttribute extends AnyAttribute {
  readonly type: 'choice';
  readonly values: readonly string[];
  /** Other texts, with the value that each means. */
  readonly synonyms?: { readonly [text: string]: string };
}

export interface ListAttribute extends AnyAttribute {
  readonly type: 'list';
  readonly separator: ' ' | ',';
  /** The only entries that can be used; absent: any. */
  readonly values?: readonly string[];
}

export type AttributeDefinition =
  | TextAttribute
  | UrlAttribute
  | NumberAttribute
  | BooleanAttribute
  | ChoiceAttribute
  | ListAttribute;

export interface AttributeDefinitions {
  readonly [name: string]: AttributeDefinition;
}

/** What a usable text of the attribute is read as; undefined for one that is missing and has no default. */
export type AttributeValue<Definition extends AttributeDefinition> = Definition extends { readonly default: string }
  ? UsableValue<Definition>
  : UsableValue<Definition> | undefined;

type UsableValue<Definition extends AttributeDefinition> = Definition extends BooleanAttribute
  ? boolean
  : Definition extends NumberAttribute
    ? number | (Definition extends { readonly words: readonly (infer Word)[] } ? Word : never)
    : Definition extends ChoiceAttribute
      ? Definition['values'][number]
      : Definition extends ListAttribute
        ? readonly (Definition extends { readonly values: readonly (infer Entry)[] } ? Entry : string)[]
        : string;

/** What a usable text is, in words: `a whole number from 1, or auto`. */
export function expectationOf(definition: AttributeDefinition): string {
  switch (definition.type) {
    case 'text':
      return definition.form?.says ?? 'a text';
    case 'url':
      return 'an address';
    case 'boolean':
      return 'true or false';
    case 'choice':
      return definition.values.join(' or ');
    case 'list': {
      const entries = definition.values ? `of ${definition.values.join(', ')}` : 'of texts';
      return `a list ${entries}, ${definition.separator === ',' ? 'with commas' : 'with spaces'} between`;
    }
    case 'integer':
    case 'decimal': {
      const { minimum, maximum, words = [] } = definition;
      const number = definition.type === 'integer' ? 'a whole number' : 'a number';
      const range = maximum === undefined ? `from ${minimum}` : `from ${minimum} to ${maximum}`;
      return [`${number} ${range}`, ...words].join(' or ');
    }
  }
}

/** The value of a text, as `AttributeValue` has it; undefined when it cannot be used. */
export function readAttribute(
  definition: AttributeDefinition,
  text: string,
): string | number | boolean | readonly string[] | undefined {
  switch (definition.type) {
    case 'text':
      return (definition.form?.pattern.test(text) ?? true) ? text : undefined;
    case 'url':
      return text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'choice': {
      const { values, synonyms = {} } = definition;
      const value = Object.hasOwn(synonyms, text) ? synonyms[text] : text;
      return values.find((each) => each === value);
    }
    case 'list': {
      const { values, separator } = definition;
      const entries = text
        .split(separator)
        .map((entry) => entry.trim())
        .filter((entry) => entry !== '');
      if (!values) return entries;
      return entries.length > 0 && entries.every((entry) => values.includes(entry)) ? entries : undefined;
    }
    case 'integer':
    case 'decimal':
      return definition.words?.includes(text) ? text : readNumber(definition, text);
  }
}

function readNumber({ type, minimum, maximum }: NumberAttribute, text: string): number | undefined {
  const form = type === 'integer' ? /^\d{1,15}$/ : /^\d{1,15}(\.\d{1,15})?$/;
  const value = form.test(text) ? Number(text) : Number.NaN;
  return value >= minimum && value <= (maximum ?? value) ? value : undefined;
}

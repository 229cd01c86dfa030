/** Texts of attributes and whole elements, made from what the verbs say of themselves. */
import fc from 'fast-check';
import type { AttributeDefinition } from './attributes.ts';
import { element } from './build.ts';
import type { TwimlElement, VerbDefinition } from './verb.ts';
import { xmlText } from './xml.ts';

export const someText = fc.string({ unit: 'binary', maxLength: 40 });

/** Texts that can be used. */
export function usableTexts(definition: AttributeDefinition): fc.Arbitrary<string> {
  switch (definition.type) {
    case 'text':
      return definition.form ? fc.stringMatching(definition.form.pattern) : someText;
    case 'url':
      return fc.oneof(fc.webUrl(), fc.constantFrom('', '/next?a=1&b=2', '../a"b'));
    case 'boolean':
      return fc.constantFrom('true', 'false');
    case 'choice':
      return fc.constantFrom(...definition.values, ...Object.keys(definition.synonyms ?? {}));
    case 'list': {
      const { values, separator } = definition;
      const entry = values ? fc.constantFrom(...values) : someText;
      return fc.array(entry, { minLength: 1, maxLength: 3 }).map((entries) => entries.join(separator));
    }
    case 'integer':
    case 'decimal': {
      const { type, minimum, maximum = minimum + 1_000_000, words = [] } = definition;
      const number =
        type === 'integer'
          ? fc.integer({ min: minimum, max: maximum }).map(String)
          : fc.integer({ min: minimum * 100, max: maximum * 100 }).map((hundredths) => (hundredths / 100).toFixed(2));
      return words.length > 0 ? fc.oneof(number, fc.constantFrom(...words)) : number;
    }
  }
}

/** A text that cannot be used; undefined where any can. */
export function uselessText(definition: AttributeDefinition): string | undefined {
  switch (definition.type) {
    case 'text':
      return definition.form ? '?'.repeat(60) : undefined;
    case 'url':
      return undefined;
    case 'list':
      return definition.values ? `${definition.values[0]}${definition.separator}nonsense` : undefined;
    default:
      return '-1x';
  }
}

/** Elements of a verb with any of its attributes, and what it may hold, `depth` elements deep at most. */
export function elementsOfVerb(verb: VerbDefinition, depth = 5): fc.Arbitrary<TwimlElement> {
  const attributes = fc.record(
    Object.fromEntries(Object.entries(verb.attributes).map(([name, each]) => [name, usableTexts(each)])),
    { requiredKeys: [] },
  );
  return fc
    .tuple(attributes, fc.array(contentsOf(verb, depth), { maxLength: 3 }))
    .map(([given, children]) => element(verb.name, given, ...children));
}

/** Without the characters that no document can hold, and texts side by side as one. */
export function asReadable(given: TwimlElement): TwimlElement {
  const children: (TwimlElement | string)[] = [];
  for (const child of given.children) {
    const last = children.at(-1);
    const readable = typeof child === 'string' ? xmlText(child) : asReadable(child);
    if (typeof readable === 'string' && typeof last === 'string') children[children.length - 1] = last + readable;
    else if (readable !== '') children.push(readable);
  }
  return {
    name: given.name,
    attributes: Object.fromEntries(Object.entries(given.attributes).map(([name, value]) => [name, xmlText(value)])),
    children,
  };
}

function contentsOf(verb: VerbDefinition, depth: number): fc.Arbitrary<TwimlElement | string> {
  const children = depth > 1 ? verb.children : [];
  const kinds: fc.Arbitrary<TwimlElement | string>[] = [
    ...(verb.hasText ? [someText] : []),
    ...(children.length > 0 ? [fc.constantFrom(...children).chain((child) => elementsOfVerb(child, depth - 1))] : []),
  ];
  return kinds.length > 0 ? fc.oneof(...kinds) : fc.constant('');
}

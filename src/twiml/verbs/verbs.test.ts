/** Each verb and noun, and each attribute of theirs, read and written by what it says of itself. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { expectationOf, readAttribute } from '../attributes.ts';
import {
  attributeOf,
  buildTwiml,
  definitions,
  element,
  elementsOf,
  parseTwiml,
  type TwimlElement,
  type VerbDefinition,
  verbs,
} from '../index.ts';
import { asReadable, elementsOfVerb, usableTexts, uselessText } from '../verb-fixture.ts';

/** Enough for each form of a value; each of hundreds of attributes has its own. */
const numRuns = 20;

test('a verb has one definition in each kind of document', () => {
  for (const channel of ['message', 'voice'] as const) {
    const names = verbs.filter((verb) => verb.in.includes(channel)).flatMap(({ name, aliases }) => [name, ...aliases]);
    assert.deepEqual(names, [...new Set(names)]);
  }
  assert.equal(new Set(definitions.values()).size, definitions.size);
});

test('every file of a verb is reached from the list of verbs', async () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' });
  const reached = new Set<unknown>(definitions.values());
  for (const file of files.filter((name) => name.endsWith('.ts') && !/test|index/.test(name))) {
    const exported: { [name: string]: unknown } = await import(`./${file}`);
    for (const [name, value] of Object.entries(exported)) {
      const isDefinition = typeof value === 'object' && value !== null && 'summary' in value;
      assert.ok(!isDefinition || reached.has(value), `${name} of ${file}`);
    }
  }
});

for (const [id, verb] of definitions) {
  test(`${id} is read as it was written`, () => {
    fc.assert(
      fc.property(elementsOfVerb(verb), (written) => {
        const { read, codes } = readBack(verb, written);
        assert.deepEqual(read, asReadable(written));
        assert.ok(!codes.includes(12200));
      }),
      { numRuns },
    );
  });

  for (const [name, attribute] of Object.entries(verb.attributes)) {
    const fallback = attribute.default === undefined ? undefined : readAttribute(attribute, attribute.default);
    const without = attribute.default === undefined ? '' : `; without it, ${attribute.default || 'nothing'}`;

    test(`${id} ${name}: ${expectationOf(attribute)}${without}`, () => {
      assert.equal(fallback === undefined, attribute.default === undefined, 'The default can be used');
      assert.deepEqual(attributeOf(verb, element(verb.name), name), fallback);
      fc.assert(
        fc.property(usableTexts(attribute), fc.constantFrom(name, ...(attribute.aliases ?? [])), (text, written) => {
          const { read, codes } = readBack(verb, element(verb.name, { [written]: text }));
          assert.deepEqual(Object.keys(read.attributes), [name]);
          assert.notEqual(attributeOf(verb, read, name), undefined);
          assert.ok(!codes.includes(attribute.invalidCode ?? 12200));
        }),
        { numRuns },
      );
      const useless = uselessText(attribute);
      if (useless === undefined) return;
      const { read, codes } = readBack(verb, element(verb.name, { [name]: useless }));
      assert.deepEqual(attributeOf(verb, read, name), fallback);
      assert.ok(codes.includes(attribute.invalidCode ?? 12200));
    });
  }
}

/** An element, written in a document where it may stand, and read again, with the codes of the warnings of it. */
function readBack(verb: VerbDefinition, written: TwimlElement): { read: TwimlElement; codes: number[] } {
  const around = placeOf(verb);
  const top = around.reduceRight((inside, parent) => element(parent.name, {}, inside), written);
  const channel = (around[0] ?? verb).in.includes('voice') ? 'voice' : 'message';
  const result = parseTwiml(buildTwiml([top]), channel);
  assert.ok(result.ok);
  let [read] = result.verbs;
  for (const _ of around) read = read && elementsOf(read)[0];
  assert.ok(read);
  const depth = around.length + 2;
  return {
    read,
    codes: result.warnings.filter(({ path }) => path.split('/').length >= depth).map(({ code }) => code),
  };
}

/** What it stands in, from the Response inwards. */
function placeOf(verb: VerbDefinition): VerbDefinition[] {
  const parent = verbs.includes(verb)
    ? undefined
    : [...definitions.values()].find((each) => each.children.includes(verb));
  return parent ? [...placeOf(parent), parent] : [];
}

import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {
  type LiquidDialect,
  LiquidError,
  liquidFilters,
  parseTemplate,
  renderTemplate,
  studioLimits,
} from './index.ts';

function render(source: string, context: Record<string, unknown>, dialect: LiquidDialect = 'studio'): string {
  const options = { dialect, timeZone: 'America/Los_Angeles', nowMs: 1_767_571_509_000, limits: studioLimits };
  return renderTemplate(parseTemplate(source, dialect, studioLimits), context, options).text;
}

/** The text, or the error that the engine may throw; any other one fails the test. */
function outcome(source: string, context: Record<string, unknown>, dialect?: LiquidDialect): string {
  try {
    return `text ${render(source, context, dialect)}`;
  } catch (error) {
    assert.ok(error instanceof LiquidError, `${source}: ${error instanceof Error ? error.stack : error}`);
    return `${error.kind} ${error.line}:${error.column} ${error.message}`;
  }
}

const words = (
  'a b list.first x["y"] x[0] 1 -2.5 "t" \'\' nil true empty (1..3) == != < contains and or , : | . [ ] ( ) - ? = ! % ' +
  '{ } limit: offset: in reversed'
).split(' ');
const tags = (
  'if elsif else endif unless endunless case when endcase for endfor break continue assign capture endcapture cycle ' +
  'comment endcomment raw endraw tablerow endtablerow increment decrement ifchanged endifchanged include unknown'
).split(' ');
const piece = fc.oneof(
  fc.constantFrom('{{', '}}', '{%', '%}', '{{-', '-}}', '{%-', '-%}', ' ', '\n'),
  fc.constantFrom(...words),
  fc.constantFrom(...tags),
  fc.constantFrom(...liquidFilters.map(({ name }) => `| ${name}: `)),
  fc.string({ maxLength: 5, unit: 'grapheme' }),
);
const soup = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(' '));
const value = fc.oneof(fc.constantFrom('a', 'b', 'list', 'x', '1', '2.5', '-3', '"t"', '""', 'nil', 'a.b', 'list[1]'));
const call = fc
  .tuple(fc.constantFrom(...liquidFilters.map(({ name }) => name)), fc.array(value, { maxLength: 3 }))
  .map(([name, parameters]) => ` | ${name}${parameters.length > 0 ? `: ${parameters.join(', ')}` : ''}`);
const output = fc
  .tuple(value, fc.array(call, { maxLength: 4 }))
  .map(([input, calls]) => `{{ ${input}${calls.join('')} }}`);
const looped = output.map((inner) => `{% for i in list %}${inner}{% assign a = a | append: i %}{% endfor %}{{ a }}`);
const template = fc.oneof(soup, output, looped, fc.string({ unit: 'binary' }));
const context = fc.dictionary(fc.constantFrom('a', 'b', 'list', 'x', '__proto__'), fc.jsonValue()) as fc.Arbitrary<
  Record<string, unknown>
>;

for (const dialect of ['studio', 'shopify'] as const) {
  test(`any template over any data renders or fails with a LiquidError, twice alike (${dialect})`, () => {
    fc.assert(
      fc.property(template, context, (source, data) => {
        assert.equal(outcome(source, data, dialect), outcome(source, data, dialect));
      }),
      { numRuns: 1000 },
    );
  });
}

test('rendering leaves the data as it was', () => {
  fc.assert(
    fc.property(template, context, (source, data) => {
      const before = JSON.stringify(data);
      outcome(source, data);
      assert.equal(JSON.stringify(data), before);
    }),
    { numRuns: 500 },
  );
});

test('Liquid within data is inert', () => {
  fc.assert(
    fc.property(soup, (text) => {
      assert.equal(render('{{ a }}', { a: text, b: 'evaluated' }), text);
      assert.equal(render('{{ a | append: a }}', { a: text, b: 'evaluated' }), text + text);
    }),
  );
});

test('raw text comes out as it went in', () => {
  fc.assert(
    fc.property(soup, (text) => {
      fc.pre(!/\{%\s*endraw/.test(text));
      assert.equal(render(`{% raw %}${text}{% endraw %}`, {}), text);
    }),
  );
});

/** The documented text of a value: messaging reference, 14.6. */
function documentedText(item: unknown, isInside = false): string {
  if (item === null) return isInside ? 'null' : '';
  if (typeof item === 'string' || typeof item === 'boolean' || Number.isInteger(item)) return String(item);
  if (Array.isArray(item)) {
    const texts = item.map((inner) => documentedText(inner, true));
    return isInside ? `[${texts.join(', ')}]` : texts.join('');
  }
  const members = Object.entries(item as object).map(([key, inner]) => `${key}=${documentedText(inner, true)}`);
  return `{${members.join(', ')}}`;
}

const json = fc.jsonValue({ depthSize: 'small' }).filter((item) => !/\d[.e][\d-]/.test(JSON.stringify(item)));

test('the text of any JSON value is the documented one', () => {
  fc.assert(fc.property(json, (item) => assert.equal(render('{{ a }}', { a: item }), documentedText(item))));
});

test('to_json gives JSON that reads back as the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: 'small' }), (item) => {
      const text = render('{{ a | to_json }}', { a: item });
      // Negative zero is an integer like any other.
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(item)));
    }),
  );
});

test('decimals are printed in their shortest form with a fraction', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: true }), (number) => {
      const text = render('{{ a }}', { a: number });
      assert.match(text, /^-?[0-9]+\.[0-9]+(E-?[0-9]+)?$/);
      assert.equal(Number(text), number);
    }),
  );
});

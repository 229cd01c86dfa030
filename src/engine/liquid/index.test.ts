import assert from 'node:assert/strict';
import test from 'node:test';
import {
  LiquidError,
  type LiquidOptions,
  liquidFilters,
  liquidTags,
  parseTemplate,
  renderTemplate,
  studioLimits,
  templateReferences,
} from './index.ts';

const nowMs = Date.UTC(2026, 6, 4, 19, 0, 0, 999);
const options: LiquidOptions = { dialect: 'studio', timeZone: 'America/Los_Angeles', nowMs, limits: studioLimits };

function render(source: string, context: Record<string, unknown> = {}, changed: Partial<LiquidOptions> = {}): string {
  const all = { ...options, ...changed };
  return renderTemplate(parseTemplate(source, all.dialect, all.limits), context, all).text;
}

function failure(work: () => unknown): LiquidError {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof LiquidError, String(error));
    return error;
  }
  assert.fail('No error');
}

// The worked examples of the messaging reference, 14.11, with what each rests on.
const context = {
  flow: {
    variables: { num: 0, s: '1', neg: '-7', list: [1, 2, 3], empty: '', f: 2.5 },
    data: { name: 'Ana', age: 40, obj: { a: 'x', b: [1, 2] } },
    channel: { address: '+15551230000' },
  },
  contact: { channel: { address: '+15559990000' } },
  widgets: {
    'get-datetime-parts': { parsed: { d: 'Mon' } },
    h: { parsed: { result: [{ q: 'A' }, { q: 'B' }], flags: ['blocked', 'vip'] } },
  },
};
const yesNo = '{% else %}n{% endif %}';
const worked: readonly [row: number, evidence: string, template: string, output: string | undefined][] = [
  [1, 'vendor', 'Hello {{flow.data.name}}', 'Hello Ana'],
  [2, 'vendor', '[{{flow.data.nope.deeper}}]', '[]'],
  [3, 'engine', '{{flow.variables.num | plus: 1}}', '1'],
  [4, 'engine', '{{flow.variables.s | plus: 1}}', '2'],
  [5, 'engine', '{{flow.variables.missing | plus: 1}}', '1'],
  [6, 'engine', '{{flow.variables.neg | divided_by: 2}}', '-3'],
  [7, 'engine', '{{flow.variables.f | times: 2}}', '5.0'],
  [8, 'engine', '{{ 10 | divided_by: 3 }}', '3'],
  [9, 'engine', '{{ 4.5612 | round: 2 }}', '4.56'],
  [10, 'field', '{{ \'now\' | date: "%s" }}', '%s'],
  [11, 'engine', '{{ "2026-01-04 17:05:09" | date: "%A %e %b %Y %l:%M %p" }}', 'Sunday 4 Jan 2026 5:05 PM'],
  [12, 'engine', '{{ "2026-01-04T17:05:09Z" | date: "%Y" }}', '2026-01-04T17:05:09Z'],
  [13, 'engine', '{{ 0 | date: "%Y-%m-%d %H:%M" }}', '1969-12-31 16:00'],
  [14, 'engine', '{{flow.variables.list}}', '123'],
  [15, 'engine', '{{flow.data.obj}}', '{a=x, b=[1, 2]}'],
  [16, 'engine', '{{flow.data.obj | to_json}}', '{"a":"x","b":[1,2]}'],
  [17, 'engine', '{{flow.data.name | to_json}}', '"Ana"'],
  [18, 'inferred', '{{flow.data.nope | to_json}}', 'null'],
  [19, 'engine', `{% if flow.variables.empty %}y${yesNo}`, 'y'],
  [20, 'engine', '{{flow.variables.empty | default: "d"}}', 'd'],
  [21, 'engine', `{% if flow.variables.num %}y${yesNo}`, 'y'],
  [22, 'engine', `{% if flow.variables.s > 0 %}y${yesNo}`, 'n'],
  [23, 'engine', '{% if flow.data.age > 18 %}y{% endif %}', 'y'],
  [24, 'engine', `{% if flow.data.age == "40" %}y${yesNo}`, 'n'],
  [25, 'engine', '{% for i in widgets.h.parsed.result %}{{ i.q }};{% endfor %}', 'A;B;'],
  [26, 'vendor', '{% for i in (1..16) %}{{i}}{% endfor %}', undefined],
  [27, 'engine', '{{widgets.get-datetime-parts.parsed.d}}', 'Mon'],
  [28, 'vendor', "{{contact.channel.address | replace: '+', '%2B'}}", '%2B15559990000'],
  [29, 'engine', '{{contact.channel.address | url_encode}}', '%2B15559990000'],
  [30, 'engine', '{{ "tobi BOB" | capitalize }}', 'Tobi BOB'],
  [31, 'engine', "{{ 'foobarfoobar' | truncate: 5, '.' }}", 'foob.'],
  [32, 'engine', '{{ "hello" | slice: -3, 3 }}', 'llo'],
  [33, 'engine', '{{ 5 | size }}', '8'],
  [34, 'engine', '{{flow.data.obj.size}}/{{flow.data.obj | size}}', '2/0'],
  [
    35,
    'engine',
    "{% assign r = \"Yes.\" | replace: '.', '' | downcase %}{% case r %}{% when 'yes' or 'y' %}1{% else %}0{% endcase %}",
    '1',
  ],
  [36, 'engine', "{{ 'a@b' | split: '@' | first }}", 'a'],
  [37, 'engine', 'x {%- if true -%} y {%- endif -%} z', 'xyz'],
  [38, 'engine', '{% if flow.variables.a %} {{flow.variables.a | plus: 1}} {% else %} 1 {% endif %}', ' 1 '],
  [39, 'engine', '{{ "abc" | plus: 1 }}', undefined],
  [40, 'engine', '{{ "x" | no_such_filter }}', undefined],
  [41, 'engine', '{% raw %}{{ 1 }}{% endraw %}', '{{ 1 }}'],
  [42, 'engine', '{{widgets.h.parsed.flags}}', 'blockedvip'],
];
for (const [row, evidence, template, output] of worked) {
  test(`worked example ${row} (${evidence}): ${template}`, () => {
    if (output === undefined) failure(() => render(template, context));
    else assert.equal(render(template, context), output);
  });
}

test('the counter idiom counts', () => {
  const source =
    '{% if flow.variables.tries %}\n  {{ flow.variables.tries | plus: 1 }}\n{% else %}\n  0\n{% endif %}\n';
  let tries: number | undefined;
  for (const expected of [0, 1, 2, 3]) {
    const variables: Record<string, unknown> = tries === undefined ? {} : { tries };
    tries = Number(render(source, { flow: { variables } }).trim());
    assert.equal(tries, expected);
  }
});

test('now is the time that was handed in, in the zone that was handed in', () => {
  const source = '{{ "now" | date: "%Y-%m-%d %H:%M:%S" }}';
  assert.equal(render(source), '2026-07-04 12:00:00');
  assert.equal(render(source, {}, { timeZone: 'Asia/Tokyo' }), '2026-07-05 04:00:00');
  assert.equal(render(source, {}, { timeZone: 'Asia/Tokyo', dialect: 'shopify' }), '2026-07-05 04:00:00');
});

test('an index out of range is logged and prints nothing', () => {
  const template = parseTemplate('a\n {{ list[3] }}b', 'studio', studioLimits);
  const { text, problems } = renderTemplate(template, { list: [1, 2, 3] }, options);
  assert.equal(text, 'a\n b');
  assert.deepEqual(problems, [{ message: 'Index 3 is out of range: the list has 3', line: 2, column: 9 }]);
});

const placed: readonly [template: string, kind: string, line: number, column: number, message: RegExp][] = [
  ['a\n{{ x | nope }}', 'syntax', 2, 8, /Unknown filter "nope"/],
  ['{{ "abc" |\n plus: 1 }}', 'evaluation', 2, 2, /plus: "abc" is not a number/],
  ['{% if x %}', 'syntax', 1, 11, /Expected "{% endif %}" for the tag of line 1, column 1/],
  ['{{ naïve }}', 'syntax', 1, 6, /Unexpected "ï"/],
  ['{{ a + b }}', 'syntax', 1, 6, /Unexpected "\+"/],
  ['{{ a[] }}', 'syntax', 1, 6, /Expected a value/],
  ['\n\n{% for i in (1..99) %}{% endfor %}', 'limit', 3, 1, /More than 15 loop rounds/],
  ['{% include "x" %}', 'syntax', 1, 4, /refused/],
];
for (const [template, kind, line, column, message] of placed) {
  test(`the error of ${JSON.stringify(template)} tells kind, line and column`, () => {
    const error = failure(() => render(template));
    assert.deepEqual([error.kind, error.line, error.column], [kind, line, column]);
    assert.match(error.message, message);
  });
}

const own = [
  'x.constructor',
  'x.__proto__',
  'x["__proto__"]',
  'x.toString',
  'l.map',
  'l.length',
  't.length',
  'constructor',
];
for (const path of own) {
  for (const dialect of ['studio', 'shopify'] as const) {
    if (dialect === 'shopify' && path.endsWith('length')) continue;
    test(`what a prototype offers does not exist: ${path} (${dialect})`, () => {
      assert.equal(render(`[{{ ${path} }}]`, { x: {}, l: [1], t: 'text' }, { dialect }), '[]');
    });
  }
}

test('own members may have any name', () => {
  const data = JSON.parse('{"x":{"constructor":"a","__proto__":"b"}}') as Record<string, unknown>;
  assert.equal(
    render('{{ x.constructor }}{{ x.__proto__ }}{{ x }}{{ x | to_json }}', data),
    `ab{constructor=a, __proto__=b}${JSON.stringify(data.x)}`,
  );
});

const doubling = '{% for i in (1..15) %}{% assign s = s | append: s %}{% endfor %}';
const blowUps = [
  '{% for i in (1..1000000000) %}{% endfor %}',
  '{% for i in (1..1000000000) limit: 0 %}{% endfor %}{% for i in long %}{% endfor %}',
  '{% for a in n %}{% for b in n %}{% for c in n %}{% for d in n %}{% for e in n %}{% for f in n %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}',
  `{% assign s = "0123456789" %}${doubling}${doubling}`,
  '{% assign s = "0123456789" %}{% for i in (1..15) %}{% assign s = s | replace: "", s %}{% endfor %}',
  '{% assign s = "0123456789" %}{% for i in (1..15) %}{% capture s %}{{ s }}{{ s }}{% endcapture %}{% endfor %}',
  '{% assign s = "0123456789" %}{% for i in (1..15) %}{% assign l = s | split: "" %}{% assign s = l | join: s %}{% endfor %}',
  '{% assign l = long %}{% for i in (1..15) %}{% assign l = l | concat: l %}{% endfor %}',
  '{{ big }}{{ big }}',
  `{{ huge${' | abs'.repeat(100)} }}`,
  `{{ huge${' | truncate: 5 | prepend: huge | truncate: 3'.repeat(50)} }}`,
  `{% for a in n %}{% for b in n %}{% if long == same %}{% endif %}{% endfor %}{% endfor %}`,
  `{% for a in n %}{% for b in n %}{% if huge contains "y" %}{% endif %}{% endfor %}{% endfor %}`,
  `{% for a in n %}{% for b in n %}{% for c in map limit: 1 %}{% endfor %}{% endfor %}{% endfor %}`,
  `{% for a in n %}{% for b in n %}{% assign t = map | truncate: 5 %}{% endfor %}{% endfor %}`,
  `{% for a in n %}{% for b in n %}{% cycle map: 1 %}{% endfor %}{% endfor %}`,
  '{{ deep }}',
  '{{ deep | to_json }}',
  '{{ deep | append: "" }}',
  `${'{% if x %}'.repeat(300)}${'{% endif %}'.repeat(300)}`,
  `{{ ${'('.repeat(5000)}1${')'.repeat(5000)} }}`,
  `{{ ${'a['.repeat(5000)}1${']'.repeat(5000)} }}`,
  `{{ 1${' == 1'.repeat(5000)} }}`,
  `{{ 1${' and 1'.repeat(5000)} }}`,
  `{{ 1 }}${' '.repeat(70_000)}`,
];
const heavy = {
  n: Array.from({ length: 15 }, () => 1),
  long: Array.from({ length: 10_000 }, (_, index) => index),
  same: Array.from({ length: 10_000 }, (_, index) => index),
  map: Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, index])),
  big: 'x'.repeat(9000),
  huge: 'x'.repeat(500_000),
  deep: Array.from({ length: 5000 }).reduce<unknown>((inner) => [inner], 1),
};
for (const template of blowUps) {
  test(`is stopped by a limit: ${template.slice(0, 80)}`, () => {
    assert.equal(failure(() => render(template, heavy)).kind, 'limit');
  });
}

test('long filter chains and long paths are no nesting', () => {
  assert.equal(render(`{{ "a"${' | append: "b"'.repeat(2000)} }}`).length, 2001);
  assert.equal(render(`{{ a${'.b'.repeat(5000)} }}`, heavy), '');
});

test('the rendered text is measured in bytes of UTF-8', () => {
  assert.equal(render('{{ t }}', { t: '€'.repeat(5461) }).length, 5461);
  assert.equal(failure(() => render('{{ t }}', { t: '€'.repeat(5462) })).kind, 'limit');
  assert.equal(render('{{ t }}', { t: 'x'.repeat(16_384) }).length, 16_384);
});

test('a large value may be read as long as little of it is printed', () => {
  assert.equal(render('{{ t | slice: 0, 5 }}', { t: 'x'.repeat(65_536) }), 'xxxxx');
});

test('a template without markup is plain', () => {
  const template = parseTemplate('no { markup } %}', 'studio', studioLimits);
  assert.equal(template.isPlain, true);
  assert.equal(renderTemplate(template, {}, options).text, 'no { markup } %}');
  assert.equal(parseTemplate('{{ a }}', 'studio', studioLimits).isPlain, false);
});

const references: readonly [template: string, paths: string[][]][] = [
  ['plain', []],
  ['{{widgets.ask.inbound.Body}}', [['widgets', 'ask', 'inbound', 'Body']]],
  ['{{ widgets. get-x .parsed["a b"][0].c }}', [['widgets', 'get-x', 'parsed', 'a b', '0', 'c']]],
  [
    '{{ a.b[c.d].e }}',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['{{ x | append: y.z }}', [['x'], ['y', 'z']]],
  ['{% assign i = flow.n %}{{ i }}{{ list[i] }}', [['flow', 'n'], ['list']]],
  ['{% for r in rows.all limit: max %}{{ r.q }}{{ forloop.index }}{% endfor %}', [['rows', 'all'], ['max']]],
  ['{% capture c %}{{ a }}{% endcapture %}{{ c }}', [['a']]],
  ['{% if a and b contains c %}{% endif %}{% case d %}{% when e %}{% endcase %}', [['a'], ['b'], ['c'], ['d'], ['e']]],
];
for (const [source, paths] of references) {
  test(`tells the paths that ${source} reads`, () => {
    const found = templateReferences(parseTemplate(source, 'studio', studioLimits));
    assert.deepEqual(found.toSorted(), paths.toSorted());
  });
}

test('every filter and tag has one name, a summary and a source', () => {
  for (const list of [liquidFilters, liquidTags]) {
    assert.equal(new Set(list.map(({ name }) => name)).size, list.length);
    for (const { summary, source } of list) assert.ok(summary.endsWith('.') && source.startsWith('https://'));
  }
});

const shopify: readonly [template: string, output: string | undefined][] = [
  ['{{ a | to_json }}', '[1,{"b":2}]'],
  ['{% for x in a reversed %}{{ forloop.index }}{% endfor %}', '12'],
  ['{{ 7 | divided_by: 2.0 }}{{ -7 | modulo: 3 }}', '3.52'],
  ['{% include "x" %}', undefined],
  ['{% render "x" %}', undefined],
  ['{% layout "x" %}', undefined],
  ['{{ a | sample }}', undefined],
  ['{{ a | nope }}', undefined],
  ['{% for x in (1..16) %}{% endfor %}', undefined],
  ['{% tablerow x in (1..16) %}{% endtablerow %}', undefined],
  ['{% for x in (1..1000000000) %}{% endfor %}', undefined],
];
for (const [template, output] of shopify) {
  test(`Shopify's dialect, by choice: ${template}`, () => {
    const work = () => render(template, { a: [1, { b: 2 }] }, { dialect: 'shopify' });
    if (output === undefined) failure(work);
    else assert.equal(work(), output);
  });
}

test("Shopify's dialect leaves the data as it was: counters begin anew", () => {
  const data = { n: 'kept' };
  for (let times = 0; times < 2; times++) {
    assert.equal(render('{% increment n %}{% increment n %}{% decrement m %}', data, { dialect: 'shopify' }), '01-1');
  }
  assert.deepEqual(data, { n: 'kept' });
});

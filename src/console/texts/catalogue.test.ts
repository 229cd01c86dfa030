/** Every text of the pages is in the catalogue, and everything in the catalogue is used. Missing keys the compiler finds. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type ESTree, parseSync, Visitor } from 'vite';
import { en } from './en.ts';
import { pseudo } from './pseudo.ts';

const root = join(import.meta.dirname, '..');
const files = globSync('{app,canvas,editor,pages}/**/*.{ts,tsx}', { cwd: root }).filter(
  (file) => !file.endsWith('.test.ts'),
);

/** Attributes that people see or hear. */
const spoken = new Set(['title', 'label', 'description', 'placeholder', 'aria-label', 'aria-description', 'alt']);

interface Found {
  /** `file:line: text` */
  readonly literals: string[];
  /** `flows.list.title`, as written behind `t.` */
  readonly keys: Set<string>;
}

function read(file: string, text: string): Found {
  const literals: string[] = [];
  const keys = new Set<string>();
  /** Keys by the names of variables that stand for them. */
  const aliases = new Map([['t', '']]);
  const note = (start: number, literal: string) => {
    if (/\p{L}/u.test(literal)) literals.push(`${file}:${text.slice(0, start).split('\n').length}: ${literal.trim()}`);
  };
  new Visitor({
    JSXText: ({ start, value }) => note(start, value),
    JSXAttribute({ name, value }) {
      if (!spoken.has(nameOf(name)) || value?.type !== 'Literal') return;
      note(value.start, String(value.value));
    },
    MemberExpression(node) {
      const key = keyOf(node, aliases);
      if (key !== undefined) keys.add(key);
    },
    VariableDeclarator({ id, init }) {
      const key = init && keyOf(init, aliases);
      if (typeof key !== 'string') return;
      if (id.type === 'Identifier') aliases.set(id.name, key);
      if (id.type !== 'ObjectPattern') return;
      for (const property of id.properties) {
        if (property.type !== 'Property' || property.key.type !== 'Identifier') continue;
        const own = key === '' ? property.key.name : `${key}.${property.key.name}`;
        keys.add(own);
        if (property.value.type === 'Identifier') aliases.set(property.value.name, own);
      }
    },
  }).visit(parseSync(file, text).program);
  return { literals, keys };
}

function nameOf(name: ESTree.JSXAttributeName): string {
  return name.type === 'JSXIdentifier' ? name.name : name.name.name;
}

/** `a.b` for `t.a.b`; what is looked up by a variable ends the key with a star: all below it is used. */
function keyOf(node: ESTree.Node, aliases: ReadonlyMap<string, string>): string | undefined {
  if (node.type === 'Identifier') return aliases.get(node.name);
  if (node.type !== 'MemberExpression') return undefined;
  const above = keyOf(node.object, aliases);
  if (above === undefined || above.endsWith('*')) return above;
  const own = node.computed ? '*' : node.property.type === 'Identifier' ? node.property.name : '*';
  return above === '' ? own : `${above}.${own}`;
}

function leaves(texts: object, above: readonly string[] = []): string[] {
  return Object.entries(texts).flatMap(([key, value]) => {
    const path = [...above, key];
    return typeof value === 'object' && value !== null ? leaves(value, path) : path.join('.');
  });
}

const found = files.map((file) => read(file, readFileSync(join(root, file), 'utf8')));

test('no text stands in a page itself', () => {
  assert.deepEqual(
    found.flatMap(({ literals }) => literals),
    [],
  );
});

test('every text of the catalogue is used', () => {
  const used = new Set(found.flatMap(({ keys }) => [...keys]));
  const stars = [...used].filter((key) => key.endsWith('.*')).map((key) => key.slice(0, -1));
  const unused = leaves(en).filter((key) => !used.has(key) && !stars.some((above) => key.startsWith(above)));
  assert.deepEqual(unused, []);
});

const examples = [
  { text: '<p>Hello</p>', literals: 1 },
  { text: '<p>{name} · {count}</p>', literals: 0 },
  { text: '<input aria-label="Name" className="mono" />', literals: 1 },
  { text: '<p>{t.flows.list.title}</p>', literals: 0 },
];

for (const { text, literals } of examples) {
  test(`${text} has ${literals} text of its own`, () => {
    assert.equal(read('a.tsx', `const a = ${text};`).literals.length, literals);
  });
}

test('keys are found behind t, whole or by a variable', () => {
  const { keys } = read('a.tsx', 'const a = [t.a.b, t.c[d].e]; const { f } = t.g; f.h; const i = t.j; i.k(1);');
  assert.deepEqual([...keys].sort(), ['a', 'a.b', 'c', 'c.*', 'g', 'g.f', 'g.f.h', 'j', 'j.k']);
});

test('the pseudo-language is longer, and keeps what is put in', () => {
  const texts = pseudo(en);
  assert.match(texts.flows.list.title, /^\[.+~{2,}\]$/);
  assert.match(texts.flows.list.publishedAs(12), /12/);
});

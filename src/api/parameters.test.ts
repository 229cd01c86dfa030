import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ApiError } from './errors.ts';
import { all, first, parseForm } from './forms.ts';
import { address, date, integer, isSid, jsonObject, oneOf, optional, required, sidOf, text } from './parameters.ts';

const forms = [
  { text: '', fields: [] },
  {
    text: 'a=1&b=2',
    fields: [
      ['a', '1'],
      ['b', '2'],
    ],
  },
  {
    text: 'b=2&a=1&b=3',
    fields: [
      ['b', '2'],
      ['a', '1'],
      ['b', '3'],
    ],
  },
  { text: 'a', fields: [['a', '']] },
  { text: '&&a=1&', fields: [['a', '1']] },
  { text: 'a=b=c', fields: [['a', 'b=c']] },
  { text: 'a+b=c+d%2B', fields: [['a b', 'c d+']] },
  { text: '%C3%A9=%F0%9F%98%80', fields: [['é', '😀']] },
  { text: '__proto__=1', fields: [['__proto__', '1']] },
];
for (const { text: given, fields } of forms) {
  test(`the form ${JSON.stringify(given)} is read in order`, () => {
    assert.deepEqual(parseForm(given), { text: given, fields });
  });
}

for (const bad of ['a=%', 'a=%2', 'a=%zz', '%C3=1', 'a=%ED%A0%80', 'a=%FF', 'a=%C0%80']) {
  test(`the form ${bad} is refused`, () => assert.throws(() => parseForm(bad), isApiError(400, 20001)));
}

test('what a browser encodes is read back', () => {
  const fields = fc.array(fc.tuple(fc.string({ unit: 'binary', minLength: 1 }), fc.string({ unit: 'binary' })));
  fc.assert(
    fc.property(fields, (pairs) => {
      const wellFormed = pairs.map(([name, value]): [string, string] => [name.toWellFormed(), value.toWellFormed()]);
      assert.deepEqual(parseForm(new URLSearchParams(wellFormed).toString()).fields, wellFormed);
    }),
  );
});

test('the first of several values counts, unless all are asked for', () => {
  const form = parseForm('a=1&a=2');
  assert.equal(first(form, 'a'), '1');
  assert.deepEqual(all(form, 'a'), ['1', '2']);
  assert.equal(first(form, 'b'), undefined);
});

test('an empty parameter is as good as none', () => {
  const form = parseForm('a=');
  assert.equal(optional(form, 'a', text()), undefined);
  assert.throws(() => required(form, 'a', text()), /Missing required parameter a in the post body/);
});

const dates = [
  { given: '2026-01-02T03:04:05Z', iso: '2026-01-02T03:04:05.000Z' },
  { given: '2026-01-02t03:04:05Z' },
  { given: '2026-01-02T03:04:05+02:00', iso: '2026-01-02T01:04:05.000Z' },
  { given: '2026-01-02T03:04:05 02:00', iso: '2026-01-02T01:04:05.000Z' },
  { given: '2026-01-02T03:04:05-0530', iso: '2026-01-02T08:34:05.000Z' },
  { given: '2026-01-02T03:04:05.678901Z', iso: '2026-01-02T03:04:05.678Z' },
  { given: '2026-01-02T03:04Z', iso: '2026-01-02T03:04:00.000Z' },
  { given: '2026-01-02', iso: '2026-01-02T00:00:00.000Z' },
  { given: '2024-02-29', iso: '2024-02-29T00:00:00.000Z' },
  { given: '2026-02-29' },
  { given: '2026-13-01' },
  { given: '2026-01-02T03:04:05' },
  { given: '2026-01-02T25:04:05Z' },
  { given: '2026-01-02T03:04:05+24:00' },
  { given: '2026-01-02T03:04:05Z ' },
  { given: 'Fri, 02 Jan 2026 03:04:05 GMT' },
  { given: '1767323045' },
];
for (const { given, iso } of dates) {
  test(`the date ${given} is ${iso ?? 'refused'}`, () => {
    if (iso === undefined) assert.throws(() => date(given, 'Date'), isApiError(400, 20001));
    else assert.equal(new Date(date(given, 'Date')).toISOString(), iso);
  });
}

test('a reader gives the value or says what is wanted', () => {
  assert.equal(oneOf('draft', 'published')('draft', 'Status'), 'draft');
  assert.throws(
    () => oneOf('draft', 'published')('Draft', 'Status'),
    /Status is invalid: it must be draft or published/,
  );
  assert.equal(integer(1)('7', 'PageSize'), 7);
  for (const bad of ['0', '-1', '1.5', '1e3', '0x1', ' 1', '9'.repeat(17)]) {
    assert.throws(() => integer(1)(bad, 'PageSize'), isApiError(400, 20001), bad);
  }
  assert.deepEqual(jsonObject(9)('{"a":1}', 'Parameters'), { a: 1 });
  assert.throws(() => jsonObject(6)('{"a":1}', 'Parameters'), /longer than 6 bytes/);
  assert.equal(sidOf('US')(`US${'a'.repeat(32)}`, 'AuthorSid'), `US${'a'.repeat(32)}`);
  assert.throws(() => text()('a\0', 'To'), /NUL/);
});

test('a SID is its prefix and 32 hexadecimal digits', () => {
  assert.equal(isSid(`FW${'aF0'.repeat(10)}12`, 'FW'), true);
  for (const bad of [
    `FW${'a'.repeat(31)}`,
    `FN${'a'.repeat(32)}`,
    `FW${'g'.repeat(32)}`,
    `FW${'a'.repeat(31)}\n`,
    '',
  ]) {
    assert.equal(isSid(bad, 'FW'), false, bad);
  }
});

function isApiError(status: number, code: number): (error: unknown) => boolean {
  return (error) => error instanceof ApiError && error.status === status && error.code === code;
}

const addresses = [
  { given: '+15550001111', read: '+15550001111' },
  { given: ' 15550001111', read: '+15550001111' },
  { given: 'whatsapp:+15550001111', read: 'whatsapp:+15550001111' },
  { given: ' amy', read: ' amy' },
  { given: 'client:amy', read: 'client:amy' },
  { given: '15550001111', read: '15550001111' },
];
for (const { given, read } of addresses) {
  test(`the address ${JSON.stringify(given)} is read as ${JSON.stringify(read)}`, () => {
    assert.equal(address(given, 'To'), read);
  });
}

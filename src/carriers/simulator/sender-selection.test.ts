import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseSender, type Pool } from './sender-selection.ts';

const usual: Pool['settings'] = { stickySender: true, areaCodeGeomatch: true };
const [boston, denver, london, paris] = ['+16175550001', '+13035550001', '+442071838750', '+33912345678'];

interface Case {
  readonly says: string;
  readonly senders: readonly string[];
  readonly to: string;
  readonly from: string | undefined;
  readonly known?: string;
  readonly settings?: Partial<Pool['settings']>;
}

const cases: readonly Case[] = [
  {
    says: 'the sender that the contact knows',
    senders: [boston, denver],
    to: '+16175559999',
    known: denver,
    from: denver,
  },
  {
    says: 'not the one it knows where senders do not stick',
    senders: [boston, denver],
    to: '+16175559999',
    known: denver,
    settings: { stickySender: false },
    from: boston,
  },
  { says: 'not one that has left the pool', senders: [boston], to: '+16175559999', known: denver, from: boston },
  {
    says: 'a local number, though the contact knows one from abroad',
    senders: [boston, london],
    to: '+442079460000',
    known: boston,
    from: london,
  },
  {
    says: 'the name it knows, though there is a local number',
    senders: ['ACME', london],
    to: '+442079460000',
    known: 'ACME',
    from: 'ACME',
  },
  { says: 'a number of the same area', senders: [denver, boston], to: '+16175559999', from: boston },
  { says: 'a number of the same country', senders: [paris, denver], to: '+16175559999', from: denver },
  { says: 'a local short code before a local number', senders: [boston, '12345'], to: '+16175559999', from: '12345' },
  { says: 'no short code abroad', senders: ['12345', boston], to: '+442079460000', from: boston },
  { says: 'a name before a number from abroad', senders: [boston, 'ACME'], to: '+442079460000', from: 'ACME' },
  { says: 'a local number before a name', senders: ['ACME', london], to: '+442079460000', from: london },
  { says: 'no name in North America', senders: ['ACME', london], to: '+16175559999', from: london },
  { says: 'nothing, where a name is all there is', senders: ['ACME'], to: '+16175559999', from: undefined },
  { says: 'nothing out of an empty pool', senders: [], to: '+16175559999', from: undefined },
  {
    says: 'the sender of the channel',
    senders: [boston, `whatsapp:${london}`],
    to: 'whatsapp:+16175559999',
    from: `whatsapp:${london}`,
  },
  {
    says: 'a number as one of the channel',
    senders: ['ACME', boston],
    to: 'whatsapp:+16175559999',
    from: `whatsapp:${boston}`,
  },
  {
    says: 'the sender of the channel that the contact knows',
    senders: [boston, denver],
    to: 'whatsapp:+16175559999',
    known: `whatsapp:${denver}`,
    from: `whatsapp:${denver}`,
  },
];
for (const { says, senders, to, from, known, settings } of cases) {
  test(`a service sends from ${says}`, () => {
    assert.equal(chooseSender({ senders, known, settings: { ...usual, ...settings } }, to), from);
  });
}

test('contacts that nobody knows yet are spread over the numbers', () => {
  const pool = { senders: [boston, '+16175550002'], known: undefined, settings: usual };
  const chosen = Array.from({ length: 10 }, (_, index) => chooseSender(pool, `+1617555900${index}`));
  assert.equal(chosen.filter((each) => each === boston).length, 5);
});

test('without a match of areas every number of the country serves', () => {
  const fromBoston = (areaCodeGeomatch: boolean) => {
    const pool = { senders: [boston, denver], known: undefined, settings: { ...usual, areaCodeGeomatch } };
    const chosen = Array.from({ length: 10 }, (_, index) => chooseSender(pool, `+1617555900${index}`));
    return chosen.filter((each) => each === boston).length;
  };
  assert.deepEqual([fromBoston(true), fromBoston(false)], [10, 5]);
});

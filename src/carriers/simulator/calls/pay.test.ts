import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HandsetAct } from '../../network-calls.ts';
import { openCallTest, told } from './calls-fixture.ts';
import { cardTypeOf, isExpiration, isRoutingNumber, maskedAccount, maskedCard } from './card-numbers.ts';

const card = '4242424242424242';

interface Case {
  readonly says: string;
  readonly pay: string;
  readonly does: readonly (HandsetAct | number)[];
  readonly sent: { readonly [name: string]: string | undefined };
}

const keys = (digits: string): HandsetAct => ({ digits });
const whole = [keys(`${card}#`), keys('1230'), keys('123#'), keys('94105#'), 5];

const cases: readonly Case[] = [
  {
    says: 'a card is charged',
    pay: '<Pay chargeAmount="20.45"/>',
    does: whole,
    sent: {
      Result: 'success',
      PaymentCardNumber: 'xxxx-xxxx-xxxx-4242',
      PaymentCardType: 'visa',
      ExpirationDate: '1230',
      SecurityCode: '***',
      PaymentCardPostalCode: '94105',
      PaymentToken: undefined,
    },
  },
  {
    says: 'a token is made',
    pay: '<Pay/>',
    does: whole,
    sent: { Result: 'success', PaymentConfirmationCode: undefined },
  },
  {
    says: 'what is not asked for is not waited for',
    pay: '<Pay securityCode="false" postalCode="10001"/>',
    does: [keys(`${card}#`), keys('1230'), 5],
    sent: { Result: 'success', SecurityCode: undefined, PaymentCardPostalCode: '10001' },
  },
  {
    says: 'a wrong number, once',
    pay: '<Pay/>',
    does: [keys('4242#')],
    sent: { Result: 'too-many-failed-attempts', PaymentError: 'invalid-card-number' },
  },
  {
    says: 'a card of a kind that is not taken',
    pay: '<Pay validCardTypes="amex"/>',
    does: [keys(`${card}#`)],
    sent: { PaymentError: 'invalid-card-type' },
  },
  {
    says: 'a wrong number, then a right one',
    pay: '<Pay maxAttempts="2"/>',
    does: [keys('1#'), ...whole],
    sent: { Result: 'success' },
  },
  {
    says: 'a card that is over',
    pay: '<Pay/>',
    does: [keys(`${card}#`), keys('1225')],
    sent: { PaymentError: 'invalid-date' },
  },
  {
    says: 'silence',
    pay: '<Pay timeout="2"/>',
    does: [10],
    sent: { Result: 'too-many-failed-attempts', PaymentError: 'input-timeout' },
  },
  { says: 'the star', pay: '<Pay/>', does: [keys('42*')], sent: { Result: 'caller-interrupted-with-star' } },
  {
    says: 'a hang-up',
    pay: '<Pay/>',
    does: [{ hangsUp: true }],
    sent: { Result: 'caller-hung-up', CallStatus: 'completed' },
  },
  {
    says: 'a card that is declined',
    pay: '<Pay chargeAmount="1" securityCode="false" postalCode="false"/>',
    does: [keys('4000000000000002#'), keys('1230'), 5],
    sent: { Result: 'payment-connector-error', PaymentCardNumber: 'xxxx-xxxx-xxxx-0002' },
  },
  {
    says: 'an outcome that the handset chooses',
    pay: '<Pay/>',
    does: [{ outcome: { Result: 'internal-error', PayErrorCode: '64000' } }],
    sent: { Result: 'internal-error', PayErrorCode: '64000' },
  },
  {
    says: 'a bank account',
    pay: '<Pay paymentMethod="ach-debit"/>',
    does: [keys('110000000'), keys('000123456789#'), 5],
    sent: {
      Result: 'success',
      PaymentMethod: 'ach-debit',
      BankRoutingNumber: '110000000',
      BankAccountNumber: 'xxxxxxxxxx89',
    },
  },
];

for (const { says, pay, does, sent: expected } of cases) {
  test(`pay: ${says}`, async (t) => {
    const { call, act, pass, sent, leg, warnings } = await openCallTest(t, {
      '/voice': pay.replace('<Pay', '<Pay action="/done"'),
      '/done': '<Hangup/>',
    });
    const sid = await call();
    for (const deed of does) await (typeof deed === 'number' ? pass(deed) : act(sid, deed));
    const [asked] = sent('/done');
    assert.ok(asked);
    for (const [name, value] of Object.entries(expected)) assert.equal(asked[name], value, name);
    // The number is nowhere.
    assert.ok(!JSON.stringify([await leg(sid), sent('/done'), warnings]).includes(card));
  });
}

test('pay: the document has its own words, by error and attempt, and each step is told', async (t) => {
  const { call, act, leg, sent } = await openCallTest(t, {
    '/voice': `<Pay action="/done" maxAttempts="3" statusCallback="/status">
      <Prompt for="payment-card-number"><Say>Card?</Say></Prompt>
      <Prompt for="payment-card-number" errorType="invalid-card-number"><Say>Wrong.</Say></Prompt>
      <Prompt for="payment-card-number" errorType="invalid-card-number" attempt="3"><Say>Wrong again.</Say></Prompt>
    </Pay>`,
    '/done': '',
    '/status': '',
  });
  const sid = await call();
  for (const digits of ['1#', '2#', `${card}#`]) await act(sid, { digits });
  assert.deepEqual(
    told(await leg(sid)).filter((line) => line.startsWith('<')),
    [
      '< Card?',
      '< Wrong.',
      '< Wrong again.',
      '< Please enter the expiration date: two digits for the month and two for the year.',
    ],
  );
  const steps = sent('/status').map(({ For, ErrorType }) => `${For} ${ErrorType}`);
  assert.deepEqual(steps.toSorted(), [
    'expiration-date undefined',
    'payment-card-number invalid-card-number',
    'payment-card-number invalid-card-number',
    'payment-card-number undefined',
  ]);
});

/** `does`: what is typed in all; `shows`: what the transcript has of it. */
const slips: readonly {
  readonly says: string;
  readonly document: string;
  readonly does: readonly (HandsetAct | number)[];
  readonly shows: string;
}[] = [
  {
    says: 'typed before it is asked for',
    document: '<Say>Welcome to the line where bills are paid.</Say><Pay/>',
    does: [keys(card)],
    shows: '••••••••••••••••',
  },
  {
    says: 'typed key by key before it is asked for',
    document: '<Say>Welcome to the line where bills are paid.</Say><Pay/>',
    does: [...card].map(keys),
    shows: '••••••••••••••••',
  },
  {
    says: 'begun before it is asked for',
    document: '<Say>Welcome.</Say><Pause length="3"/><Pay/>',
    does: [1, keys('42424242'), 9, keys('42424242')],
    shows: '••••••••••••••••',
  },
  {
    says: 'ended after the time was up',
    document: '<Pay timeout="2"/>',
    does: [6, keys('42424242'), 2.5, keys('42424242#')],
    shows: '•••••••••••••••••',
  },
  {
    says: 'typed where something else is asked for',
    document: '<Gather action="/voice?again"/>',
    does: [keys('12*'), keys(`${card}#`)],
    shows: '12*••••••••••••••••#',
  },
  {
    says: 'no number of a card at all',
    document: '<Gather/>',
    does: [keys('1234567890123456#')],
    shows: '1234567890123456#',
  },
  {
    says: 'followed by a choice',
    document: '<Pay timeout="2"/><Gather/>',
    does: [6, keys('4242'), 2.5, keys('4242'), 1, keys('2')],
    shows: '••••••••2',
  },
];
for (const { says, document, does, shows } of slips) {
  test(`a card's number is hidden, ${says}`, async (t) => {
    const { call, act, pass, leg } = await openCallTest(t, {
      '/voice': document.replace('<Pay', '<Pay action="/done" maxAttempts="1"'),
      '/done': '<Say>That did not work. Somebody is with you in a moment.</Say><Gather/>',
    });
    const sid = await call();
    for (const deed of does) await (typeof deed === 'number' ? pass(deed) : act(sid, deed));
    const typed = told(await leg(sid)).filter((line) => line.startsWith('>'));
    assert.equal(typed.map((line) => line.slice(2)).join(''), shows);
  });
}

test('whoever talks with one who types the number of a card is not shown it', async (t) => {
  const { call, dialled, act, leg } = await openCallTest(t, { '/voice': '<Dial>+15550007777</Dial>' });
  const caller = await call();
  const callee = await dialled('+15550007777');
  await act(callee, { answer: 'true' });
  await act(caller, { digits: '12' });
  await act(caller, { digits: `#${card}` });
  assert.deepEqual(
    told(await leg(callee))
      .map((line) => line.slice(2))
      .join(''),
    `12#${'•'.repeat(card.length)}`,
  );
});

test('cards and accounts are told apart', () => {
  const types = [
    card,
    '5555555555554444',
    '2223003122003222',
    '378282246310005',
    '6011111111111117',
    '3566002020360505',
    '30569309025904',
    '4242424242424241',
    '1',
  ];
  assert.deepEqual(types.map(cardTypeOf), [
    'visa',
    'mastercard',
    'mastercard',
    'amex',
    'discover',
    'jcb',
    'diners-club',
    undefined,
    undefined,
  ]);
  assert.deepEqual([maskedCard('378282246310005'), maskedAccount('12')], ['xxxx-xxxxxx-x0005', '12']);
  assert.deepEqual([isRoutingNumber('110000000'), isRoutingNumber('110000001')], [true, false]);
  const inMay = Date.UTC(2026, 4, 31);
  assert.deepEqual(
    ['0526', '0426', '1326', '0127'].map((text) => isExpiration(text, inMay)),
    [true, false, false, true],
  );
});

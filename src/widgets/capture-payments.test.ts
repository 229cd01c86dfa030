import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../engine/json.ts';
import { codesOf, inCall, told } from './call-fixture.ts';
import { capturePayments } from './capture-payments.ts';

const pay = (properties: JsonObject) => inCall(capturePayments, properties);

test('the documented form, with everything said', () => {
  const properties = {
    payment_connector: 'stripe_1',
    payment_token_type: 'one-time',
    payment_amount: '{{"10.99"}}',
    currency: 'eur',
    description: 'Pay Bill',
    payment_method: 'ACH_DEBIT',
    bank_account_type: 'COMMERCIAL_CHECKING',
    language: 'en-GB',
    timeout: 7,
    max_attempts: 1,
    security_code: false,
    postal_code: 'false',
    min_postal_code_length: 3,
    valid_card_types: ['visa', 'master-card', 'amex'],
    parameters: [{ key: 'ref', value: '{{contact.channel.address}}' }],
  };
  assert.equal(
    told(pay(properties)),
    '<Pay action="FLOW?FlowEvent=pay" paymentConnector="stripe_1" tokenType="one-time" chargeAmount="10.99" currency="eur" ' +
      'description="Pay Bill" paymentMethod="ach-debit" bankAccountType="commercial-checking" language="en-GB" timeout="7" ' +
      'maxAttempts="1" securityCode="false" postalCode="false" minPostalCodeLength="3" validCardTypes="visa mastercard amex">' +
      '<Parameter name="ref" value="+15550002222"/></Pay>',
  );
});

/** Attributes of the verb by name, without the action. */
function attributes(properties: JsonObject) {
  const [, text = ''] = /^<Pay action="[^"]*"(.*)\/>$/.exec(told(pay(properties))) ?? [];
  return Object.fromEntries([...text.matchAll(/ (\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}

const usual = {
  tokenType: 'reusable',
  currency: 'usd',
  paymentMethod: 'credit-card',
  timeout: '5',
  maxAttempts: '2',
  securityCode: 'true',
  postalCode: 'true',
};

const cases: { title: string; properties: JsonObject; says: JsonObject }[] = [
  { title: 'by default a reusable token of a credit card, in two attempts', properties: {}, says: {} },
  {
    title: 'what is blank is not said',
    properties: {
      payment_connector: '',
      payment_amount: ' ',
      description: '',
      language: '',
      bank_account_type: '',
      valid_card_types: [],
    },
    says: {},
  },
  {
    title: 'a `postal_code` that is one is not asked for',
    properties: { postal_code: '94103' },
    says: { postalCode: '94103' },
  },
  { title: '`postal_code` as a boolean counts', properties: { postal_code: false }, says: { postalCode: 'false' } },
  { title: '`security_code` as text counts', properties: { security_code: 'false' }, says: { securityCode: 'false' } },
  {
    title: '`timeout` and `max_attempts` as text count',
    properties: { timeout: '9', max_attempts: '3' },
    says: { timeout: '9', maxAttempts: '3' },
  },
  { title: '`min_postal_code_length` 0 is none', properties: { min_postal_code_length: 0 }, says: {} },
  { title: '`valid_card_types` that are no list are none', properties: { valid_card_types: 'visa' }, says: {} },
];
for (const { title, properties, says } of cases) {
  test(title, () => assert.deepEqual(attributes(properties), { ...usual, ...says }));
}

const results: [result: string | undefined, event: string, isLive: boolean][] = [
  ['success', 'success', true],
  ['too-many-failed-attempts', 'maxFailedAttempts', true],
  ['payment-connector-error', 'providerError', true],
  ['internal-error', 'providerError', true],
  ['caller-interrupted-with-star', 'payInterrupted', true],
  ['caller-hung-up', 'hangup', false],
  ['validation-error', 'validationError', true],
  ['toString', 'validationError', true],
  [undefined, 'validationError', true],
];
for (const [result, event, isLive] of results) {
  test(`the result ${result} is \`${event}\`, with what the verb says`, () => {
    const play = pay({});
    play.callback('pay', { ...(result === undefined ? {} : { Result: result }), PaymentError: 'why' });
    const { Result, PaymentError } = play.output as JsonObject;
    assert.deepEqual([play.event, play.execution.call?.isLive, Result, PaymentError], [event, isLive, result, 'why']);
  });
}

test('everything that the verb says is written as it came: `Result`, `PaymentToken`, `ProfileId` and the rest', () => {
  const given = Object.fromEntries(
    Object.keys(capturePayments.outputs)
      .filter((name) => /^(Result|Payment|Connector|Profile|Expiration|Security)/.test(name))
      .map((name) => [name, name === 'Result' ? 'success' : `x ${name}`]),
  );
  const play = pay({});
  play.callback('pay', given);
  const output = play.output as JsonObject;
  assert.equal(Object.keys(given).length, 12);
  assert.deepEqual({ ...output, ...given }, output);
});

test('a hang-up that only the status of the call tells is `hangup`', () => {
  const play = pay({});
  play.callStatus('completed');
  play.elapse(10);
  assert.deepEqual([play.event, play.output], ['hangup', undefined]);
});

test('without a call it is not entered: 81020, and the run ends', () => {
  const play = inCall(capturePayments, {}, { start: { event: 'incomingMessage' } });
  assert.deepEqual([play.endedReason, play.event, codesOf(play)], ['ERROR', undefined, [81020]]);
});

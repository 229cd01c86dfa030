/** Capture Payments: takes a payment on the call without the flow seeing the card. */
import {
  booleanText,
  choice,
  fields,
  flag,
  integer,
  keyValues,
  optional,
  template,
  text,
  texts,
} from '../engine/fields.ts';
import { defineWidget, transition, type WidgetContext, wait } from '../engine/widget.ts';
import { buildTwiml, element } from '../twiml/index.ts';
import { callOutputs } from './call-outputs.ts';
import { actionOf, namedValues, readerOf } from './call-twiml.ts';

const properties = fields({
  payment_connector: optional(template({ title: 'Payment connector', description: 'Empty: Default' })),
  payment_token_type: optional(choice(['one-time', 'reusable'], { title: 'Token type', default: 'reusable' })),
  payment_amount: optional(template({ title: 'Amount', description: 'Decimal; empty: only a token' })),
  currency: optional(template({ title: 'Currency', default: 'usd' })),
  description: optional(template({ title: 'Description' })),
  payment_method: optional(choice(['CREDIT_CARD', 'ACH_DEBIT'], { title: 'Payment method', default: 'CREDIT_CARD' })),
  bank_account_type: optional(
    text({
      title: 'Bank account type',
      description: 'CONSUMER_CHECKING, CONSUMER_SAVINGS, COMMERCIAL_CHECKING or COMMERCIAL_SAVINGS',
    }),
  ),
  language: optional(template({ title: 'Language of the prompts' })),
  timeout: optional(integer({ title: 'Stop waiting after', description: 'Seconds without a key', default: 5 })),
  max_attempts: optional(integer({ title: 'Attempts', default: 2, minimum: 1, maximum: 3 })),
  security_code: optional(flag({ title: 'Ask for the security code', default: true })),
  postal_code: optional(
    booleanText({
      title: 'Ask for the postal code',
      description: 'true, false, or the code itself',
      default: 'true',
    }),
  ),
  min_postal_code_length: optional(integer({ title: 'Least length of the postal code' })),
  valid_card_types: optional(
    texts({
      title: 'Card types',
      description: 'visa, mastercard, amex, maestro, discover, optima, jcb, diners-club, enroute',
    }),
  ),
  parameters: optional(keyValues({ title: 'Parameters for the connector' })),
});

type PayContext = WidgetContext<Extract<keyof (typeof properties)['properties'], string>>;

export const capturePayments = defineWidget({
  type: 'capture-payments',
  title: 'Capture Payments',
  summary: 'Asks the caller for a card or bank account and charges it, or keeps it as a token.',
  source: 'https://www.twilio.com/docs/studio/widget-library/capture-payments',
  channels: ['call'],
  properties,
  events: {
    success: 'The payment was made, or the token kept',
    maxFailedAttempts: 'The caller failed too often',
    providerError: 'The payment provider failed',
    payInterrupted: 'The caller interrupted with *',
    hangup: 'The caller hung up',
    validationError: 'The payment could not be asked for like this',
  },
  outputs: {
    Result: 'What the payment ended with, e.g. `success`',
    PaymentToken: 'Token of the card or account',
    PaymentConfirmationCode: 'Confirmation of the charge',
    PaymentCardNumber: 'Card number, masked',
    PaymentCardType: 'Card type',
    PaymentCardPostalCode: 'Postal code',
    ExpirationDate: 'Expiry of the card',
    SecurityCode: 'Security code, masked',
    PaymentMethod: 'Method of payment',
    PaymentError: 'What the provider said',
    PayErrorCode: 'Its code',
    ConnectorError: 'Error of the connector',
    ProfileId: 'Profile at the provider',
    ...callOutputs,
  },
  example: {
    payment_connector: 'stripe_1',
    payment_token_type: 'one-time',
    payment_amount: '{{flow.variables.amount}}',
    currency: 'usd',
    timeout: 5,
    max_attempts: 2,
    security_code: true,
    postal_code: 'false',
    valid_card_types: ['visa', 'amex'],
    payment_method: 'CREDIT_CARD',
  },
  worked: {
    start: { event: 'incomingCall' },
    inputs: [{ flowEvent: 'pay', params: { Result: 'success', PaymentConfirmationCode: 'ch_1' } }],
    event: 'success',
  },
  needsCall: true,

  enter(context) {
    const { properties: given, render } = context;
    const pay = element('Pay', attributesOf(context), ...namedValues('Parameter', given.parameters, render));
    return wait({ twiml: buildTwiml([pay]) });
  },

  on: {
    flowEvent({ name, params }) {
      if (name !== 'pay') return undefined;
      const { Result: result } = params;
      const event = typeof result === 'string' && Object.hasOwn(eventOf, result) ? eventOf[result] : undefined;
      return transition(event ?? 'validationError', params, event === 'hangup' ? { endsCall: true } : {});
    },
    hangUp: () => transition('hangup'),
  },
});

/** Events by `Result`; every other result is `validationError` (inferred from their names, voice page §9). */
const eventOf: {
  readonly [result: string]: 'success' | 'maxFailedAttempts' | 'providerError' | 'payInterrupted' | 'hangup';
} = {
  success: 'success',
  'too-many-failed-attempts': 'maxFailedAttempts',
  'payment-connector-error': 'providerError',
  'internal-error': 'providerError',
  'caller-interrupted-with-star': 'payInterrupted',
  'caller-hung-up': 'hangup',
};

function attributesOf(context: PayContext) {
  const { text, number, count, flag } = readerOf(context);
  return {
    action: actionOf(context, 'pay').action,
    paymentConnector: text('payment_connector'),
    tokenType: text('payment_token_type') ?? 'reusable',
    chargeAmount: text('payment_amount'),
    currency: text('currency') ?? 'usd',
    description: text('description'),
    paymentMethod: lowerKebab(text('payment_method') ?? 'CREDIT_CARD'),
    bankAccountType: lowerKebab(text('bank_account_type')),
    language: text('language'),
    timeout: String(number('timeout', 5)),
    maxAttempts: String(number('max_attempts', 2)),
    securityCode: String(flag('security_code', true)),
    // Neither true nor false is the code itself.
    postalCode: text('postal_code') ?? 'true',
    minPostalCodeLength: count('min_postal_code_length'),
    validCardTypes: cardTypes(context),
  };
}

/** `CREDIT_CARD` is `credit-card` in TwiML (inferred, voice page §9). */
function lowerKebab<T extends string | undefined>(text: T): T extends string ? string : string | undefined;
function lowerKebab(text: string | undefined): string | undefined {
  return text?.toLowerCase().replaceAll('_', '-');
}

/** The schema spells `master-card`, TwiML `mastercard` (inferred, voice page §9). */
function cardTypes({ properties: { valid_card_types: list }, render }: PayContext): string | undefined {
  const types = Array.isArray(list) ? list.map((type) => render(type).trim()).filter((type) => type !== '') : [];
  return types.length === 0 ? undefined : types.map((type) => (type === 'master-card' ? 'mastercard' : type)).join(' ');
}

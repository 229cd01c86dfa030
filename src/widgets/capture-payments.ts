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
import { defineWidget } from '../engine/widget.ts';
import { callOutputs } from './call-outputs.ts';
import { notYet } from './not-yet.ts';

export const capturePayments = defineWidget({
  type: 'capture-payments',
  title: 'Capture Payments',
  summary: 'Asks the caller for a card or bank account and charges it, or keeps it as a token.',
  source: 'https://www.twilio.com/docs/studio/widget-library/capture-payments',
  channels: ['call'],
  properties: fields({
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
  }),
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
  ...notYet('Capture Payments needs a live call and a payment provider, which no carrier connects so far.'),
});

import { language, method, on, text, url } from '../shared-attributes.ts';
import { defineVerb } from '../verb.ts';
import { parameter } from './parameter.ts';
import { cardTypes, prompt } from './prompt.ts';

/** Pay: a value of an attribute or a parameter is not valid. */
const invalidCode = 64020;

export const pay = defineVerb({
  name: 'Pay',
  summary: 'Takes a payment, or the means for later ones, by keys.',
  in: ['voice'],
  attributes: {
    input: { type: 'choice', values: ['dtmf'], default: 'dtmf', invalidCode },
    /** The present document; requested by POST. */
    action: url,
    statusCallback: url,
    statusCallbackMethod: { ...method, invalidCode },
    paymentMethod: { type: 'choice', values: ['credit-card', 'ach-debit'], default: 'credit-card', invalidCode },
    bankAccountType: {
      type: 'choice',
      values: ['consumer-checking', 'consumer-savings', 'commercial-checking', 'commercial-savings'],
      default: 'consumer-checking',
      invalidCode,
    },
    /** Seconds. */
    timeout: { type: 'integer', minimum: 1, default: '5', invalidCode },
    maxAttempts: { type: 'integer', minimum: 1, maximum: 3, invalidCode },
    securityCode: { ...on, invalidCode },
    /** Asked for or not; else the code itself. */
    postalCode: { ...text, default: 'true' },
    minPostalCodeLength: { type: 'integer', minimum: 0, invalidCode },
    tokenType: { type: 'choice', values: ['reusable', 'one-time', 'payment-method'], default: 'reusable', invalidCode },
    /** None or 0: a token is made, and nothing is charged. */
    chargeAmount: { type: 'decimal', minimum: 0, maximum: 1_000_000, invalidCode: 64003 },
    currency: { ...text, default: 'usd' },
    language: { ...language, default: 'en-US', invalidCode },
    description: text,
    paymentConnector: { ...text, default: 'Default' },
    validCardTypes: {
      type: 'list',
      separator: ' ',
      values: cardTypes,
      default: 'visa mastercard amex',
      invalidCode,
    },
  },
  children: [prompt, parameter],
  source: 'https://www.twilio.com/docs/voice/twiml/pay',
});

import { off } from '../shared-attributes.ts';
import { defineVerb } from '../verb.ts';
import { pause } from './pause.ts';
import { play } from './play.ts';
import { say } from './say.ts';

/** Cards that can be asked for. Source: SDK. */
export const cardTypes = [
  'visa',
  'mastercard',
  'amex',
  'maestro',
  'discover',
  'optima',
  'jcb',
  'diners-club',
  'enroute',
] as const;

export const prompt = defineVerb({
  name: 'Prompt',
  summary: 'What is heard in place of the usual words while a payment is taken.',
  attributes: {
    for: {
      type: 'choice',
      values: [
        'payment-card-number',
        'expiration-date',
        'security-code',
        'postal-code',
        'payment-processing',
        'bank-account-number',
        'bank-routing-number',
      ],
    },
    errorType: {
      type: 'list',
      separator: ' ',
      values: [
        'timeout',
        'input-timeout',
        'invalid-card-number',
        'invalid-card-type',
        'invalid-date',
        'invalid-security-code',
        'invalid-postal-code',
        'invalid-bank-routing-number',
        'invalid-bank-account-number',
        'internal-error',
        'input-matching-failed',
      ],
    },
    /** Numbers of the attempts it is for, from 1. */
    attempt: { type: 'list', separator: ' ' },
    cardType: { type: 'list', separator: ' ', values: cardTypes },
    requireMatchingInputs: off,
  },
  children: [say, play, pause],
  source: 'https://www.twilio.com/docs/voice/twiml/pay/prompt',
});

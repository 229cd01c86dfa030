/** The steps of a payment: what is asked for, how it is checked, and what is told of it. Source: carrier page §A2, Pay. */
import { attributeOf, type TwimlElement } from '../../../twiml/index.ts';
import { pay } from '../../../twiml/verbs/pay.ts';
import type { FormFields } from '../../signature.ts';
import { cardTypeOf, isExpiration, isRoutingNumber, maskedAccount, maskedCard } from './card-numbers.ts';

export interface PayStep {
  /** As `For` of the status callback and `for` of a prompt have it. */
  readonly name: string;
  /** What is said where the document says nothing (our words). */
  readonly words: string;
  /** Keys after which nobody waits for the finish key; undefined: any number. */
  readonly length?: number;
  /** The error of keys that will not do; undefined: they will. */
  check(keys: string): string | undefined;
  /** What may be told of it. */
  told(keys: string): FormFields;
}

/** Refused by the gateway that is played here, whatever else is right (our choice, after gateways' own test cards). */
const declinedCards = ['4000000000000002', '5105105105105100'];

export function isDeclined(cardNumber: string | undefined): boolean {
  return cardNumber !== undefined && declinedCards.includes(cardNumber);
}

export function payStepsOf(element: TwimlElement, nowMs: number): readonly PayStep[] {
  return attributeOf(pay, element, 'paymentMethod') === 'ach-debit' ? accountSteps : cardSteps(element, nowMs);
}

function cardSteps(element: TwimlElement, nowMs: number): readonly PayStep[] {
  const types: readonly string[] = attributeOf(pay, element, 'validCardTypes');
  const postalCode = attributeOf(pay, element, 'postalCode');
  const leastPostal = attributeOf(pay, element, 'minPostalCodeLength') ?? 1;
  const number: PayStep = {
    name: 'payment-card-number',
    words: 'Please enter your card number, followed by the pound key.',
    check(keys) {
      const type = cardTypeOf(keys);
      if (type === undefined) return 'invalid-card-number';
      return types.includes(type) ? undefined : 'invalid-card-type';
    },
    told: (keys) => [
      ['PaymentCardNumber', maskedCard(keys)],
      ['PaymentCardType', cardTypeOf(keys) ?? ''],
    ],
  };
  const expiration: PayStep = {
    name: 'expiration-date',
    words: 'Please enter the expiration date: two digits for the month and two for the year.',
    length: 4,
    check: (keys) => (isExpiration(keys, nowMs) ? undefined : 'invalid-date'),
    told: (keys) => [['ExpirationDate', keys]],
  };
  const code: PayStep = {
    name: 'security-code',
    words: 'Please enter the security code of your card, followed by the pound key.',
    check: (keys) => (/^\d{3,4}$/.test(keys) ? undefined : 'invalid-security-code'),
    told: (keys) => [['SecurityCode', '*'.repeat(keys.length)]],
  };
  const postal: PayStep = {
    name: 'postal-code',
    words: 'Please enter your postal code, followed by the pound key.',
    check: (keys) => (keys.length >= leastPostal ? undefined : 'invalid-postal-code'),
    told: (keys) => [['PaymentCardPostalCode', keys]],
  };
  return [
    number,
    expiration,
    ...(attributeOf(pay, element, 'securityCode') ? [code] : []),
    ...(postalCode === 'true' ? [postal] : []),
  ];
}

const accountSteps: readonly PayStep[] = [
  {
    name: 'bank-routing-number',
    words: 'Please enter your bank routing number.',
    length: 9,
    check: (keys) => (isRoutingNumber(keys) ? undefined : 'invalid-bank-routing-number'),
    told: (keys) => [['BankRoutingNumber', keys]],
  },
  {
    name: 'bank-account-number',
    words: 'Please enter your bank account number, followed by the pound key.',
    check: (keys) => (/^\d{4,17}$/.test(keys) ? undefined : 'invalid-bank-account-number'),
    told: (keys) => [['BankAccountNumber', maskedAccount(keys)]],
  },
];

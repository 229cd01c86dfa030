/** Events that say how a widget was left, where it was not as its author hoped. Source: console §9. */

/** A way out of these that leads nowhere is a failure. */
export const failureEvents: ReadonlySet<string> = new Set([
  'failed',
  'fail',
  'failure',
  'failedToEnqueue',
  'callFailure',
  'deliveryFailure',
  'providerError',
  'maxFailedAttempts',
  'validationError',
]);

/** Nobody answered in time. */
export const timeOutEvents: ReadonlySet<string> = new Set(['timeout', 'noAnswer', 'noAudio']);

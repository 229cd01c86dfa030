/**
 * Behaviours that nobody documented: the reading we took, each switchable. Source: spec README §7.
 */
export interface Settings {
  /** A second visit merges into `widgets.<name>` or replaces it. `OUTPUT_ON_REVISIT` */
  readonly outputOnRevisit: 'merge' | 'replace';
  /** A template that cannot be rendered fails its widget or gives `""`. `LIQUID_ON_ERROR` */
  readonly liquidOnError: 'fail' | 'empty';
  readonly liquidDialect: 'studio' | 'shopify';
  /** IANA zone of the `date` filter; Studio knows only Pacific time. */
  readonly timeZone: string;
  /** What `add-twiml-redirect` does with timeout 0. `REDIRECT_ZERO_TIMEOUT` */
  readonly redirectZeroTimeout: 'end' | 'timeout';
  /** Messages of a conversation that a person took over reach the run no more, or still do. `HANDED_OFF_MESSAGES` */
  readonly handedOffMessages: 'drop' | 'deliver';
  /** A new answer of the caller removes what a gather stored before (inferred). `GATHER_CLEARS_INPUT` */
  readonly gatherClearsInput: boolean;
  /** A voicemail without sound takes `noAudio`, as in older accounts. `legacyNoAudio` (inferred) */
  readonly legacyNoAudio: boolean;
  /** Set Variables turns `true` and `false` into booleans. */
  readonly castBooleans: boolean;
  /** Send & Wait takes `deliveryFailure` when the carrier later reports the message undelivered. */
  readonly waitForDeliveryReports: boolean;
  /** Code of a failing Function: `split` = 81010 without an answer, 81017 with one. `FUNCTION_ERROR_CODE` */
  readonly functionErrorCode: 'split' | '81010' | '81017';
  /** Sign the request of HTTP Request like a webhook. `SIGN_HTTP_REQUEST` */
  readonly signHttpRequest: boolean;
  /** Hosts that `add_twilio_auth` may send credentials to, e.g. `api.twilio.com`. */
  readonly twilioApiHosts: readonly string[];
  /**
   * A message that may have left, at a carrier that cannot be asked: sent again (at least once), or failed (at most once).
   */
  readonly unknownOutcome: 'resend' | 'fail';
}

export const studioSettings: Settings = {
  outputOnRevisit: 'merge',
  liquidOnError: 'fail',
  liquidDialect: 'studio',
  timeZone: 'America/Los_Angeles',
  redirectZeroTimeout: 'end',
  handedOffMessages: 'drop',
  gatherClearsInput: true,
  legacyNoAudio: false,
  castBooleans: true,
  waitForDeliveryReports: true,
  functionErrorCode: 'split',
  signHttpRequest: true,
  twilioApiHosts: ['twilio.com'],
  unknownOutcome: 'resend',
};

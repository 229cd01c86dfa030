/** What a person cannot do now: the message says why. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

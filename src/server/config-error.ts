/** A setting that cannot be used; `message` is for the operator, one problem on each line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

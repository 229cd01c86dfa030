/** What the products on this machine need of the world, by shape. */
export interface LocalOptions {
  /** Where `products.sqlite` lies; made if need be. */
  readonly folder: string;
  readonly clock: { now(): number };
  readonly ids: { sid(prefix: string): string };
  /** Base of the URLs of what is made, without a slash at the end. */
  baseUrl(): string;
}

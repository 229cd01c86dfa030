/** True for an address that a carrier can fetch: of a medium, or of a webhook. */
export function isWebUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

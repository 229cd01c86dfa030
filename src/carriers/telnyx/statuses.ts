/** Telnyx's delivery statuses in Twilio's. */
const statuses: { readonly [telnyx: string]: string } = {
  queued: 'queued',
  sending: 'sending',
  sent: 'sent',
  delivered: 'delivered',
  sending_failed: 'failed',
  delivery_failed: 'undelivered',
  expired: 'undelivered',
  // Nobody knows whether it arrived: it stays sent.
  delivery_unconfirmed: 'sent',
};

export function messageStatus(status: unknown): string | undefined {
  return typeof status === 'string' && Object.hasOwn(statuses, status) ? statuses[status] : undefined;
}

const ranks: { readonly [status: string]: number } = {
  accepted: 1,
  scheduled: 2,
  queued: 3,
  sending: 4,
  sent: 5,
  partially_delivered: 6,
  canceled: 7,
  undelivered: 8,
  failed: 9,
  delivered: 10,
  read: 11,
};

/**
 * How far along a delivery status is; reports arrive in any order, and the furthest counts. No two statuses are equally
 * far, so that the order of the reports has no say. A message that arrived has arrived, whatever else is reported.
 * Source: carrier page §B3 (order) and §C2 (life cycle).
 */
export function deliveryRank(status: string): number {
  return ranks[status] ?? 0;
}

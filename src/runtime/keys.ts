/** Keys of active runs: one run per flow and key. Source: execution-model §5. */

/** A run started by a message or by REST: one per pair of addresses. */
export function pairKey(flowAddress: string, contactAddress: string): string {
  // JSON keeps apart what a separator inside an address could run together.
  return `pair:${JSON.stringify([flowAddress, contactAddress])}`;
}

/** A run that a call began. */
export function callKey(callSid: string): string {
  return `call:${callSid}`;
}

/** An edit of the whole flow that another page asks for: the editor makes it as soon as it has the flow open. */

export interface HandedOver {
  /** The definition that the draft is to be. */
  readonly text: string;
  /** Name of its undo entry. */
  readonly entry: string;
  /** Of the revision that it becomes. */
  readonly message: string;
  /** What is said once it is done. */
  readonly done: string;
}

const waiting = new Map<string, HandedOver>();

export function handOver(flowSid: string, edit: HandedOver): void {
  waiting.set(flowSid, edit);
}

/** Undefined when nothing was handed over; it is taken once. */
export function takeHandedOver(flowSid: string): HandedOver | undefined {
  const edit = waiting.get(flowSid);
  waiting.delete(flowSid);
  return edit;
}

import type { DeliveryReport } from './storage.ts';

/** A report on a message that nobody knows, as it came. */
export type UnboundReport = Omit<DeliveryReport, 'accountSid' | 'early'> & {
  /** Whose messages it may be about; absent: the carrier may mean any. */
  readonly accountSid?: string;
  /** Key of the message of no run that it is about, where the report names it. */
  readonly key?: string;
};

/** Reports that overtake the carrier's answer to the send of a message of no run: a part of the port. */
export interface ReportStorage {
  /**
   * Keeps a report, unless its message is known by now: then false. Of one message, account and status the last one is
   * kept.
   */
  keepReport(report: UnboundReport): Promise<boolean>;
  /** What was reported on a message of the carrier, oldest first. */
  earlyReports(messageSid: string): Promise<readonly UnboundReport[]>;
  /** The same on a message of no run, where reports have named its key. */
  earlyReportsOfKey(key: string): Promise<readonly UnboundReport[]>;
  /** Removes what was reported on a message of the carrier, or what is from before a time. */
  forgetReports(which: { readonly messageSid: string } | { readonly beforeMs: number }): Promise<void>;
}

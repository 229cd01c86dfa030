/** Reports on messages that nobody knows: some overtake the carrier's answer to the send. */
import type { DeliveryReport } from '../storage/storage.ts';

/** A report as it came. `accountSid`: whose messages it may be about; absent: the carrier may mean any. */
export type UnboundReport = Omit<DeliveryReport, 'accountSid' | 'early'> & { readonly accountSid?: string };

/** Far more than carriers let pass between a report and the answer to its send. */
const keptMs = 60_000;
const mostKept = 10_000;

interface Kept {
  readonly reports: readonly UnboundReport[];
  readonly untilMs: number;
}

/** In memory: after a restart the carrier is asked for the message, and says how far it has come. */
export class EarlyReports {
  readonly #clock: { now(): number };
  /** By the carrier's SID, what ends first before what ends later. */
  readonly #kept = new Map<string, Kept>();

  constructor(clock: { now(): number }) {
    this.#clock = clock;
  }

  keep(report: UnboundReport): void {
    const nowMs = this.#clock.now();
    const { status, accountSid } = report;
    const others = this.of(report.messageSid).filter((one) => one.status !== status || one.accountSid !== accountSid);
    const reports = [...others, report];
    this.#kept.delete(report.messageSid);
    for (const [sid, { untilMs }] of this.#kept) {
      if (untilMs > nowMs && this.#kept.size < mostKept) break;
      this.#kept.delete(sid);
    }
    this.#kept.set(report.messageSid, { reports, untilMs: nowMs + keptMs });
  }

  /** What was said about a message, oldest first. */
  of(messageSid: string): readonly UnboundReport[] {
    const kept = this.#kept.get(messageSid);
    return kept && kept.untilMs > this.#clock.now() ? kept.reports : [];
  }

  forget(messageSid: string): void {
    this.#kept.delete(messageSid);
  }
}

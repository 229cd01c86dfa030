/** Reports on texts that the carrier has not answered for yet: some overtake the answer to the send. */
import type { Report } from './inbound.ts';

/** Far more than carriers let pass between a report and the answer to its send. */
const keptMs = 60_000;
const mostKept = 10_000;

interface Kept {
  readonly reports: readonly Report[];
  readonly untilMs: number;
}

/** In memory: after a restart the carrier is asked for the text, and says how far it has come. */
export class EarlyReports {
  readonly #clock: { now(): number };
  /** By the carrier's SID, what ends first before what ends later. */
  readonly #kept = new Map<string, Kept>();

  constructor(clock: { now(): number }) {
    this.#clock = clock;
  }

  keep(report: Report): void {
    const nowMs = this.#clock.now();
    const reports = [...this.take(report.carrierSid), report];
    for (const [sid, { untilMs }] of this.#kept) {
      if (untilMs > nowMs && this.#kept.size < mostKept) break;
      this.#kept.delete(sid);
    }
    this.#kept.set(report.carrierSid, { reports, untilMs: nowMs + keptMs });
  }

  /** What was said about a text, oldest first; it is kept no longer. */
  take(carrierSid: string): readonly Report[] {
    const kept = this.#kept.get(carrierSid);
    this.#kept.delete(carrierSid);
    return kept && kept.untilMs > this.#clock.now() ? kept.reports : [];
  }
}

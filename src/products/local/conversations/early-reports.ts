/** Reports on texts that the carrier has not answered for yet: some overtake the answer to the send. */

export interface EarlyReport {
  readonly carrierSid: string;
  readonly status: string;
  readonly errorCode: number | null;
}

/** Far more than carriers let pass between a report and the answer to its send. */
const keptMs = 60_000;
const mostKept = 10_000;

/** In memory: after a restart the carrier is asked for the text, and says how far it has come. */
export class EarlyReports {
  readonly #clock: { now(): number };
  /** Oldest first. */
  #kept: { readonly report: EarlyReport; readonly untilMs: number }[] = [];

  constructor(clock: { now(): number }) {
    this.#clock = clock;
  }

  keep(report: EarlyReport): void {
    const nowMs = this.#clock.now();
    const kept = this.#kept.filter(({ untilMs }) => untilMs > nowMs);
    this.#kept = [...kept.slice(1 - mostKept), { report, untilMs: nowMs + keptMs }];
  }

  /** What was said about a text, oldest first; it is kept no longer. */
  take(carrierSid: string): readonly EarlyReport[] {
    const nowMs = this.#clock.now();
    const taken = this.#kept.filter(({ report, untilMs }) => report.carrierSid === carrierSid && untilMs > nowMs);
    this.#kept = this.#kept.filter(({ report }) => report.carrierSid !== carrierSid);
    return taken.map(({ report }) => report);
  }
}

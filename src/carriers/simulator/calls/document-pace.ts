/** Tells documents that lead to each other without end from a long call. */

/** For voice no cap was found: this one is ours (carrier page §A1). */
export const maxDocuments = 1_000;
/** So many a second a call may go on for, however long it lasts: documents that are heard while waiting come again and again. */
const perSecond = 1;

export class DocumentPace {
  #count = 0;
  #atMs = 0;

  /** One more document; false when there were too many in too little time. */
  take(nowMs: number): boolean {
    const seconds = (nowMs - this.#atMs) / 1_000;
    this.#count = Math.max(0, this.#count - seconds * perSecond) + 1;
    this.#atMs = nowMs;
    return this.#count <= maxDocuments;
  }
}

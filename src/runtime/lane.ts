/** One account leaves this part of a lane to the others. */
const partForOthers = 8;

/** What a lane holds belongs to an account. */
export interface LaneItem {
  readonly accountSid: string;
}

/**
 * Work of one kind, a bounded number under way at once; more wait their turn. Accounts take turns, and none can fill the
 * lane alone.
 */
export class Lane<T extends LaneItem> {
  readonly #limit: number;
  readonly #share: number;
  readonly #perform: (item: T) => Promise<void>;
  readonly #queues = new Map<string, T[]>();
  readonly #underWay = new Map<string, number>();
  #count = 0;
  #isClosed = false;

  /** `perform` never rejects. */
  constructor(limit: number, perform: (item: T) => Promise<void>) {
    this.#limit = limit;
    this.#share = limit - Math.floor(limit / partForOthers);
    this.#perform = perform;
  }

  get isIdle(): boolean {
    return this.#count === 0 && this.#queues.size === 0;
  }

  push(item: T): void {
    const queue = this.#queues.get(item.accountSid);
    if (queue) queue.push(item);
    else this.#queues.set(item.accountSid, [item]);
    this.#pump();
  }

  /** Takes out what waits and fits. */
  remove(fits: (item: T) => boolean): T[] {
    const removed: T[] = [];
    for (const [accountSid, queue] of this.#queues) {
      const kept = queue.filter((item) => !fits(item));
      if (kept.length === queue.length) continue;
      removed.push(...queue.filter(fits));
      if (kept.length > 0) this.#queues.set(accountSid, kept);
      else this.#queues.delete(accountSid);
    }
    return removed;
  }

  /** Begins nothing more; gives what waits. */
  close(): T[] {
    this.#isClosed = true;
    return this.remove(() => true);
  }

  #pump(): void {
    while (this.#count < this.#limit && !this.#isClosed) {
      const item = this.#next();
      if (item === undefined) break;
      this.#begin(item);
    }
  }

  /** The first item of the account whose turn it is; that account goes to the end of the round. */
  #next(): T | undefined {
    for (const [accountSid, queue] of this.#queues) {
      if ((this.#underWay.get(accountSid) ?? 0) >= this.#share) continue;
      const item = queue.shift();
      this.#queues.delete(accountSid);
      if (queue.length > 0) this.#queues.set(accountSid, queue);
      return item;
    }
    return undefined;
  }

  #begin(item: T): void {
    const { accountSid } = item;
    this.#count++;
    this.#underWay.set(accountSid, (this.#underWay.get(accountSid) ?? 0) + 1);
    void this.#perform(item).finally(() => {
      this.#count--;
      const left = (this.#underWay.get(accountSid) ?? 1) - 1;
      if (left > 0) this.#underWay.set(accountSid, left);
      else this.#underWay.delete(accountSid);
      this.#pump();
    });
  }
}

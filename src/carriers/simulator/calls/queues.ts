/** Who waits in which queue, and who waits for them. Source: carrier page §A2, Enqueue and Queue. */
import type { NetworkQueue, NetworkQueueMember } from '../../network-calls.ts';
import type { Database } from '../database.ts';
import type { Leg } from './leg.ts';
import type { QueueStore, StoredQueue } from './queue-store.ts';

/** Source: carrier page §A2, Enqueue. */
export const usualMaxSize = 1_000;

export interface Member {
  readonly leg: Leg;
  readonly enqueuedAtMs: number;
}

export interface QueueParts {
  readonly database: Database;
  readonly queues: QueueStore;
  readonly ids: { sid(prefix: string): string };
  readonly clock: { now(): number };
}

export class Queues {
  readonly #parts: QueueParts;
  /** By the SID of the queue; those who came first stand first. */
  readonly #members = new Map<string, Set<Member>>();
  /** Legs that take the next who comes, by the SID of the queue. */
  readonly #takers = new Map<string, Set<Leg>>();

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  /** The queue of that name; made when there is none. */
  open(accountSid: string, friendlyName: string, maxSize = usualMaxSize): Promise<StoredQueue> {
    const { database, queues, ids, clock } = this.#parts;
    return database.submit(() => {
      const known = queues.findByName(accountSid, friendlyName);
      if (known) return known;
      const nowMs = clock.now();
      const made = { sid: ids.sid('QU'), accountSid, friendlyName, maxSize, createdAtMs: nowMs, updatedAtMs: nowMs };
      queues.add(made);
      return made;
    });
  }

  /** Undefined: it is full. */
  join(queue: StoredQueue, leg: Leg): Member | undefined {
    const members = this.#membersOf(queue.sid);
    if (members.size >= queue.maxSize) return undefined;
    const member: Member = { leg, enqueuedAtMs: leg.nowMs() };
    members.add(member);
    this.#members.set(queue.sid, members);
    // All look again, in their order: the first of them may be about to leave, or to take another who came just now.
    for (const taker of this.#takers.get(queue.sid) ?? []) taker.post({ kind: 'somebody-waits' });
    return member;
  }

  leave(queueSid: string, member: Member): void {
    const members = this.#membersOf(queueSid);
    members.delete(member);
    if (members.size === 0) this.#members.delete(queueSid);
  }

  /** Takes the first who is still there, or the leg of that SID, out of the queue. */
  take(queueSid: string, callSid?: string): Member | undefined {
    for (const member of this.#membersOf(queueSid)) {
      if (member.leg.mailbox.isHungUp || (callSid !== undefined && member.leg.sid !== callSid)) continue;
      this.leave(queueSid, member);
      return member;
    }
    return undefined;
  }

  /** `leg` hears when somebody comes; gives what ends that. */
  awaitSomebody(queueSid: string, leg: Leg): () => void {
    const takers = this.#takers.get(queueSid) ?? new Set();
    takers.add(leg);
    this.#takers.set(queueSid, takers);
    return () => {
      takers.delete(leg);
      if (takers.size === 0) this.#takers.delete(queueSid);
    };
  }

  sizeOf(queueSid: string): number {
    return this.#membersOf(queueSid).size;
  }

  /** From 1; 0 for who has left. */
  positionOf(queueSid: string, member: Member): number {
    return [...this.#membersOf(queueSid)].indexOf(member) + 1;
  }

  averageWaitSeconds(queueSid: string): number {
    const members = [...this.#membersOf(queueSid)];
    if (members.length === 0) return 0;
    return Math.round(members.reduce((sum, member) => sum + secondsIn(member), 0) / members.length);
  }

  view(queue: StoredQueue): NetworkQueue {
    const { sid } = queue;
    return { ...queue, currentSize: this.sizeOf(sid), averageWaitSeconds: this.averageWaitSeconds(sid) };
  }

  members(queueSid: string): readonly NetworkQueueMember[] {
    return [...this.#membersOf(queueSid)].map((member, index) => ({
      callSid: member.leg.sid,
      queueSid,
      enqueuedAtMs: member.enqueuedAtMs,
      position: index + 1,
      waitSeconds: secondsIn(member),
    }));
  }

  #membersOf(queueSid: string): Set<Member> {
    return this.#members.get(queueSid) ?? new Set();
  }
}

export function secondsIn({ leg, enqueuedAtMs }: Member): number {
  return Math.round((leg.nowMs() - enqueuedAtMs) / 1_000);
}

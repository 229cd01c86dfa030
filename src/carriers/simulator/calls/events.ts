/** What can happen on a leg. */
import type { HandsetAnswer, SuppliedRecording } from '../../network-calls.ts';
import type { DocumentSource, DocumentTarget } from './documents.ts';

/** Ends what is under way, whatever it is: it stays until it was heeded. */
export type Interruption =
  /** The leg is gone. */
  | { readonly kind: 'hangup' }
  /** The account sends the leg to another document. */
  | { readonly kind: 'redirect'; readonly target: DocumentTarget }
  /** Whoever let the leg wait takes it back: the head of a queue is taken, a conference begins, a bridge is over. */
  | { readonly kind: 'released'; readonly by: Release };

export type Release =
  /** Another leg speaks with it now. */
  | { readonly why: 'bridged'; readonly bridge: BridgeEnd; readonly whisper: DocumentSource | undefined }
  /** The other leg has ended the bridge. */
  | { readonly why: 'bridge-over' }
  /** The queue's owner sends it to another document. */
  | { readonly why: 'dequeued'; readonly target: DocumentTarget }
  | { readonly why: 'conference-started' }
  | { readonly why: 'conference-over' };

/** The far end of a bridge, as a leg that was joined to it sees it. */
export interface BridgeEnd {
  /** The leg that hears what this one says. */
  readonly sid: string;
  hears(sid: string, event: LegEvent): void;
  /** Tells it that this leg has gone. */
  left(sid: string): void;
}

export type LegEvent =
  | Interruption
  /** The time that was waited for has come. */
  | { readonly kind: 'time' }
  | { readonly kind: 'sound-ended' }
  /** `isHidden`: those who listen along are not to know which. */
  | { readonly kind: 'key'; readonly key: string; readonly isHidden: boolean }
  | { readonly kind: 'speech'; readonly text: string; readonly confidence: number | undefined }
  | { readonly kind: 'answer'; readonly answer: HandsetAnswer | 'canceled'; readonly answeredBy: string | undefined }
  | { readonly kind: 'answered-by'; readonly answeredBy: string }
  | { readonly kind: 'recording'; readonly recording: SuppliedRecording }
  | { readonly kind: 'outcome'; readonly params: { readonly [name: string]: string } }
  /** A leg that this one dialled: it was answered, is ready to talk, or has ended. */
  | { readonly kind: 'child'; readonly sid: string; readonly state: 'answered' | 'ready' | 'ended' }
  /** Heard from the far end of a bridge. */
  | { readonly kind: 'far'; readonly sid: string; readonly event: LegEvent }
  | { readonly kind: 'far-left'; readonly sid: string }
  /** In a queue that this leg takes from. */
  | { readonly kind: 'somebody-waits' }
  /** A connection to a server of the account has ended. */
  | { readonly kind: 'socket-closed'; readonly sid: string; readonly error: string | undefined }
  /** Something came over a connection: whoever holds it looks what. */
  | { readonly kind: 'socket-news'; readonly sid: string };

export function isInterruption(event: LegEvent): event is Interruption {
  return event.kind === 'hangup' || event.kind === 'redirect' || event.kind === 'released';
}

/** What a line is made of. */
import type { ContentTemplate } from '../../carriers/content.ts';
import type { CarrierHttp, CarrierHttpResult } from '../../carriers/http.ts';
import type { OpenSocket } from '../../carriers/socket.ts';
import type { HttpRequest, HttpResult } from '../../engine/effects.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { Limits } from '../../engine/limits.ts';
import type { Settings } from '../../engine/settings.ts';
import type { Moment } from './moments.ts';
import type { LineExchange, LineRequestKind } from './outside.ts';

type Fetched = Parameters<CarrierHttp['request']>[0];

/** What is to become of the next message: its carrier refuses it with this code, or it ends with it. */
export interface Fate {
  readonly how: 'refused' | 'fails';
  readonly code: number;
}

export interface LineSubflows {
  /** Definitions of subflows by flow SID. */
  readonly subflows?: { readonly [flowSid: string]: JsonObject };
  /** The number that the flow refers to one by, where it says a number. */
  readonly subflowRevisions?: { readonly [flowSid: string]: number };
}

export interface LineOptions extends LineSubflows {
  readonly definition: JsonObject;
  /** Templates that messages may name. */
  readonly templates?: readonly ContentTemplate[];
  /** Goes on from here, at its time, instead of from nothing. */
  readonly from?: Moment;
  /** The contact's address, and the flow's number; of one channel. */
  readonly contact?: string;
  readonly number?: string;
  /** Time at the start, epoch milliseconds. */
  readonly nowMs?: number;
  readonly settings?: Partial<Settings>;
  readonly limits?: Partial<Limits>;
  /** A definition that a server would refuse is run all the same; else `open` throws. */
  readonly isLenient?: boolean;
  /** Answers requests of the flow, and TwiML elsewhere; absent: nobody answers. What is real work takes no time of the clock. */
  readonly exchange?: LineExchange;
  /** Instead of `exchange`: carries requests out in its own time, for which the line does not wait. */
  readonly serve?: (request: HttpRequest, kind: LineRequestKind) => Promise<HttpResult>;
  /** Fetches sounds and documents from elsewhere; absent or undefined: a sound lasts a second, a document is asked of `exchange`. */
  readonly fetch?: (request: Fetched) => Promise<CarrierHttpResult> | undefined;
  /** Connects streams and relays: while they are, time passes as on the wall. Absent: streams go nowhere, and a relay ends by its outcome. */
  readonly openSocket?: OpenSocket;
  /** Told of what the server would log. */
  readonly log?: (message: string) => void;
}

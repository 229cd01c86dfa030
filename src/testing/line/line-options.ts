/** What a line is made of. */
import type { ContentTemplate } from '../../carriers/content.ts';
import type { CarrierHttp, CarrierHttpResult } from '../../carriers/http.ts';
import type { HttpRequest, HttpResult } from '../../engine/effects.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { Limits } from '../../engine/limits.ts';
import type { Settings } from '../../engine/settings.ts';
import type { Moment } from './moments.ts';

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
  /** Answers a request or function call of the flow; whatever time it takes is the clock's. */
  readonly exchange?: (request: HttpRequest, kind: 'http' | 'function') => Promise<HttpResult>;
  /** Fetches sounds and documents from elsewhere; absent or undefined: a sound lasts a second, and nobody else answers. */
  readonly fetch?: (request: Fetched) => Promise<CarrierHttpResult> | undefined;
  /** Told of what the server would log. */
  readonly log?: (message: string) => void;
}

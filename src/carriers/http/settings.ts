/** What an operator says of a gateway; see docs/carrier-http.md. */
import type { JsonObject } from '../../engine/json.ts';

export interface GatewaySettings {
  /** Its number, where a message names no sender and a webhook no recipient. */
  readonly number?: string;
  readonly send: SendSettings;
  readonly find?: FindSettings;
  readonly inbound?: InboundSettings;
  readonly status?: StatusSettings;
  /** Its error codes in Twilio's. */
  readonly codes?: { readonly [code: string]: number };
}

export interface SendSettings {
  readonly url: string;
  /** `POST` unless said. */
  readonly method?: string;
  readonly headers?: { readonly [name: string]: string };
  /** A text, or an object that becomes JSON or a form. */
  readonly body?: string | JsonObject;
  /** `application/json` unless said. */
  readonly content_type?: string;
  readonly answer?: AnswerSettings;
}

export interface AnswerSettings {
  /** 200 to 299 unless said. */
  readonly success?: readonly number[];
  readonly id?: string;
  readonly error?: string;
  readonly code?: string;
}

export interface FindSettings {
  readonly url: string;
  readonly headers?: { readonly [name: string]: string };
  readonly id: string;
}

export interface InboundSettings {
  readonly secret: string;
  /** Header that the secret stands in; absent: the query parameter `token`. */
  readonly header?: string;
  /** `json` unless said. */
  readonly format?: 'json' | 'form';
  readonly fields: {
    readonly from: string;
    readonly to?: string;
    readonly body: string;
    readonly id?: string;
    readonly media?: string;
  };
}

export interface StatusSettings {
  readonly format?: 'json' | 'form';
  readonly fields: { readonly id: string; readonly status: string; readonly error?: string };
  /** Its words → Twilio's statuses; absent: it uses those. */
  readonly map?: { readonly [status: string]: string };
}

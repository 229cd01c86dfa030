/** The one way out by HTTP, by shape: the client of `runtime/` fits. */
export interface CarrierHttp {
  /** Never rejects: what goes wrong is a result. */
  request(request: {
    readonly method: string;
    readonly url: string;
    readonly headers?: { readonly [name: string]: string };
    readonly body?: string;
    readonly timeoutMs: number;
    readonly connectTimeoutMs?: number;
    readonly maxBytes: number;
    readonly maxRedirects: number;
    /** The answer has its body as bytes too: for what is no text. */
    readonly keepsBytes?: boolean;
  }): Promise<CarrierHttpResult>;
}

export type CarrierHttpResult =
  | {
      readonly ok: true;
      readonly status: number;
      readonly contentType?: string;
      readonly body: string;
      readonly bytes?: Uint8Array;
      /** Lower-case names. */
      readonly headers: { readonly [name: string]: string };
      readonly finalUrl: string;
    }
  | {
      readonly ok: false;
      readonly reason: 'timeout' | 'network' | 'too-large' | 'refused' | 'redirects';
      /** How far it got: a request that failed before `exchange` surely did not arrive. */
      readonly stage: 'resolve' | 'connect' | 'tls' | 'exchange';
      readonly message: string;
    };

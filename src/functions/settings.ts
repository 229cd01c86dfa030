import type { HttpRequest, HttpResult } from '../engine/effects.ts';
import type { FunctionFolder, Mapping } from './routes.ts';
import type { Sandbox } from './sandbox.ts';

export interface FunctionSettings {
  readonly mappings: readonly Mapping[];
  /** For URLs of `*.twil.io`; absent: they lead where they say. */
  readonly folder?: FunctionFolder;
  readonly environment: { readonly [name: string]: string };
  /** Give functions ACCOUNT_SID and AUTH_TOKEN of the account whose flow calls. */
  readonly givesCredentials: boolean;
  /** Beyond the folder and its packages. Undefined: a function may do all that the server's user may. */
  readonly sandbox: Sandbox | undefined;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly concurrency: number;
  readonly maxBodyBytes: number;
  readonly maxRedirects: number;
}

type Exchange = (accountSid: string, request: HttpRequest) => Promise<HttpResult>;

export interface FunctionPorts {
  /** Signs and guards. */
  readonly exchange: Exchange;
  /** The same, for the URLs that mappings lead to: the operator named them, so that they may be private. */
  readonly mappedExchange: Exchange;
  /** Token of an active account. */
  readonly tokenOf: (accountSid: string) => Promise<string | undefined>;
  readonly sign: (token: string, request: HttpRequest) => string;
  readonly log: FunctionLog;
}

export interface FunctionLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

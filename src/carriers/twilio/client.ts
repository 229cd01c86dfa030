import type { RestAnswer } from '../rest-answer.ts';
import { type FormPairs, ownLink, type TwilioAccount, TwilioRest } from '../twilio-rest.ts';

export interface TwilioClientOptions extends TwilioAccount {
  /** Without a slash at the end. */
  readonly baseUrl: string;
}

/** Talks to the REST API of one account. Source: carrier page §C1. */
export class TwilioClient {
  readonly #account: string;
  readonly #rest: TwilioRest;

  constructor(options: TwilioClientOptions) {
    this.#account = `${options.baseUrl}/Accounts/${encodeURIComponent(options.user)}`;
    this.#rest = new TwilioRest(options);
  }

  post(path: string, form: FormPairs): Promise<RestAnswer> {
    return this.#rest.post(`${this.#account}/${path}`, form);
  }

  get(path: string): Promise<RestAnswer> {
    return this.#rest.get(`${this.#account}/${path}`);
  }

  /** The lists of all pages, as long as they are asked for. Links to other hosts are not followed. */
  async *pages(
    path: string,
    key: string,
  ): AsyncGenerator<{ readonly rows: readonly unknown[]; readonly answer: RestAnswer }> {
    const first = `${this.#account}/${path}`;
    for (let url: string | undefined = first; url !== undefined; ) {
      const answer = await this.#rest.get(url);
      const rows = answer.body[key];
      yield { rows: Array.isArray(rows) ? rows : [], answer };
      const next = answer.body.next_page_uri;
      url = ownLink(next, first);
    }
  }
}

import twilio from 'twilio';

const studio = /^https:\/\/studio(?:\.[a-z0-9-]+){0,2}\.twilio\.com/;

/** The official SDK, unmodified, talking to the server at `base`: an HTTP client of one's own is its extension point. */
export function sdkClient(base: string, accountSid: string, authToken: string): twilio.Twilio {
  return twilio(accountSid, authToken, { httpClient: new LocalClient(base) });
}

class LocalClient extends twilio.RequestClient {
  readonly #base: string;

  constructor(base: string) {
    super();
    this.#base = base;
  }

  override request: twilio.RequestClient['request'] = (options) =>
    super.request({ ...options, uri: options.uri.replace(studio, this.#base) });
}

/** The parameters of Twilio's webhooks of messages, for what is known in another shape. Source: carrier page §B1, §B3. */

export interface ReceivedMessage {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly media?: readonly { readonly url: string; readonly contentType: string }[];
  readonly numSegments?: number;
}

export function receivedParams({ sid, from, to, body, media = [], numSegments = 1 }: ReceivedMessage): Params {
  return {
    MessageSid: sid,
    SmsSid: sid,
    SmsMessageSid: sid,
    From: from,
    To: to,
    Body: body,
    NumMedia: String(media.length),
    NumSegments: String(numSegments),
    SmsStatus: 'received',
    ApiVersion: '2010-04-01',
    ...Object.fromEntries(
      media.flatMap(({ url, contentType }, place) => [
        [`MediaUrl${place}`, url],
        [`MediaContentType${place}`, contentType],
      ]),
    ),
  };
}

export interface ReportedMessage {
  readonly sid: string;
  /** A status of Twilio's. */
  readonly status: string;
  readonly from?: string;
  readonly to?: string;
  /** Counts for `failed` and `undelivered`. */
  readonly errorCode: number;
  readonly errorMessage?: string;
}

export function statusParams({ sid, status, from, to, errorCode, errorMessage }: ReportedMessage): Params {
  const isFailed = status === 'failed' || status === 'undelivered';
  return {
    MessageSid: sid,
    SmsSid: sid,
    MessageStatus: status,
    SmsStatus: status,
    ...(from === undefined ? {} : { From: from }),
    ...(to === undefined ? {} : { To: to }),
    ApiVersion: '2010-04-01',
    ...(isFailed ? { ErrorCode: String(errorCode) } : {}),
    ...(isFailed && errorMessage ? { ErrorMessage: errorMessage } : {}),
  };
}

interface Params {
  readonly [name: string]: string;
}

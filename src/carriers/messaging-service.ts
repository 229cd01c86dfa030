/** Messaging services of a network: senders and rules behind one SID. Source: Twilio, Services resource (messaging v1). */
import type { Granted, NetworkPage, NetworkPageRequest } from './network.ts';

export interface ServiceSettings {
  readonly friendlyName: string;
  /** Where its messages are answered; empty: nowhere. */
  readonly inboundRequestUrl: string;
  readonly inboundMethod: string;
  readonly fallbackUrl: string;
  readonly fallbackMethod: string;
  readonly statusCallback: string;
  /** Messages are answered where each number says. */
  readonly useInboundWebhookOnNumber: boolean;
  readonly stickySender: boolean;
  readonly areaCodeGeomatch: boolean;
  readonly smartEncoding: boolean;
  readonly fallbackToLongCode: boolean;
  readonly mmsConverter: boolean;
  readonly synchronousValidation: boolean;
  readonly scanMessageContent: string;
  readonly usecase: string;
  readonly validityPeriod: number;
  /** Advanced opt-out; null: the usual words and answers. */
  readonly optOut: OptOutSettings | null;
}

/** Words and answers of advanced opt-out; what is absent is as usual. An empty answer is not sent. */
export interface OptOutSettings {
  readonly stop?: OptOutRule;
  readonly start?: OptOutRule;
  readonly help?: OptOutRule;
}

export interface OptOutRule {
  readonly words?: readonly string[];
  readonly reply?: string;
}

export interface NetworkService {
  /** `MG…` */
  readonly sid: string;
  readonly accountSid: string;
  readonly settings: ServiceSettings;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** A number, a short code, a name, or the address of a channel. */
export interface ServiceSender {
  /** `PN…` of a number, `AI…` of a name. */
  readonly sid: string;
  readonly accountSid: string;
  readonly serviceSid: string;
  readonly address: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** Undefined: there is no such service or sender in this account. */
export interface NetworkServices {
  create(
    accountSid: string,
    settings: Partial<ServiceSettings> & Pick<ServiceSettings, 'friendlyName'>,
  ): Promise<NetworkService>;
  find(accountSid: string, sid: string): Promise<NetworkService | undefined>;
  list(accountSid: string, page: NetworkPageRequest): Promise<NetworkPage<NetworkService>>;
  update(accountSid: string, sid: string, changes: Partial<ServiceSettings>): Promise<NetworkService | undefined>;
  remove(accountSid: string, sid: string): Promise<boolean>;

  /** `sender`: the SID of an own number, or a name of letters. */
  addSender(
    accountSid: string,
    sid: string,
    sender: { readonly numberSid: string } | { readonly name: string },
  ): Promise<Granted<ServiceSender> | undefined>;
  findSender(accountSid: string, sid: string, senderSid: string): Promise<ServiceSender | undefined>;
  listSenders(
    accountSid: string,
    sid: string,
    kind: 'numbers' | 'names',
    page: NetworkPageRequest,
  ): Promise<NetworkPage<ServiceSender> | undefined>;
  removeSender(accountSid: string, sid: string, senderSid: string): Promise<boolean>;
}

export const usualServiceSettings: ServiceSettings = {
  friendlyName: '',
  inboundRequestUrl: '',
  inboundMethod: 'POST',
  fallbackUrl: '',
  fallbackMethod: 'POST',
  statusCallback: '',
  useInboundWebhookOnNumber: false,
  stickySender: true,
  areaCodeGeomatch: true,
  smartEncoding: true,
  fallbackToLongCode: true,
  mmsConverter: true,
  synchronousValidation: false,
  scanMessageContent: 'inherit',
  usecase: 'undeclared',
  validityPeriod: 36_000,
  optOut: null,
};

/** The services that speak Twilio's REST API, and where each differs. Source: carrier page §E1, §E2. */
export interface TwilioPreset {
  readonly title: string;
  /** Address of the API when the settings give none; undefined: they must. */
  baseUrl(settings: { readonly space?: string | undefined }): string | undefined;
  /** Settings that hold user and password, and the key of its signatures. */
  readonly credentials: string;
  readonly signatureHeader: string;
  /** `ShortenUrls` is understood. */
  readonly shortensLinks: boolean;
  /** `ContentSid` is understood. */
  readonly hasTemplates: boolean;
  /** `MediaUrl` is understood. */
  readonly hasMedia: boolean;
  /** Type of widget → why it does not work there. */
  readonly lacks: { readonly [widgetType: string]: string };
}

const noVirtualAgent = 'Virtual agents are deprecated there: no new connectors are made.';

export const presets = {
  twilio: {
    title: 'Twilio',
    baseUrl: () => 'https://api.twilio.com/2010-04-01',
    credentials: 'account_sid and auth_token',
    signatureHeader: 'x-twilio-signature',
    shortensLinks: true,
    hasTemplates: true,
    hasMedia: true,
    lacks: {},
  },
  signalwire: {
    title: 'SignalWire',
    baseUrl: ({ space }) => (space === undefined ? undefined : `https://${space}.signalwire.com/api/laml/2010-04-01`),
    credentials: 'project and api_token',
    signatureHeader: 'x-signalwire-signature',
    shortensLinks: false,
    hasTemplates: false,
    hasMedia: true,
    lacks: {
      'connect-virtual-agent': noVirtualAgent,
      'connect-virtual-agent-v2': noVirtualAgent,
      'run-conversation-relay': 'SignalWire has no ConversationRelay.',
      'capture-payments': 'SignalWire posts card data to a URL of yours (paymentConnectorUrl) instead of a connector.',
    },
  },
  somleng: {
    title: 'Somleng',
    baseUrl: () => 'https://api.somleng.org/2010-04-01',
    credentials: 'account_sid and auth_token',
    signatureHeader: 'x-twilio-signature',
    shortensLinks: false,
    hasTemplates: false,
    hasMedia: false,
    lacks: {
      'enqueue-call': 'Somleng has no Enqueue.',
      'send-to-flex': 'Somleng has no Enqueue, by which calls are handed over.',
      'capture-payments': 'Somleng has no Pay.',
      'fork-stream': 'Somleng has no Start and Stop.',
      'connect-virtual-agent': 'Somleng has no VirtualAgent.',
      'connect-virtual-agent-v2': 'Somleng has no VirtualAgent.',
      'run-conversation-relay': 'Somleng has no ConversationRelay.',
    },
  },
} as const satisfies { readonly [name: string]: TwilioPreset };

export type PresetName = keyof typeof presets;

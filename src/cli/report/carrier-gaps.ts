/**
 * What a flow can ask of a carrier that the carrier does not have. Source: carrier page §E1, §E2. A carrier has a line here
 * for what it lacks; what it has needs none.
 */
import type { State } from '../../engine/definition.ts';
import type { SettingsFile } from '../../server/settings-file/index.ts';
import type { Finding } from './finding.ts';

/** Of any type: what is not known of one is looked up by name. */
interface CarrierSettings {
  readonly type: string;
  readonly preset?: string;
}

interface Gap {
  readonly types: readonly string[];
  /** Only states for which this holds. */
  readonly when?: (state: State) => boolean;
  readonly lacks: string;
}

const virtualAgents = ['connect-virtual-agent', 'connect-virtual-agent-v2'];
const nounIs =
  (...nouns: readonly string[]) =>
  ({ properties }: State) =>
    typeof properties.noun === 'string' && nouns.includes(properties.noun);
const isSiprec = ({ properties }: State) => properties.stream_transport_type === 'siprec';
const sendsTemplate = ({ properties }: State) =>
  properties.message_type === 'content_template' || (properties.content_sid ?? '') !== '';
const messages = ['send-message', 'send-and-wait-for-reply'];
const template: Gap = { types: messages, when: sendsTemplate, lacks: 'content templates (HX…) of Twilio' };

const gaps: { readonly [carrier: string]: readonly Gap[] } = {
  twilio: [],
  signalwire: [
    template,
    { types: ['connect-call-to'], when: nounIs('client'), lacks: 'Client: its own name for it is Verto' },
    { types: ['connect-call-to'], when: nounIs('sim'), lacks: 'Sim' },
    { types: ['run-conversation-relay'], lacks: 'ConversationRelay' },
    { types: ['fork-stream'], when: isSiprec, lacks: 'Siprec' },
    { types: virtualAgents, lacks: 'new virtual agents: its VirtualAgent is deprecated' },
    { types: ['capture-payments'], lacks: 'payment connectors: its Pay posts the card data to a URL of yours' },
  ],
  telnyx: [
    template,
    { types: ['capture-payments'], lacks: 'Pay' },
    { types: ['connect-call-to'], when: nounIs('client'), lacks: 'Client' },
    { types: virtualAgents, lacks: 'VirtualAgent' },
  ],
  somleng: [
    template,
    { types: ['enqueue-call'], lacks: 'Enqueue' },
    { types: ['capture-payments'], lacks: 'Pay' },
    { types: ['fork-stream'], lacks: 'Start and Stop' },
    { types: [...virtualAgents, 'run-conversation-relay'], lacks: 'Connect to anything but a stream' },
    {
      types: ['connect-call-to'],
      when: nounIs('client', 'sim', 'conference'),
      lacks: 'Dial to anything but Number and Sip',
    },
  ],
  http: [template],
};

/** Widgets that only a carrier with calls can serve. */
const callsOnly = 'calls: it is a gateway for messages';

/** What `state` asks of the carriers that its flow runs on. */
export function carrierGaps(
  state: State,
  carriers: readonly { readonly name: string; readonly settings: CarrierSettings }[],
): Finding[] {
  return carriers.flatMap(({ name, settings }) => {
    const kind: string = settings.type === 'twilio' ? (settings.preset ?? 'twilio') : settings.type;
    const found = (gaps[kind] ?? []).filter(({ types, when }) => types.includes(state.type) && (when?.(state) ?? true));
    const needsCall = state.widget?.channels.length === 1 && state.widget.channels[0] === 'call';
    const lacks = [...found.map((gap) => gap.lacks), ...(kind === 'http' && needsCall ? [callsOnly] : [])];
    return lacks.map(
      (what): Finding => ({
        level: 'missing',
        code: 'carrier-lacks',
        state: state.name,
        message: `the carrier ${name} (${kind}) has no ${what}`,
      }),
    );
  });
}

/** Carriers of the numbers that lead to a flow; the default one where none does. */
export function carriersOf(
  flow: { readonly friendlyName: string; readonly sids: readonly string[] },
  { carriers = {}, default_carrier: usual = 'simulator', numbers = {} }: SettingsFile,
): { readonly name: string; readonly settings: CarrierSettings }[] {
  const own = Object.values(numbers).filter(
    ({ flow: named }) => named === flow.friendlyName || flow.sids.includes(named ?? ''),
  );
  const names = own.length === 0 ? [usual] : own.map(({ carrier }) => carrier ?? usual);
  return [...new Set(names)].flatMap((name) => {
    const settings = Object.hasOwn(carriers, name) ? carriers[name] : undefined;
    return settings === undefined ? [] : [{ name, settings }];
  });
}

/**
 * What a flow can ask of a carrier that the carrier does not have. Source: carrier page §E1, §E2. A carrier has a line here
 * for what it lacks; what it has needs none.
 */
import { presets } from '../../carriers/twilio/index.ts';
import type { TwilioPreset } from '../../carriers/twilio/presets.ts';
import type { State } from '../../engine/definition.ts';
import type { Finding, World } from './finding.ts';

/** Of any type: what is not known of one is looked up by name. */
interface CarrierSettings {
  readonly type: string;
  readonly preset?: string;
}

/** A carrier that a flow runs on. */
export interface UsedCarrier {
  readonly name: string;
  readonly settings: CarrierSettings;
  /** Types of widgets that it cannot serve, as it says itself. */
  readonly lacks: { readonly [widgetType: string]: string };
}

interface Gap {
  readonly types: readonly string[];
  /** Only states for which this holds. */
  readonly when?: (state: State) => boolean;
  readonly lacks: string;
}

const nounIs =
  (...nouns: readonly string[]) =>
  ({ properties }: State) =>
    typeof properties.noun === 'string' && nouns.includes(properties.noun);
const isSiprec = ({ properties }: State) => properties.stream_transport_type === 'siprec';
const sendsTemplate = ({ properties }: State) =>
  properties.message_type === 'content_template' || (properties.content_sid ?? '') !== '';
const messages = ['send-message', 'send-and-wait-for-reply'];
const template: Gap = { types: messages, when: sendsTemplate, lacks: 'content templates (HX…) of Twilio' };

/** By kind; what a whole type of widget lacks, the carrier says itself. */
const gaps: { readonly [carrier: string]: readonly Gap[] } = {
  signalwire: [
    { types: ['connect-call-to'], when: nounIs('client'), lacks: 'Client: its own name for it is Verto' },
    { types: ['connect-call-to'], when: nounIs('sim'), lacks: 'Sim' },
    { types: ['fork-stream'], when: isSiprec, lacks: 'Siprec' },
  ],
  telnyx: [template, { types: ['connect-call-to'], when: nounIs('client'), lacks: 'Client' }],
  somleng: [
    {
      types: ['connect-call-to'],
      when: nounIs('client', 'sim', 'conference'),
      lacks: 'Dial to anything but Number and Sip',
    },
  ],
  http: [template],
};

/** What `state` asks of the carriers that its flow runs on. */
export function carrierGaps(state: State, carriers: readonly UsedCarrier[]): Finding[] {
  return carriers.flatMap(({ name, settings, lacks }) => {
    const kind: string = settings.type === 'twilio' ? (settings.preset ?? 'twilio') : settings.type;
    const lacksTemplates = settings.type === 'twilio' && twilioPreset(settings)?.hasTemplates === false;
    const known = [...(lacksTemplates ? [template] : []), ...(gaps[kind] ?? [])];
    const found = known.filter(({ types, when }) => types.includes(state.type) && (when?.(state) ?? true));
    const own = Object.hasOwn(lacks, state.type) ? lacks[state.type] : undefined;
    const messages = [
      ...(own === undefined ? [] : [`the carrier ${name} (${kind}) cannot serve it: ${own}`]),
      ...found.map((gap) => `the carrier ${name} (${kind}) has no ${gap.lacks}`),
    ];
    return messages.map(
      (message): Finding => ({ level: 'missing', code: 'carrier-lacks', state: state.name, message }),
    );
  });
}

/** What is known of a service with Twilio's API. */
export function twilioPreset({ preset = 'twilio' }: { readonly preset?: string }): TwilioPreset | undefined {
  return Object.entries<TwilioPreset>(presets).find(([name]) => name === preset)?.[1];
}

/** Carriers of the numbers that lead to a flow; the default one where none does. */
export function carriersOf(
  flow: { readonly friendlyName: string; readonly sids: readonly string[] },
  {
    settings: { carriers = {}, default_carrier: usual = 'simulator', numbers = {} },
    lacks,
  }: Pick<World, 'settings' | 'lacks'>,
): UsedCarrier[] {
  const own = Object.values(numbers).filter(
    ({ flow: named }) => named === flow.friendlyName || flow.sids.includes(named ?? ''),
  );
  const names = own.length === 0 ? [usual] : own.map(({ carrier }) => carrier ?? usual);
  return [...new Set(names)].flatMap((name) => {
    const settings = Object.hasOwn(carriers, name) ? carriers[name] : undefined;
    return settings === undefined ? [] : [{ name, settings, lacks: lacks(name) }];
  });
}

import type { State } from '../../engine/definition.ts';
import { isJsonObject, own } from '../../engine/json.ts';
import { type Finding, textsOf, type World } from './finding.ts';

/** Things of an account that a flow can name by SID, and what takes their place here. */
const things: {
  readonly [prefix: string]: {
    readonly what: string;
    readonly instead: string;
    readonly product?: 'tasks' | 'conversations' | 'documents';
  };
} = {
  WW: { what: 'the workflow', instead: 'tasks go to the inbox of this server', product: 'tasks' },
  WS: { what: 'the workspace', instead: 'tasks go to the inbox of this server', product: 'tasks' },
  WQ: { what: 'the task queue', instead: 'tasks go to the inbox of this server', product: 'tasks' },
  TC: { what: 'the task channel', instead: 'tasks go to the inbox of this server', product: 'tasks' },
  CH: { what: 'the conversation', instead: 'conversations are kept on this server', product: 'conversations' },
  IS: { what: 'the service', instead: 'conversations and documents are kept on this server', product: 'conversations' },
  UA: { what: 'the assistant', instead: 'Autopilot is retired' },
  PN: { what: 'the number', instead: 'it is taken as it stands' },
  AP: { what: 'the application', instead: 'it is taken as it stands' },
  AC: { what: 'the account', instead: 'it is taken as it stands' },
};

/** `run-function` keeps these for the editor alone (messaging page §8). */
const editorData = new Set(['service_sid', 'environment_sid', 'function_sid']);

/** What a state names that is not in the flow itself: subflows, functions, things of an account, credentials. */
export function referenceFindings(state: State, world: World): Finding[] {
  const finding = (level: Finding['level'], code: string, message: string): Finding => ({
    level,
    code,
    state: state.name,
    message,
  });
  return [
    ...subflowFindings(state, world, finding),
    ...functionFindings(state, world, finding),
    ...accountFindings(state, world, finding),
    ...(isTrue(state, 'add_twilio_auth')
      ? [
          finding(
            'differs',
            'own-credentials',
            "authenticates with this server's account: give it that of Twilio where Twilio is called",
          ),
        ]
      : []),
  ];
}

type Make = (level: Finding['level'], code: string, message: string) => Finding;

function subflowFindings({ widget, properties }: State, { flowSids }: World, finding: Make): Finding[] {
  return (widget?.subflowReference?.(properties) ?? []).flatMap(({ flowSid, revision }) => {
    const missing = flowSids.has(flowSid)
      ? []
      : [finding('missing', 'subflow-missing', `runs ${flowSid}, which is not among the flows`)];
    const pinned = /^\d+$/.test(revision)
      ? [
          finding(
            'differs',
            'subflow-revision',
            `runs ${flowSid} at revision ${revision}: its number is another one here, unless the whole history came along`,
          ),
        ]
      : [];
    return [...missing, ...pinned];
  });
}

/** Functions at Twilio (`*.twil.io`) that nothing here answers for. */
function functionFindings(state: State, world: World, finding: Make): Finding[] {
  const url = own(state.properties, 'url');
  if (typeof url !== 'string') return [];
  const host = /^\s*https?:\/\/([\w.-]+\.twil\.io)(?=[/?#:]|\s*$)/i.exec(url)?.[1];
  if (host === undefined || world.hasFunction(url.trim())) return [];
  const how = 'map it, or put its file into the folder of functions (atelier.yaml, functions)';
  return [
    finding('differs', 'function-at-twilio', `calls a function at ${host}, signed with this account's token: ${how}`),
  ];
}

function accountFindings(state: State, { settings }: World, finding: Make): Finding[] {
  const found = new Map<string, Finding>();
  const { products = {}, messaging_services: services = {}, content = {} } = settings;
  for (const { key, text } of textsOf(state.properties)) {
    if (editorData.has(key)) continue;
    for (const [sid] of text.matchAll(/\b[A-Z]{2}[0-9a-fA-F]{32}\b/g)) {
      const prefix = sid.slice(0, 2);
      const thing = things[prefix];
      if (prefix === 'FW' && key !== 'flow_sid') {
        found.set(
          sid,
          finding('differs', 'flow-in-text', `names the flow ${sid} in ${key}: such texts are not renamed`),
        );
      } else if (prefix === 'MG' && !Object.hasOwn(services, sid) && !knowsServices(settings)) {
        found.set(
          sid,
          finding(
            'missing',
            'service-missing',
            `sends through the messaging service ${sid}: list it in messaging_services of atelier.yaml`,
          ),
        );
      } else if (prefix === 'HX' && !Object.hasOwn(content, sid) && !hasTwilio(settings)) {
        found.set(
          sid,
          finding('missing', 'template-missing', `sends the template ${sid}: put it into content of atelier.yaml`),
        );
      } else if (thing !== undefined && !isAtTwilio(products, thing.product)) {
        found.set(
          sid,
          finding('differs', 'account-bound', `names ${thing.what} ${sid} of the account at Twilio: ${thing.instead}`),
        );
      }
    }
  }
  return [...found.values()];
}

function isAtTwilio(
  products: NonNullable<World['settings']['products']>,
  product: keyof typeof products | undefined,
): boolean {
  return product !== undefined && products[product]?.adapter === 'twilio';
}

/** True where the carrier that a service leaves by has services of its own, or takes any. */
function knowsServices({ carriers = {}, default_carrier: usual = 'simulator' }: World['settings']): boolean {
  const carrier: { readonly type: string } | undefined = carriers[usual];
  return carrier === undefined || carrier.type === 'twilio';
}

function hasTwilio({ carriers = {} }: World['settings']): boolean {
  return Object.values(carriers).some(({ type }: { readonly type: string }) => type === 'twilio');
}

function isTrue({ properties }: State, key: string): boolean {
  const value = isJsonObject(properties) ? own(properties, key) : undefined;
  return value === true || value === 'true';
}

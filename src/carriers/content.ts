/**
 * Content templates: what a message is made of when it names a `ContentSid`. Source: Twilio, Content API (types, variables,
 * channel support and priority order: twilio.com/docs/content/content-types-overview).
 */
import type { Json, JsonObject } from '../engine/json.ts';

export interface ContentTemplate {
  /** `HX…` */
  readonly sid: string;
  readonly friendlyName: string;
  readonly language: string;
  /** What stands for a variable that a message does not give. */
  readonly variables: { readonly [name: string]: string };
  /** By its name, e.g. `twilio/text`, as the Content API spells its properties. */
  readonly types: { readonly [type: string]: JsonObject };
}

/** A button; one that replies is pressed, the others lead away. */
export interface ContentButton {
  /** `QUICK_REPLY`, `URL`, `PHONE_NUMBER`, `COPY_CODE`, … */
  readonly type: string;
  readonly title: string;
  readonly id: string | null;
  /** URL, telephone number or code. */
  readonly value: string | null;
}

export interface ContentRow {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
}

/** A template with its variables filled in, as one channel shows it. */
export interface RenderedContent {
  readonly type: string;
  readonly body: string;
  readonly mediaUrls: readonly string[];
  readonly buttons: readonly ContentButton[];
  /** The rows behind the one button of a list; null: it is none. */
  readonly list: { readonly button: string; readonly rows: readonly ContentRow[] } | null;
  readonly location: { readonly latitude: string; readonly longitude: string; readonly label: string | null } | null;
}

export type Rendering =
  | { readonly ok: true; readonly content: RenderedContent }
  /** 21656 variables, 216602 no type for this channel. */
  | { readonly ok: false; readonly code: number; readonly message: string };

/** The channels that take each type, from the simplest to the richest: the richest that fits is sent. */
const channelsOf: { readonly [type: string]: readonly string[] } = {
  'twilio/text': ['', 'rcs', 'whatsapp', 'messenger'],
  'twilio/media': ['', 'rcs', 'whatsapp', 'messenger'],
  'twilio/location': ['whatsapp'],
  'twilio/quick-reply': ['whatsapp', 'messenger'],
  'twilio/call-to-action': ['whatsapp', 'messenger'],
  'twilio/list-picker': ['whatsapp'],
  'twilio/card': ['rcs', 'whatsapp', 'messenger'],
  'twilio/carousel': ['rcs', 'whatsapp'],
  'twilio/catalog': ['whatsapp'],
  'twilio/pay': ['whatsapp'],
  'twilio/flows': ['whatsapp'],
  'whatsapp/card': ['whatsapp'],
  'whatsapp/flows': ['whatsapp'],
  'whatsapp/authentication': ['whatsapp'],
};

/** Names of every type that is known. */
export const contentTypes: readonly string[] = Object.keys(channelsOf);

/** A variable that is given as an empty text makes WhatsApp refuse the message; elsewhere it is left out (messaging page §3). */
const refusesEmptyVariables = (channel: string) => channel === 'whatsapp';

/** Fills in `variablesText` (JSON text of an object) for `channel`: `whatsapp`, `rcs`, `messenger`, or empty for SMS and MMS. */
export function renderContent(
  template: ContentTemplate,
  variablesText: string | undefined,
  channel: string,
): Rendering {
  const type = contentTypes.findLast((each) => template.types[each] && channelsOf[each]?.includes(channel));
  const source = type === undefined ? undefined : template.types[type];
  if (type === undefined || source === undefined) {
    const has = Object.keys(template.types).join(', ');
    return refused(
      216602,
      `Content Type is not supported on this channel: ${template.sid} has ${has}, and ${channel || 'SMS'} takes none of them`,
    );
  }
  const given = readVariables(variablesText);
  if (given === undefined) return refused(21656, 'The ContentVariables Parameter is invalid');
  const values = new Map<string, string>();
  for (const name of variablesIn(source)) {
    const value = Object.hasOwn(given, name) ? given[name] : ownText(template.variables, name);
    const isUsable = typeof value === 'string' && !(value === '' && refusesEmptyVariables(channel));
    if (!isUsable) {
      const why = value === undefined ? 'has no value and no default' : 'is empty';
      return refused(21656, `The ContentVariables Parameter is invalid: the variable {{${name}}} ${why}`);
    }
    values.set(name, value);
  }
  return { ok: true, content: shown(type, filled(source, values)) };
}

/** What is wrong with the types of a template, in one sentence; undefined: nothing. */
export function contentFault(types: { readonly [type: string]: Json }): string | undefined {
  const entries = Object.entries(types);
  if (entries.length === 0) return 'types needs at least one content type, such as twilio/text';
  for (const [type, value] of entries) {
    if (!contentTypes.includes(type)) return `types has "${type}"; there are ${contentTypes.join(', ')}`;
    if (!isObject(value)) return `${type} must be an object`;
    const missing = (required[type] ?? []).find((name) => isNothing(value[name]));
    if (missing !== undefined) return `${type} lacks "${missing}"`;
    const fault = partsFault(value, type);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** What each part holds, in every type and in the entries of its lists; all other parts are kept as they are given. */
const textParts = [
  'body',
  'title',
  'subtitle',
  'header_text',
  'footer',
  'button',
  'label',
  'item',
  'description',
].concat(['type', 'id', 'url', 'phone', 'code', 'copy_code_text']);
const numberParts = ['latitude', 'longitude'];
const listParts = ['actions', 'items', 'cards'];

function partsFault(source: JsonObject, where: string): string | undefined {
  for (const [name, value] of Object.entries(source)) {
    const fault = isNothing(value) ? undefined : partFault(name, value, `${where}.${name}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function partFault(name: string, value: Json, where: string): string | undefined {
  if (textParts.includes(name)) return typeof value === 'string' ? undefined : `${where} must be a text`;
  if (numberParts.includes(name)) return isNumeric(value) ? undefined : `${where} must be a number`;
  if (name === 'media') {
    const isMedia = [value].flat().every((url) => typeof url === 'string');
    return isMedia ? undefined : `${where} must be a list of URLs`;
  }
  if (!listParts.includes(name)) return undefined;
  if (!Array.isArray(value)) return `${where} must be a list of objects`;
  for (const [index, entry] of value.entries()) {
    if (!isObject(entry)) return `${where}[${index}] must be an object`;
    const fault = partsFault(entry, `${where}[${index}]`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** As a number, as the text of one, or as a variable. */
function isNumeric(value: Json): boolean {
  if (typeof value === 'number') return true;
  return typeof value === 'string' && (value.includes('{{') || (value.trim() !== '' && Number.isFinite(Number(value))));
}

/** The official SDK writes null for a part that it does not give. */
function isNothing(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '';
}

const required: { readonly [type: string]: readonly string[] } = {
  'twilio/text': ['body'],
  'twilio/media': ['media'],
  'twilio/location': ['latitude', 'longitude'],
  'twilio/quick-reply': ['body', 'actions'],
  'twilio/call-to-action': ['body', 'actions'],
  'twilio/list-picker': ['body', 'button', 'items'],
};

/** The button with this id or title, if it is one that replies. */
export function replyButton(content: Pick<RenderedContent, 'buttons'>, name: string): ContentButton | undefined {
  const replies = content.buttons.filter(({ type }) => type === 'QUICK_REPLY');
  return replies.find(({ id }) => id === name) ?? replies.find(({ title }) => title === name);
}

/** The row with this id or title. */
export function listRow(content: Pick<RenderedContent, 'list'>, name: string): ContentRow | undefined {
  const rows = content.list?.rows ?? [];
  return rows.find(({ id }) => id === name) ?? rows.find(({ title }) => title === name);
}

const placeholder = /\{\{\s*(\w+)\s*\}\}/g;

function variablesIn(source: Json): ReadonlySet<string> {
  const text = JSON.stringify(source);
  return new Set([...text.matchAll(placeholder)].map(([, name = '']) => name));
}

/** Once through: a value that looks like a placeholder stays as it is. */
function filled(source: JsonObject, values: ReadonlyMap<string, string>): JsonObject {
  const fill = (value: Json): Json => {
    if (typeof value === 'string')
      return value.replace(placeholder, (whole, name: string) => values.get(name) ?? whole);
    if (Array.isArray(value)) return value.map(fill);
    return isObject(value) ? fillObject(value) : value;
  };
  const fillObject = (object: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(object).map(([name, value]) => [name, fill(value)]));
  return fillObject(source);
}

function shown(type: string, source: JsonObject): RenderedContent {
  const rows = objectsOf(source.items).map(
    (row): ContentRow => ({
      id: textOf(row.id),
      title: textOf(row.item) || textOf(row.title),
      description: textOf(row.description) || null,
    }),
  );
  const buttons = objectsOf(source.actions).map((action): ContentButton => {
    const kind = textOf(action.type) || 'QUICK_REPLY';
    const title = textOf(action.title) || textOf(action.copy_code_text);
    return {
      type: kind,
      title,
      // A button without an id answers with its title (inferred: the webhook needs a payload).
      id: textOf(action.id) || (kind === 'QUICK_REPLY' ? title : null),
      value: textOf(action.url) || textOf(action.phone) || textOf(action.code) || null,
    };
  });
  return {
    type,
    body: lines(source.header_text, source.title, source.body, source.subtitle, source.footer),
    mediaUrls: [source.media ?? []].flat().filter((url): url is string => typeof url === 'string' && url !== ''),
    buttons,
    list: type === 'twilio/list-picker' ? { button: textOf(source.button), rows } : null,
    location:
      type === 'twilio/location'
        ? {
            latitude: textOf(source.latitude),
            longitude: textOf(source.longitude),
            label: textOf(source.label) || null,
          }
        : null,
  };
}

/** Each part of a card on a line of its own (inferred: how the text of a message shows it is not documented). */
function lines(...parts: readonly (Json | undefined)[]): string {
  return parts
    .map(textOf)
    .filter((part) => part !== '')
    .join('\n');
}

/** Undefined: no JSON object. Numbers and truth values stand for their text (inferred). */
function readVariables(text: string | undefined): { readonly [name: string]: string | null } | undefined {
  if (text === undefined || text === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, each === null ? null : textOf(each)] as const),
  );
}

function ownText(texts: { readonly [name: string]: string }, name: string): string | undefined {
  return Object.hasOwn(texts, name) ? texts[name] : undefined;
}

function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(code: number, message: string): Rendering {
  return { ok: false, code, message };
}

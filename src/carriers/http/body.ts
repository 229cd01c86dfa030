/** The parts of a request that the settings describe, checked once. */
import type { Json, JsonObject } from '../../engine/json.ts';
import {
  fill,
  namesIn,
  type PlaceholderName,
  parseTemplate,
  type Surroundings,
  soleName,
  type Template,
  type Values,
} from './placeholders.ts';

export interface BodyTemplate {
  readonly contentType: string;
  readonly names: readonly PlaceholderName[];
  write(values: Values): string;
}

/** Host and scheme are the operator's to say: a message cannot lead elsewhere. */
export function urlTemplate(text: string, place: string): Template {
  const template = parseTemplate(text, place);
  if (baseOf(text) === undefined) throw new Error(`${place} is no URL with a host of its own`);
  return template;
}

/** Scheme and host of a URL with placeholders in it. */
export function baseOf(text: string): string | undefined {
  const base = /^https?:\/\/[^/?#{}\s]+(?=[/?#]|$)/i.exec(text)?.[0];
  return base !== undefined && URL.canParse(base) ? base : undefined;
}

export function headerTemplates(
  headers: { readonly [name: string]: string } | undefined,
  place: string,
): readonly (readonly [name: string, Template])[] {
  return Object.entries(headers ?? {}).map(([name, text]) => {
    if (/[\r\n\0]/.test(text)) throw new Error(`${place}.${name} has a line break in it`);
    return [name.toLowerCase(), parseTemplate(text, `${place}.${name}`)];
  });
}

/** A text with placeholders, or an object whose texts have them; fields of an object without a value are left out. */
export function bodyTemplate(
  body: string | JsonObject | undefined,
  contentType = 'application/json',
  place: string,
): BodyTemplate {
  const surroundings = surroundingsOf(contentType);
  if (body === undefined) return { contentType, names: [], write: () => '' };
  if (typeof body === 'string') return textBody(parseTemplate(body, place), contentType, surroundings, place);
  if (surroundings !== 'json' && surroundings !== 'form') {
    throw new Error(`${place} has fields: for ${contentType} it takes a text`);
  }
  const names: PlaceholderName[] = [];
  const value = valueTemplate(body, place, names);
  const isForm = surroundings === 'form';
  return {
    contentType,
    names,
    write: (values) => (isForm ? formText(value(values)) : JSON.stringify(value(values) ?? {})),
  };
}

function textBody(template: Template, contentType: string, surroundings: Surroundings, place: string): BodyTemplate {
  if (surroundings === 'json') {
    const sample = fill(template, 'json', { media_urls: ['https://example.com/a.png'] });
    if (!isJson(sample)) throw new Error(`${place} is no JSON: each placeholder stands in quotes, but {{media_urls}}`);
  }
  return { contentType, names: namesIn(template), write: (values) => fill(template, surroundings, values) };
}

type ValueTemplate = (values: Values) => Json | undefined;

function valueTemplate(value: Json, place: string, names: PlaceholderName[]): ValueTemplate {
  if (typeof value === 'string') {
    const template = parseTemplate(value, place);
    names.push(...namesIn(template));
    const sole = soleName(template);
    // JSON is written from the value itself, so that nothing has to be escaped here.
    return sole === undefined ? (values) => fill(template, 'text', values) : (values) => values[sole];
  }
  if (typeof value !== 'object' || value === null) return () => value;
  if (Array.isArray(value)) {
    const entries = value.map((entry: Json, index) => valueTemplate(entry, `${place}[${index}]`, names));
    return (values) => entries.flatMap((entry) => entry(values) ?? []);
  }
  const fields = Object.entries(value).map(
    ([name, field]) => [name, valueTemplate(field, `${place}.${name}`, names)] as const,
  );
  return (values) =>
    Object.fromEntries(
      fields.flatMap(([name, field]) => {
        const given = field(values);
        return given === undefined ? [] : [[name, given]];
      }),
    );
}

/** A list repeats its name. */
function formText(fields: Json | undefined): string {
  const pairs = Object.entries(typeof fields === 'object' ? (fields ?? {}) : {}).flatMap(([name, value]) =>
    [value].flat().map((each): [string, string] => [name, typeof each === 'object' ? JSON.stringify(each) : `${each}`]),
  );
  return new URLSearchParams(pairs).toString();
}

function surroundingsOf(contentType: string): Surroundings {
  if (/json/i.test(contentType)) return 'json';
  if (/x-www-form-urlencoded/i.test(contentType)) return 'form';
  return /xml/i.test(contentType) ? 'xml' : 'text';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

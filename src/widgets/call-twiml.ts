/** What the widgets of a call share: how they read properties into TwiML, and how its verbs lead back to the flow. */
import { toBoolean, toSeconds } from '../engine/fields.ts';
import type { Json } from '../engine/json.ts';
import type { WidgetContext } from '../engine/widget.ts';
import { element, type TwimlElement } from '../twiml/index.ts';
import { renderedPairs } from './http-answer.ts';

type Readable<P extends string> = Pick<WidgetContext<P>, 'properties' | 'render'>;

/** Properties as attributes, whether a flow writes `5` or `"5"`, `true` or `"true"` (execution-model §1, level run). */
export interface AttributeReader<P extends string> {
  /** Rendered and trimmed; undefined where blank: the attribute is left out. */
  text(name: P): string | undefined;
  /** A whole number from 0; where it is none, `fallback`. */
  number(name: P, fallback: number): number;
  /** A whole number from 1 as text; undefined where it is none. */
  count(name: P): string | undefined;
  /** `true` or `false`; where it is neither, `fallback`. */
  flag(name: P, fallback: boolean): boolean;
}

export function readerOf<P extends string>({ properties, render }: Readable<P>): AttributeReader<P> {
  const text = (name: P) => render(properties[name]).trim() || undefined;
  const number = (name: P, fallback: number) => toSeconds(text(name) ?? '', fallback);
  return {
    text,
    number,
    count: (name) => (number(name, 0) === 0 ? undefined : String(number(name, 0))),
    flag: (name, fallback) => toBoolean(text(name), fallback),
  };
}

/** Where a verb asks what comes after it: `FlowEvent=<marker>` (execution-model §4.1). */
export function actionOf({ callbackUrl }: Pick<WidgetContext, 'callbackUrl'>, marker: string) {
  return { action: callbackUrl(marker), method: 'POST' } as const;
}

/** The verb that leads back to the flow once those before it are done. */
export function redirectTo({ callbackUrl }: Pick<WidgetContext, 'callbackUrl'>, marker: string): TwimlElement {
  return element('Redirect', { method: 'POST' }, callbackUrl(marker));
}

/** A `{key, value}` list as elements such as `<Parameter name value/>`. */
export function namedValues(name: string, list: Json | undefined, render: WidgetContext['render']): TwimlElement[] {
  return renderedPairs(list, render).map(([key, value]) => element(name, { name: key, value }));
}

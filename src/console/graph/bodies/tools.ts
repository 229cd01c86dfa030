import { toSeconds } from '../../../engine/fields.ts';
import type { Json, JsonObject } from '../../../engine/json.ts';
import { cardTexts } from '../../texts/cards.ts';
import { authorText, type BodyLine, joined, line, plain, property, textOr } from '../body-text.ts';
import type { CardBody, CardFacts } from '../card-body.ts';

export const toolBodies: { readonly [type: string]: CardBody } = {
  'make-http-request': ({ properties }) => {
    const [contentType = ''] = textOr('', property(properties, 'content_type')).split(';');
    return [...request(properties, 'GET'), ...line(plain(contentType)), ...parameters(properties)];
  },

  'run-function': runFunction,
  'run-function-v2': runFunction,

  'run-subflow': ({ properties }, { nameOf }) => {
    const revision = textOr('LatestPublished', property(properties, 'flow_revision'));
    return [
      ...line(named(property(properties, 'flow_sid'), nameOf)),
      ...line(plain(revisionName(revision))),
      ...parameters(properties),
    ];
  },

  'add-twiml-redirect': ({ properties }) => {
    const timeout = property(properties, 'timeout');
    const seconds = toSeconds(textOr('14400', timeout), Number.NaN);
    const howLong = Number.isNaN(seconds) ? authorText(timeout) : plain(cardTexts.duration(seconds));
    return [...request(properties, 'POST'), ...line([...plain(`${cardTexts.waits} `), ...howLong])];
  },
};

function runFunction(...[{ properties }, { nameOf }]: Parameters<CardBody>): BodyLine[] {
  const url = property(properties, 'url');
  const sid = property(properties, 'function_sid');
  const name = typeof sid === 'string' ? nameOf?.(sid) : undefined;
  const shown = name ?? (typeof url === 'string' ? pathOf(url) : (url ?? sid));
  return [...line(authorText(shown, 2), { lines: 2 }), ...parameters(properties)];
}

function request(properties: JsonObject, method: string): BodyLine[] {
  const parts = [plain(textOr(method, property(properties, 'method'))), authorText(property(properties, 'url'))];
  return line(joined(parts, ' '));
}

function parameters(properties: JsonObject): BodyLine[] {
  const all = property(properties, 'parameters');
  return Array.isArray(all) && all.length > 0 ? line(plain(cardTexts.parameterCount(all.length))) : [];
}

function revisionName(revision: string): string {
  const name = Object.hasOwn(cardTexts.revisions, revision) ? cardTexts.revisions[revision] : undefined;
  return name ?? cardTexts.revision(revision);
}

/** `/store` of `https://survey-1234-dev.twil.io/store`; other texts as they are. */
function pathOf(url: string): string {
  return /^https?:\/\/[^/{}]+(\/[^?#]+)/.exec(url)?.[1] ?? url;
}

function named(sid: Json | undefined, nameOf: CardFacts['nameOf']) {
  return authorText((typeof sid === 'string' && nameOf?.(sid)) || sid);
}

/**
 * Pages by keyset: a token holds the last row seen and the direction, so that inserts and deletes never shift a page.
 * Source: rest-api §3; the list form of the carrier API: carrier page §C1.
 */
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Cursor, Page, PageRequest } from '../storage/storage.ts';
import { apiError } from './errors.ts';
import { type Form, first, queryOf } from './forms.ts';
import { integer, optional } from './parameters.ts';
import { requestPath } from './urls.ts';

const defaultPageSize = 50;
const maxPageSize = 1000;

export interface Paging {
  /** What to ask the store for. */
  readonly request: PageRequest;
  readonly pageSize: number;
  /** The client's own count; it has no say in what the page holds. */
  readonly page: number;
  readonly token: string | undefined;
  readonly path: string;
}

/** Reads `PageSize`, `Page` and `PageToken` of the query. */
export function readPaging(request: FastifyRequest, query: Form = queryOf(request)): Paging {
  const path = requestPath(request);
  const pageSize = optional(query, 'PageSize', integer(1)) ?? defaultPageSize;
  if (pageSize > maxPageSize) throw apiError(20007);
  const page = optional(query, 'Page', integer(0)) ?? 0;
  const token = first(query, 'PageToken') || undefined;
  const position = token === undefined ? {} : decodeToken(token, path);
  return { request: { limit: pageSize, ...position }, pageSize, page, token, path };
}

/** A list as the Studio API writes it. `filters`: those of the request, repeated in every URL of `meta`. */
export function studioPage<T>(
  paging: Paging,
  found: Page<T>,
  form: {
    readonly key: string;
    readonly baseUrl: string;
    readonly filters?: Filters;
    readonly cursorOf: (row: T) => Cursor;
    readonly present: (row: T) => object;
  },
): object {
  const url = (place: Place) => `${form.baseUrl}${paging.path}?${pageQuery(paging, place, form.filters)}`;
  const { next, previous } = neighbours(paging, found, form.cursorOf);
  return {
    meta: {
      page: paging.page,
      page_size: paging.pageSize,
      first_page_url: url({ page: 0 }),
      previous_page_url: previous === null ? null : url(previous),
      url: url({ page: paging.page, token: paging.token }),
      next_page_url: next === null ? null : url(next),
      key: form.key,
    },
    [form.key]: found.rows.map(form.present),
  };
}

/** A list as the carrier API writes it: flat, with URIs relative to the host and `.json` after the path. */
export function carrierPage<T>(
  paging: Paging,
  found: Page<T>,
  form: {
    readonly key: string;
    readonly filters?: Filters;
    readonly cursorOf: (row: T) => Cursor;
    readonly present: (row: T) => object;
  },
): object {
  const uri = (place: Place) => `${paging.path}.json?${pageQuery(paging, place, form.filters)}`;
  const { next, previous } = neighbours(paging, found, form.cursorOf);
  const start = paging.page * paging.pageSize;
  return {
    first_page_uri: uri({ page: 0 }),
    end: start + Math.max(0, found.rows.length - 1),
    previous_page_uri: previous === null ? null : uri(previous),
    [form.key]: found.rows.map(form.present),
    uri: uri({ page: paging.page, token: paging.token }),
    page_size: paging.pageSize,
    start,
    next_page_uri: next === null ? null : uri(next),
    page: paging.page,
  };
}

export type Filters = readonly (readonly [name: string, value: string])[];

/** Those of `names` that the query has, as they came. */
export function givenFilters(query: Form, names: readonly string[]): Filters {
  return query.fields.filter(([name, value]) => names.includes(name) && value !== '');
}

/** The page that `request` asks for, out of `rows` in any order: for lists that are kept in memory. */
export function pageOf<T>(rows: readonly T[], request: PageRequest, cursorOf: (row: T) => Cursor): Page<T> {
  const sorted = rows.toSorted((a, b) => compareCursors(cursorOf(a), cursorOf(b)));
  const { before, after, limit } = request;
  if (before !== undefined) {
    const newer = sorted.filter((row) => compareCursors(cursorOf(row), before) < 0);
    return { rows: newer.slice(-limit), hasMore: newer.length > limit };
  }
  const older = after === undefined ? sorted : sorted.filter((row) => compareCursors(cursorOf(row), after) > 0);
  return { rows: older.slice(0, limit), hasMore: older.length > limit };
}

/** Newest first; the SID decides between rows of the same time. */
function compareCursors(a: Cursor, b: Cursor): number {
  if (a.createdAtMs !== b.createdAtMs) return b.createdAtMs - a.createdAtMs;
  return a.sid === b.sid ? 0 : a.sid < b.sid ? 1 : -1;
}

interface Place {
  readonly page: number;
  readonly token?: string | undefined;
}

function pageQuery(paging: Paging, { page, token }: Place, filters: Filters = []): string {
  const fields = [...filters, ['PageSize', String(paging.pageSize)], ['Page', String(page)]];
  if (token !== undefined) fields.push(['PageToken', token]);
  return fields.map(([name = '', value = '']) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}

function neighbours<T>(
  paging: Paging,
  found: Page<T>,
  cursorOf: (row: T) => Cursor,
): { readonly next: Place | null; readonly previous: Place | null } {
  const { after, before } = paging.request;
  const top = found.rows[0];
  const bottom = found.rows.at(-1);
  const nextNumber = paging.page + 1;
  const previousNumber = Math.max(0, paging.page - 1);
  const place = (page: number, direction: Direction, cursor: Cursor): Place => ({
    page,
    token: encodeToken(direction, cursor, paging.path),
  });
  if (before !== undefined) {
    return {
      // Everything newer is gone: what follows is the list from its start.
      next: bottom ? place(nextNumber, 'after', cursorOf(bottom)) : { page: 0 },
      previous: found.hasMore && top ? place(previousNumber, 'before', cursorOf(top)) : null,
    };
  }
  // On a page that deletes have emptied, going back must show the row that the token names, if it is still there.
  const start = top ? cursorOf(top) : after && { createdAtMs: after.createdAtMs - 1, sid: lastSid };
  return {
    next: found.hasMore && bottom ? place(nextNumber, 'after', cursorOf(bottom)) : null,
    previous: after !== undefined && start ? place(previousNumber, 'before', start) : null,
  };
}

type Direction = 'after' | 'before';

/** Sorts behind every SID. */
const lastSid = 'zz';

// The check keeps tokens of other lists and typing errors out; it hides nothing, a token gives no access.
function encodeToken(direction: Direction, { createdAtMs, sid }: Cursor, path: string): string {
  const place = `${direction === 'after' ? 'A' : 'B'}.${createdAtMs}.${sid}`;
  return `PT${Buffer.from(`${place}.${check(place, path)}`).toString('base64url')}`;
}

const tokenPattern = /^(([AB])\.(-?\d{1,16})\.([A-Za-z0-9.]{1,64}))\.([0-9a-f]{8})$/;

function decodeToken(token: string, path: string): { readonly after?: Cursor; readonly before?: Cursor } {
  const encoded = token.startsWith('PT') ? token.slice(2) : '';
  const decoded = Buffer.from(encoded, 'base64url').toString('latin1');
  const [, place = '', direction, createdAt = '', sid = '', sum] = tokenPattern.exec(decoded) ?? [];
  if (place === '' || sum !== check(place, path)) throw apiError(21481);
  const cursor = { createdAtMs: Number(createdAt), sid };
  return direction === 'A' ? { after: cursor } : { before: cursor };
}

function check(place: string, path: string): string {
  return createHash('sha256').update(`${path}\n${place}`).digest('hex').slice(0, 8);
}

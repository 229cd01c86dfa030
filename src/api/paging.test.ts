import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { type ApiServer, type Body, createFlow, startApi } from '../../test/e2e/api-server.ts';
import type { ApiModule } from './app.ts';
import { carrierPage, pageOf, readPaging, studioPage } from './paging.ts';

interface Row {
  readonly sid: string;
  readonly createdAtMs: number;
}

/** Lists in memory, in both forms, whose rows a test changes between pages. */
let rows: readonly Row[] = [];
const lists: ApiModule = {
  access: 'public',
  register(app) {
    const cursorOf = (row: Row) => row;
    const present = ({ sid }: Row) => ({ sid });
    app.get('/v2/Rows', async (request) => {
      const paging = readPaging(request);
      const form = { key: 'rows', baseUrl: server.base, cursorOf, present };
      return studioPage(paging, pageOf(rows, paging.request, cursorOf), form);
    });
    app.get('/2010-04-01/Accounts/AC1/Rows', async (request) => {
      const paging = readPaging(request);
      return carrierPage(paging, pageOf(rows, paging.request, cursorOf), { key: 'rows', cursorOf, present });
    });
  },
};

let server: ApiServer;
before(async () => {
  const { apiModules } = await import('./modules.ts');
  server = await startApi({ modules: [...apiModules, lists] });
});
after(() => server.close());

const sids = (page: { readonly rows: readonly { readonly sid: string }[] }) => page.rows.map(({ sid }) => sid);
const fetchPage = async (url: string): Promise<Body> => (await server.call('GET', url.replace(server.base, ''))).body;
const makeRows = (count: number): Row[] =>
  // Two rows share each millisecond, so that the SID must decide.
  Array.from({ length: count }, (_, index) => ({ sid: `R${String(index).padStart(3, '0')}`, createdAtMs: index >> 1 }));

test('a list is walked forward and back by the addresses it gives', async () => {
  rows = makeRows(5);
  const first = await fetchPage('/v2/Rows?PageSize=2');
  const second = await fetchPage(first.meta.next_page_url);
  const third = await fetchPage(second.meta.next_page_url);
  assert.deepEqual([first, second, third].map(sids), [['R004', 'R003'], ['R002', 'R001'], ['R000']]);
  assert.deepEqual([first.meta.page, second.meta.page, third.meta.page], [0, 1, 2]);
  assert.equal(first.meta.url, `${server.base}/v2/Rows?PageSize=2&Page=0`);
  assert.equal(third.meta.url, second.meta.next_page_url);
  assert.deepEqual([first.meta.previous_page_url, third.meta.next_page_url], [null, null]);
  const back = await fetchPage(third.meta.previous_page_url);
  const start = await fetchPage(back.meta.previous_page_url);
  assert.deepEqual([sids(back), back.meta.page], [['R002', 'R001'], 1]);
  assert.deepEqual([sids(start), start.meta.page, start.meta.previous_page_url], [['R004', 'R003'], 0, null]);
  assert.equal(start.meta.first_page_url, `${server.base}/v2/Rows?PageSize=2&Page=0`);
});

test('the carrier form has the same pages under other names', async () => {
  rows = makeRows(3);
  const path = '/2010-04-01/Accounts/AC1/Rows.json';
  const first = await fetchPage(`${path}?PageSize=2`);
  const { next_page_uri, ...rest } = first;
  assert.deepEqual(rest, {
    rows: [{ sid: 'R002' }, { sid: 'R001' }],
    page: 0,
    page_size: 2,
    start: 0,
    end: 1,
    uri: `${path}?PageSize=2&Page=0`,
    first_page_uri: `${path}?PageSize=2&Page=0`,
    previous_page_uri: null,
  });
  const second = await fetchPage(next_page_uri);
  assert.deepEqual([sids(second), second.start, second.end, second.next_page_uri], [['R000'], 2, 2, null]);
  assert.deepEqual(sids(await fetchPage(second.previous_page_uri)), ['R002', 'R001']);
});

test('a page that deletes have emptied leads back to what is left', async () => {
  rows = makeRows(4);
  const first = await fetchPage('/v2/Rows?PageSize=2');
  rows = rows.slice(2);
  const empty = await fetchPage(first.meta.next_page_url);
  assert.deepEqual([sids(empty), empty.meta.next_page_url], [[], null]);
  assert.deepEqual(sids(await fetchPage(empty.meta.previous_page_url)), ['R003', 'R002']);
});

test('a page before which all is gone leads on to the start', async () => {
  rows = makeRows(4);
  const second = await fetchPage((await fetchPage('/v2/Rows?PageSize=2')).meta.next_page_url);
  rows = rows.slice(0, 2);
  const empty = await fetchPage(second.meta.previous_page_url);
  assert.deepEqual([sids(empty), empty.meta.previous_page_url], [[], null]);
  assert.deepEqual(sids(await fetchPage(empty.meta.next_page_url)), ['R001', 'R000']);
});

test('a token is good for the list that gave it only', async () => {
  rows = makeRows(3);
  const { meta } = await fetchPage('/v2/Rows?PageSize=1');
  const token = new URL(meta.next_page_url).searchParams.get('PageToken') ?? '';
  const elsewhere = await server.call('GET', `/v2/Flows?PageToken=${token}`);
  assert.deepEqual([elsewhere.status, elsewhere.body.code], [400, 21481]);
  const changed = token.slice(0, 6) + (token[6] === 'A' ? 'B' : 'A') + token.slice(7);
  assert.equal((await server.call('GET', `/v2/Rows?PageToken=${changed}`)).status, 400);
});

test('who walks a list meets every row that stays, once and in order, whatever comes and goes', async () => {
  const changes = fc.array(
    fc.record({ insert: fc.array(fc.nat(40), { maxLength: 3 }), remove: fc.array(fc.nat(40), { maxLength: 3 }) }),
    { maxLength: 30 },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.nat(40)),
      changes,
      fc.integer({ min: 1, max: 5 }),
      async (start, edits, size) => {
        const row = (key: number): Row => ({ sid: `R${String(key).padStart(3, '0')}`, createdAtMs: key >> 2 });
        const present = new Set(start);
        const stayed = new Set(start);
        const met: string[] = [];
        let edit = 0;
        let url: string | null = `/v2/Rows?PageSize=${size}`;
        while (url !== null) {
          rows = [...present].map(row);
          const page: Body = await fetchPage(url);
          met.push(...sids(page));
          url = page.meta.next_page_url;
          const { insert, remove } = edits[edit++] ?? { insert: [], remove: [] };
          for (const key of remove) {
            present.delete(key);
            stayed.delete(key);
          }
          for (const key of insert) present.add(key);
        }
        assert.deepEqual(met, [...new Set(met)].toSorted().toReversed());
        for (const key of stayed) assert.ok(met.includes(row(key).sid));
      },
    ),
    { numRuns: 40 },
  );
});

test('flows keep their places while others come and go', async () => {
  const made: string[] = [];
  for (let count = 0; count < 5; count++) {
    made.unshift(await createFlow(server));
    if (count % 2 === 0) server.clock.advance(1);
  }
  const first = await fetchPage('/v2/Flows?PageSize=2');
  made.unshift(await createFlow(server));
  await server.call('DELETE', `/v2/Flows/${made[1]}`);
  const second = await fetchPage(first.meta.next_page_url);
  const third = await fetchPage(second.meta.next_page_url);
  const met = [first, second, third].flatMap((page) => page.flows.map((flow: { sid: string }) => flow.sid));
  assert.deepEqual(met, made.slice(1));
  assert.equal(third.meta.next_page_url, null);
});

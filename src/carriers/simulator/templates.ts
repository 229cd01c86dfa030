/** The content templates that accounts have made. */
import type { ContentTemplate } from '../content.ts';
import type { Granted, NetworkPage, NetworkPageRequest, NetworkTemplate } from '../network.ts';
import type { Database } from './database.ts';
import { queryPage } from './page.ts';
import { refused } from './refusals.ts';

export type TemplateStore = ReturnType<typeof templateStore>;

export function templateStore(database: Database) {
  const insert = database.prepare('INSERT INTO templates VALUES (?, ?, ?, ?, ?, ?)');
  const change = database.prepare(
    'UPDATE templates SET template = ?, updated_at = ? WHERE account_sid = ? AND sid = ?',
  );
  const remove = database.prepare('DELETE FROM templates WHERE account_sid = ? AND sid = ?');
  const bySid = database.prepare<TemplateRow>('SELECT * FROM templates WHERE sid = ?');
  const fromFile = database.prepare<TemplateRow>('SELECT * FROM templates WHERE account_sid = ? AND is_from_file = 1');

  const find = (accountSid: string, sid: string): NetworkTemplate | undefined => {
    const row = bySid.get(sid);
    return row?.account_sid === accountSid ? record(row) : undefined;
  };

  return {
    find,

    create(accountSid: string, template: ContentTemplate, nowMs: number): Granted<NetworkTemplate> {
      if (bySid.get(template.sid)) return refused(20409, `There is a template ${template.sid} already`);
      insert.run(template.sid, accountSid, JSON.stringify(template), 0, nowMs, nowMs);
      return { ok: true, value: { ...template, accountSid, createdAtMs: nowMs, updatedAtMs: nowMs } };
    },

    update(
      accountSid: string,
      sid: string,
      changes: Partial<ContentTemplate>,
      nowMs: number,
    ): NetworkTemplate | undefined {
      const known = find(accountSid, sid);
      if (!known) return undefined;
      const { accountSid: _, createdAtMs: __, updatedAtMs: ___, ...template } = known;
      change.run(JSON.stringify({ ...template, ...changes, sid }), nowMs, accountSid, sid);
      return find(accountSid, sid);
    },

    remove: (accountSid: string, sid: string) => remove.run(accountSid, sid) > 0,

    list(accountSid: string, page: NetworkPageRequest): NetworkPage<NetworkTemplate> {
      const found = queryPage<TemplateRow>(database, 'templates', page, [['account_sid = ?', accountSid]]);
      return { ...found, rows: found.rows.map(record) };
    },

    /** Makes the templates of the settings file the ones that the account has from there. */
    provide(accountSid: string, templates: readonly ContentTemplate[], nowMs: number): void {
      for (const { sid } of fromFile.all(accountSid)) {
        if (!templates.some((each) => each.sid === sid)) remove.run(accountSid, sid);
      }
      for (const template of templates) {
        const row = bySid.get(template.sid);
        const text = JSON.stringify(template);
        if (row?.account_sid === accountSid && row.template === text && row.is_from_file === 1) continue;
        if (row) remove.run(row.account_sid, template.sid);
        insert.run(template.sid, accountSid, text, 1, row?.created_at ?? nowMs, nowMs);
      }
    },
  };
}

interface TemplateRow {
  readonly sid: string;
  readonly account_sid: string;
  readonly template: string;
  readonly is_from_file: number;
  readonly created_at: number;
  readonly updated_at: number;
}

function record(row: TemplateRow): NetworkTemplate {
  return {
    ...(JSON.parse(row.template) as ContentTemplate),
    accountSid: row.account_sid,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  };
}

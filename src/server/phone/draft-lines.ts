/** The lines that phones of the console have open: few, and none for long. */
import type { LineWish, PhoneLine, PhoneLines } from '../../api/console/phone-port.ts';
import type { CarrierHttp } from '../../carriers/http.ts';
import type { Network } from '../../carriers/network.ts';
import { compileFlow } from '../../engine/definition.ts';
import type { HttpRequest, HttpResult } from '../../engine/effects.ts';
import { isJsonObject, type JsonObject, parseJson } from '../../engine/json.ts';
import type { Limits } from '../../engine/limits.ts';
import type { Settings } from '../../engine/settings.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Storage } from '../../storage/storage.ts';
import { Line } from '../../testing/line/line.ts';
import { widgetsByType } from '../../widgets/index.ts';
import { DraftLine } from './draft-line.ts';
import { PhoneOutside } from './phone-outside.ts';

/** Of one account; the one that was used longest ago makes room. */
const mostLines = 12;
/** Of all accounts. */
const mostLinesInAll = 48;
/** Unused for so long, a line is put away. */
const idleMs = 60 * 60_000;
/** Templates that a draft may send. */
const mostTemplates = 500;

type Exchange = (accountSid: string, request: HttpRequest) => Promise<HttpResult>;

export interface DraftLineParts {
  readonly storage: Storage;
  readonly network: Network;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly settings: Settings;
  readonly sid: (prefix: string) => string;
  readonly exchange: Exchange;
  readonly runFunction: Exchange | undefined;
  readonly fetch: CarrierHttp['request'];
  readonly log: (message: string) => void;
}

export class DraftLines implements PhoneLines {
  readonly #parts: DraftLineParts;
  /** The one that was used last comes last. */
  readonly #open = new Map<string, { readonly line: DraftLine; readonly usedAtMs: number }>();
  #cancelLook: (() => void) | undefined;

  constructor(parts: DraftLineParts) {
    this.#parts = parts;
  }

  async open(accountSid: string, wish: LineWish): Promise<PhoneLine> {
    await this.#makeRoom(accountSid);
    const { clock, limits, settings, exchange, runFunction = exchange, fetch, log } = this.#parts;
    const outside = new PhoneOutside(
      {
        exchange: (request) => exchange(accountSid, request),
        runFunction: (request) => runFunction(accountSid, request),
        fetch,
      },
      () => line.clock,
    );
    const from = wish.from && this.#open.get(wish.from.line.sid)?.line;
    const moment = from && wish.from ? await from.line.moment(wish.from.stepSid) : undefined;
    const line: Line = await Line.open({
      definition: wish.definition,
      ...(await this.#subflows(accountSid, wish.definition)),
      templates: (await this.#parts.network.templates.list(accountSid, { limit: mostTemplates })).rows,
      contact: wish.contact,
      number: wish.number,
      limits,
      settings,
      isLenient: true,
      serve: (request, kind) => outside.exchange(request, kind),
      fetch: (request) => outside.fetch(request),
      log,
      ...(moment ? { from: moment } : { nowMs: clock.now() }),
    });
    const ids = { sid: this.#parts.sid('PL'), accountSid };
    const draft = new DraftLine(ids, line, outside, (definition) => this.#subflows(accountSid, definition));
    this.#open.set(draft.sid, { line: draft, usedAtMs: clock.now() });
    this.#lookLater();
    return draft;
  }

  find(accountSid: string, sid: string): PhoneLine | undefined {
    const found = this.#open.get(sid);
    if (found?.line.accountSid !== accountSid) return undefined;
    this.#open.delete(sid);
    this.#open.set(sid, { line: found.line, usedAtMs: this.#parts.clock.now() });
    return found.line;
  }

  async close(line: PhoneLine): Promise<void> {
    const found = this.#open.get(line.sid);
    this.#open.delete(line.sid);
    await found?.line.close();
  }

  async closeAll(): Promise<void> {
    this.#cancelLook?.();
    await Promise.all([...this.#open.values()].map(({ line }) => this.close(line)));
  }

  async #makeRoom(accountSid: string): Promise<void> {
    await this.#closeIdle();
    const all = [...this.#open.values()];
    const own = all.filter(({ line }) => line.accountSid === accountSid);
    const leaving = new Set([
      ...own.slice(0, Math.max(0, own.length - mostLines + 1)),
      ...all.slice(0, Math.max(0, all.length - mostLinesInAll + 1)),
    ]);
    await Promise.all([...leaving].map(({ line }) => this.close(line)));
  }

  /** Puts away what nobody uses any more, for as long as there is anything. */
  #lookLater(): void {
    const { clock } = this.#parts;
    this.#cancelLook ??= clock.at(clock.now() + idleMs, () => {
      this.#cancelLook = undefined;
      void this.#closeIdle().then(() => {
        if (this.#open.size > 0) this.#lookLater();
      });
    });
  }

  async #closeIdle(): Promise<void> {
    const tooOldMs = this.#parts.clock.now() - idleMs;
    const idle = [...this.#open.values()].filter(({ usedAtMs }) => usedAtMs <= tooOldMs);
    await Promise.all(idle.map(({ line }) => this.close(line)));
  }

  /** The subflows as a run of a test user would get them: the newest draft where the reference does not say a number. */
  async #subflows(accountSid: string, definition: JsonObject) {
    const { storage, settings, limits } = this.#parts;
    const liquid = { dialect: settings.liquidDialect, limits: limits.liquid };
    const subflows: { [flowSid: string]: JsonObject } = {};
    const subflowRevisions: { [flowSid: string]: number } = {};
    for (const { flowSid, revision } of compileFlow(definition, widgetsByType, liquid).subflows) {
      const flow = await storage.findFlow(flowSid);
      if (flow?.accountSid !== accountSid) continue;
      const isNumber = /^\d+$/.test(revision);
      const latest = revision === 'LatestPublished' ? (flow.publishedRevision ?? undefined) : flow.latestRevision;
      const number = isNumber ? Number(revision) : latest;
      const record = number === undefined ? undefined : await storage.findRevision(flowSid, number);
      const value = record && parseJson(record.definition);
      if (!isJsonObject(value)) continue;
      subflows[flowSid] = value;
      if (isNumber) subflowRevisions[flowSid] = Number(revision);
    }
    return { subflows, subflowRevisions };
  }
}

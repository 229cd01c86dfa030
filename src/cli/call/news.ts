/** What has happened on a line since it was told last, in the order of its time. */
import type { CallEntry, HandsetLeg } from '../../carriers/network-calls.ts';
import type { HttpRequest } from '../../engine/index.ts';
import type { Line, LineRequestKind } from '../../testing/index.ts';
import type { Printer, PrinterOptions } from '../talk/printer.ts';
import { type Told, told } from './entries.ts';

interface News {
  readonly atMs: number;
  readonly rank: Rank;
  print(): void;
}

/** The order within one instant: what a document brings comes after the problem of the widget before. */
const ranks = ['before', 'request', 'problem', 'document', 'text', 'end'] as const;
type Rank = (typeof ranks)[number];

export interface NewsOptions extends Pick<PrinterOptions, 'colours'> {
  readonly printer: Printer;
  /** What a person does is told too. */
  readonly echoes: boolean;
}

export class LineNews {
  readonly #line: Line;
  readonly #options: NewsOptions;
  /** The last entry of each leg that was told. */
  readonly #entries = new Map<string, number>();
  readonly #problems = new Map<string, number>();
  readonly #endedRuns = new Set<string>();
  #texts = 0;
  #requests: News[] = [];

  constructor(line: Line, options: NewsOptions) {
    this.#line = line;
    this.#options = options;
  }

  /** The flow has made a request. */
  requested(kind: LineRequestKind, { method, url, body }: HttpRequest): void {
    const { printer, colours } = this.#options;
    const shown = kind === 'document' || !body ? '' : `\n${body}`;
    this.#requests.push({
      atMs: this.#line.clock.now(),
      rank: 'request',
      print: () => printer.said(kind === 'document' ? 'twiml' : kind, `${method} ${url}${shown}`, colours.cyan),
    });
  }

  async tell(): Promise<void> {
    const news = [
      ...(await this.#ofLegs()),
      ...this.#requests.splice(0),
      ...(await this.#ofTexts()),
      ...(await this.#ofRuns()),
    ];
    news.sort((a, b) => a.atMs - b.atMs || ranks.indexOf(a.rank) - ranks.indexOf(b.rank));
    for (const { print } of news) print();
  }

  async #ofLegs(): Promise<News[]> {
    const legs = await this.#line.legs();
    const numbers = new Map(legs.map(({ call }) => [call.sid, otherEnd(call)]));
    // Oldest first: what a call does goes before what it does to others.
    const happened = legs.toReversed().flatMap((leg) => {
      const { sid } = leg.call;
      const seen = this.#entries.get(sid) ?? 0;
      this.#entries.set(sid, leg.transcript.at(-1)?.id ?? seen);
      return leg.transcript.filter(({ id }) => id > seen).map((entry) => ({ entry, leg }));
    });
    // What a person does is what begins an instant.
    happened.sort((a, b) => a.entry.atMs - b.entry.atMs || Number(isAct(b.entry)) - Number(isAct(a.entry)));
    let documentMs: number | undefined;
    return happened.map(({ entry, leg }): News => {
      const { atMs, kind } = entry;
      if (kind === 'document') documentMs = atMs;
      const rank: Rank = documentMs === atMs ? 'document' : 'before';
      return { atMs, rank, print: () => this.#print(entry, leg, numbers) };
    });
  }

  async #ofTexts(): Promise<News[]> {
    const { printer, colours } = this.#options;
    const texts = await this.#line.texts();
    const news = texts.slice(this.#texts).flatMap(({ direction, body, media, createdAtMs: atMs }): News[] => {
      if (!direction.startsWith('outbound')) return [];
      const text = [...(body === '' ? [] : [body]), ...media.map(({ url }) => `[media ${url}]`)].join(' ');
      return [{ atMs, rank: 'text', print: () => printer.said('text', text, colours.green) }];
    });
    this.#texts = texts.length;
    return news;
  }

  async #ofRuns(): Promise<News[]> {
    const { printer } = this.#options;
    const news: News[] = [];
    for (const { sid, status, endedReason, updatedAtMs } of (await this.#line.runs()).toReversed()) {
      if (this.#endedRuns.has(sid)) continue;
      const problems = await this.#line.problems(sid);
      for (const { createdAtMs: atMs, code, message } of problems.slice(this.#problems.get(sid) ?? 0)) {
        news.push({ atMs, rank: 'problem', print: () => printer.problem(`${code} ${message}`) });
      }
      this.#problems.set(sid, problems.length);
      if (status !== 'ended') continue;
      this.#endedRuns.add(sid);
      const print = () => printer.note(`the run has ended: ${endedReason}`);
      news.push({ atMs: updatedAtMs, rank: 'end', print });
    }
    return news;
  }

  #print(entry: CallEntry, leg: HandsetLeg, numbers: ReadonlyMap<string, string>): void {
    const what = told(entry, leg, (sid) => numbers.get(sid) ?? sid);
    if (what) this.#tell(what, leg);
  }

  #tell({ by, text }: Told, { call }: HandsetLeg): void {
    const { printer, colours, echoes } = this.#options;
    // What is typed in a terminal stands there already.
    if (by === 'you' && !echoes) return;
    const end = otherEnd(call);
    const where = end === this.#line.contact ? '' : `${end} `;
    if (by === 'note') printer.note(`${where}${text}`);
    else if (by === 'problem') printer.problem(`${where}${text}`);
    else printer.said(`${where}${by}`, text, by === 'flow' ? colours.green : (plain) => plain);
  }
}

function isAct({ kind, by }: CallEntry): boolean {
  return kind === 'speech' || (kind === 'keys' && by === 'handset');
}

/** The address at the handset's end of a leg. */
export function otherEnd({ direction, from, to }: HandsetLeg['call']): string {
  return direction === 'inbound' ? from : to;
}

/** The documentation of this version, served by the server that it is about. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, posix } from 'node:path';
import { Marked } from 'marked';
import type { ApiModule } from './app.ts';
import { notFound } from './errors.ts';

const folder = new URL('../../docs/', import.meta.url);
/** A page, or a page of a folder. */
const pageName = /^[a-z0-9-]+(?:\/[a-z0-9-]+)?$/;

export const docs: ApiModule = {
  access: 'public',
  register(app) {
    const pages = new Map<string, Promise<string>>();
    const render = (name: string) => {
      const page = pages.get(name) ?? renderPage(name);
      pages.set(name, page);
      return page;
    };
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'",
    };
    app.get('/docs', async (_request, reply) =>
      reply
        .headers(headers)
        .serializer(String)
        .send(await render('index')),
    );
    // What editors check a settings file with.
    app.get('/docs/atelier.schema.json', async (_request, reply) =>
      reply
        .type('application/schema+json; charset=utf-8')
        .serializer(String)
        .send(await readFile(new URL('atelier.schema.json', folder), 'utf8')),
    );
    app.get<{ Params: { '*': string } }>('/docs/*', async (request, reply) => {
      const name = request.params['*'].replace(/\.md$/, '');
      if (!pageName.test(name) || !(await isPage(name))) throw notFound(request);
      return reply
        .headers(headers)
        .serializer(String)
        .send(await render(name));
    });
  },
};

async function isPage(name: string): Promise<boolean> {
  const files: string[] = await readdir(new URL(`${posix.dirname(name)}/`, folder)).catch(() => []);
  return files.includes(`${basename(name)}.md`);
}

async function renderPage(name: string): Promise<string> {
  const markdown = await readFile(new URL(`${name}.md`, folder), 'utf8');
  const marked = new Marked({
    walkTokens: (token) => linkToPage(token, name),
    renderer: {
      // Pages link to headings as the files do in a repository.
      heading({ tokens, depth, text }) {
        return `<h${depth} id="${anchor(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
    },
  });
  const title = /^# (.+)$/m.exec(markdown)?.[1] ?? name;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Atelier</title><style>${style}</style></head>
<body><nav><a href="/docs">Atelier documentation</a></nav><main>${await marked.parse(markdown)}</main></body></html>`;
}

/** Links between the files, as they work in a repository, become links between the pages. */
function linkToPage(token: { type: string; href?: string }, from: string): void {
  if (token.type !== 'link' || token.href === undefined) return;
  const target = /^((?:\.{1,2}\/)?[a-z0-9/-]+)\.md(#.*)?$/.exec(token.href);
  if (target) token.href = posix.join('/docs', posix.dirname(from), `${target[1]}${target[2] ?? ''}`);
}

/** The name that repositories give a heading: lower case, blanks as hyphens, no other punctuation. */
function anchor(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

const style = `
:root{color-scheme:light dark;--line:#8884}body{font:16px/1.6 system-ui,sans-serif;margin:0 auto;max-width:52rem;padding:1rem 1.25rem 4rem}
nav{border-bottom:1px solid var(--line);padding-bottom:.5rem}h1,h2,h3{line-height:1.25;margin-top:2rem}
pre{overflow-x:auto;padding:.75rem 1rem;border:1px solid var(--line);border-radius:6px}code{font:.9em ui-monospace,monospace}
table{border-collapse:collapse;display:block;overflow-x:auto}th,td{border:1px solid var(--line);padding:.3rem .6rem;text-align:left;vertical-align:top}`;

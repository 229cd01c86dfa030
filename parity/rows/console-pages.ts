/** Rows of the console: its frame and the pages that need the public API alone. */
import { type Area, by, type Claim, own, row } from '../row.ts';

const flows = (name: RegExp) => by('test/console/flows.test.ts', name);
const frame = (name: RegExp) => by('test/console/frame.test.ts', name);
const pages = (name: RegExp) => by('test/console/pages.test.ts', name);
const operations = (name: RegExp) => by('test/console/operations.test.ts', name);
const build = (name: RegExp) => by('test/console/build.test.ts', name);

const rows: { readonly [name: string]: readonly [what: string, claim: Claim] } = {
  'sign-in': [
    'Signing in leads to the page that was asked for, and never elsewhere',
    own(frame(/^who is not signed in comes back/), frame(/^an address of elsewhere/)),
  ],
  'session-end': [
    'When a session ends, signing in over the page goes on with it',
    own(frame(/^when the session ends/), frame(/^signing out/)),
  ],
  accounts: ['One session works in the main account and in its subaccounts', own(frame(/^an account is switched/))],
  keyboard: [
    'Pages, flows and actions are found and reached without a pointer',
    own(frame(/^commands are found/), frame(/^the first Tab stop/), frame(/^the sheet of keys/)),
  ],
  theme: ['The theme is that of the system until one is chosen', own(frame(/^the theme is/))],
  'no-answer': ['While the server is gone the page stays and asks again', own(frame(/^while the server is gone/))],
  import: ['What is no flow is refused with line and column', own(flows(/^what is no flow is refused/))],
  create: ['Flows are made from scratch and from templates', own(flows(/^a new account shows/), flows(/from scratch/))],
  templates: ['Each template is valid and does what it says', own(by('src/console/templates/templates.test.ts'))],
  list: [
    'Flows are found, ordered, duplicated, renamed and deleted; the address remembers what is shown',
    own(flows(/^search, status and order/), flows(/^a flow is duplicated/), flows(/^a draft on top/)),
  ],
  text: ['What users wrote is shown as text, whatever stands in it', own(flows(/^names are text/))],
  accessible: [
    'Every page is without findings of axe, in light and in dark, and fits narrow windows',
    own(pages(/is accessible and fits/), pages(/window of 360/)),
  ],
  size: ['The first download is under 400 kB compressed', own(build(/^the first download/), build(/^every asset/))],
  tasks: ['The task inbox is read, and tasks are accepted and completed', own(operations(/^a task is accepted/))],
  conversations: ['Conversations are read, written in and closed', own(operations(/^a conversation is read/))],
  health: [
    'What could not be sent is shown with its reason, and sent again',
    own(operations(/^what could not be sent/)),
  ],
  setup: [
    'Carriers, functions, sinks and settings are shown as they are set, and nothing that is secret',
    own(
      operations(/^what the server is set to/),
      by('src/server/setup.test.ts', /./),
      by('src/api/console/setup.test.ts', /./),
    ),
  ],
  find: [
    'Every name, property, transition and note is found, and replaced in one step',
    own(by('test/console/find.test.ts', /./), by('src/console/find/find-in-flow.test.ts')),
  ],
  tidy: [
    'Cards are laid out beside the page, and by a simpler layout where that fails',
    own(by('test/console/tidy-up.test.ts', /./)),
  ],
  notes: ['Notes stay beside the flow, and out of its definition', own(by('test/console/notes.test.ts', /./))],
  access: [
    'The editor by outline, commands and keys; read only in a narrow window',
    own(by('test/console/editor-access.test.ts', /./), by('test/console/rename-on-card.test.ts', /./)),
  ],
  policy: ['The console runs without inline scripts and without eval', own(build(/^the page has no script/))],
};

export const consolePagesArea: Area = {
  title: 'Console: pages',
  about: 'The pages in the browser; each test runs in Chromium, and fails on what the browser logs as an error.',
  rows: Object.entries(rows).map(([name, [what, claim]]) =>
    row(`console-pages/${name}`, what, 'docs/architecture.md, The console', claim),
  ),
};

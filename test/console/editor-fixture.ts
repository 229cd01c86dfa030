/** A small flow, open in the editor. */
import type { OpenConsole } from './browser.ts';
import { ask, openFlow, sendMessage, trigger } from './inspector-fixture.ts';

const states = [
  trigger('greet'),
  sendMessage('greet', 'We are closed on Sunday.', 'ask_day'),
  ask('ask_day', 'Is Sunday fine? Sunday at noon?', 'bye'),
  sendMessage('bye', 'See you.'),
];

/** Trigger → greet → ask_day → bye, one below the other; answers the SID of the flow once it is drawn. */
export async function openEditor(console: OpenConsole): Promise<string> {
  const sid = await openFlow(console, states);
  await console.page.locator('[data-card="bye"]').waitFor();
  return sid;
}

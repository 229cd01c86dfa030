/** One execution: its sentence, its way on the canvas, and all that is known of each step (console §9; acceptance 22). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertFits, consoleOpener } from './browser.ts';
import { converse, makeRuns, silentServer } from './runs-fixture.ts';

const open = consoleOpener();
const impatient = { ATELIER_ALLOW_HOSTS: '127.0.0.1', ATELIER_LIMITS: '{"httpSeconds":1}' };

test('a request without an answer: sentence, red card, exchange; a link to the step opens the step', async (t) => {
  const console = await open(t, { env: impatient });
  const runs = await makeRuns(console, { priceUrl: await silentServer(t) });
  const { page, goto, context } = console;
  const sid = await converse(runs, '+15550001001', 'hi', '3');
  await goto(`/flows/${runs.flowSid}/executions/${sid}`);
  const sentence = 'Failed at get_price: the HTTP request got no answer in 1 s and Failed leads nowhere.';
  await page.getByRole('heading', { name: sentence }).waitFor();
  await page.getByRole('group', { name: /get_price.*Visited as step 4.*The execution failed here/ }).waitFor();
  await page.getByRole('tab', { name: 'HTTP' }).click();
  await page.getByText(/^GET http:\/\/127\.0\.0\.1:\d+\/p\?s=3$/).waitFor();
  await page.getByText(/^No answer:/).waitFor();
  await page.getByRole('button', { name: /3 route/ }).click();
  await page.getByRole('heading', { name: /3\s*route/ }).waitFor();
  const address = page.url();
  assert.match(address, /\/steps\/FT[0-9a-f]{32}$/);
  const other = await context.newPage();
  await other.goto(address);
  await other.getByRole('heading', { name: /3\s*route/ }).waitFor();
});

test('a step shows what went in over its template, its conditions, what came out and what it changed', async (t) => {
  const console = await open(t);
  const runs = await makeRuns(console);
  const { page, goto } = console;
  const sid = await converse(runs, '+15550001001', 'hi', '3');
  await goto(`/flows/${runs.flowSid}/executions/${sid}`);
  const panel = page.getByRole('complementary', { name: 'Step' });
  await panel.getByRole('heading', { name: /4\s*get_price/ }).waitFor();
  await page.keyboard.press('p');
  await panel.getByRole('heading', { name: /3\s*route/ }).waitFor();
  const conditions = panel.getByRole('table', { name: 'Conditions' }).getByRole('row');
  assert.deepEqual(await conditions.locator('td').allInnerTexts(), [
    ...['3', '=', '2', '✗ does not hold'],
    ...['3', '=', '3', '✓ holds'],
  ]);
  await page.keyboard.press('p');
  await panel.getByText('{{flow.channel.address}}').waitFor();
  await panel.getByText('+15550009000').waitFor();
  await panel.getByRole('tab', { name: 'Out' }).click();
  await panel.getByText('Reply → route').last().waitFor();
  await panel.getByText('"Body": "3"').waitFor();
  await panel.getByText(/attempt/).waitFor();
  await panel.getByRole('tab', { name: 'Context' }).click();
  await panel.getByText('widgets.ask', { exact: true }).waitFor();
  await panel.getByRole('tab', { name: 'Raw' }).click();
  await panel.getByText('"step_sid"').waitFor();
});

test('table and timeline walk by keys and choose together; the card of a step leads to it', async (t) => {
  const console = await open(t);
  const runs = await makeRuns(console);
  const { page, goto } = console;
  const sid = await converse(runs, '+15550001001', 'hi', '2');
  await goto(`/flows/${runs.flowSid}/executions/${sid}?view=table`);
  const heading = page.getByRole('complementary', { name: 'Step' }).getByRole('heading');
  const table = page.getByRole('table', { name: 'Steps' });
  await table.getByRole('button', { name: 'ask' }).click();
  await heading.getByText('ask').waitFor();
  await page.keyboard.press('End');
  await heading.getByText('send_map').waitFor();
  await page.keyboard.press('ArrowLeft');
  await heading.getByText('route').waitFor();
  await page.getByRole('tab', { name: 'Timeline' }).click();
  await page.locator('li [aria-current="step"]', { hasText: 'route' }).waitFor();
  await page.locator('[data-id="Trigger"]').click();
  await heading.getByText('Trigger').waitFor();
  await page.getByRole('button', { name: 'Next step' }).click();
  await heading.getByText('ask').waitFor();
});

test('a running execution is followed to its end, and ended here', async (t) => {
  const console = await open(t);
  const runs = await makeRuns(console);
  const { page, goto } = console;
  await runs.text('+15550001001', 'hi');
  await goto(`/flows/${runs.flowSid}/executions/${await runs.begun('+15550001001')}`);
  await page.getByRole('heading', { name: /^Waiting at ask/ }).waitFor();
  await page.getByText('Follows the execution').waitFor();
  await runs.text('+15550001001', 'fish');
  await page.getByRole('heading', { name: 'Ended after sorry: Sent leads nowhere, so the flow is done.' }).waitFor();
  await page
    .getByRole('complementary', { name: 'Step' })
    .getByRole('heading', { name: /4\s*sorry/ })
    .waitFor();
  await runs.text('+15550001002', 'hi');
  await goto(`/flows/${runs.flowSid}/executions/${await runs.begun('+15550001002')}`);
  await page.getByRole('button', { name: 'End', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End', exact: true }).click();
  await page.getByRole('heading', { name: /^Stopped in the console at/ }).waitFor();
});

test('what contacts write stays text', async (t) => {
  const console = await open(t);
  const runs = await makeRuns(console);
  const { page, goto } = console;
  const evil = '<img src=x onerror="document.title=1">';
  const sid = await converse(runs, '+15550001001', 'hi', evil);
  await goto(`/flows/${runs.flowSid}/executions/${sid}`);
  await page.getByRole('complementary', { name: 'Step' }).waitFor();
  await page.keyboard.press('p');
  await page.getByText(evil).first().waitFor();
  assert.equal(await page.locator('img').count(), 0);
});

for (const [width, height] of [
  [1280, 800],
  [1920, 1080],
] as const) {
  test(`an execution is accessible and fits ${width}×${height}, in light and in dark`, async (t) => {
    const console = await open(t, { width, height });
    const runs = await makeRuns(console);
    const { page, goto } = console;
    const sid = await converse(runs, '+15550001001', 'hi', '3');
    for (const view of ['timeline', 'table', 'raw']) {
      await goto(`/flows/${runs.flowSid}/executions/${sid}?view=${view}`);
      await page
        .getByRole('complementary', { name: 'Step' })
        .getByRole('heading', { name: /get_price/ })
        .waitFor();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await assertAccessible(page);
        await assertFits(page);
      }
    }
  });
}

test('an execution that is not there says so', async (t) => {
  const console = await open(t, { mayLog: ['status of 404'] });
  const runs = await makeRuns(console);
  await console.goto(`/flows/${runs.flowSid}/executions/FN${'0'.repeat(32)}`);
  await console.page.getByText('This execution does not exist').waitFor();
});

test('a subflow is shown on its own canvas, with the way back to the flow that runs it', async (t) => {
  const console = await open(t);
  const { page, goto } = console;
  const text = (name: string, body: string, y: number) => ({
    name,
    type: 'send-message',
    transitions: [{ event: 'sent' }, { event: 'failed' }],
    properties: { offset: { x: 0, y }, from: '{{flow.channel.address}}', to: '{{contact.channel.address}}', body },
  });
  const trigger = (event: string, next: string) => ({
    name: 'Trigger',
    type: 'trigger',
    transitions: [{ event, next }],
    properties: { offset: { x: 0, y: 0 } },
  });
  const flow = (states: object[]) =>
    JSON.stringify({ description: '', initial_state: 'Trigger', flags: { allow_concurrent_calls: true }, states });
  const save = async (FriendlyName: string, Definition: string) => {
    const made = await console.call('/v2/Flows', { FriendlyName, Status: 'published', Definition });
    assert.equal(made.status, 201, made.text);
    return String(JSON.parse(made.text).sid);
  };
  const inner = await save('Greeting', flow([trigger('incomingParent', 'say_hi'), text('say_hi', 'Hi', 200)]));
  const run = {
    name: 'greet',
    type: 'run-subflow',
    transitions: [{ event: 'completed', next: 'bye' }, { event: 'failed' }],
    properties: { offset: { x: 0, y: 200 }, flow_sid: inner, flow_revision: 'LatestPublished', parameters: [] },
  };
  const outer = await save('Reception', flow([trigger('incomingRequest', 'greet'), run, text('bye', 'Bye', 400)]));
  const started = await console.call(`/v2/Flows/${outer}/Executions`, { To: '+15550001001', From: '+15550009000' });
  await goto(`/flows/${outer}/executions/${JSON.parse(started.text).sid}`);
  await page.getByRole('heading', { name: /^(Ended after bye|Failed at bye)/ }).waitFor();
  await page.getByRole('button', { name: /4\s*say_hi/ }).click();
  await page.getByRole('application', { name: 'Canvas of Greeting, 2 widgets' }).waitFor();
  const crumbs = page.getByRole('navigation', { name: 'Flows of this execution' });
  await assertAccessible(page);
  await crumbs.getByRole('button', { name: 'Reception' }).click();
  await page.getByRole('application', { name: 'Canvas of Reception, 3 widgets' }).waitFor();
  await page
    .getByRole('complementary', { name: 'Step' })
    .getByRole('heading', { name: /2\s*greet/ })
    .waitFor();
});

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { serve } from '../../test/local-server.ts';
import { atelier, folder } from './io-fixture.ts';

const flow = {
  description: 'Stores what is said',
  initial_state: 'Trigger',
  states: [
    { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'store' }] },
    {
      name: 'store',
      type: 'run-function',
      properties: {
        url: 'https://survey-1234-dev.twil.io/store',
        parameters: [{ key: 'said', value: '{{trigger.message.Body}}' }],
      },
      transitions: [{ event: 'success', next: 'thank' }, { event: 'fail' }],
    },
    {
      name: 'thank',
      type: 'send-message',
      properties: { from: '{{flow.channel.address}}', body: 'Stored {{widgets.store.parsed.said}}.' },
      transitions: [{ event: 'sent' }],
    },
  ],
};

const store = `exports.handler = (context, event, callback) => {
  console.log('storing');
  callback(null, { said: event.said });
};`;

function project(t: TestContext, files: Record<string, string>): string {
  const path = folder(t);
  for (const [name, text] of Object.entries({ 'flow.json': JSON.stringify(flow), ...files })) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

test('--functions runs the files of a folder, protected ones too', async (t) => {
  const path = project(t, { 'functions/store.protected.js': store });
  const { code, out, err } = await atelier(
    ['chat', '--functions', join(path, 'functions'), join(path, 'flow.json')],
    'Hello\n',
  );
  assert.match(out, /^function: POST https:\/\/survey-1234-dev\.twil\.io\/store \("store"\)\n {10}said=Hello$/m);
  assert.match(out, /^flow: Stored Hello\.$/m);
  assert.equal(err, 'function: storing\n');
  assert.equal(code, 0);
});

test('a function that fails is told of', async (t) => {
  const path = project(t, { 'functions/store.js': 'throw new Error("broken")' });
  const { out, err } = await atelier(
    ['chat', '--functions', join(path, 'functions'), join(path, 'flow.json')],
    'Hello\n',
  );
  assert.match(out, /^problem: 81017 .*status 500/m);
  assert.match(err, /the function \/store failed/);
});

test('--network with a settings file follows its mappings', async (t) => {
  const there = await serve(t, (_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{"said":"there"}');
  });
  const path = project(t, {
    'atelier.yaml': `functions: { map: [{ from: "https://survey-1234-dev.twil.io", to: "${there}" }] }`,
  });
  const { out } = await atelier(
    ['chat', '--network', '--config', join(path, 'atelier.yaml'), join(path, 'flow.json')],
    'Hello\n',
  );
  assert.match(out, /^flow: Stored there\.$/m);
});

test('a folder that is not there is one line', async (t) => {
  const path = project(t, {});
  const { code, err } = await atelier(['chat', '--functions', join(path, 'nowhere'), join(path, 'flow.json')]);
  assert.equal(code, 2);
  assert.match(err, /functions\.folder of the settings: there is no folder .*nowhere\n$/);
});

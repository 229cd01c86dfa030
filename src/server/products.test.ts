import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ResourceResult } from '../engine/effects.ts';
import { accountSid, temporaryFolder } from '../products/products-fixture.ts';
import { recordTwilio } from '../products/twilio/recorded-fixture.ts';
import { VirtualClock } from '../runtime/clock.ts';
import { type Config, ConfigError, configFromEnv } from './config.ts';
import { newSid } from './ids.ts';
import { openProducts } from './products.ts';
import { parseSettings } from './settings-file/index.ts';

const workspace = `WS${'1'.repeat(32)}`;

function settings(yaml: string) {
  const { settings: file, problems } = parseSettings(yaml, {});
  return { file, problems: problems.map(({ at, path, message }) => `${at.line}:${at.column} ${path} ${message}`) };
}

function configOf(dataFolder: string, yaml: string): Config {
  const { file, problems } = settings(yaml);
  assert.deepEqual(problems, []);
  return { ...configFromEnv({ ATELIER_CONFIG: '', ATELIER_DATA: dataFolder }), file };
}

const parts = { clock: new VirtualClock(0), ids: { sid: newSid }, baseUrl: () => 'http://atelier.example' };

const task = { workflow: 'WW1', channel: 'TC1', attributes: '{}', priority: 0, timeoutSeconds: 60 };
const call = { accountSid, key: 'one', request: { type: 'task.create', task } } as const;
const document = { serviceSid: 'default', uniqueName: 'a', data: '{}' };
const write = { accountSid, key: 'two', request: { type: 'document.update', document } } as const;

const urlOf = (result: ResourceResult) => (result.ok ? String(result.resource.url) : result.message);

test('without settings tasks and documents are on this machine', async (t) => {
  const products = openProducts(configOf(await temporaryFolder(t), 'products: {}'), parts);
  t.after(() => products.close());
  assert.match(urlOf(await products.products.tasks.perform(call)), /^http:\/\/atelier\.example\/local\/tasks\/WT/);
  assert.match(urlOf(await products.products.documents.perform(write)), /\/local\/documents\/default\/a$/);
});

test('the settings put them at Twilio, at addresses that may be private', async (t) => {
  const twilio = await recordTwilio(t);
  const config = configOf(
    await temporaryFolder(t),
    `
carriers:
  main: { type: twilio, account_sid: ${twilio.user}, auth_token: ${twilio.password} }
products:
  tasks: { adapter: twilio, carrier: main, workspace: ${twilio.workspace}, taskrouter_url: "${twilio.url}/v1/" }
  documents: { adapter: twilio, carrier: main, url: "${twilio.url}/v1/" }
`,
  );
  const products = openProducts(config, parts);
  t.after(() => products.close());
  assert.match(urlOf(await products.products.tasks.perform(call)), new RegExp(`^${twilio.url}/v1/Workspaces/`));
  assert.match(
    urlOf(await products.products.documents.perform(write)),
    new RegExp(`^${twilio.url}/v1/Services/default/`),
  );
});

const mistakes: { title: string; yaml: string; says: RegExp }[] = [
  {
    title: 'an adapter that is none',
    yaml: 'products:\n  tasks: { adapter: twillio }',
    says: /^2:21 products\.tasks\.adapter takes local, twilio; did you mean twilio\?$/,
  },
  {
    title: 'no workspace',
    yaml: `carriers:\n  main: { type: twilio }\nproducts:\n  tasks: { adapter: twilio, carrier: main }`,
    says: /^4:10 products\.tasks lacks workspace/,
  },
  {
    title: 'a workspace that is none',
    yaml: `carriers:\n  main: { type: twilio }\nproducts:\n  tasks: { adapter: twilio, carrier: main, workspace: WW1 }`,
    says: /^4:55 products\.tasks\.workspace .*WS and 32 hexadecimal digits$/,
  },
  {
    title: 'a carrier that is not there',
    yaml: `products:\n  documents: { adapter: twilio, carrier: main }`,
    says: /^2:42 products\.documents\.carrier names a carrier that is not in carriers/,
  },
  {
    title: 'a key that belongs to another adapter',
    yaml: `products:\n  tasks: { adapter: local, workspace: ${workspace} }`,
    says: /^2:28 products\.tasks\.workspace is not a key here/,
  },
];
for (const { title, yaml, says } of mistakes) {
  test(`${title} is told by line and column`, () => {
    const [first] = settings(yaml).problems;
    assert.match(first ?? '', says);
  });
}

const carriers = [
  '{ type: twilio, preset: somleng, base_url: "https://sms.example", account_sid: a, auth_token: t }',
  '{ type: twilio, preset: signalwire, space: s, project: p, api_token: t }',
];
for (const carrier of carriers) {
  test(`the carrier ${carrier} has no TaskRouter: the server does not start`, async (t) => {
    const yaml = `carriers: { main: ${carrier} }\nproducts:\n  tasks: { adapter: twilio, carrier: main, workspace: ${workspace} }`;
    const config = configOf(await temporaryFolder(t), yaml);
    assert.throws(
      () => openProducts(config, parts),
      (error) => {
        assert.ok(error instanceof ConfigError);
        assert.match(error.message, /products\.tasks\.carrier: "main" is no carrier of type twilio with account_sid/);
        return true;
      },
    );
  });
}

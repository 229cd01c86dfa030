import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { studioDefaults } from '../engine/limits.ts';
import { ConfigError, configFromEnv } from './config.ts';

test('without any variable the documented defaults hold', () => {
  const { limits, settings, ...config } = configFromEnv({});
  assert.deepEqual(config, {
    port: 8750,
    host: '127.0.0.1',
    dataFolder: resolve('.atelier'),
    validatesSignatures: true,
    allowedHosts: [],
    limitsRates: false,
    logLevel: 'warn',
    loadsSamples: true,
    signsInLocally: true,
    file: {},
    fileFolder: process.cwd(),
  });
  assert.equal(limits, studioDefaults);
  assert.equal(settings.liquidDialect, 'studio');
});

const accepted: { env: Record<string, string>; key: string; value: unknown }[] = [
  { env: { PORT: '0' }, key: 'port', value: 0 },
  { env: { HOST: '0.0.0.0' }, key: 'host', value: '0.0.0.0' },
  { env: { ATELIER_ACCOUNT_SID: `AC${'a'.repeat(32)}` }, key: 'accountSid', value: `AC${'a'.repeat(32)}` },
  { env: { ATELIER_PUBLIC_URL: 'https://x.example/a/' }, key: 'publicUrl', value: 'https://x.example/a' },
  { env: { ATELIER_VALIDATE_SIGNATURES: 'off' }, key: 'validatesSignatures', value: false },
  {
    env: { ATELIER_ALLOW_HOSTS: 'localhost:3000, 10.0.0.0/8' },
    key: 'allowedHosts',
    value: ['localhost:3000', '10.0.0.0/8'],
  },
  { env: { ATELIER_RATE_LIMITS: 'on' }, key: 'limitsRates', value: true },
  { env: { ATELIER_SAMPLES: 'off' }, key: 'loadsSamples', value: false },
  { env: { HOST: '0.0.0.0' }, key: 'signsInLocally', value: false },
  { env: { HOST: '::1' }, key: 'signsInLocally', value: true },
  { env: { ATELIER_PUBLIC_URL: 'https://x.example' }, key: 'signsInLocally', value: false },
  { env: { HOST: '0.0.0.0', ATELIER_LOCAL_SIGN_IN: 'on' }, key: 'signsInLocally', value: true },
  { env: { ATELIER_LOCAL_SIGN_IN: 'off' }, key: 'signsInLocally', value: false },
];
for (const { env, key, value } of accepted) {
  test(`${JSON.stringify(env)} sets ${key}`, () => {
    assert.deepEqual(configFromEnv(env)[key as 'port'], value);
  });
}

test('limits and settings are relaxed one by one, at any depth', () => {
  const { limits, settings } = configFromEnv({
    ATELIER_LIMITS: '{"stepsPerExecution":5000,"liquid":{"loopIterations":100}}',
    ATELIER_SETTINGS: '{"timeZone":"Europe/Berlin"}',
  });
  assert.equal(limits.stepsPerExecution, 5000);
  assert.equal(limits.liquid.loopIterations, 100);
  assert.equal(limits.liquid.renderedBytes, studioDefaults.liquid.renderedBytes);
  assert.equal(settings.timeZone, 'Europe/Berlin');
});

const refused: { env: Record<string, string>; says: RegExp }[] = [
  { env: { PORT: 'web' }, says: /^PORT is "web": it takes a number from 0 to 65535$/ },
  { env: { PORT: '70000' }, says: /^PORT/ },
  { env: { ATELIER_ACCOUNT_SID: 'AC1' }, says: /^ATELIER_ACCOUNT_SID/ },
  { env: { ATELIER_AUTH_TOKEN: 'with-a-dash-and-long-enough' }, says: /^ATELIER_AUTH_TOKEN/ },
  { env: { ATELIER_PUBLIC_URL: 'ftp://x' }, says: /^ATELIER_PUBLIC_URL is "ftp:\/\/x": it takes an http or https URL/ },
  { env: { ATELIER_VALIDATE_SIGNATURES: 'no' }, says: /it takes on, off$/ },
  { env: { ATELIER_LOG_LEVEL: 'loud' }, says: /^ATELIER_LOG_LEVEL/ },
  {
    env: { ATELIER_LIMITS: '{"steps":1}' },
    says: /^ATELIER_LIMITS: steps is not a setting; there are stepsPerExecution/,
  },
  {
    env: { ATELIER_LIMITS: '{"stepsPerExecution":"many"}' },
    says: /^ATELIER_LIMITS: stepsPerExecution takes a number$/,
  },
  { env: { ATELIER_LIMITS: '{"liquid":{"loopIterations":true}}' }, says: /liquid\.loopIterations takes a number$/ },
  {
    env: { ATELIER_LIMITS: '{"stepsPerExecution":-5}' },
    says: /stepsPerExecution is -5: it takes a whole number above 0$/,
  },
  { env: { ATELIER_LIMITS: '{"liquid":{"loopIterations":0.5}}' }, says: /loopIterations is 0.5/ },
  { env: { ATELIER_LIMITS: '[]' }, says: /it takes a JSON object$/ },
  { env: { ATELIER_LIMITS: '{' }, says: /^ATELIER_LIMITS: / },
  {
    env: { ATELIER_SETTINGS: '{"timeZone":"Mars/Base"}' },
    says: /^ATELIER_SETTINGS: timeZone "Mars\/Base" is not a time zone$/,
  },
  { env: { ATELIER_SETTINGS: '{"liquidDialect":"jinja"}' }, says: /^ATELIER_SETTINGS: liquidDialect/ },
];
for (const { env, says } of refused) {
  test(`${JSON.stringify(env)} is refused in one line`, () => {
    assert.throws(
      () => configFromEnv(env),
      (error) => {
        assert.ok(error instanceof ConfigError);
        assert.match(error.message, says);
        assert.doesNotMatch(error.message, /\n/);
        return true;
      },
    );
  });
}

test('a token that is refused is not repeated in the message', () => {
  assert.throws(
    () => configFromEnv({ ATELIER_AUTH_TOKEN: 'secret!' }),
    (error) => !String(error).includes('secret!'),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FormFields, signBody, signForm, signUrl, validateSignature } from './signature.ts';

// Carrier page §D2: vectors of Twilio's public Node SDK.
const token = '12345';
const form: FormFields = [
  ['CallSid', 'CA1234567890ABCDE'],
  ['Caller', '+14158675309'],
  ['Digits', '1234'],
  ['From', '+14158675309'],
  ['To', '+18005551212'],
];
const query = '/myapp.php?foo=1&bar=2';
const url = `https://mycompany.com${query}`;
const json = '{"property": "value", "boolean": true}';
const jsonHash = '0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620';
const emptyHash = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';

const signed: { readonly url: string; readonly form?: FormFields; readonly signature: string }[] = [
  { url, form, signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' },
  { url: `https://mycompany.com:443${query}`, form, signature: 'kvajT1Ptam85bY51eRf/AJRuM3w=' },
  { url: `http://mycompany.com:80${query}`, form, signature: '0ZXoZLH/DfblKGATFgpif+LLRf4=' },
  { url: `http://mycompany.com:1234${query}`, form, signature: 'Zmvh+3yNM1Phv2jhDCwEM3q5ebU=' },
  { url: `https://user:pass@mycompany.com${query}`, form, signature: 'CukzLTc1tT5dXEDIHm/tKBanW10=' },
  { url: `https://user@mycompany.com${query}`, form, signature: '2YRLlVAflCqxaNicjMpJcSTgzSs=' },
  { url: `https://user:pass@mycompany.com:443${query}`, form, signature: 'ZQFR1PTIZXF2MXB8ZnKCvnnA+rI=' },
  { url: `${url}&Body=It%27s+amazing`, form, signature: 'TfZzewPq8wqrGlMfyAud8+/IvJ0=' },
  {
    url,
    form: [
      ['MessagingBinding.Address', '+1325xxxxxxx'],
      ['MessagingBinding.Address', '+1415xxxxxxx'],
    ],
    signature: '83O6e2vORAoJHUNzJjDWN1jz+BA=',
  },
  {
    url,
    form: [
      ['MessagingBinding.Address', '+1415xxxxxxx'],
      ['MessagingBinding.Address', '+1325xxxxxxx'],
    ],
    signature: '83O6e2vORAoJHUNzJjDWN1jz+BA=',
  },
  {
    url,
    form: [
      ['Sid', 'CA123'],
      ['SidAccount', 'AC123'],
      ['Digits', '5678'],
      ['Digits', '1234'],
      ['Digits', '1234'],
    ],
    signature: 'IK+Dwps556ElfBT0I3Rgjkr1wJU=',
  },
  { url: `${url}&bodySHA256=${jsonHash}`, signature: 'a9nBmqA0ju/hNViExpshrM61xv4=' },
  { url: `https://mycompany.com/myapp.php?bodySHA256=${jsonHash}`, signature: 'y77kIzt2vzLz71DgmJGsen2scGs=' },
  { url: `https://mycompany.com:443${query}&bodySHA256=${emptyHash}`, signature: 'Ldidvp12m26NI7eqEvxnEpkd9Hc=' },
];
for (const vector of signed) {
  test(`signs ${vector.url} as ${vector.signature}`, () => {
    const made = vector.form ? signForm(token, vector.url, vector.form) : signUrl(token, vector.url);
    assert.equal(made, vector.signature);
    assert.equal(signUrl(token, `${vector.url}#rc=3`), signUrl(token, vector.url));
  });
}

const plainHttp = `http://mycompany.com${query}`;
const accepted: {
  readonly says: string;
  readonly url: string;
  readonly signature: string;
  readonly form?: FormFields;
  readonly body?: string;
}[] = [
  { says: 'the URL as it is', url, form, signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' },
  { says: 'a signer that adds :443', url, form, signature: 'kvajT1Ptam85bY51eRf/AJRuM3w=' },
  { says: 'a signer that adds :80', url: plainHttp, form, signature: '0ZXoZLH/DfblKGATFgpif+LLRf4=' },
  {
    says: 'a signer that drops :443',
    url: `https://mycompany.com:443${query}`,
    form,
    signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
  },
  {
    says: 'its own port kept',
    url: `http://mycompany.com:1234${query}`,
    form,
    signature: 'Zmvh+3yNM1Phv2jhDCwEM3q5ebU=',
  },
  {
    says: 'its own port dropped',
    url: `https://mycompany.com:1234${query}`,
    form,
    signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
  },
  {
    says: 'user and password',
    url: `https://user:pass@mycompany.com${query}`,
    form,
    signature: 'CukzLTc1tT5dXEDIHm/tKBanW10=',
  },
  {
    says: 'user and password, port added',
    url: `https://user:pass@mycompany.com${query}`,
    form,
    signature: 'ZQFR1PTIZXF2MXB8ZnKCvnnA+rI=',
  },
  { says: 'a user alone', url: `https://user@mycompany.com${query}`, form, signature: '2YRLlVAflCqxaNicjMpJcSTgzSs=' },
  {
    says: 'a single quote signed as %27',
    url: `${url}&Body=It's+amazing`,
    form,
    signature: 'TfZzewPq8wqrGlMfyAud8+/IvJ0=',
  },
  { says: 'a JSON body', url: `${url}&bodySHA256=${jsonHash}`, body: json, signature: 'a9nBmqA0ju/hNViExpshrM61xv4=' },
  {
    says: 'a JSON body, hash alone in the query',
    url: `https://mycompany.com/myapp.php?bodySHA256=${jsonHash}`,
    body: json,
    signature: 'y77kIzt2vzLz71DgmJGsen2scGs=',
  },
  {
    says: 'a JSON body, port added',
    url: `${url}&bodySHA256=${emptyHash}`,
    body: '{}',
    signature: 'Ldidvp12m26NI7eqEvxnEpkd9Hc=',
  },
  { says: 'a fragment that is not signed', url: `${url}#rc=3`, form, signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' },
];
for (const { says, url: one, signature, ...content } of accepted) {
  test(`accepts ${says}`, () => {
    assert.equal(validateSignature({ token, signature, urls: ['https://elsewhere.example/', one], ...content }), true);
  });
}

test('accepts a signer that encodes the query the legacy way', () => {
  const signature = signForm(token, `${url}&Body=${encodeURIComponent('a/b:c')}`, form);
  assert.equal(validateSignature({ token, signature, urls: [`${url}&Body=a/b:c`], form }), true);
});

const refused: {
  readonly says: string;
  readonly url: string;
  readonly signature: string | undefined;
  readonly token?: string;
  readonly form?: FormFields;
  readonly body?: string;
}[] = [
  { says: 'a wrong signature', url, form, signature: 'foo' },
  { says: 'an empty signature', url, form, signature: '' },
  { says: 'a missing header', url, form, signature: undefined },
  { says: 'an empty token', token: '', url, form, signature: signForm('', url, form) },
  { says: 'another token', token: '12346', url, form, signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' },
  { says: 'another scheme', url: plainHttp, form, signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' },
  { says: 'a field more', url, form: [...form, ['x', '']], signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' },
  {
    says: 'a form signature with a body and no bodySHA256',
    url,
    body: json,
    signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
  },
  { says: 'a signed URL with a body and no bodySHA256', url, body: json, signature: signUrl(token, url) },
  {
    says: 'a hash that is cut',
    url: `${url}&bodySHA256=${jsonHash.slice(0, -1)}`,
    body: json,
    signature: signUrl(token, `${url}&bodySHA256=${jsonHash.slice(0, -1)}`),
  },
  {
    says: 'another body',
    url: `${url}&bodySHA256=${jsonHash}`,
    body: `${json} `,
    signature: 'a9nBmqA0ju/hNViExpshrM61xv4=',
  },
];
for (const { says, url: one, token: other, signature, ...content } of refused) {
  test(`refuses ${says}`, () => {
    assert.equal(validateSignature({ token: other ?? token, signature, urls: [one], ...content }), false);
  });
}

// Carrier page §D3.
const ownToken = 'atelier_test_token_0123456789abcd';
const sid = '0123456789abcdef0123456789abcdef';

test('signs a message webhook with umlauts and an empty value', () => {
  const webhook = `https://flows.example.com/v1/Accounts/AC${sid}/Flows/FW${sid}?FlowEvent=return&foo=bar`;
  const fields: FormFields = [
    ['To', '+15005550001'],
    ['AccountSid', `AC${sid}`],
    ['ApiVersion', '2010-04-01'],
    ['Body', 'Grüße & 50% off? Yes!'],
    ['From', '+15005550006'],
    ['FromCity', ''],
    ['MessageSid', `SM${sid}`],
    ['NumMedia', '0'],
    ['NumSegments', '1'],
    ['SmsMessageSid', `SM${sid}`],
    ['SmsSid', `SM${sid}`],
    ['SmsStatus', 'received'],
  ];
  const signature = signForm(ownToken, webhook, fields);
  assert.equal(signature, 'TV2SX1jWQoeP3v4YkZNGWfpFKKU=');
  assert.equal(validateSignature({ token: ownToken, signature, urls: [webhook], form: fields }), true);
});

test('signs a JSON body through its hash in the query', () => {
  const body = '{"event":"done","n":1}';
  const made = signBody(ownToken, 'https://flows.example.com/hooks/json?x=1', body);
  const hash = '451bcf4ede3755ed5e310a6444870be209c3fcd72f4040120e2234f4d8afca22';
  assert.deepEqual(made, {
    url: `https://flows.example.com/hooks/json?x=1&bodySHA256=${hash}`,
    signature: '0dLRLmPB4/MZiYAmQODWRwOz9rQ=',
  });
  assert.equal(validateSignature({ token: ownToken, signature: made.signature, urls: [made.url], body }), true);
});

test('signs a GET by its URL', () => {
  const webhook = 'https://flows.example.com/v1/voice?CallSid=CA1&From=%2B15005550006';
  assert.equal(signUrl(ownToken, webhook), 'BxnP2DsfynXLJ2q7U7QYV0J+20E=');
});

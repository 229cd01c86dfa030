import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { serve } from '../../../test/local-server.ts';
import { accountSid, contact, granted, number, openHooks, openNetwork, type Reply } from './simulator-fixture.ts';

test('several media arrive with their addresses and types', async (t) => {
  const { base, hooks } = await openHooks(t);
  const { text, settled } = await openNetwork(t, {}, { smsUrl: base });
  const message = await text('', { mediaUrls: ['https://x.example/a.png', 'https://x.example/b.pdf?c=1'] });
  await settled();
  assert.match(message.sid, /^MM/);
  const { NumMedia, NumSegments, MediaUrl0, MediaContentType0, MediaUrl1, MediaContentType1 } = hooks[0]?.params ?? {};
  assert.deepEqual(
    [NumMedia, NumSegments, MediaUrl0, MediaContentType0, MediaUrl1, MediaContentType1],
    ['2', '1', 'https://x.example/a.png', 'image/png', 'https://x.example/b.pdf?c=1', 'application/pdf'],
  );
});

test('a file is kept, and its address is one of the network', async (t) => {
  const { base, hooks } = await openHooks(t);
  const { text, settled, network } = await openNetwork(
    t,
    { mediaBase: () => 'http://127.0.0.1:8750' },
    { smsUrl: base },
  );
  const bytes = Buffer.from([0x89, 0x50, 0, 255]);
  const message = await text('Look', {
    mediaUrls: [`data:image/PNG;base64,${bytes.toString('base64')}`, 'data:text/plain;charset=utf-8,%C3%A9'],
  });
  await settled();
  const [png, note] = message.media;
  assert.ok(png && note);
  const path = `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}/Media/${png.sid}`;
  assert.equal(hooks[0]?.params.MediaUrl0, `http://127.0.0.1:8750${path}`);
  assert.equal(hooks[0]?.params.MediaContentType0, 'image/png');
  const file = await network.findMediaFile(accountSid, message.sid, png.sid);
  assert.equal(file?.contentType, 'image/png');
  assert.deepEqual(Buffer.from(file?.bytes ?? []), bytes);
  const other = await network.findMediaFile(accountSid, message.sid, note.sid);
  assert.equal(Buffer.from(other?.bytes ?? []).toString(), 'é');
  assert.equal(await network.findMediaFile(`AC${'b'.repeat(32)}`, message.sid, png.sid), undefined);
  granted(await network.deleteMessage(accountSid, message.sid));
  assert.equal(await network.findMediaFile(accountSid, message.sid, png.sid), undefined);
});

const refusals: readonly (readonly [says: string, mediaUrls: readonly string[], code: number, channel?: string])[] = [
  ['an address that is none', ['cat.png'], 21620],
  ['a data URL without data', ['data:image/png'], 21620],
  ['a data URL that is not encoded', ['data:text/plain,%zz'], 21620],
  ['eleven media', Array.from({ length: 11 }, () => 'https://x.example/a.png'), 21623],
  ['two media by WhatsApp', ['https://x.example/a.png', 'https://x.example/b.png'], 21623, 'whatsapp:'],
  ['more than 5 MB by MMS', [`data:image/png;base64,${'A'.repeat(7 * 1024 * 1024)}`], 11751],
  ['more than 16 MB by WhatsApp', [`data:image/png;base64,${'A'.repeat(22 * 1024 * 1024)}`], 11751, 'whatsapp:'],
];
for (const [says, mediaUrls, code, channel = ''] of refusals) {
  test(`a handset cannot send ${says}: ${code}`, async (t) => {
    const { network } = await openNetwork(t, {}, {});
    const ends = { from: `${channel}${contact}`, to: `${channel}${number}` };
    const outcome = await network.text(accountSid, { ...ends, body: '', mediaUrls, params: {} });
    assert.ok(!outcome.ok);
    assert.equal(outcome.refusal.code, code);
  });
}

const fetched: readonly (readonly [says: string, reply: Reply, ends: string])[] = [
  ['a picture', { type: 'image/webp; q=1', body: 'x' }, 'delivered null image/webp'],
  ['a page', { type: 'text/html', body: '<p>Log in</p>' }, 'failed 12300 image/png'],
  ['nothing', { status: 404 }, 'failed 11200 image/png'],
  ['a broken connection', 'hang up', 'failed 11200 image/png'],
];
for (const [says, reply, ends] of fetched) {
  test(`media that turns out to be ${says}: ${ends}`, async (t) => {
    const { base } = await openFiles(t, reply);
    const { send, pass, get } = await openNetwork(t, { fetchesMedia: true });
    const { sid, status } = granted(await send({ mediaUrls: [`${base}/cat.png`] }));
    assert.equal(status, 'queued');
    await pass(0);
    await pass(1_000);
    const sent = await get(sid);
    assert.equal(`${sent.status} ${sent.errorCode} ${sent.media[0]?.contentType}`, ends);
  });
}

test('on a channel, media that cannot be had has one code', async (t) => {
  const { base } = await openFiles(t, { status: 404 });
  const { network, pass, get } = await openNetwork(t, { fetchesMedia: true, hasWhatsAppWindow: false });
  const ends = { from: `whatsapp:${number}`, to: `whatsapp:${contact}` };
  const { sid } = granted(await network.createMessage(accountSid, { ...ends, mediaUrls: [`${base}/a.png`] }));
  await pass(0);
  await pass(1_000);
  assert.deepEqual([(await get(sid)).status, (await get(sid)).errorCode], ['failed', 63019]);
});

/** A server of files, which nobody signs requests for. */
async function openFiles(t: TestContext, reply: Reply): Promise<{ readonly base: string }> {
  const base = await serve(t, (request, response) => {
    if (reply === 'hang up' || reply === 'hang') request.socket.destroy();
    else response.writeHead(reply.status ?? 200, { 'content-type': reply.type ?? 'image/png' }).end(reply.body ?? '');
  });
  return { base };
}

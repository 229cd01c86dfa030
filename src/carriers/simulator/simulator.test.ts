import { usualCall } from '../call-fixture.ts';
import { carrierConformance } from '../conformance.ts';
import { accountSid, contact, granted, number, openNetwork } from './simulator-fixture.ts';

carrierConformance('simulator', async (t) => {
  const { carrier, network, clock, settled } = await openNetwork(t);
  return {
    carrier,
    accountSid,
    accepted: { to: contact, from: number, body: 'Hello' },
    refused: { to: '+15005550001', from: number, body: 'Hello' },
    refusedCode: 21211,
    calls: {
      accepted: { ...usualCall, from: number, to: contact },
      refused: { ...usualCall, from: number, to: 'nobody' },
      refusedCode: 21211,
      async live() {
        const twiml = '<Response><Pause length="60"/></Response>';
        const made = granted(await network.calls.create(accountSid, { from: number, to: contact, twiml }));
        await settled();
        clock.advance(1_000);
        await settled();
        granted(await network.calls.act(accountSid, made.sid, { answer: 'true' }));
        await settled();
        return made.sid;
      },
    },
    sentCount: async () => (await network.listMessages(accountSid, {}, { limit: 100 })).rows.length,
  };
});

import { carrierConformance } from '../conformance.ts';
import { accountSid, contact, number, openNetwork } from './simulator-fixture.ts';

carrierConformance('simulator', async (t) => {
  const { carrier, network } = await openNetwork(t);
  return {
    carrier,
    accountSid,
    accepted: { to: contact, from: number, body: 'Hello' },
    refused: { to: '+15005550001', from: number, body: 'Hello' },
    refusedCode: 21211,
    sentCount: async () => (await network.listMessages(accountSid, {}, { limit: 100 })).rows.length,
  };
});

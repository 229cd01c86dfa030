/** A process to be killed: texts a number, says so once the network has acknowledged it, and waits. */
import { VirtualClock } from '../../runtime/clock.ts';
import { openSimulator } from './index.ts';

const [folder = '', accountSid = '', from = '', to = '', smsUrl = '', statusCallback = ''] = process.argv.slice(2);
const clock = new VirtualClock(Date.parse('2026-01-02T03:04:00Z'));
let sids = 0;
const simulator = await openSimulator({
  folder,
  clock,
  // Requests leave and never come back.
  http: { request: () => new Promise(() => process.stdout.write('asked\n')) },
  tokenOf: async () => 'token',
  ids: { sid: (prefix) => `${prefix}${(++sids).toString(16).padStart(32, '0')}` },
  log: { warn: () => {}, error: (facts) => process.stderr.write(JSON.stringify(facts)) },
});
const { network } = simulator;
await network.createNumber(accountSid, { phoneNumber: to }, { smsUrl });
simulator.start();
await network.createMessage(accountSid, { from: to, to: from, body: 'Out', statusCallback });
const texted = await network.text(accountSid, { from, to, body: 'In', mediaUrls: [], params: {} });
process.stdout.write(`${texted.ok ? texted.value.sid : 'refused'}\n`);
setInterval(() => {}, 60_000);

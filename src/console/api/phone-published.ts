/** A line over the simulated carrier: real executions of what numbers point to, in real time. */
import type { Deed, HandsetAct, Leg, LineView, PhoneLine, Run } from '../phone/view.ts';
import { askJson, type Fields, onAccount } from './client.ts';
import { onLive } from './live.ts';
import { patchOf, presentLeg, presentMessage, presentRun, stepsOfMessages } from './phone.ts';
import { resource } from './record.ts';

/** Calls of late that are read with what was said in them. */
const shownCalls = 10;
/** News that come together are read together. */
const restMs = 80;

let account: string | undefined;
onAccount((sid) => {
  account = sid;
});

export function openPublishedLine(flowSid: string, contact: string, number: string): PhoneLine {
  /** What steps changed: a step that has ended stays as it is. */
  const changes = new Map<string, Run['steps'][number]['changes']>();

  async function read(): Promise<LineView> {
    const thread = `/simulator/contacts/${encodeURIComponent(contact)}/messages`;
    const [messages, legs, runs] = await Promise.all([
      askJson(`${thread}?limit=200&number=${encodeURIComponent(number)}`),
      readLegs(contact, number),
      readRuns(),
    ]);
    const stepOf = stepsOfMessages(runs);
    return {
      nowMs: Date.now(),
      contact,
      number,
      messages: resource(messages, 'thread')
        .list('messages', 'message')
        .map((message) => presentMessage(message, stepOf)),
      legs,
      runs: await Promise.all(runs.map(async (run) => withChanges(presentRun(run)))),
      asks: [],
      nextFate: '',
      moments: [],
    };
  }

  /** The latest execution of the contact, with its steps. */
  async function readRuns() {
    const query = `flow=${flowSid}&contact=${encodeURIComponent(contact)}&limit=1`;
    const list = resource(await askJson(`/console/api/executions?${query}`), 'list');
    return Promise.all(
      list
        .list('executions', 'execution')
        .map(async (run) => resource(await askJson(executionPath(run.text('execution_sid'))), 'execution')),
    );
  }

  async function withChanges(run: Run): Promise<Run> {
    const steps = await Promise.all(
      run.steps.map(async (step) => {
        if (!changes.has(step.sid)) {
          const detail = resource(await askJson(`${executionPath(run.sid)}/steps/${step.sid}`), 'step');
          changes.set(step.sid, patchOf(detail.value('changes')));
        }
        return { ...step, changes: changes.get(step.sid) ?? [] };
      }),
    );
    return { ...run, steps };
  }

  return {
    isVirtual: false,
    async act(deed) {
      await carryOut(deed, flowSid, contact, number);
      return read();
    },
    read,
    watch(listener) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const soon = () => {
        clearTimeout(timer);
        timer = setTimeout(listener, restMs);
      };
      const query = account === undefined ? '' : `?atelier_account=${encodeURIComponent(account)}`;
      const source = new EventSource(`/simulator/events${query}`);
      source.addEventListener('message', soon);
      source.addEventListener('call', soon);
      const end = onLive('execution', soon);
      return () => {
        clearTimeout(timer);
        source.close();
        end();
      };
    },
    close: () => undefined,
  };
}

const executionPath = (sid: string) => `/console/api/executions/${encodeURIComponent(sid)}`;

async function readLegs(contact: string, number: string): Promise<readonly Leg[]> {
  const list = resource(await askJson('/simulator/calls?limit=100'), 'list')
    .list('calls', 'call')
    .map(presentLeg);
  const isBetween = ({ from, to }: Leg) => (from === contact && to === number) || (from === number && to === contact);
  const own = list.filter(isBetween).slice(0, shownCalls);
  const sids = new Set(own.map(({ sid }) => sid));
  const wanted = list.filter(({ sid, parentSid }) => sids.has(sid) || (parentSid !== undefined && sids.has(parentSid)));
  return Promise.all(
    wanted.map(async ({ sid }) => presentLeg(resource(await askJson(`/simulator/calls/${sid}`), 'call'))),
  );
}

async function carryOut(deed: Deed, flowSid: string, contact: string, number: string): Promise<void> {
  const text = (form: Fields) => askJson('/simulator/messages', { form: { From: contact, To: number, ...form } });
  const handset = (call: string, act: HandsetAct) => askJson(`/simulator/calls/${call}`, { form: act });
  switch (deed.do) {
    case 'say':
      await text({ Body: deed.body, MediaUrl: deed.media });
      return;
    case 'press':
      await text({ Body: '', [deed.isRow ? 'ListItem' : 'Button']: deed.press.id });
      return;
    case 'call':
      await askJson('/simulator/calls', { form: { From: contact, To: number } });
      return;
    case 'handset':
      await handset(deed.call, deed.act);
      return;
    case 'start':
      await askJson(`/v2/Flows/${flowSid}/Executions`, {
        form: { To: contact, From: number, Parameters: deed.parameters },
      });
      return;
    case 'silence':
    case 'elapse':
    case 'timeout':
    case 'fate':
    case 'answer':
    case 'change':
      throw new Error(`${deed.do} is for a draft alone`);
    default:
      deed satisfies never;
  }
}

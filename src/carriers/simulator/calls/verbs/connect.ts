import { attributeOf, elementsOf, type TwimlElement } from '../../../../twiml/index.ts';
import { conversationRelay } from '../../../../twiml/verbs/connect/conversation-relay.ts';
import { virtualAgent } from '../../../../twiml/verbs/connect/virtual-agent.ts';
import { connect } from '../../../../twiml/verbs/connect.ts';
import { twoWayStream } from '../../../../twiml/verbs/start/stream.ts';
import { callbackOf } from '../callbacks.ts';
import { streamUrl, tracksOf } from '../companions.ts';
import { parametersOf } from '../dial-targets.ts';
import { isInterruption } from '../events.ts';
import { MediaStream } from '../media-stream.ts';
import { relayCall } from '../relay.ts';
import { type CallRun, warn } from '../run.ts';
import { finishVerb, type VerbEnd } from '../verb-end.ts';
import type { VerbRunner } from './verb-runner.ts';

/** Connects the caller with a server or an agent until one of them ends it. Source: carrier page §A2, Connect. */
export const connectRunner: VerbRunner = {
  name: connect.name,
  keysAreFor: 'somebody',
  async run(element, run) {
    const [noun] = elementsOf(element);
    if (!noun) {
      warn(run, 12200, 'Connect connects with nothing');
      return undefined;
    }
    const way = { action: attributeOf(connect, element, 'action'), method: attributeOf(connect, element, 'method') };
    run.leg.at({ verb: connect.name, with: noun.name });
    return finishVerb(run, way, await join(noun, run));
  },
};

function join(noun: TwimlElement, run: CallRun): Promise<VerbEnd> {
  switch (noun.name) {
    case twoWayStream.name:
      return streamCall(noun, run);
    case conversationRelay.name:
      return run.system.openSocket ? relayCall(noun, run) : playedAgent(noun, run);
    default:
      return playedAgent(noun, run);
  }
}

/** Until the server closes the connection, or the call ends. */
async function streamCall(noun: TwimlElement, run: CallRun): Promise<VerbEnd> {
  const { leg, system } = run;
  const url = streamUrl(run, attributeOf(twoWayStream, noun, 'url'));
  if (url === undefined) return { params: [] };
  const wish = {
    url,
    name: attributeOf(twoWayStream, noun, 'name') ?? '',
    tracks: tracksOf(attributeOf(twoWayStream, noun, 'track')),
    isTwoWay: true,
    params: parametersOf(noun),
    callback: callbackOf(run, {
      url: attributeOf(twoWayStream, noun, 'statusCallback'),
      method: attributeOf(twoWayStream, noun, 'statusCallbackMethod'),
    }),
  };
  const media: MediaStream = new MediaStream(system, leg, wish, (error) => {
    leg.post({ kind: 'socket-closed', sid: media.sid, error });
  });
  await media.open();
  const params = [['StreamSid', media.sid] as const];
  for (;;) {
    const event = await leg.next();
    if (isInterruption(event)) {
      media.stop();
      return { params, interruption: event };
    }
    if (event.kind !== 'socket-closed' || event.sid !== media.sid) continue;
    if (event.error !== undefined) warn(run, 31921, `The stream broke: ${event.error}`);
    return { params };
  }
}

/** An agent that whoever holds the handset plays: its outcome is what the action is told (ext). */
async function playedAgent(noun: TwimlElement, run: CallRun): Promise<VerbEnd> {
  const { leg } = run;
  const isAgent = noun.name === virtualAgent.name;
  const told = (params: { readonly [name: string]: string }) => Object.entries(params);
  for (;;) {
    const event = await leg.next();
    if (isInterruption(event)) {
      return { params: isAgent ? told({ VirtualAgentStatus: 'hangup' }) : [], interruption: event };
    }
    if (event.kind !== 'outcome') continue;
    return { params: told(isAgent ? { VirtualAgentStatus: 'completed', ...event.params } : event.params) };
  }
}

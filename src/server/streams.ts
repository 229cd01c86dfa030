import type { CarrierHttp } from '../carriers/http.ts';
import type { RunListener } from '../runtime/deps.ts';
import type { Storage } from '../storage/storage.ts';
import type { StreamClock, StreamLog } from '../streams/delivery.ts';
import { debuggerType, eventsOf, eventTypes, type StreamEventType } from '../streams/events.ts';
import type { Sink } from '../streams/sink.ts';
import { debuggerSink } from '../streams/sinks/debugger.ts';
import { kafkaSink } from '../streams/sinks/kafka.ts';
import { natsSink } from '../streams/sinks/nats.ts';
import { webhookSink } from '../streams/sinks/webhook.ts';
import { openStreams, type Streams } from '../streams/streams.ts';
import type { StreamsSection } from './settings-file/sections/streams.ts';

export interface StreamPorts {
  readonly storage: Storage;
  readonly clock: StreamClock;
  readonly log: StreamLog;
  readonly http: CarrierHttp;
  /** Token of the main account, which signs unless a sink has a secret. */
  readonly token: () => Promise<string | undefined>;
}

/** Opens the sinks of atelier.yaml; the listener tells the runtime what to record for them. */
export async function streamsFrom(
  section: StreamsSection,
  ports: StreamPorts,
): Promise<{ readonly streams: Streams; readonly listener: RunListener }> {
  const { storage, clock, log } = ports;
  const sinks = section.map((settings) => sinkFrom(settings, ports));
  const streams = await openStreams({ storage, clock, log, sinks });
  return {
    streams,
    listener: { record: (happening) => eventsOf(happening, streams.wants), committed: () => streams.wake() },
  };
}

function sinkFrom(settings: StreamsSection[number], { http, clock, token }: StreamPorts): Sink {
  const { name, types, flows, account, batch_events: batchEvents = 100, batch_ms: batchMs = 200 } = settings;
  const usual: readonly StreamEventType[] = settings.type === 'debugger' ? [debuggerType] : eventTypes;
  const common = {
    name,
    types: types ?? usual,
    ...(flows ? { flows } : {}),
    ...(account === undefined ? {} : { account }),
    batchEvents,
    batchMs,
  };
  switch (settings.type) {
    case 'webhook':
    case 'debugger': {
      const { url, secret } = settings;
      const signed = { ...common, url, http, clock, token: secret === undefined ? token : async () => secret };
      return settings.type === 'webhook' ? webhookSink(signed) : debuggerSink(signed);
    }
    case 'nats':
      return natsSink({
        ...common,
        servers: settings.servers,
        subject: settings.subject,
        ...(settings.token === undefined ? {} : { token: settings.token }),
      });
    case 'kafka': {
      const { brokers, topic, ssl, username, password, mechanism = 'plain' } = settings;
      return kafkaSink({
        ...common,
        brokers,
        topic,
        ...(ssl === undefined ? {} : { ssl }),
        ...(username === undefined || password === undefined ? {} : { sasl: { mechanism, username, password } }),
      });
    }
    default:
      return settings satisfies never;
  }
}

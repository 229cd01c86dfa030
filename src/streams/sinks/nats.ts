/** Publishes events to NATS JetStream, through the official client, which is loaded only here. */
import { type Sink, SinkFailed } from '../sink.ts';

/** What is used of `@nats-io/transport-node` and `@nats-io/jetstream`. */
export interface NatsClient {
  connect(options: {
    readonly servers: string[];
    readonly name: string;
    readonly token?: string;
  }): Promise<NatsConnection>;
  jetstream(connection: NatsConnection): {
    publish(subject: string, payload: string, options: { readonly msgID: string }): Promise<unknown>;
  };
}

export interface NatsConnection {
  isClosed(): boolean;
  close(): Promise<void>;
}

export interface NatsSinkOptions extends Omit<Sink, 'kind' | 'deliver' | 'close'> {
  readonly servers: readonly string[];
  readonly subject: string;
  readonly token?: string;
  readonly load?: () => Promise<NatsClient>;
}

/** The event's id is the message's: JetStream leaves out what it has within its window of duplicates. */
export function natsSink({ servers, subject, token, load = loadClient, ...sink }: NatsSinkOptions): Sink {
  let connection: NatsConnection | undefined;
  return {
    ...sink,
    kind: 'nats',
    async deliver(events) {
      const client = await load();
      try {
        if (connection === undefined || connection.isClosed()) {
          const options = {
            servers: [...servers],
            name: `atelier ${sink.name}`,
            ...(token === undefined ? {} : { token }),
          };
          connection = await client.connect(options);
        }
        const stream = client.jetstream(connection);
        // One after another: the order is part of the promise.
        for (const { event } of events) {
          await stream.publish(subject, JSON.stringify(event), { msgID: String(event.id) });
        }
      } catch (cause) {
        throw new SinkFailed(`NATS: ${reasonOf(cause, subject)}`, { cause });
      }
    },
    async close() {
      await connection?.close();
    },
  };
}

/** Where no stream takes the subject the client says no more than that JetStream did not answer. */
function reasonOf(cause: unknown, subject: string): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return /not enabled|no responders/i.test(message)
    ? `${message}; is there a stream for the subject "${subject}"?`
    : message;
}

async function loadClient(): Promise<NatsClient> {
  try {
    const [transport, stream] = await Promise.all([import('@nats-io/transport-node'), import('@nats-io/jetstream')]);
    return { connect: transport.connect, jetstream: stream.jetstream } as NatsClient;
  } catch (cause) {
    throw new SinkFailed('the client is not installed: npm install @nats-io/transport-node @nats-io/jetstream', {
      cause,
    });
  }
}

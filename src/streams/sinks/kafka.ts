/** Publishes events to Kafka, through its official client, which is loaded only here. */
import { type Sink, SinkFailed } from '../sink.ts';

/** What is used of `@confluentinc/kafka-javascript` (its KafkaJS interface). */
export interface KafkaClient {
  readonly Kafka: new (options: {
    readonly kafkaJS: {
      readonly clientId: string;
      readonly brokers: string[];
      readonly ssl?: boolean;
      readonly sasl?: KafkaSasl;
    };
  }) => {
    producer(options: { readonly kafkaJS: { readonly idempotent: boolean; readonly acks: number } }): KafkaProducer;
  };
}

export interface KafkaSasl {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

export interface KafkaProducer {
  connect(): Promise<void>;
  send(batch: {
    readonly topic: string;
    readonly messages: readonly {
      readonly key: string;
      readonly value: string;
      readonly headers: { readonly [name: string]: string };
    }[];
  }): Promise<unknown>;
  disconnect(): Promise<void>;
}

export interface KafkaSinkOptions extends Omit<Sink, 'kind' | 'deliver' | 'close'> {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly ssl?: boolean;
  readonly sasl?: KafkaSasl;
  readonly load?: () => Promise<KafkaClient>;
}

/** Keyed by the execution, so that the events of a run stay in order in their partition. */
export function kafkaSink({ brokers, topic, ssl, sasl, load = loadClient, ...sink }: KafkaSinkOptions): Sink {
  let producer: KafkaProducer | undefined;
  return {
    ...sink,
    kind: 'kafka',
    async deliver(events) {
      const { Kafka } = await load();
      try {
        producer ??= await connected(
          new Kafka({
            kafkaJS: {
              clientId: 'atelier',
              brokers: [...brokers],
              ...(ssl === undefined ? {} : { ssl }),
              ...(sasl === undefined ? {} : { sasl }),
            },
          }).producer({ kafkaJS: { idempotent: true, acks: -1 } }),
        );
        await producer.send({
          topic,
          messages: events.map(({ event, accountSid }) => ({
            key: executionOf(event) ?? accountSid,
            value: JSON.stringify(event),
            headers: { 'content-type': 'application/cloudevents+json', ce_id: String(event.id) },
          })),
        });
      } catch (cause) {
        throw new SinkFailed(`Kafka: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
      }
    },
    async close() {
      await producer?.disconnect();
    },
  };
}

async function connected(producer: KafkaProducer): Promise<KafkaProducer> {
  await producer.connect();
  return producer;
}

function executionOf({ data }: { readonly [key: string]: unknown }): string | undefined {
  const sid = typeof data === 'object' && data !== null && 'execution_sid' in data ? data.execution_sid : undefined;
  return typeof sid === 'string' ? sid : undefined;
}

/** Named by a variable, so that nothing asks for its types: it brings a native library and is installed by those who use it. */
const clientPackage: string = '@confluentinc/kafka-javascript';

async function loadClient(): Promise<KafkaClient> {
  try {
    const { KafkaJS } = (await import(clientPackage)) as { KafkaJS: KafkaClient };
    return KafkaJS;
  } catch (cause) {
    throw new SinkFailed(`the client is not installed: npm install ${clientPackage}`, { cause });
  }
}

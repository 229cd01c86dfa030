/** Who keeps what flows hand over: tasks, conversations, documents; on this machine unless atelier.yaml says. */
import type { ApiModule } from '../api/app.ts';
import { localApi } from '../api/local/index.ts';
import type { TwilioAccount } from '../carriers/twilio-rest.ts';
import { claiming } from '../products/claims.ts';
import { localConversations, type WorkPorts } from '../products/local/conversations/index.ts';
import { openLocalProducts } from '../products/local/index.ts';
import type { MessageFate, Products } from '../products/products.ts';
import { twilioConversations } from '../products/twilio/conversations.ts';
import { twilioDocuments } from '../products/twilio/documents.ts';
import { twilioTasks } from '../products/twilio/tasks.ts';
import type { Clock } from '../runtime/clock.ts';
import { createHttpClient } from '../runtime/http-client.ts';
import { type Config, ConfigError } from './config.ts';

export interface ServerProducts {
  readonly products: Products;
  /** What lies on this machine, for people and programs. */
  readonly modules: readonly ApiModule[];
  /** Lets conversations on this machine pass messages on. */
  start(ports: WorkPorts): void;
  /** Told what became of a message of no run: one may be theirs. */
  hear(key: string, fate: MessageFate): Promise<void>;
  /** Resolves when no message of a conversation is under way, but what the outbox has. */
  settled(): Promise<void>;
  /** Passes nothing on any more. Resolves when nothing is under way. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export interface ProductParts {
  readonly clock: Clock;
  readonly ids: { sid(prefix: string): string };
  /** Base of this server's URLs, without a slash at the end. */
  baseUrl(): string;
}

/** Throws `ConfigError` where the settings name a carrier that is not Twilio. */
export function openProducts(config: Config, { clock, ids, baseUrl }: ProductParts): ServerProducts {
  const { products: section = {} } = config.file;
  const http = createHttpClient({ clock, allowedHosts: [...config.allowedHosts, ...hostsOf(section)] });
  const accountOf = (product: string, carrier: string) => ({ ...credentialsOf(config, product, carrier), http, clock });
  const elsewhere = {
    tasks: tasksAtTwilio(section, accountOf),
    documents: documentsAtTwilio(section, accountOf),
    conversations: conversationsAtTwilio(section, accountOf),
  };
  const local = openLocalProducts({ folder: config.dataFolder, clock, ids, baseUrl });
  const conversations = localConversations(local.database, { clock, ids, baseUrl });
  return {
    products: {
      tasks: elsewhere.tasks ? claiming(elsewhere.tasks, local.claims) : local.tasks,
      documents: elsewhere.documents ?? local.documents,
      conversations: elsewhere.conversations ?? conversations,
    },
    modules: localApi({
      ...(elsewhere.tasks ? {} : { tasks: local.tasks }),
      ...(elsewhere.documents ? {} : { documents: local.documents }),
      ...(elsewhere.conversations ? {} : { conversations }),
    }),
    start: (ports) => conversations.start(ports),
    hear: (key, fate) => conversations.hear(key, fate),
    settled: () => conversations.settled(),
    stop: () => conversations.stop(),
    async close() {
      local.close();
      await http.close();
    },
  };
}

type Section = NonNullable<Config['file']['products']>;
type AccountOf = (product: string, carrier: string) => TwilioAccount;

function tasksAtTwilio({ tasks }: Section, accountOf: AccountOf): Products['tasks'] | undefined {
  if (tasks?.adapter !== 'twilio') return undefined;
  const { carrier, workspace, taskrouter_url: taskRouterUrl, flex_url: flexUrl } = tasks;
  return twilioTasks({
    ...accountOf('tasks', carrier),
    workspace,
    ...(taskRouterUrl === undefined ? {} : { taskRouterUrl: withoutSlash(taskRouterUrl) }),
    ...(flexUrl === undefined ? {} : { flexUrl: withoutSlash(flexUrl) }),
  });
}

function documentsAtTwilio({ documents }: Section, accountOf: AccountOf): Products['documents'] | undefined {
  if (documents?.adapter !== 'twilio') return undefined;
  const { carrier, url } = documents;
  return twilioDocuments({
    ...accountOf('documents', carrier),
    ...(url === undefined ? {} : { syncUrl: withoutSlash(url) }),
  });
}

function conversationsAtTwilio(
  { conversations }: Section,
  accountOf: AccountOf,
): Products['conversations'] | undefined {
  if (conversations?.adapter !== 'twilio') return undefined;
  const { carrier, url } = conversations;
  return twilioConversations({
    ...accountOf('conversations', carrier),
    ...(url === undefined ? {} : { conversationsUrl: withoutSlash(url) }),
  });
}

/** Credentials of the carrier `name`, which the settings of `product` name. */
function credentialsOf({ file }: Config, product: string, name: string): Omit<TwilioAccount, 'http' | 'clock'> {
  const carrier = file.carriers?.[name];
  const isTwilio = carrier?.type === 'twilio' && (carrier.preset ?? 'twilio') === 'twilio';
  const { account_sid: user, auth_token: password } = isTwilio ? carrier : {};
  if (user === undefined || password === undefined) {
    throw new ConfigError(
      `atelier.yaml: products.${product}.carrier: "${name}" is no carrier of type twilio with account_sid and auth_token`,
    );
  }
  return { name, user, password, credentials: `account_sid and auth_token of carriers.${name}` };
}

/** The operator names them: they may be private. */
function hostsOf(section: Section): string[] {
  const values = Object.values(section).flatMap((product) => Object.values(product));
  return values.flatMap((value) => (/^https?:\/\//.test(value) && URL.canParse(value) ? [new URL(value).host] : []));
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

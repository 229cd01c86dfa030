/** The real server in a process of its own, which a test can kill: for what must survive that. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../local-server.ts';

export const accountSid = `AC${'a'.repeat(32)}`;
export const authToken = '0123456789abcdef0123456789abcdef';
export const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;

const program = new URL('./serve.ts', import.meta.url).pathname;

/** One data folder and one port, on which servers come and go. */
export class ServerProcess {
  readonly url: string;
  readonly folder: string;
  readonly #env: Record<string, string>;
  #child: ChildProcess | undefined;

  private constructor(port: number, folder: string, env: Record<string, string>) {
    this.url = `http://127.0.0.1:${port}`;
    this.folder = folder;
    this.#env = { ...env, PORT: String(port), ATELIER_DATA: folder };
  }

  static async create(env: Record<string, string> = {}): Promise<ServerProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'atelier-e2e-'));
    return new ServerProcess(await freePort(), folder, {
      ATELIER_ACCOUNT_SID: accountSid,
      ATELIER_AUTH_TOKEN: authToken,
      ATELIER_SAMPLES: 'off',
      ...env,
    });
  }

  /** A variable of the next server's environment. */
  set(name: string, value: string): void {
    this.#env[name] = value;
  }

  /** Resolves when the server says that it is ready. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [program], {
      env: { ...process.env, ...this.#env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      child.stdout?.once('data', () => resolve());
      child.once('exit', (code, signal) =>
        reject(new Error(`the server ended (${code ?? signal}) before it was ready`)),
      );
    });
  }

  /** kill -9, and waits until the process is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  async close(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** A request with the account's credentials; throws when nobody answers. */
  async call(path: string, form?: Record<string, string>): Promise<{ status: number; body: Answer }> {
    const response = await fetch(`${this.url}${path}`, {
      headers: { authorization },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  }

  /** Publishes a flow and gives a number of the simulated carrier to it. */
  async publish(number: string, definition: object): Promise<string> {
    const flow = await this.call('/v2/Flows', {
      FriendlyName: 'Flow',
      Status: 'published',
      Definition: JSON.stringify(definition),
    });
    const sid = String(flow.body.sid);
    await this.call(`/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json`, {
      PhoneNumber: number,
      SmsUrl: `${this.url}/v1/Accounts/${accountSid}/Flows/${sid}`,
    });
    return sid;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, read by tests that name what they expect
export type Answer = any;

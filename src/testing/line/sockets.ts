/** Connections of streams and relays to real servers, which know no other time than that on the wall. */
import type { CarrierSocket, OpenSocket } from '../../carriers/socket.ts';

/** A server is listened to at least so often while time passes. */
const longestPaceMs = 100;

export class LineSockets {
  readonly #connect: OpenSocket;
  readonly #onEvent: () => void;
  readonly #open = new Set<CarrierSocket>();
  #wake = () => {};

  /** `onEvent`: something came that a call may have to do with. */
  constructor(connect: OpenSocket, onEvent: () => void) {
    this.#connect = connect;
    this.#onEvent = onEvent;
  }

  get areOpen(): boolean {
    return this.#open.size > 0;
  }

  readonly open: OpenSocket = (url, headers, listener) => {
    const noticed = <Heard extends readonly unknown[]>(hear: (...heard: Heard) => void) => {
      return (...heard: Heard) => {
        hear(...heard);
        this.#onEvent();
        this.#wake();
      };
    };
    const socket = this.#connect(url, headers, {
      onOpen: noticed(() => listener.onOpen()),
      onMessage: noticed((text) => listener.onMessage(text)),
      onClose: noticed((error) => {
        this.#open.delete(socket);
        listener.onClose(error);
      }),
    });
    this.#open.add(socket);
    return socket;
  };

  /** Lets time pass on the wall, less when something comes; gives the milliseconds that have passed. */
  async pace(ms: number): Promise<number> {
    const startMs = performance.now();
    const longestMs = Math.min(ms, longestPaceMs);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, longestMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = () => {};
    return Math.min(longestMs, Math.ceil(performance.now() - startMs));
  }

  close(): void {
    for (const socket of this.#open) socket.close();
  }
}

/** The one way out by WebSocket, by shape: the client of `runtime/` fits. */
export interface CarrierSocket {
  /** Lost when the connection is not open. */
  send(text: string): void;
  close(): void;
}

export interface SocketListener {
  onOpen(): void;
  onMessage(text: string): void;
  /** Once, and the last thing that is heard; `error` when it was not meant to end so. */
  onClose(error: string | undefined): void;
}

/** Opens a connection; never throws: what goes wrong closes it. */
export type OpenSocket = (
  url: string,
  headers: { readonly [name: string]: string },
  listener: SocketListener,
) => CarrierSocket;

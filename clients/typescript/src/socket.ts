// Methods are compared bivariantly, so that the DOM's WebSocket, which promises its listeners more, fits as well as the `ws` package's.
type Listener<Event> = { listen(event: Event): void }["listen"] | null;

/** The part of the WebSocket API that the client uses: browsers, node 22, Deno, Bun and the `ws` package have it. */
export interface WebSocketLike {
  onopen: Listener<unknown>;
  onmessage: Listener<{ readonly data: unknown }>;
  onerror: Listener<unknown>;
  onclose: Listener<{ readonly code: number; readonly reason: string }>;
  /** Bytes that were given to {@link send} and are not yet with the network. */
  readonly bufferedAmount: number;
  send(text: string): void;
  close(code?: number, reason?: string): void;
  /** Drops the connection without a closing handshake, where the implementation can. */
  terminate?(): void;
}

/** Makes the socket for one attempt; `url` holds credentials in its query and does not belong in logs. */
export type SocketFactory = (url: string) => WebSocketLike;

let fallback: SocketFactory | undefined;

/** What node's entry point sets where the platform has no WebSocket of its own. */
export function setFallbackSocket(factory: SocketFactory): void {
  fallback = factory;
}

/** The platform's own WebSocket. */
export function defaultSocket(url: string): WebSocketLike {
  if (typeof WebSocket !== "undefined") {
    return new WebSocket(url);
  }
  if (fallback === undefined) {
    throw new Error("There is no WebSocket here: install the 'ws' package, or pass createSocket.");
  }
  return fallback(url);
}

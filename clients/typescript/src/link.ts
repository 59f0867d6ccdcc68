import { isFrame, type ServerFrame } from "./frames.js";
import type { WebSocketLike } from "./socket.js";

/** Used where no close frame came: RFC 6455's "abnormal". */
export const LOST = 1006;

// Free for applications: the socket is dead, and the server will hardly read why.
const SILENT = 4000;

/** Who owns a link. Nothing is called after `closed`, which is called once, and never after `close`. */
export interface LinkOwner {
  opened(): void;
  frame(frame: ServerFrame): void;
  /** `detail` is what the socket's error event said: node's `ws` names the HTTP status there, browsers say nothing. */
  closed(code: number, reason: string, detail: string): void;
}

/** Times of a link in milliseconds. */
export interface LinkTimes {
  readonly connectMs: number;
  readonly timeoutMs: number;
}

/** One socket from its construction to its end, and the watch over its silence. */
export class Link {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #idleMs = Infinity;
  #heard = Date.now();
  #answerBy = Infinity;
  #lostAt: number;
  #established = false;
  #ended = false;
  #detail = "";

  constructor(
    private readonly socket: WebSocketLike,
    private readonly owner: LinkOwner,
    private readonly times: LinkTimes,
    private readonly parse: (json: string) => unknown,
  ) {
    this.#lostAt = this.#heard + times.connectMs;
    this.#watch();
    socket.onopen = () => owner.opened();
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onerror = (event) => {
      const message = (event as { readonly message?: unknown }).message;
      this.#detail = typeof message === "string" ? message : "";
    };
    socket.onclose = ({ code, reason }) => this.#end(code, reason);
  }

  send(json: string): void {
    this.socket.send(json);
  }

  /** From now on silence is measured: the server said that it is there. */
  established(idleMs: number): void {
    this.#established = true;
    this.#idleMs = idleMs;
    this.#alive();
    this.#watch();
  }

  /** Asks for a sign of life now; a question that is under way is left alone. */
  probe(): void {
    if (!this.#ended && this.#lostAt === Infinity) {
      this.#lostAt = Date.now() + this.times.timeoutMs;
      this.send('{"type":"ping"}');
      this.#watch();
    }
  }

  /** Something was sent that will be answered: silence after it is looked into sooner. */
  expectAnswer(): void {
    if (this.#answerBy === Infinity) {
      this.#answerBy = Date.now() + this.times.timeoutMs;
      this.#watch();
    }
  }

  /** Ends it without waiting for the other side: a dead connection never answers the closing handshake. */
  close(code: number, reason: string): void {
    if (!this.#ended) {
      this.#detach();
      this.#closeSocket(code, reason);
    }
  }

  #receive(data: unknown): void {
    if (this.#established) {
      this.#alive();
    }
    let frame: unknown;
    try {
      frame = this.parse(String(data));
    } catch {
      // Nothing that this client can use.
    }
    if (isFrame(frame)) {
      this.owner.frame(frame);
    }
  }

  #alive(): void {
    this.#heard = Date.now();
    this.#answerBy = this.#lostAt = Infinity;
  }

  #watch(): void {
    clearTimeout(this.#timer);
    const due = Math.min(this.#lostAt, this.#heard + this.#idleMs, this.#answerBy);
    this.#timer = setTimeout(() => this.#check(), Math.max(1, due - Date.now()));
  }

  // Frames do not touch the timer, which would cost more than they do: it looks, when it is due, whether it still is.
  #check(): void {
    const now = Date.now();
    if (now >= this.#lostAt) {
      this.#end(LOST, "no sign of life in time");
      this.#closeSocket(SILENT, "silent");
    } else if (now >= Math.min(this.#heard + this.#idleMs, this.#answerBy) && this.#lostAt === Infinity) {
      this.probe();
    } else {
      this.#watch();
    }
  }

  #end(code: number, reason: string): void {
    if (!this.#ended) {
      this.#detach();
      this.owner.closed(code, reason, this.#detail);
    }
  }

  #detach(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    // A socket that is closed before it is open says that it failed, and ws throws where nobody listens to that.
    this.socket.onerror = () => undefined;
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
  }

  #closeSocket(code: number, reason: string): void {
    try {
      this.socket.close(code, reason);
    } finally {
      if (code === SILENT) {
        this.socket.terminate?.();
      }
    }
  }
}

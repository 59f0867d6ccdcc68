import { Backoff } from "./backoff.js";
import { actionOf } from "./close-codes.js";
import { asRealtimeError, RealtimeError } from "./errors.js";
import { number, type ServerFrame } from "./frames.js";
import { Link } from "./link.js";
import type { Settings, TokenReason } from "./options.js";
import { watchPage } from "./page-events.js";
import { Tokens } from "./tokens.js";

/**
 * - `idle`: not started.
 * - `connecting`: a socket is being opened.
 * - `connected`: the server said `connected`.
 * - `waiting`: the connection was lost or could not be made; the next attempt comes after a delay.
 * - `closed`: closed by the application, or for good.
 */
export type ConnectionState = "idle" | "connecting" | "connected" | "waiting" | "closed";

/** A change of the connection's state. */
export interface StateChange {
  readonly state: ConnectionState;
  readonly previous: ConnectionState;
  /** Milliseconds until the next attempt, where the state is `waiting`. */
  readonly retryInMs?: number | undefined;
  /** The close code that led here, where a connection was lost or closed. */
  readonly closeCode?: number | undefined;
  /** What the server, or this client, said about it. */
  readonly reason?: string | undefined;
  /** Why nothing further is tried, where the state is `closed` and nobody asked for it. */
  readonly error?: RealtimeError | undefined;
}

/** What stands above the connection: it knows what the frames mean. */
export interface ConnectionOwner {
  /** The session to resume, if any. */
  sessionId(): string | undefined;
  forgetSession(): void;
  /** The socket is open; what is sent now goes ahead of everything else. */
  opened(send: (json: string) => void): void;
  connected(frame: ServerFrame): void;
  frame(frame: ServerFrame): void;
  lost(): void;
  /** The server closed because a message was too large. */
  shrink(): void;
  changed(change: StateChange): void;
  failed(error: RealtimeError): void;
  /** Gives the server a fresh token over the live connection. */
  authenticate(token: string): Promise<void>;
}

// A connection that lasted this long was a good one: the next loss begins with the shortest delay again.
const STABLE_MS = 5_000;
const SOONEST_REFRESH_MS = 1_000;
const LATEST_REFRESH_MS = 2 ** 31 - 1;

/** Keeps one connection to the server for as long as it is wanted. */
export class Connection {
  readonly #tokens: Tokens;
  readonly #backoff: Backoff;
  #state: ConnectionState = "idle";
  #link: Link | undefined;
  #attempt = 0;
  #url = 0;
  #tokenReason: TokenReason = "connect";
  #opened = false;
  #connectedAt: number | undefined;
  #notBefore = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #leave: ReturnType<typeof setTimeout> | undefined;
  #refresh: ReturnType<typeof setTimeout> | undefined;
  #stopWatching: (() => void) | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly owner: ConnectionOwner,
  ) {
    this.#tokens = new Tokens(settings.token);
    this.#backoff = new Backoff(settings.reconnect.minDelayMs, settings.reconnect.maxDelayMs);
  }

  get state(): ConnectionState {
    return this.#state;
  }

  start(): void {
    if (this.#state === "idle" || this.#state === "closed") {
      this.#backoff.reset();
      this.#notBefore = 0;
      this.#stopWatching = this.settings.reconnect.usePageEvents ? watchPage(() => this.hint()) : undefined;
      void this.#connect();
    }
  }

  /** Ends everything: with an error when nobody asked for it. */
  stop(change: Omit<StateChange, "state" | "previous"> = {}): void {
    if (this.#state === "closed") {
      return;
    }
    this.#attempt++;
    this.#stopWatching?.();
    clearTimeout(this.#retry);
    this.#dropLink(1000, "closed by the application");
    this.#change("closed", change);
  }

  /** The network may be back: tries at once, or looks whether the connection is still alive. */
  hint(): void {
    if (this.#state === "connected") {
      this.#link?.probe();
    } else if (this.#state === "waiting" && Date.now() >= this.#notBefore) {
      void this.#connect();
    }
  }

  /** Sends over the live connection. */
  send(json: string): void {
    this.#link?.send(json);
  }

  /** Sends over the live connection what the server will answer. */
  ask(json: string): void {
    this.#link?.send(json);
    this.#link?.expectAnswer();
  }

  async #connect(): Promise<void> {
    const attempt = ++this.#attempt;
    clearTimeout(this.#retry);
    this.#change("connecting");
    let token: string | undefined;
    try {
      token = await this.#tokens.get(this.#tokenReason);
    } catch (thrown) {
      if (attempt === this.#attempt) {
        this.#tokenFailed(asRealtimeError(thrown, "unavailable"));
      }
      return;
    }
    if (attempt !== this.#attempt) {
      return;
    }
    this.#tokenReason = "connect";
    this.#opened = false;
    try {
      const { connectTimeoutMs, createSocket, heartbeat, parse } = this.settings;
      this.#link = new Link(
        createSocket(this.#address(token)),
        {
          opened: () => {
            this.#opened = true;
            this.owner.opened((json) => this.send(json));
          },
          frame: (frame) => this.#receive(frame),
          closed: (code, reason, detail) => this.#closed(code, reason, detail),
        },
        { connectMs: connectTimeoutMs, timeoutMs: heartbeat.timeoutMs },
        parse,
      );
    } catch (thrown) {
      this.owner.failed(asRealtimeError(thrown, "unavailable"));
      this.#wait({});
    }
  }

  #address(token: string | undefined): string {
    const url = new URL(this.settings.urls[this.#url % this.settings.urls.length] as string);
    const query = { ...this.settings.query, token, session_id: this.owner.sessionId() };
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) {
        url.searchParams.set(name, value);
      }
    }
    return url.href;
  }

  #receive(frame: ServerFrame): void {
    if (frame.type === "connected") {
      this.#connectedAt = Date.now();
      this.#link?.established(this.settings.heartbeat.idleMs ?? (number(frame, "ping_interval_ms") || 50_000));
      this.#refreshLater();
      this.#change("connected");
      this.owner.connected(frame);
    } else if (frame.type === "reconnect") {
      this.#leaveLater(number(frame, "delay_ms"));
    } else if (this.#connectedAt !== undefined) {
      this.owner.frame(frame);
    }
  }

  // The server goes away. It closes the socket itself soon; who has not heard by then when to come back, would come too early.
  #leaveLater(delayMs: number): void {
    this.#notBefore = Date.now() + delayMs;
    clearTimeout(this.#leave);
    this.#leave = setTimeout(() => {
      this.#dropLink(1000, "asked to reconnect");
      this.#url++;
      void this.#connect();
    }, delayMs);
  }

  #closed(code: number, reason: string, detail: string): void {
    const stable = this.#connectedAt !== undefined && Date.now() - this.#connectedAt >= STABLE_MS;
    this.#dropLink(code, reason);
    this.#url++;
    if (stable) {
      this.#backoff.reset();
    }
    const refused = !this.#opened && / 401\b/.test(detail);
    const why = { closeCode: code, reason: reason || detail };
    switch (refused ? "token" : actionOf(code)) {
      case "stop":
        return this.stop({ ...why, error: new RealtimeError("closed", `The server closed the connection for good: ${code} ${reason}`.trimEnd(), { closeCode: code }) });
      case "token":
        if (!this.#tokens.renewable) {
          return this.stop({ ...why, error: new RealtimeError("unauthorized", "The server did not take the credentials.", { closeCode: code }) });
        }
        this.#rejectToken();
        return this.#wait(why, stable ? 0 : undefined);
      case "session":
        this.owner.forgetSession();
        return this.#wait(why);
      case "wait":
        this.#notBefore = Math.max(this.#notBefore, Date.now() + this.settings.reconnect.rateLimitedDelayMs);
        return this.#wait(why);
      case "shrink":
        this.owner.shrink();
        return this.#wait(why);
      case "resume":
        // Browsers do not say why a handshake failed. It may be the token: every other time a fresh one is tried.
        if (!this.#opened && this.#backoff.tries % 2 === 1) {
          this.#rejectToken();
        }
        return this.#wait(why);
    }
  }

  #wait(why: Omit<StateChange, "state" | "previous">, delayMs: number = this.#backoff.next()): void {
    const retryInMs = Math.max(delayMs, this.#notBefore - Date.now());
    this.#retry = setTimeout(() => void this.#connect(), retryInMs);
    this.#change("waiting", { ...why, retryInMs });
  }

  #rejectToken(): void {
    this.#tokens.reject();
    this.#tokenReason = "rejected";
  }

  #tokenFailed(error: RealtimeError): void {
    if (error.code === "unauthorized") {
      this.stop({ error });
    } else {
      this.owner.failed(error);
      this.#wait({ reason: error.message });
    }
  }

  #refreshLater(soonestMs: number = SOONEST_REFRESH_MS): void {
    clearTimeout(this.#refresh);
    if (this.#tokens.expiresAt === undefined) {
      return;
    }
    const left = this.#tokens.expiresAt - Date.now();
    // Of a token that lives shorter than the margin half the life is used.
    const delay = left - Math.min(this.settings.refreshBeforeMs, left / 2);
    this.#refresh = setTimeout(() => void this.#refreshNow(), Math.min(LATEST_REFRESH_MS, Math.max(soonestMs, delay)));
  }

  async #refreshNow(): Promise<void> {
    const attempt = this.#attempt;
    try {
      const token = await this.#tokens.get("expiring");
      if (attempt === this.#attempt && token !== undefined) {
        await this.owner.authenticate(token);
      }
      if (attempt === this.#attempt) {
        this.#refreshLater();
      }
    } catch (thrown) {
      if (attempt === this.#attempt) {
        // The connection lives until the old token runs out; then the server closes it with 4401.
        this.owner.failed(asRealtimeError(thrown, "unavailable"));
        this.#refreshLater(SOONEST_REFRESH_MS * 5);
      }
    }
  }

  #dropLink(code: number, reason: string): void {
    const link = this.#link;
    this.#link = undefined;
    clearTimeout(this.#leave);
    clearTimeout(this.#refresh);
    link?.close(code, reason);
    if (this.#connectedAt !== undefined) {
      this.#connectedAt = undefined;
      this.owner.lost();
    }
  }

  #change(state: ConnectionState, details: Omit<StateChange, "state" | "previous"> = {}): void {
    const previous = this.#state;
    this.#state = state;
    this.owner.changed({ state, previous, ...details });
  }
}

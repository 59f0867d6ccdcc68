import { RealtimeError } from "./errors.js";
import type { ClientSnapshot } from "./snapshot.js";
import { defaultSocket, type SocketFactory } from "./socket.js";

/** Why a token is asked for: for the first time, because it runs out soon, or because the server did not take the last one. */
export type TokenReason = "connect" | "expiring" | "rejected";

/**
 * Gives a token. Called before the first connection, `auth.refreshBeforeMs` before a token runs out, and after one was rejected.
 * A rejection counts as a failed attempt and is repeated with backoff; throw a {@link RealtimeError} with code `unauthorized` to stop for good.
 */
export type TokenSource = (reason: TokenReason) => string | Promise<string>;

/** Settings of a client. Times are milliseconds. */
export interface ClientOptions {
  /** Where the gateways listen, for example `wss://rt.example.com/ws`. With several, the next is tried when one fails. */
  url: string | readonly string[];
  /** A JWT, or where to get one. Left out: the server is in development mode and `query` names the user. */
  token?: string | TokenSource;
  /** Further query parameters, for example `{ user_id: "alice" }` in development mode. */
  query?: Readonly<Record<string, string>>;
  /** Makes the socket, for example to add headers on node. Default: the platform's WebSocket, on node 20 the package `ws`. */
  createSocket?: SocketFactory;
  /** Where an earlier client of the same user stood: {@link RealtimeClient.snapshot}. Then nothing is missed over a reload. */
  snapshot?: ClientSnapshot;
  /** Milliseconds for an attempt, from the socket's construction to the `connected` frame. Default 10,000; at least 100. */
  connectTimeoutMs?: number;
  /** Coming back after the connection was lost. */
  reconnect?: {
    /** The first delay in milliseconds; each is drawn between its half and its whole. Default 500; at least 10. */
    minDelayMs?: number;
    /** Delays double up to this many milliseconds. Default 20,000. */
    maxDelayMs?: number;
    /** Least delay in milliseconds after the server closed for too many frames (4429). Default 5,000. */
    rateLimitedDelayMs?: number;
    /** Whether a browser's `online` event, and a page that becomes visible, end a delay or probe the connection. Default true. */
    usePageEvents?: boolean;
  };
  /** Noticing a connection that is silently dead. */
  heartbeat?: {
    /** Milliseconds of silence after which a `ping` frame asks for a sign of life. Default: the server's ping interval (50,000). */
    idleMs?: number;
    /** Milliseconds that it, or a first answer to what was sent, may take before the connection counts as lost. Default 10,000; at least 100. */
    timeoutMs?: number;
  };
  /** What is sent and not answered yet. */
  queue?: {
    /** Items that wait or are under way; further ones are refused with `queue_full`. Default 1,000; 1 to 100,000. */
    maxItems?: number;
    /** Items under way at once. Default 64; 1 to 500, half of what the server remembers of one user's ids. */
    maxInFlight?: number;
    /**
     * Messages to one room, group, user or stream under way at once. Default 1: they are stored in the order of the calls, whatever fails and is repeated.
     * More is faster, but a message that the server refused and that is repeated may then come behind later ones. 1 to `maxInFlight`.
     */
    maxInFlightPerTarget?: number;
    /** Milliseconds for an item, waiting for a connection and repetitions included. Default 60,000; at least 1. */
    timeoutMs?: number;
    /**
     * Milliseconds after the first sending within which an item may be repeated; later it fails with `timeout`, since the server
     * may have forgotten its id. Default 110,000, a little below the server's window of 2 minutes.
     */
    repeatWithinMs?: number;
    /** Largest message in bytes; larger ones are refused with `too_large`. Default 524,288, the server's default. */
    maxMessageBytes?: number;
  };
  /** Acknowledging the inbox. */
  inbox?: {
    /** `auto` (default): when all handlers of a message have ended, their promises included. `manual`: {@link RealtimeClient.ack}. */
    ack?: "auto" | "manual";
    /** Milliseconds for which acknowledgements are gathered into one frame. Default 100; 0 to 10,000. */
    ackDelayMs?: number;
  };
  /** Refreshing tokens. */
  auth?: {
    /** Milliseconds before a token's `exp` at which a new one is asked for. Default 30,000. */
    refreshBeforeMs?: number;
  };
  /** Whether gaps are filled from history before what is missing for good is told. Default true. */
  repairGaps?: boolean;
  /** Parses frames, for example with a parser that keeps integers beyond 2^53. Default `JSON.parse`. */
  parse?: (json: string) => unknown;
  /** The counterpart of {@link parse}. Default `JSON.stringify`. */
  stringify?: (value: unknown) => string;
}

/** The same with every default filled in. */
export interface Settings {
  readonly urls: readonly string[];
  readonly token: string | TokenSource | undefined;
  readonly query: Readonly<Record<string, string>>;
  readonly createSocket: SocketFactory;
  readonly connectTimeoutMs: number;
  readonly reconnect: { readonly minDelayMs: number; readonly maxDelayMs: number; readonly rateLimitedDelayMs: number; readonly usePageEvents: boolean };
  readonly heartbeat: { readonly idleMs: number | undefined; readonly timeoutMs: number };
  readonly queue: Readonly<Required<NonNullable<ClientOptions["queue"]>>>;
  readonly inbox: Readonly<Required<NonNullable<ClientOptions["inbox"]>>>;
  readonly refreshBeforeMs: number;
  readonly repairGaps: boolean;
  readonly parse: (json: string) => unknown;
  readonly stringify: (value: unknown) => string;
}

/** @throws {@link RealtimeError} `bad_request` that names the first option out of its range. */
export function resolveOptions(options: ClientOptions): Settings {
  const urls = typeof options.url === "string" ? [options.url] : options.url;
  if (urls.length === 0 || !urls.every((url) => /^wss?:\/\//.test(url))) {
    throw new RealtimeError("bad_request", "url: one address or several, each beginning with ws:// or wss://.");
  }
  const { reconnect = {}, heartbeat = {}, queue = {}, inbox = {} } = options;
  const maxInFlight = inRange("queue.maxInFlight", queue.maxInFlight ?? 64, 1, 500);
  const minDelayMs = inRange("reconnect.minDelayMs", reconnect.minDelayMs ?? 500, 10);
  return {
    urls,
    token: options.token,
    query: options.query ?? {},
    createSocket: options.createSocket ?? defaultSocket,
    connectTimeoutMs: inRange("connectTimeoutMs", options.connectTimeoutMs ?? 10_000, 100),
    reconnect: {
      minDelayMs,
      maxDelayMs: inRange("reconnect.maxDelayMs", reconnect.maxDelayMs ?? Math.max(20_000, minDelayMs), minDelayMs),
      rateLimitedDelayMs: inRange("reconnect.rateLimitedDelayMs", reconnect.rateLimitedDelayMs ?? 5_000, 0),
      usePageEvents: reconnect.usePageEvents ?? true,
    },
    heartbeat: {
      idleMs: heartbeat.idleMs === undefined ? undefined : inRange("heartbeat.idleMs", heartbeat.idleMs, 100),
      timeoutMs: inRange("heartbeat.timeoutMs", heartbeat.timeoutMs ?? 10_000, 100),
    },
    queue: {
      maxItems: inRange("queue.maxItems", queue.maxItems ?? 1_000, 1, 100_000),
      maxInFlight,
      maxInFlightPerTarget: inRange("queue.maxInFlightPerTarget", queue.maxInFlightPerTarget ?? 1, 1, maxInFlight),
      timeoutMs: inRange("queue.timeoutMs", queue.timeoutMs ?? 60_000, 1),
      repeatWithinMs: inRange("queue.repeatWithinMs", queue.repeatWithinMs ?? 110_000, 0),
      maxMessageBytes: inRange("queue.maxMessageBytes", queue.maxMessageBytes ?? 524_288, 1_024),
    },
    inbox: { ack: inbox.ack ?? "auto", ackDelayMs: inRange("inbox.ackDelayMs", inbox.ackDelayMs ?? 100, 0, 10_000) },
    refreshBeforeMs: inRange("auth.refreshBeforeMs", options.auth?.refreshBeforeMs ?? 30_000, 0),
    repairGaps: options.repairGaps ?? true,
    parse: options.parse ?? (JSON.parse as (json: string) => unknown),
    stringify: options.stringify ?? JSON.stringify,
  };
}

// The largest delay that timers know: 24.8 days.
const longest = 2 ** 31 - 1;

function inRange(name: string, value: number, min: number, max: number = longest): number {
  if (!(value >= min && value <= max)) {
    throw new RealtimeError("bad_request", `${name}: ${value} is not between ${min} and ${max}.`);
  }
  return value;
}

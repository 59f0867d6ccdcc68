import type { RealtimeError } from "./errors.js";
import { number, optionalNumber, text, type ServerFrame } from "./frames.js";
import type { SendOptions } from "./outbox.js";

/** One entry of a stream. */
export interface StreamEntry {
  readonly stream: string;
  /** `<milliseconds>-<number>`; grows from entry to entry. */
  readonly id: string;
  readonly data: unknown;
  /** When it was taken, to the second. */
  readonly timestamp: Date;
  /** How often it was delivered to its group, 1 for the first time; undefined outside a group. */
  readonly deliveryCount: number | undefined;
}

/** Entries between two ids that the stream no longer holds. Both are exclusive; `toId` is undefined where the next entry is not known. */
export interface StreamGap {
  readonly stream: string;
  readonly fromId: string;
  readonly toId: string | undefined;
}

/** What listens to a stream. */
export type StreamHandler = (entry: StreamEntry) => unknown;

export interface SubscribeStreamOptions extends SendOptions {
  /** `$`, the default: from now on. `0`: from the beginning. Or the id of the last entry that is known. */
  startId?: string;
  /** Called for each entry, in order. Without it, loop over the subscription. */
  onEntry?: StreamHandler;
  /** Called where the stream was trimmed behind this subscription's place. */
  onGap?: (gap: StreamGap) => void;
  /** Entries that wait for a loop; more end it with `overflow`. Default 1,000. */
  maxBuffered?: number;
}

export interface ConsumeStreamOptions extends SendOptions {
  /** This consumer's name in the group. Name it to get what it had pending before a restart. Default: a random one, kept over reconnects. */
  consumer?: string;
  /** Entries that may be out without acknowledgement: 1 to 1,000. Default 10. */
  count?: number;
  /**
   * `handled` (default): when the handler has ended without error, or the loop has come back for the next. An entry
   * whose loop was left by `break` or an error stays pending. One whose handler failed is told as an `error` and comes again after `retryMs`.
   * `manual`: {@link StreamConsumer.ack}. `delivered`: by the server once it was written to the socket: at most once.
   */
  ack?: "handled" | "manual" | "delivered";
  /** Milliseconds after which entries that another consumer left pending are taken over. Default: the server's (30,000). */
  minIdleMs?: number;
  /** Milliseconds after which an entry whose handler failed is given out again, with a greater `deliveryCount`. Default 30,000. */
  retryMs?: number;
  /** Called for each entry, several at a time up to `count`. Without it, loop over the consumer. */
  onEntry?: StreamHandler;
}

/** Anything that goes wrong with one listener is told here. */
export type Report = (error: RealtimeError) => void;

/** One that listens to a stream, over all connections. */
export interface StreamListener {
  readonly key: string;
  /** The frame that begins it, now. */
  frame(): { type: string; [field: string]: unknown };
  /** Its answer came. */
  began(reply: ServerFrame): void;
  entry(frame: ServerFrame): void;
  gap(frame: ServerFrame): void;
  end(error?: RealtimeError): void;
  ended: boolean;
}

/** Negative where `a` comes before `b`. */
export function compareIds(a: string, b: string): number {
  const [aMs = "", aSeq = ""] = a.split("-");
  const [bMs = "", bSeq = ""] = b.split("-");
  return compareDigits(aMs, bMs) || compareDigits(aSeq, bSeq);
}

// Ids have 64 bits: more than a number holds.
function compareDigits(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}

/** The name under which a listener is found. */
export function keyOf(stream: string, group: string | undefined): string {
  return group === undefined ? stream : `${stream}\n${group}`;
}

/** True when it is done. A handler that throws at once is no different from one whose promise rejects. */
export async function run(handler: StreamHandler, entry: StreamEntry): Promise<boolean> {
  await handler(entry);
  return true;
}

export function streamEntry(frame: ServerFrame, stream: string): StreamEntry {
  return {
    stream,
    id: text(frame, "id"),
    data: frame["data"],
    timestamp: new Date(number(frame, "timestamp") * 1_000),
    deliveryCount: optionalNumber(frame, "delivery_count"),
  };
}

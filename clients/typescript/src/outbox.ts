import { Backoff } from "./backoff.js";
import { RealtimeError, type ServerErrorCode } from "./errors.js";
import { optionalNumber, text, type ClientFrame, type ServerFrame } from "./frames.js";
import type { Settings } from "./options.js";

/** How one request is handled. Times in milliseconds. */
export interface SendOptions {
  /** 1 to 64 characters, unique for the user: the idempotency key. Default: a new one. */
  id?: string;
  /** For waiting, sending and repeating together. Default `queue.timeoutMs`. */
  timeoutMs?: number;
  /** Gives up waiting; a message that is under way may be stored all the same. */
  signal?: AbortSignal;
}

interface Policy extends SendOptions {
  /** Requests with the same lane are answered in order, and only `queue.maxInFlightPerTarget` of them are under way. */
  lane?: string;
  /**
   * When the connection is lost before the answer: `repeat` (default) on the next one; `fail` if it was sent, since sending
   * it twice does harm; `drop` in any case, since it only makes sense on this connection.
   */
  onLoss?: "repeat" | "fail" | "drop";
  /** Called with the reply before any later frame is looked at, which promises are too late for. */
  onReply?: (reply: ServerFrame) => void;
}

interface Item {
  readonly id: string;
  readonly json: string;
  readonly lane: string | undefined;
  readonly onLoss: "repeat" | "fail" | "drop";
  readonly backoff: Backoff;
  readonly answer: Promise<ServerFrame>;
  readonly onReply: ((reply: ServerFrame) => void) | undefined;
  readonly resolve: (reply: ServerFrame) => void;
  readonly reject: (error: unknown) => void;
  readonly release: () => void;
  firstSentAt: number | undefined;
  underWay: boolean;
  notBefore: number;
  refusal: RealtimeError | undefined;
}

const REPEATED: ReadonlySet<string> = new Set(["unavailable", "timeout", "rate_limited"]);

/**
 * Requests from their making to their answer. They wait while there is no connection, are sent in order, and are sent again
 * under the same id when the connection was lost before the answer, or when the server could not take them at that moment.
 */
export class Outbox {
  // In the order in which they were made; sending again keeps it.
  readonly #items = new Map<string, Item>();
  readonly #name = randomName();
  #send: ((json: string) => void) | undefined;
  #count = 0;
  #closed: RealtimeError | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly settings: Settings) {}

  /** Requests without an answer. */
  get size(): number {
    return this.#items.size;
  }

  /** An id that nobody else has. */
  newId(): string {
    return `${this.#name}-${(++this.#count).toString(36)}`;
  }

  /** Done when all of a lane that was sent by now has its answer; undefined where nothing waits for one. */
  unanswered(lane: string): Promise<unknown> | undefined {
    const sent = [...this.#items.values()].filter((item) => item.lane === lane && item.firstSentAt !== undefined);
    return sent.length === 0 ? undefined : Promise.allSettled(sent.map((item) => item.answer));
  }

  /** @throws {@link RealtimeError} `queue_full`, `too_large`, what the server refused with, `timeout`, `closed`, or the signal's reason. */
  request(frame: ClientFrame, policy: Policy = {}): Promise<ServerFrame> {
    const { queue, stringify } = this.settings;
    const id = policy.id ?? this.newId();
    const json = stringify({ ...frame, id });
    if (this.#closed !== undefined) {
      return Promise.reject(this.#closed);
    }
    if (policy.signal?.aborted) {
      return Promise.reject(policy.signal.reason as Error);
    }
    if (this.#items.has(id) || id.length === 0 || id.length > 64) {
      return Promise.reject(new RealtimeError("bad_request", `The id '${id}' is in use, empty or longer than 64 characters.`));
    }
    // What the client needs for itself is little, and must not fail because the application has sent much.
    if (this.#items.size >= queue.maxItems && policy.onLoss !== "drop") {
      return Promise.reject(new RealtimeError("queue_full", `${queue.maxItems} requests wait for an answer.`));
    }
    // Three bytes is the most that a UTF-16 unit becomes: most messages need not be measured.
    if (json.length * 3 > queue.maxMessageBytes && new TextEncoder().encode(json).length > queue.maxMessageBytes) {
      return Promise.reject(new RealtimeError("too_large", `The message is larger than ${queue.maxMessageBytes} bytes.`));
    }
    let resolve!: Item["resolve"];
    let reject!: Item["reject"];
    const answer = new Promise<ServerFrame>((onAnswer, onError) => ([resolve, reject] = [onAnswer, onError]));
    const timer = setTimeout(() => this.#expire(id), policy.timeoutMs ?? queue.timeoutMs);
    const onAbort = (): void => {
      this.#reject(id, policy.signal?.reason);
      this.#pump();
    };
    policy.signal?.addEventListener("abort", onAbort);
    const release = (): void => {
      clearTimeout(timer);
      policy.signal?.removeEventListener("abort", onAbort);
    };
    const { lane, onReply, onLoss = "repeat" } = policy;
    this.#items.set(id, { id, json, lane, onLoss, onReply, answer, resolve, reject, release, backoff: new Backoff(100, 5_000), firstSentAt: undefined, underWay: false, notBefore: 0, refusal: undefined });
    this.#pump();
    return answer;
  }

  /** There is a connection: everything that has no answer goes out, oldest first. */
  attach(send: (json: string) => void): void {
    for (const item of [...this.#items.values()]) {
      if (this.#isTooOld(item)) {
        this.#expire(item.id);
      }
    }
    this.#send = send;
    this.#pump();
  }

  /** The connection was lost: what was under way waits for the next. */
  detach(): void {
    this.#send = undefined;
    clearTimeout(this.#retry);
    for (const item of [...this.#items.values()]) {
      if (item.onLoss === "drop" || (item.onLoss === "fail" && item.firstSentAt !== undefined)) {
        this.#reject(item.id, new RealtimeError("connection_lost", "The connection was lost before the answer.", { maybeStored: item.firstSentAt !== undefined }));
      }
      item.underWay = false;
      item.notBefore = 0;
    }
  }

  /** Done when nothing waits for an answer, or after that many milliseconds. */
  async drained(timeoutMs: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise((resolve) => (timer = setTimeout(resolve, timeoutMs)));
    await Promise.race([timeout, Promise.allSettled([...this.#items.values()].map((item) => item.answer))]);
    clearTimeout(timer);
  }

  /** Fails everything, and what comes until it is opened again. */
  close(code: RealtimeError["code"], message: string, closeCode: number | undefined): void {
    this.detach();
    this.#closed = new RealtimeError(code, message, { closeCode });
    for (const { id, firstSentAt } of [...this.#items.values()]) {
      this.#reject(id, new RealtimeError(code, message, { closeCode, maybeStored: firstSentAt !== undefined }));
    }
  }

  /** There will be connections. */
  open(): void {
    this.#closed = undefined;
  }

  /** The server closed because of a message's size: of those without an answer the largest one is given up. */
  dropLargest(): void {
    const sent = [...this.#items.values()].filter((item) => item.firstSentAt !== undefined);
    const [largest] = sent.sort((a, b) => b.json.length - a.json.length);
    if (largest !== undefined) {
      this.#reject(largest.id, new RealtimeError("too_large", "The server takes no message of this size."));
    }
  }

  /** Takes a `reply` or `error` frame. Returns whether it belonged to a request. */
  answer(frame: ServerFrame): boolean {
    const item = this.#items.get(text(frame, "id"));
    if (item === undefined) {
      return false;
    }
    if (frame.type === "reply") {
      this.#remove(item);
      item.onReply?.(frame);
      item.resolve(frame);
    } else {
      this.#refused(item, errorOf(frame));
    }
    this.#pump();
    return true;
  }

  #refused(item: Item, error: RealtimeError): void {
    if (!REPEATED.has(error.code) || this.#isTooOld(item)) {
      this.#reject(item.id, error);
      return;
    }
    item.refusal = error;
    item.underWay = false;
    item.notBefore = Date.now() + Math.max(error.retryAfterMs ?? 0, item.backoff.next());
  }

  #isTooOld(item: Item): boolean {
    return Date.now() - (item.firstSentAt ?? Infinity) > this.settings.queue.repeatWithinMs;
  }

  #pump(): void {
    clearTimeout(this.#retry);
    const { maxInFlight, maxInFlightPerTarget } = this.settings.queue;
    const lanes = new Map<string, number>();
    let underWay = 0;
    let soonest = Infinity;
    const now = Date.now();
    for (const item of this.#items.values()) {
      if (this.#send === undefined || underWay >= maxInFlight) {
        return;
      }
      const inLane = item.lane === undefined ? 0 : (lanes.get(item.lane) ?? 0);
      if (!item.underWay && inLane < maxInFlightPerTarget) {
        if (item.notBefore > now) {
          soonest = Math.min(soonest, item.notBefore);
        } else {
          item.underWay = true;
          item.firstSentAt ??= now;
          this.#send(item.json);
        }
      }
      underWay += item.underWay ? 1 : 0;
      if (item.lane !== undefined) {
        // One that waits to be repeated keeps its place: those behind it do not overtake it.
        lanes.set(item.lane, item.underWay ? inLane + 1 : Infinity);
      }
    }
    if (soonest !== Infinity) {
      this.#retry = setTimeout(() => this.#pump(), soonest - now);
    }
  }

  #expire(id: string): void {
    const item = this.#items.get(id);
    if (item !== undefined) {
      const maybeStored = item.firstSentAt !== undefined;
      this.#reject(id, maybeStored && item.refusal !== undefined && !item.underWay
        ? item.refusal
        : new RealtimeError("timeout", maybeStored ? "No answer in time." : "No connection in time.", { maybeStored, cause: item.refusal }));
      this.#pump();
    }
  }

  #reject(id: string, error: unknown): void {
    const item = this.#items.get(id);
    if (item !== undefined) {
      this.#remove(item);
      item.reject(error);
    }
  }

  #remove(item: Item): void {
    this.#items.delete(item.id);
    item.release();
  }
}

/** What an `error` frame, or an `error` field, says. */
export function errorOf(frame: ServerFrame): RealtimeError {
  const code = (text(frame, "code") || "internal") as ServerErrorCode;
  return new RealtimeError(code, text(frame, "message"), { retryAfterMs: optionalNumber(frame, "retry_after_ms"), maybeStored: code === "unavailable" || code === "timeout" });
}

// 80 random bits name this client; they need not be secret.
function randomName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => (byte % 32).toString(32)).join("");
}

import { asRealtimeError, type RealtimeError } from "./errors.js";
import { EventQueue } from "./event-queue.js";
import type { ServerFrame } from "./frames.js";
import type { Outbox } from "./outbox.js";
import { keyOf, run, streamEntry, type ConsumeStreamOptions, type Report, type StreamEntry, type StreamListener } from "./stream-entries.js";

/** One consumer of a group: competes with the others for entries, and acknowledges them. Loop over it, or pass `onEntry`. */
export class StreamConsumer implements AsyncIterable<StreamEntry> {
  readonly key: string;
  /** Its name in the group. */
  readonly consumer: string;
  ended = false;
  readonly #queue: EventQueue<StreamEntry>;
  // Delivered here and not acknowledged for certain: pushed again after a reconnect, they are not handled again.
  readonly #open = new Set<string>();
  #toAck: string[] = [];
  #retry: ReturnType<typeof setTimeout> | undefined;

  /** @internal */
  constructor(
    readonly stream: string,
    readonly group: string,
    private readonly options: ConsumeStreamOptions,
    private readonly outbox: Outbox,
    private readonly report: Report,
    private readonly onEnd: (listener: StreamListener) => Promise<void>,
    private readonly onRetry: (listener: StreamListener) => void,
  ) {
    this.key = keyOf(stream, group);
    this.consumer = options.consumer ?? outbox.newId();
    // Never more than the server may have out, so that it cannot overflow.
    this.#queue = new EventQueue(Infinity, () => void this.close());
  }

  [Symbol.asyncIterator](): AsyncIterator<StreamEntry> {
    return this.#queue;
  }

  /**
   * Acknowledges entries. Done when the server did; safe over a lost connection.
   * @throws {@link RealtimeError}
   */
  async ack(ids: readonly string[]): Promise<void> {
    try {
      await this.outbox.request({ type: "stream.ack", stream: this.stream, group: this.group, ids });
    } finally {
      for (const id of ids) {
        this.#open.delete(id);
      }
    }
  }

  /** Ends it; what was not acknowledged stays pending for the others. Done when the server knows, or is not there to be told. */
  close(): Promise<void> {
    const first = !this.ended;
    this.end();
    return first ? this.onEnd(this) : Promise.resolve();
  }

  /** @internal */
  frame(): { type: string } {
    const { count, minIdleMs, ack } = this.options;
    return {
      type: "stream.consume",
      ...{ stream: this.stream, group: this.group, consumer: this.consumer, count: count ?? 10, auto_ack: ack === "delivered", min_idle_ms: minIdleMs },
    };
  }

  /** @internal */
  began(): void {
    // Nothing to remember: the server knows what is pending.
  }

  /** @internal */
  entry(frame: ServerFrame): void {
    const entry = streamEntry(frame, this.stream);
    const ack = this.options.ack ?? "handled";
    if (ack !== "delivered") {
      if (this.#open.has(entry.id)) {
        return;
      }
      this.#open.add(entry.id);
    }
    const handled = this.options.onEntry === undefined ? this.#queue.push(entry) : run(this.options.onEntry, entry);
    handled.then(
      (isDone) => {
        if (isDone && ack === "handled") {
          this.#ackSoon(entry.id);
        }
      },
      (thrown: unknown) => {
        this.report(asRealtimeError(thrown, "handler"));
        this.#open.delete(entry.id);
        // It counts as one of those that are out until the consumer begins anew; then it comes first.
        this.#retry ??= setTimeout(() => {
          this.#retry = undefined;
          this.onRetry(this);
        }, this.options.retryMs ?? 30_000);
      },
    );
  }

  /** @internal */
  gap(): void {
    // Groups have none: what was trimmed before it was read is not theirs to know.
  }

  /** @internal */
  end(error?: RealtimeError): void {
    this.ended = true;
    clearTimeout(this.#retry);
    this.#queue.end(error);
  }

  // What is done in the same turn goes out in one frame.
  #ackSoon(id: string): void {
    if (this.#toAck.push(id) === 1) {
      setTimeout(() => {
        const ids = this.#toAck;
        this.#toAck = [];
        this.ack(ids).catch((thrown: unknown) => {
          const error = asRealtimeError(thrown, "internal");
          // Whoever closes the client knows: they stay pending.
          if (error.code !== "closed") {
            this.report(error);
          }
        });
      }, 0);
    }
  }
}

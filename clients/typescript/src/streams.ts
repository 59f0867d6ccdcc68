import type { RealtimeClient } from "./client.js";
import { asRealtimeError, RealtimeError } from "./errors.js";
import { optionalText, records, text, texts, type ClientFrame, type ServerFrame } from "./frames.js";
import { errorOf, type Outbox, type SendOptions } from "./outbox.js";
import { StreamConsumer } from "./stream-consumer.js";
import { keyOf, streamEntry, type ConsumeStreamOptions, type Report, type StreamEntry, type StreamListener, type SubscribeStreamOptions } from "./stream-entries.js";
import { StreamSubscription } from "./stream-subscription.js";

/**
 * Named, durable streams of entries (docs/protocol.md, "Streams"), over a client's connection. Needs role `service` unless the server lets users in.
 * One object is enough for a client; it ends with the client.
 */
export class Streams {
  readonly #listeners = new Map<string, StreamListener>();
  readonly #begun = new Set<StreamListener>();
  readonly #outbox: Outbox;
  readonly #report: Report;
  #connected = false;

  constructor(client: RealtimeClient) {
    const { session } = client;
    this.#outbox = session.outbox;
    this.#report = (error) => session.failed(error);
    session.extend({
      receive: (frame) => this.#receive(frame),
      attach: () => this.#attach(),
      detach: () => (this.#connected = false),
      close: (error) => this.#close(error),
    });
  }

  /**
   * Adds an entry. Resolves with its id.
   * @param options `entryId`: an id of one's own, greater than the stream's last; else `conflict`.
   * @throws {@link RealtimeError}
   */
  async publish(stream: string, data: unknown, options: SendOptions & { entryId?: string } = {}): Promise<string> {
    const { entryId, ...policy } = options;
    const reply = await this.#outbox.request({ type: "stream.publish", stream, data: data ?? null, entry_id: entryId }, { ...policy, lane: `stream/${stream}` });
    return optionalText(reply, "entry_id") ?? texts(reply, "ids")[0] ?? "";
  }

  /**
   * Adds 1 to 1,000 entries, all or none. Resolves with their ids.
   * @throws {@link RealtimeError}
   */
  async publishAll(stream: string, entries: readonly { readonly data: unknown; readonly entryId?: string }[], options: SendOptions = {}): Promise<string[]> {
    const messages = entries.map(({ data, entryId }) => ({ data: data ?? null, entry_id: entryId }));
    return texts(await this.#outbox.request({ type: "stream.publish", stream, messages }, { ...options, lane: `stream/${stream}` }), "ids");
  }

  /**
   * Entries between two ids, both included; `(` before an id leaves it out. Default: the first 100 of all.
   * @throws {@link RealtimeError}
   */
  async range(stream: string, options: SendOptions & { start?: string; end?: string; count?: number; reverse?: boolean } = {}): Promise<StreamEntry[]> {
    const { start, end, count, reverse, ...policy } = options;
    const reply = await this.#outbox.request({ type: "stream.range", stream, start, end, count, reverse }, policy);
    return records(reply, "messages").map((entry) => streamEntry({ type: "stream", ...entry }, stream));
  }

  /** All entries behind `start` that are there now, fetched page by page. */
  async *entries(stream: string, options: SendOptions & { start?: string; end?: string; pageSize?: number } = {}): AsyncGenerator<StreamEntry, void> {
    const { start = "-", end = "+", pageSize = 100, ...policy } = options;
    for (let next = start; ; ) {
      const page = await this.range(stream, { ...policy, start: next, end, count: pageSize });
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) {
        return;
      }
      next = `(${last.id}`;
    }
  }

  /**
   * Hears entries live. After a reconnect it goes on behind the last one that was delivered here.
   * @throws {@link RealtimeError} `conflict` where this client subscribes to the stream already.
   */
  subscribe(stream: string, options: SubscribeStreamOptions = {}): Promise<StreamSubscription> {
    const subscription = new StreamSubscription(stream, options, this.#report, (listener) => this.#stop(listener, { type: "stream.unsubscribe", stream }));
    return this.#start(subscription, options);
  }

  /**
   * Consumes as one of a group, which must exist (made over HTTP).
   * @throws {@link RealtimeError} `conflict` where this client consumes for the group already.
   */
  consume(stream: string, group: string, options: ConsumeStreamOptions = {}): Promise<StreamConsumer> {
    const stop = { type: "stream.stop", stream, group };
    const onRetry = (listener: StreamListener): void => {
      if (this.#connected && !listener.ended) {
        this.#outbox.request(stop, { onLoss: "drop" }).then(
          () => this.#resume(listener),
          () => undefined,
        );
      }
    };
    return this.#start(new StreamConsumer(stream, group, options, this.#outbox, this.#report, (listener) => this.#stop(listener, stop), onRetry), options);
  }

  #receive(frame: ServerFrame): void {
    const listener = this.#listeners.get(keyOf(text(frame, "stream"), optionalText(frame, "group")));
    if (frame.type === "gap") {
      listener?.gap(frame);
    } else if (frame.type === "error") {
      const error = errorOf(frame);
      if (listener !== undefined) {
        this.#forget(listener);
        listener.end(error);
      }
      this.#report(error);
    } else {
      listener?.entry(frame);
    }
  }

  // Subscriptions to streams are not part of the session: each connection begins them anew.
  #attach(): void {
    this.#connected = true;
    for (const listener of this.#begun) {
      void this.#resume(listener);
    }
  }

  #close(error: RealtimeError | undefined): void {
    for (const listener of this.#listeners.values()) {
      listener.end(error);
    }
    this.#listeners.clear();
    this.#begun.clear();
  }

  async #start<T extends StreamListener>(listener: T, options: SendOptions): Promise<T> {
    if (this.#listeners.has(listener.key)) {
      throw new RealtimeError("conflict", "This client listens there already.");
    }
    this.#listeners.set(listener.key, listener);
    try {
      const { id, timeoutMs, signal } = options;
      listener.began(await this.#outbox.request(listener.frame(), { id, timeoutMs, signal }));
    } catch (thrown) {
      this.#forget(listener);
      listener.end();
      throw thrown;
    }
    this.#begun.add(listener);
    return listener;
  }

  async #resume(listener: StreamListener): Promise<void> {
    while (this.#connected && !listener.ended) {
      try {
        listener.began(await this.#outbox.request(listener.frame(), { onLoss: "drop" }));
        return;
      } catch (thrown) {
        const error = asRealtimeError(thrown, "internal");
        if (error.code === "connection_lost" || error.code === "closed") {
          return;
        }
        if (!error.maybeStored && error.code !== "rate_limited") {
          this.#forget(listener);
          listener.end(error);
          this.#report(error);
        }
      }
    }
  }

  async #stop(listener: StreamListener, frame: ClientFrame): Promise<void> {
    if (this.#listeners.get(listener.key) === listener) {
      this.#forget(listener);
      if (this.#connected) {
        await this.#outbox.request(frame, { onLoss: "drop" }).catch(() => undefined);
      }
    }
  }

  #forget(listener: StreamListener): void {
    this.#listeners.delete(listener.key);
    this.#begun.delete(listener);
  }
}

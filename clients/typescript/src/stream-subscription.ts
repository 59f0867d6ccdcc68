import { asRealtimeError, type RealtimeError } from "./errors.js";
import { EventQueue } from "./event-queue.js";
import { optionalText, text, type ServerFrame } from "./frames.js";
import { compareIds, run, streamEntry, type Report, type StreamEntry, type StreamListener, type SubscribeStreamOptions } from "./stream-entries.js";

/** A live subscription to a stream: goes on behind its last entry whenever the connection was lost. Loop over it, or pass `onEntry`. */
export class StreamSubscription implements AsyncIterable<StreamEntry> {
  readonly key: string;
  ended = false;
  readonly #queue: EventQueue<StreamEntry>;
  #lastId: string | undefined;

  /** @internal */
  constructor(
    readonly stream: string,
    private readonly options: SubscribeStreamOptions,
    private readonly report: Report,
    private readonly onEnd: (listener: StreamListener) => Promise<void>,
  ) {
    this.key = stream;
    this.#lastId = options.startId === "$" ? undefined : options.startId;
    this.#queue = new EventQueue(options.maxBuffered ?? 1_000, () => void this.close());
  }

  /** The id of the last entry that was delivered, or behind which it began; undefined before it began. */
  get lastId(): string | undefined {
    return this.#lastId;
  }

  [Symbol.asyncIterator](): AsyncIterator<StreamEntry> {
    return this.#queue;
  }

  /** Ends it. Done when the server knows, or is not there to be told. */
  close(): Promise<void> {
    const first = !this.ended;
    this.end();
    return first ? this.onEnd(this) : Promise.resolve();
  }

  /** @internal */
  frame(): { type: string } {
    return { type: "stream.subscribe", ...{ stream: this.stream, start_id: this.#lastId ?? "$" } };
  }

  /** @internal */
  began(reply: ServerFrame): void {
    this.#lastId ??= optionalText(reply, "last_id");
  }

  /** @internal */
  entry(frame: ServerFrame): void {
    const entry = streamEntry(frame, this.stream);
    if (this.#lastId !== undefined && compareIds(entry.id, this.#lastId) <= 0) {
      return;
    }
    this.#lastId = entry.id;
    if (this.options.onEntry === undefined) {
      void this.#queue.push(entry);
    } else {
      void run(this.options.onEntry, entry).catch((thrown: unknown) => this.report(asRealtimeError(thrown, "handler")));
    }
  }

  /** @internal */
  gap(frame: ServerFrame): void {
    this.options.onGap?.({ stream: this.stream, fromId: text(frame, "from_id"), toId: optionalText(frame, "to_id") });
  }

  /** @internal */
  end(error?: RealtimeError): void {
    this.ended = true;
    this.#queue.end(error);
  }
}

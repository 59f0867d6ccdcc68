import { RealtimeError } from "./errors.js";

// A handler that does not end must not make this grow for ever.
const MAX_OPEN = 10_000;

/** Finds out up to where the inbox is done, and says so to the server: seldom, and never ahead of a handler that still runs. */
export class InboxAcks {
  readonly #open: { readonly seq: number; done: boolean }[] = [];
  #done: number | undefined;
  #told: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #send: ((json: string) => void) | undefined;

  constructor(
    private readonly settings: { readonly ack: "auto" | "manual"; readonly ackDelayMs: number },
    private readonly onOverflow: (error: RealtimeError) => void,
  ) {}

  /** Acknowledged up to and including; undefined before the first. */
  get done(): number | undefined {
    return this.#done;
  }

  /** Where the inbox begins for this client, or begins anew. */
  begin(seq: number): void {
    this.#open.length = 0;
    this.#done = this.#told = seq;
  }

  /** A message was given to its handlers. */
  received(seq: number, handlers: Promise<unknown> | undefined): void {
    if (this.settings.ack === "manual") {
      return;
    }
    const entry = { seq, done: handlers === undefined };
    this.#open.push(entry);
    if (this.#open.length > MAX_OPEN) {
      this.onOverflow(new RealtimeError("overflow", `The handlers of ${MAX_OPEN} inbox messages have not ended; the oldest counts as done.`));
      (this.#open[0] as { done: boolean }).done = true;
    }
    if (handlers === undefined) {
      this.#advance();
    } else {
      void handlers.then(() => {
        entry.done = true;
        this.#advance();
      });
    }
  }

  /** The application has everything up to and including this place. */
  ack(seq: number): void {
    if (seq > (this.#done ?? -1)) {
      this.#done = seq;
      this.#tellSoon();
    }
  }

  attach(send: (json: string) => void): void {
    this.#send = send;
    this.#tellSoon();
  }

  /** What was said last may not have arrived: it is said again on the next connection. */
  detach(): void {
    this.#send = this.#told = undefined;
  }

  /** Says now what would be said soon. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#send !== undefined && this.#done !== undefined && this.#done !== this.#told) {
      this.#told = this.#done;
      this.#send(`{"type":"ack","seq":${this.#done}}`);
    }
  }

  #advance(): void {
    while (this.#open[0]?.done === true) {
      this.ack(this.#open[0].seq);
      this.#open.shift();
    }
  }

  #tellSoon(): void {
    this.#timer ??= setTimeout(() => this.flush(), this.settings.ackDelayMs);
  }
}

import { RealtimeError } from "./errors.js";

/** Events for a `for await` loop. Bounded: a loop that is too slow fails with `overflow` rather than eat all memory. */
export class EventQueue<T> implements AsyncIterableIterator<T> {
  readonly #items: { readonly value: T; readonly handled: () => void }[] = [];
  #taken: (() => void) | undefined;
  #wake: (() => void) | undefined;
  #end: { readonly error: unknown } | undefined;

  constructor(
    private readonly maxItems: number,
    private readonly onReturn: () => void,
  ) {}

  /** Done when the loop has come back for the next one: then its body has run. */
  push(value: T): Promise<void> {
    if (this.#end !== undefined) {
      return Promise.resolve();
    }
    if (this.#items.length >= this.maxItems) {
      this.end(new RealtimeError("overflow", `${this.maxItems} events wait for a loop that is too slow.`));
      return Promise.resolve();
    }
    return new Promise((handled) => {
      this.#items.push({ value, handled });
      this.#wake?.();
    });
  }

  /** What is there is still given out; then the loop ends, or throws. */
  end(error?: unknown): void {
    if (this.#end === undefined) {
      this.#end = { error };
      this.onReturn();
      this.#wake?.();
    }
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    this.#taken?.();
    this.#taken = undefined;
    while (this.#items.length === 0) {
      if (this.#end !== undefined) {
        if (this.#end.error !== undefined) {
          const { error } = this.#end;
          this.#end = { error: undefined };
          throw error;
        }
        return { done: true, value: undefined };
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#wake = undefined;
    }
    const { value, handled } = this.#items.shift() as { value: T; handled: () => void };
    this.#taken = handled;
    return { done: false, value };
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#taken?.();
    this.#taken = undefined;
    for (const { handled } of this.#items.splice(0)) {
      handled();
    }
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

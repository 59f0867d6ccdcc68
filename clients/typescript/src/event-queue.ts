import { RealtimeError } from "./errors.js";

/** Events for a `for await` loop. Bounded: a loop that is too slow fails with `overflow` rather than eat all memory. */
export class EventQueue<T> implements AsyncIterableIterator<T> {
  readonly #items: { readonly value: T; readonly settle: (handled: boolean) => void }[] = [];
  #taken: ((handled: boolean) => void) | undefined;
  #wake: (() => void) | undefined;
  #end: { readonly error: unknown } | undefined;

  constructor(
    private readonly maxItems: number,
    private readonly onReturn: () => void,
  ) {}

  /** True when the loop has come back for the next one: then its body has run. False when it was left before, by `break` or by an error. */
  push(value: T): Promise<boolean> {
    if (this.#end !== undefined) {
      return Promise.resolve(false);
    }
    if (this.#items.length >= this.maxItems) {
      this.end(new RealtimeError("overflow", `${this.maxItems} events wait for a loop that is too slow.`));
      return Promise.resolve(false);
    }
    return new Promise((settle) => {
      this.#items.push({ value, settle });
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
    this.#taken?.(true);
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
    const { value, settle } = this.#items.shift() as { value: T; settle: (handled: boolean) => void };
    this.#taken = settle;
    return { done: false, value };
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#taken?.(false);
    this.#taken = undefined;
    for (const { settle } of this.#items.splice(0)) {
      settle(false);
    }
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

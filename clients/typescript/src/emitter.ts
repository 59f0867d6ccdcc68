/** What listens to an event. A promise that it returns is waited for before an inbox message is acknowledged. */
export type Handler<Event> = (event: Event) => unknown;

/** Calls listeners in the order in which they came. One that throws does not keep the others from hearing. */
export class Emitter<Events extends object> {
  readonly #handlers = new Map<keyof Events, Set<Handler<never>>>();

  constructor(private readonly onThrown: (thrown: unknown, event: keyof Events) => void) {}

  /** Adds a listener, and returns what removes it. */
  on<Name extends keyof Events>(name: Name, handler: Handler<Events[Name]>): () => void {
    let handlers = this.#handlers.get(name);
    if (handlers === undefined) {
      this.#handlers.set(name, (handlers = new Set()));
    }
    handlers.add(handler);
    return () => this.off(name, handler);
  }

  off<Name extends keyof Events>(name: Name, handler: Handler<Events[Name]>): void {
    this.#handlers.get(name)?.delete(handler);
  }

  has(name: keyof Events): boolean {
    return (this.#handlers.get(name)?.size ?? 0) > 0;
  }

  /** Done when all handlers are; nothing is to be waited for where it returns `undefined`. Never rejects. */
  emit<Name extends keyof Events>(name: Name, event: Events[Name]): Promise<unknown> | undefined {
    let waits: Promise<unknown>[] | undefined;
    for (const handler of [...(this.#handlers.get(name) ?? [])] as Handler<Events[Name]>[]) {
      try {
        const result = handler(event);
        if (result instanceof Promise) {
          (waits ??= []).push(result.catch((thrown: unknown) => this.onThrown(thrown, name)));
        }
      } catch (thrown) {
        this.onThrown(thrown, name);
      }
    }
    return waits && Promise.all(waits);
  }
}

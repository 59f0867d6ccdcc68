import { WebSocket } from "ws";
import { RealtimeClient, type ClientEvents, type ClientOptions, type RealtimeError } from "../../src/node.js";

/** A client with real sockets, which a test can cut. */
export class RealClient {
  readonly client: RealtimeClient;
  readonly errors: RealtimeError[] = [];
  readonly sockets: WebSocket[] = [];

  constructor(url: string | readonly string[], query: Readonly<Record<string, string>>, options: Partial<ClientOptions> = {}) {
    this.client = new RealtimeClient({
      url,
      query,
      reconnect: { minDelayMs: 50, maxDelayMs: 500 },
      createSocket: (address) => {
        const socket = new WebSocket(address);
        this.sockets.push(socket);
        return socket;
      },
      ...options,
    });
    this.client.on("error", (error) => void this.errors.push(error));
  }

  /** Cuts the connection without a word. */
  cut(): void {
    this.sockets.at(-1)?.terminate();
  }

  /** Everything that an event brings from now on, for waiting. */
  collect<Name extends keyof ClientEvents>(name: Name): Collected<ClientEvents[Name]> {
    const collected = new Collected<ClientEvents[Name]>();
    this.client.on(name, (event) => collected.add(event));
    return collected;
  }
}

/** Events that a test waits for. */
export class Collected<T> {
  readonly all: T[] = [];
  #waiting: (() => void) | undefined;

  add(event: T): void {
    this.all.push(event);
    this.#waiting?.();
  }

  /** Done when the condition holds; fails after a limit that is generous, since machines may be busy. */
  async until(condition: (all: readonly T[]) => boolean, what: string, limitMs = 60_000): Promise<readonly T[]> {
    const deadline = Date.now() + limitMs;
    while (!condition(this.all)) {
      const left = deadline - Date.now();
      if (left <= 0) {
        throw new Error(`Waited ${limitMs} ms for ${what}; there is ${JSON.stringify(this.all.slice(-5))}`);
      }
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
        timer = setTimeout(resolve, left);
      });
      clearTimeout(timer);
      this.#waiting = undefined;
    }
    return this.all;
  }

  count(count: number, what = `${count} events`): Promise<readonly T[]> {
    return this.until((all) => all.length >= count, what);
  }
}

import assert from "node:assert/strict";
import { Streams, type StreamEntry } from "../../src/index.js";
import { Collected, RealClient } from "./real-client.js";
import { call } from "./server.js";

/** A publisher, a subscriber and two consumers of a group, on one stream. */
export class StreamWorkload {
  readonly #clients: RealClient[] = [];
  readonly #heard = new Collected<StreamEntry>();
  readonly #handled = new Collected<StreamEntry>();
  readonly #ids: string[] = [];
  #running = true;
  #publishing: Promise<void> | undefined;

  constructor(
    private readonly server: { readonly url: string; readonly socketUrl: string },
    private readonly stream: string,
  ) {}

  get figures(): string {
    return `${this.#ids.length} entries`;
  }

  async start(): Promise<void> {
    await call(this.server, "POST", `streams/${this.stream}/groups`, "service", { group: "workers", start_id: "0" });
    const [publisher, subscriber, ...workers] = await Promise.all(["publisher", "subscriber", "worker-0", "worker-1"].map((name) => this.#connect(name)));
    assert.ok(publisher && subscriber);
    await subscriber.subscribe(this.stream, { onEntry: (entry) => this.#heard.add(entry) });
    for (const worker of workers) {
      await worker.consume(this.stream, "workers", { minIdleMs: 60_000, onEntry: (entry) => this.#handled.add(entry) });
    }
    this.#publishing = this.#publish(publisher);
  }

  /** Lets everybody finish, and checks: each entry stored once, heard once and in order, and handled by somebody. */
  async check(): Promise<void> {
    this.#running = false;
    await this.#publishing;
    const numbers = this.#ids.map((_, i) => i);
    await this.#heard.count(this.#ids.length);
    assert.deepEqual(this.#heard.all.map(({ id, data }) => [id, data]), this.#ids.map((id, i) => [id, i]));
    await this.#handled.until((all) => new Set(all.map(({ data }) => data)).size === this.#ids.length, "all entries to be handled");
    assert.deepEqual([...new Set(this.#handled.all.map(({ data }) => Number(data)))].sort((a, b) => a - b), numbers);
  }

  async stop(): Promise<void> {
    this.#running = false;
    await Promise.all(this.#clients.map(({ client }) => client.close()));
  }

  async #connect(name: string): Promise<Streams> {
    const real = new RealClient(this.server.socketUrl, { user_id: name, role: "service" });
    this.#clients.push(real);
    await real.client.connect();
    return new Streams(real.client);
  }

  async #publish(streams: Streams): Promise<void> {
    for (let number = 0; this.#running; number++) {
      this.#ids.push(await streams.publish(this.stream, number));
    }
  }
}

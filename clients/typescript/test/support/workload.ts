import { Acknowledged } from "./history-check.js";
import { RealClient, type Collected } from "./real-client.js";
import type { Gap, RoomMessage } from "../../src/index.js";

/** Writers that never stop for long, and readers, in one room. */
export class Workload {
  readonly acknowledged = new Acknowledged();
  readonly #readers: { readonly real: RealClient; readonly name: string; readonly heard: Collected<RoomMessage>; readonly gaps: Collected<Gap> }[] = [];
  readonly #writers: RealClient[] = [];
  readonly #writing: Promise<void>[] = [];
  #connections = 0;
  #running = true;

  constructor(
    private readonly urls: readonly string[],
    private readonly room: string,
  ) {}

  /** How often clients connected, and how many messages were acknowledged. */
  get figures(): string {
    return `${this.acknowledged.count} acknowledged, ${this.#connections} connections`;
  }

  async start(readers: number, writers: number): Promise<void> {
    for (let i = 0; i < readers; i++) {
      const name = `reader-${i}`;
      const real = this.client(name, i);
      this.#readers.push({ real, name, heard: real.collect("room"), gaps: real.collect("gap") });
    }
    this.#writers.push(...Array.from({ length: writers }, (_, i) => this.client(`writer-${i}`, i)));
    const all = [...this.#readers.map(({ real }) => real), ...this.#writers];
    await Promise.all(all.map(({ client }) => client.connect()));
    await Promise.all(all.map(({ client }) => client.subscribe(this.room)));
    this.#writers.forEach((real, i) => this.#writing.push(this.write(real, `writer-${i}`)));
  }

  /** Done when so many more were acknowledged. */
  async more(count: number): Promise<void> {
    const goal = this.acknowledged.count + count;
    await this.#progress(() => this.acknowledged.count >= goal, `${goal} acknowledgements`);
  }

  /** Lets the writers finish and the readers catch up, and checks everything. */
  async check(): Promise<void> {
    this.#running = false;
    await Promise.all(this.#writing);
    for (const { name, heard, gaps } of this.#readers) {
      await heard.until((all) => (all.at(-1)?.seq ?? 0) >= this.acknowledged.lastSeq, `${name} to catch up with ${this.acknowledged.lastSeq}`);
      this.acknowledged.check(name, heard.all, gaps.all);
    }
  }

  async stop(): Promise<void> {
    this.#running = false;
    await Promise.all([...this.#writers, ...this.#readers.map(({ real }) => real)].map(({ client }) => client.close()));
  }

  private client(name: string, index: number): RealClient {
    const urls = this.urls.map((_, i) => this.urls[(i + index) % this.urls.length] as string);
    const real = new RealClient(urls, { user_id: name });
    real.client.on("connected", () => this.#connections++);
    return real;
  }

  // Several under way: what was not answered when a process died is repeated.
  private async write(real: RealClient, writer: string): Promise<void> {
    const underWay = new Set<Promise<void>>();
    for (let number = 0; this.#running; number++) {
      const marked = { writer, number };
      const sent = real.client.publish(this.room, marked).then((result) => {
        this.acknowledged.add(marked, result);
        underWay.delete(sent);
        this.#wake?.();
      });
      underWay.add(sent);
      if (underWay.size >= 8) {
        await Promise.race(underWay);
      }
    }
    await Promise.all(underWay);
  }

  #wake: (() => void) | undefined;

  async #progress(condition: () => boolean, what: string): Promise<void> {
    const limit = setTimeout(() => this.#wake?.(), 60_000);
    const deadline = Date.now() + 60_000;
    while (!condition()) {
      if (Date.now() >= deadline) {
        throw new Error(`No ${what} in time: ${this.figures}`);
      }
      await Promise.race([...this.#writing, new Promise<void>((resolve) => (this.#wake = resolve))]);
    }
    clearTimeout(limit);
  }
}

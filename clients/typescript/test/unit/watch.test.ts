import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { consoleModule } from "../support/console.js";

interface Source {
  readonly id: string;
  readonly counters?: Record<string, number>;
  readonly process?: { readonly uptime_ms: number; readonly cpu_s: number };
}

interface Rates {
  take(sources: readonly Source[]): void;
  of(id: string, name: string): number | undefined;
  load(id: string): number | undefined;
  sum(...names: string[]): number | undefined;
}

interface History {
  readonly samples: readonly { at: number }[];
  add(values: Record<string, number>, at: number): void;
}

const { Rates } = await consoleModule<{ Rates: new () => Rates }>("watch/rates.js");
const { History, ceiling } = await consoleModule<{ History: new () => History; ceiling(value: number): number }>("watch/history.js");
const format = await consoleModule<Record<"bytes" | "duration" | "milliseconds" | "rate" | "percent", (value: number | undefined) => string>>("watch/format.js");

const report = (id: string, uptimeMs: number, published: number, cpu = 0): Source => ({ id, counters: { published }, process: { uptime_ms: uptimeMs, cpu_s: cpu } });

describe("rates of the console's view of the cluster", () => {
  it("come from each process' own time between two reports", () => {
    const rates = new Rates();
    rates.take([report("a", 10_000, 100, 1), report("b", 500, 0)]);
    assert.equal(rates.sum("published"), undefined, "one report says nothing");

    rates.take([report("a", 13_000, 160, 2.5), report("b", 500, 0)]);
    assert.equal(rates.of("a", "published"), 20);
    assert.equal(rates.load("a"), 0.5);
    assert.equal(rates.of("b", "published"), undefined, "the same report is no second one");

    rates.take([report("a", 13_000, 160, 2.5), report("b", 2_500, 10)]);
    assert.equal(rates.sum("published"), 25);
  });

  it("begin anew with a process that was started anew, and end with one that is gone", () => {
    const rates = new Rates();
    rates.take([report("a", 60_000, 5_000)]);
    rates.take([report("a", 63_000, 5_030)]);
    rates.take([report("a", 1_000, 4)]);
    assert.equal(rates.sum("published"), undefined);
    rates.take([report("a", 3_000, 8)]);
    assert.equal(rates.sum("published"), 2);

    rates.take([]);
    assert.equal(rates.of("a", "published"), undefined);
  });
});

describe("the history of the console's view of the cluster", () => {
  it("holds five minutes", () => {
    const history = new History();
    for (let at = 0; at <= 400_000; at += 2_000) {
      history.add({ x: 1 }, at);
    }
    assert.equal(history.samples.length, 151);
    assert.equal(history.samples[0]?.at, 100_000);
  });

  it("is drawn under a round number", () => {
    assert.deepEqual([0, 0.03, 1, 7.2, 11, 999, 1_010].map(ceiling), [1, 0.03, 1, 8, 15, 1_000, 1_500]);
  });
});

describe("figures of the console's view of the cluster", () => {
  it("are short, and a dash where nothing is known", () => {
    assert.deepEqual([0, 900, 1_536, 182_000_000].map(format.bytes), ["0 B", "900 B", "1.5 KB", "174 MB"]);
    assert.deepEqual([0.25, 1.26, 250, 2_500].map(format.milliseconds), ["250 µs", "1.3 ms", "250 ms", "2.5 s"]);
    assert.deepEqual([0, 61_000, 90_061_000].map(format.duration), ["0 s", "1 min 1 s", "1 d 1 h"]);
    assert.deepEqual([0, 0.04, 420, 12_345].map(format.rate), ["0", "< 0.1", "420", "12.3K"]);
    assert.deepEqual([0.004, 0.31, 1.5].map(format.percent), ["0.4 %", "31 %", "150 %"]);
    assert.equal(format.bytes(undefined), "–");
  });
});

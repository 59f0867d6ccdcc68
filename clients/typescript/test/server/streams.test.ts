import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Collected, RealClient } from "../support/real-client.js";
import { call, EmbeddedServer } from "../support/server.js";
import { Streams, type StreamEntry } from "../../src/index.js";

let server: EmbeddedServer;
const started: RealClient[] = [];
before(async () => {
  server = await EmbeddedServer.start();
});
after(async () => {
  await Promise.all(started.map(({ client }) => client.close()));
  await server.stop();
});

async function service(name: string): Promise<{ real: RealClient; streams: Streams }> {
  const real = new RealClient(server.socketUrl, { user_id: name, role: "service" });
  started.push(real);
  await real.client.connect();
  return { real, streams: new Streams(real.client) };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe("streams on a running server", () => {
  it("are published to, and read in ranges", async () => {
    const { streams } = await service("nat");
    const ids = [await streams.publish("plain", 0), ...(await streams.publishAll("plain", [{ data: 1 }, { data: 2 }]))];
    assert.deepEqual((await streams.range("plain")).map(({ id, data }) => [id, data]), ids.map((id, i) => [id, i]));
    assert.deepEqual((await streams.range("plain", { reverse: true, count: 1 })).map(({ data }) => data), [2]);
    const all: unknown[] = [];
    for await (const { data } of streams.entries("plain", { pageSize: 2 })) {
      all.push(data);
    }
    assert.deepEqual(all, [0, 1, 2]);
    await assert.rejects(streams.publish("plain", 3, { entryId: "1-1" }), { code: "conflict" });
  });

  it("are heard once and in order by a subscriber, and stored once for a publisher, whose connections are cut", async () => {
    const [publisher, subscriber] = await Promise.all([service("pub"), service("sub")]);
    const heard = new Collected<StreamEntry>();
    const subscription = await subscriber.streams.subscribe("cuts", { onEntry: (entry) => heard.add(entry) });
    const ids: string[] = [];
    for (let i = 0; i < 30; i++) {
      const sent = publisher.streams.publish("cuts", i);
      (i % 6 === 2 ? publisher : i % 6 === 5 ? subscriber : undefined)?.real.cut();
      ids.push(await sent);
    }
    await heard.count(30);
    assert.deepEqual(heard.all.map(({ data }) => data), upTo(30));
    assert.deepEqual(heard.all.map(({ id }) => id), ids);
    await subscription.close();
  });

  it("are heard from the beginning in a loop", async () => {
    const { streams } = await service("loop");
    await streams.publishAll("loop", upTo(5).map((data) => ({ data })));
    const heard: unknown[] = [];
    for await (const { data } of await streams.subscribe("loop", { startId: "0" })) {
      if (heard.push(data) === 5) {
        break;
      }
    }
    assert.deepEqual(heard, upTo(5));
  });

  it("share work among consumers, each entry handled once although their connections are cut", async () => {
    const [first, second] = await Promise.all([service("w1"), service("w2")]);
    await call(server, "POST", "streams/tasks/groups", "service", { group: "workers", start_id: "0" });
    const handled = new Collected<unknown>();
    for (const { streams } of [first, second]) {
      await streams.consume("tasks", "workers", { count: 3, onEntry: ({ data }) => handled.add(data) });
    }
    for (let i = 0; i < 40; i++) {
      await first.streams.publish("tasks", i);
      (i % 10 === 4 ? first : i % 10 === 9 ? second : undefined)?.real.cut();
    }
    await handled.count(40);
    const pending = async (): Promise<number> => ((await call(server, "GET", "streams/tasks/groups/workers/pending", "service")) as { count: number }).count;
    while ((await pending()) > 0) {
      // The last acknowledgements are on their way.
    }
    assert.deepEqual([...handled.all].sort((a, b) => Number(a) - Number(b)), upTo(40));
  });

  it("give an entry again whose handler failed", async () => {
    const { real, streams } = await service("retry");
    await call(server, "POST", "streams/retries/groups", "service", { group: "g", start_id: "0" });
    const tries = new Collected<number | undefined>();
    await streams.consume("retries", "g", {
      retryMs: 100,
      onEntry: ({ deliveryCount }) => {
        tries.add(deliveryCount);
        if (tries.all.length < 3) {
          throw new Error("not yet");
        }
      },
    });
    await streams.publish("retries", 1);
    await tries.count(3);
    assert.deepEqual(tries.all, [1, 2, 3]);
    assert.deepEqual(real.errors.map(({ code }) => code), ["handler", "handler"]);
  });

  it("refuse a group that does not exist", async () => {
    const { streams } = await service("lost");
    await assert.rejects(streams.consume("nothing", "nobody"), { code: "not_found" });
  });
});

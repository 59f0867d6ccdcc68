import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { Streams } from "../../src/index.js";
import { compareIds } from "../../src/stream-entries.js";
import type { FakeSocket } from "../support/fake-socket.js";
import { fakeClock, pass, settle, World } from "../support/world.js";

const clock = fakeClock();
beforeEach(clock.beforeEach);
afterEach(clock.afterEach);

function entry(id: string, group?: string): { type: string; [field: string]: unknown } {
  return { type: "stream", stream: "s", id, data: `d${id}`, timestamp: 1_763_690_000, ...(group === undefined ? {} : { group, delivery_count: 1 }) };
}

function frames(socket: FakeSocket, type: string): unknown[] {
  return socket.all(type).map((frame) => ({ ...frame, id: "" }));
}

describe("streams", () => {
  it("take entries, one or many", async () => {
    const world = new World();
    const socket = await world.connected();
    const one = world.streams.publish("s", { n: 1 }, { entryId: "5-1" });
    assert.deepEqual(frames(socket, "stream.publish"), [{ type: "stream.publish", stream: "s", data: { n: 1 }, entry_id: "5-1", id: "" }]);
    const many = world.streams.publishAll("s", [{ data: 1 }, { data: undefined, entryId: "7-0" }]);
    socket.reply("stream.publish", { ids: ["5-1"], entry_id: "5-1" });
    assert.equal(await one, "5-1");
    assert.deepEqual({ ...socket.last("stream.publish"), id: "" }, { type: "stream.publish", stream: "s", messages: [{ data: 1 }, { data: null, entry_id: "7-0" }], id: "" });
    socket.reply("stream.publish", { ids: ["6-0", "7-0"] });
    assert.deepEqual(await many, ["6-0", "7-0"]);
  });

  it("give ranges, and pages of them", async () => {
    const world = new World();
    const socket = await world.connected();
    const ids: string[] = [];
    const all = (async () => {
      for await (const { id } of world.streams.entries("s", { pageSize: 2 })) {
        ids.push(id);
      }
    })();
    await settle();
    socket.reply("stream.range", { messages: [{ id: "1-0", data: 1, timestamp: 1 }, { id: "2-0", data: 2, timestamp: 2 }] });
    await settle();
    assert.deepEqual({ ...socket.last("stream.range"), id: "" }, { type: "stream.range", stream: "s", start: "(2-0", end: "+", count: 2, id: "" });
    socket.reply("stream.range", { messages: [{ id: "3-0", data: 3, timestamp: 3 }] });
    await all;
    assert.deepEqual(ids, ["1-0", "2-0", "3-0"]);
  });

  it("compare ids by their numbers", () => {
    assert.deepEqual(["10-0", "9-10", "9-9", "18446744073709551615-0"].sort(compareIds), ["9-9", "9-10", "10-0", "18446744073709551615-0"]);
  });
});

describe("stream subscriptions", () => {
  it("go on behind their last entry after a reconnect, and tell what was trimmed", async () => {
    const world = new World();
    const socket = await world.connected();
    const heard: string[] = [];
    const gaps: unknown[] = [];
    const subscribing = world.streams.subscribe("s", { onEntry: ({ id }) => heard.push(id), onGap: (gap) => gaps.push(gap) });
    assert.deepEqual(frames(socket, "stream.subscribe"), [{ type: "stream.subscribe", stream: "s", start_id: "$", id: "" }]);
    socket.reply("stream.subscribe", { last_id: "4-0" });
    const subscription = await subscribing;
    assert.equal(subscription.lastId, "4-0");
    socket.drop();
    const second = await world.reconnected();
    assert.deepEqual(frames(second, "stream.subscribe"), [{ type: "stream.subscribe", stream: "s", start_id: "4-0", id: "" }]);
    second.say(entry("5-0"));
    second.reply("stream.subscribe", { last_id: "5-0" });
    for (const id of ["6-0", "5-0", "6-0", "6-1"]) {
      second.say(entry(id));
    }
    second.say({ type: "gap", stream: "s", from_id: "6-1", to_id: "9-0" });
    second.say(entry("9-0"));
    assert.deepEqual(heard, ["5-0", "6-0", "6-1", "9-0"]);
    assert.deepEqual(gaps, [{ stream: "s", fromId: "6-1", toId: "9-0" }]);

    await Promise.all([subscription.close(), settle().then(() => second.reply("stream.unsubscribe"))]);
    second.drop();
    const third = await world.reconnected();
    assert.deepEqual(third.all("stream.subscribe"), []);
  });

  it("are loops, too", async () => {
    const world = new World();
    const socket = await world.connected();
    const subscribing = world.streams.subscribe("s", { startId: "0" });
    socket.reply("stream.subscribe", { last_id: "2-0" });
    const subscription = await subscribing;
    socket.say(entry("1-0"));
    socket.say(entry("2-0"));
    const heard: unknown[] = [];
    for await (const { id, data, timestamp } of subscription) {
      heard.push([id, data, timestamp.toISOString()]);
      if (id === "2-0") {
        break;
      }
    }
    assert.deepEqual(heard, [["1-0", "d1-0", "2025-11-21T01:53:20.000Z"], ["2-0", "d2-0", "2025-11-21T01:53:20.000Z"]]);
    await settle();
    assert.equal(socket.all("stream.unsubscribe").length, 1);
  });

  it("try again while storage is away, and end where they are refused", async () => {
    const world = new World();
    const socket = await world.connected();
    const subscribing = world.streams.subscribe("s");
    socket.reply("stream.subscribe", { last_id: "4-0" });
    const loop = (await subscribing)[Symbol.asyncIterator]();
    socket.drop();
    const next = await world.reconnected();
    next.refuse("stream.subscribe", "unavailable", { retry_after_ms: 100 });
    await pass(200);
    assert.equal(next.all("stream.subscribe").length, 2);
    next.refuse("stream.subscribe", "forbidden");
    await assert.rejects(loop.next(), { code: "forbidden" });
    assert.equal(world.errors[0]?.code, "forbidden");
  });

  it("begin anew although the application's queue is full", async () => {
    const world = new World({ queue: { maxItems: 1 } });
    const socket = await world.connected();
    const subscribing = world.streams.subscribe("s");
    socket.reply("stream.subscribe", { last_id: "4-0" });
    await subscribing;
    socket.drop();
    void world.client.publish("r1", 1);
    const next = await world.reconnected();
    assert.deepEqual(next.sent.map(({ type }) => type), ["resume", "room", "stream.subscribe"]);
  });

  it("exist once for each stream", async () => {
    const world = new World();
    await world.connected();
    void world.streams.subscribe("s");
    await assert.rejects(world.streams.subscribe("s"), { code: "conflict" });
  });
});

describe("stream consumers", () => {
  async function consuming(world: World, options: Parameters<Streams["consume"]>[2] = {}): Promise<FakeSocket> {
    const socket = await world.connected();
    const consumer = world.streams.consume("s", "g", { consumer: "c", ...options });
    socket.reply("stream.consume", { consumer: "c" });
    await consumer;
    return socket;
  }

  it("acknowledge what was handled, together", async () => {
    const world = new World();
    const release: (() => void)[] = [];
    const socket = await consuming(world, { count: 3, minIdleMs: 500, onEntry: () => new Promise<void>((resolve) => release.push(resolve)) });
    assert.deepEqual(frames(socket, "stream.consume"), [
      { type: "stream.consume", stream: "s", group: "g", consumer: "c", count: 3, auto_ack: false, min_idle_ms: 500, id: "" },
    ]);
    socket.say(entry("1-0", "g"));
    socket.say(entry("2-0", "g"));
    await pass(100);
    assert.deepEqual(socket.all("stream.ack"), []);
    release.forEach((done) => done());
    await pass(1);
    assert.deepEqual(frames(socket, "stream.ack"), [{ type: "stream.ack", stream: "s", group: "g", ids: ["1-0", "2-0"], id: "" }]);
  });

  it("end when their group is deleted", async () => {
    const world = new World();
    const socket = await world.connected();
    const starting = world.streams.consume("s", "g");
    socket.reply("stream.consume", { consumer: "c" });
    const loop = (await starting)[Symbol.asyncIterator]();
    socket.say({ type: "error", stream: "s", group: "g", code: "not_found", message: "It is consumed no more." });
    await assert.rejects(loop.next(), { code: "not_found" });
    assert.equal(world.errors[0]?.code, "not_found");
    void world.streams.consume("s", "g");
    assert.equal(socket.all("stream.consume").length, 2, "it may be consumed anew");
  });

  it("handle nothing twice that comes again after a reconnect, and say again what was acknowledged", async () => {
    const world = new World();
    const handled: string[] = [];
    let release = (): void => undefined;
    const socket = await consuming(world, {
      onEntry: ({ id }) => {
        handled.push(id);
        return id === "1-0" ? new Promise<void>((resolve) => (release = resolve)) : undefined;
      },
    });
    socket.say(entry("1-0", "g"));
    socket.say(entry("2-0", "g"));
    await pass(1);
    assert.deepEqual(socket.last("stream.ack")["ids"], ["2-0"]);
    socket.drop();
    const next = await world.reconnected();
    assert.deepEqual(next.sent.map(({ type }) => type), ["resume", "stream.ack", "stream.consume"]);
    next.say(entry("1-0", "g"));
    next.reply("stream.ack", { acked: 1 });
    release();
    await pass(1);
    assert.deepEqual(next.last("stream.ack")["ids"], ["1-0"]);
    assert.deepEqual(handled, ["1-0", "2-0"]);
  });

  it("get an entry again whose handler failed", async () => {
    const world = new World();
    const handled: string[] = [];
    const socket = await consuming(world, {
      retryMs: 1_000,
      onEntry: ({ id }) => {
        handled.push(id);
        if (handled.length === 1) {
          throw new Error("not now");
        }
      },
    });
    socket.say(entry("1-0", "g"));
    await pass(999);
    assert.equal(world.errors[0]?.message, "not now");
    assert.deepEqual(socket.all("stream.stop"), []);
    await pass(1);
    socket.reply("stream.stop");
    await settle();
    assert.equal(socket.all("stream.consume").length, 2);
    socket.say(entry("1-0", "g"));
    await pass(1);
    assert.deepEqual(handled, ["1-0", "1-0"]);
    assert.deepEqual(socket.last("stream.ack")["ids"], ["1-0"]);
  });

  it("leave acknowledging to the server, or to the application", async () => {
    const world = new World();
    const socket = await consuming(world, { ack: "delivered", onEntry: () => undefined });
    assert.equal(socket.last("stream.consume")["auto_ack"], true);
    socket.say(entry("1-0", "g"));
    await pass(100);
    assert.deepEqual(socket.all("stream.ack"), []);
    const manual = world.streams.consume("s", "h", { ack: "manual", onEntry: () => undefined });
    socket.reply("stream.consume", { consumer: "c" });
    socket.say(entry("1-0", "h"));
    await pass(100);
    assert.deepEqual(socket.all("stream.ack"), []);
    void (await manual).ack(["1-0"]);
    assert.deepEqual(socket.last("stream.ack")["group"], "h");
  });

  it("are loops whose bodies acknowledge, and stop", async () => {
    const world = new World();
    const socket = await world.connected();
    const starting = world.streams.consume("s", "g");
    socket.reply("stream.consume", { consumer: "c" });
    const consumer = await starting;
    socket.say(entry("1-0", "g"));
    socket.say(entry("2-0", "g"));
    const loop = consumer[Symbol.asyncIterator]();
    await loop.next();
    await pass(1);
    assert.deepEqual(socket.all("stream.ack"), []);
    await loop.next();
    await pass(1);
    assert.deepEqual(socket.last("stream.ack")["ids"], ["1-0"]);
    await loop.return?.();
    await pass(1);
    assert.equal(socket.all("stream.ack").length, 1);
    assert.deepEqual({ ...socket.last("stream.stop"), id: "" }, { type: "stream.stop", stream: "s", group: "g", id: "" });
    assert.equal((await loop.next()).done, true);
  });

  it("end with the client", async () => {
    const world = new World();
    const socket = await world.connected();
    const starting = world.streams.consume("s", "g");
    socket.reply("stream.consume", { consumer: "c" });
    const loop = (await starting)[Symbol.asyncIterator]();
    socket.drop(1008);
    await assert.rejects(loop.next(), { code: "closed", closeCode: 1008 });
  });
});

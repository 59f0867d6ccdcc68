import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { fakeClock, inbox, pass, room, settle, World } from "../support/world.js";

const clock = fakeClock();
beforeEach(clock.beforeEach);
afterEach(clock.afterEach);

describe("the inbox", () => {
  it("begins with what waits, and gives events of every type", async () => {
    const world = new World();
    const told: string[] = [];
    world.client.on("user", ({ seq }) => void told.push(`user ${seq}`));
    world.client.on("mention", ({ seq, messageSeq }) => void told.push(`mention ${seq} of ${messageSeq}`));
    world.client.on("event", ({ seq, type }) => void told.push(`event ${type} ${seq}`));
    world.client.onEvent("order.shipped", ({ data }) => void told.push(`order ${String(data)}`));
    world.client.on("broadcast", ({ data }) => void told.push(`broadcast ${String(data)}`));
    const socket = await world.connected({ inbox: { next_seq: 8, pending: 2, epoch: "i0" } });
    socket.say(inbox(6));
    socket.say({ type: "mention", id: "m", seq: 7, group_id: "g1", message_id: "x", message_seq: 70, from_user_id: "u2", created_at: "" });
    socket.say({ type: "order.shipped", id: "o", seq: 8, data: 42, created_at: "" });
    socket.say({ type: "order.shipped", id: "o", seq: 8, data: 42, created_at: "" });
    socket.say({ type: "site.notice", id: "n", data: "to all", created_at: "" });
    socket.say({ type: "broadcast", id: "b", data: "b", created_at: "" });
    socket.say({ type: "of.a.later.version" });
    assert.deepEqual(told, ["user 6", "mention 7 of 70", "event order.shipped 8", "order 42", "event site.notice undefined", "broadcast b"]);
  });

  it("is acknowledged when the handlers are done, in order and together", async () => {
    const world = new World();
    const release: (() => void)[] = [];
    world.client.on("user", () => new Promise<void>((resolve) => release.push(resolve)));
    const socket = await world.connected();
    for (const seq of [1, 2, 3]) {
      socket.say(inbox(seq));
    }
    const acks = (): unknown[] => socket.all("ack").map((frame) => frame["seq"]);
    await pass(1_000);
    release[1]?.();
    await pass(100);
    assert.deepEqual(acks(), []);
    release[0]?.();
    await pass(100);
    assert.deepEqual(acks(), [2]);
    release[2]?.();
    await pass(100);
    assert.deepEqual(acks(), [2, 3]);
  });

  it("is acknowledged by hand where that is asked for, and again on the next connection", async () => {
    const world = new World({ inbox: { ack: "manual" } });
    const socket = await world.connected();
    socket.say(inbox(1));
    socket.say(inbox(2));
    await pass(1_000);
    assert.deepEqual(socket.all("ack"), []);
    assert.equal(world.client.snapshot().inbox?.seq, 0);
    world.client.ack(1);
    await pass(100);
    assert.deepEqual(socket.all("ack"), [{ type: "ack", seq: 1 }]);
    socket.drop();
    const next = await world.reconnected();
    await pass(100);
    assert.deepEqual(next.all("ack"), [{ type: "ack", seq: 1 }]);
    assert.deepEqual(next.sent[0]?.["inbox"], { seq: 2, epoch: "i0" });
  });

  it("is acknowledged although a handler throws, which is told", async () => {
    const world = new World();
    const others = world.collect("user");
    world.client.on("user", () => Promise.reject(new Error("late")));
    world.client.on("user", () => {
      throw new Error("early");
    });
    const last = world.collect("user");
    const socket = await world.connected();
    socket.say(inbox(1));
    await pass(100);
    assert.deepEqual(world.errors.map(({ code, message }) => [code, message]), [["handler", "early"], ["handler", "late"]]);
    assert.equal(others.length + last.length, 2);
    assert.deepEqual(socket.all("ack"), [{ type: "ack", seq: 1 }]);
  });

  it("is acknowledged when a loop has come back for more, and before saying goodbye", async () => {
    const world = new World();
    const socket = await world.connected();
    const heard = world.client.iterate("user");
    socket.say(inbox(1));
    socket.say(inbox(2));
    assert.equal((await heard.next()).value?.seq, 1);
    await pass(100);
    assert.deepEqual(socket.all("ack"), []);
    assert.equal((await heard.next()).value?.seq, 2);
    await settle();
    await world.client.close();
    assert.deepEqual(socket.all("ack"), [{ type: "ack", seq: 1 }]);
  });
});

describe("loops", () => {
  it("give what passes the filter, and end with a signal", async () => {
    const world = new World();
    const socket = await world.connected();
    await world.subscribed("r1", 0);
    const stop = new AbortController();
    const loop = world.client.iterate("room", { filter: ({ seq }) => (seq ?? 0) % 2 === 0, signal: stop.signal });
    for (let seq = 1; seq <= 4; seq++) {
      socket.say(room(seq));
    }
    stop.abort();
    const heard: unknown[] = [];
    for await (const { seq } of loop) {
      heard.push(seq);
    }
    assert.deepEqual(heard, [2, 4]);
  });

  it("that are too slow fail by name", async () => {
    const world = new World();
    const socket = await world.connected();
    await world.subscribed("r1", 0);
    const loop = world.client.iterate("room", { maxBuffered: 1 });
    socket.say(room(1));
    socket.say(room(2));
    assert.equal((await loop.next()).value?.seq, 1);
    await assert.rejects(loop.next(), { code: "overflow" });
    assert.equal((await loop.next()).done, true);
  });
});

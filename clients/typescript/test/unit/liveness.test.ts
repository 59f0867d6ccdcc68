import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { fakeClock, pass, settle, World } from "../support/world.js";

const clock = fakeClock();
beforeEach(clock.beforeEach);
afterEach(clock.afterEach);

describe("heartbeat", () => {
  it("asks after the ping interval, and gives up when nothing answers", async () => {
    const world = new World();
    const socket = await world.connected();
    await pass(49_999);
    assert.deepEqual(socket.all("ping"), []);
    await pass(1);
    assert.equal(socket.all("ping").length, 1);
    await pass(9_999);
    assert.equal(world.client.state, "connected");
    await pass(1);
    assert.equal(world.client.state, "waiting");
    assert.equal(socket.closedWith, 4000);
  });

  it("takes any frame for a sign of life", async () => {
    const world = new World();
    const socket = await world.connected();
    for (let i = 0; i < 10; i++) {
      await pass(40_000);
      socket.say({ type: "broadcast", id: "b", data: 1, created_at: "2026-11-21T08:00:00.123Z" });
    }
    assert.deepEqual(socket.all("ping"), []);
    await pass(50_000);
    socket.say({ type: "pong" });
    await pass(49_000);
    assert.equal(world.client.state, "connected");
  });

  it("looks sooner when something that was sent is not answered", async () => {
    const world = new World();
    const socket = await world.connected();
    void world.client.publish("r1", 1).catch(() => undefined);
    await pass(10_000);
    assert.equal(socket.all("ping").length, 1);
    await pass(10_000);
    assert.equal(world.client.state, "waiting");
  });

  it("a hint probes a live connection, and ends a delay", async () => {
    const world = new World();
    const socket = await world.connected();
    world.client.reconnectNow();
    world.client.reconnectNow();
    assert.equal(socket.all("ping").length, 1);
    socket.drop();
    world.client.reconnectNow();
    await settle();
    assert.equal(world.sockets.length, 2);
  });
});

describe("page events", () => {
  it("count as hints while the client is started", async () => {
    const page = new EventTarget();
    const added = { addEventListener: page.addEventListener.bind(page), removeEventListener: page.removeEventListener.bind(page) };
    Object.assign(globalThis, added);
    try {
      const world = new World();
      await world.connected();
      world.socket.drop();
      page.dispatchEvent(new Event("online"));
      await settle();
      assert.equal(world.sockets.length, 2);
      await world.client.close();
      page.dispatchEvent(new Event("online"));
      await settle();
      assert.equal(world.sockets.length, 2);
    } finally {
      for (const name of Object.keys(added)) {
        delete (globalThis as Record<string, unknown>)[name];
      }
    }
  });
});

import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { fakeClock, pass, settle, World } from "../support/world.js";

const clock = fakeClock();
beforeEach(clock.beforeEach);
afterEach(clock.afterEach);

const stored = { message_id: "m1", seq: 5, created_at: "2026-11-21T08:00:00.123Z" };

describe("publishing", () => {
  it("resolves with id, seq and time", async () => {
    const world = new World();
    const socket = await world.connected();
    const result = world.client.publish("r1", { text: "hi" });
    assert.deepEqual({ ...socket.last("room"), id: "" }, { type: "room", room_id: "r1", data: { text: "hi" }, id: "" });
    socket.reply("room", stored);
    assert.deepEqual(await result, { messageId: "m1", seq: 5, createdAt: new Date("2026-11-21T08:00:00.123Z") });
  });

  it("rejects with the server's code, and with its delay", async () => {
    const world = new World();
    const socket = await world.connected();
    const refused = world.client.sendToGroup("g1", "hi");
    socket.refuse("group", "not_member", { retry_after_ms: 250 });
    await assert.rejects(refused, { code: "not_member", message: "not_member!", retryAfterMs: 250, maybeStored: false });
  });

  it("sends each kind as the protocol has it", async () => {
    const world = new World();
    const socket = await world.connected();
    const { client } = world;
    void client.sendToGroup("g1", "c", { mentions: ["u2"], trace: "t", id: "a" });
    void client.sendPrivately("u2", null, { id: "b" });
    const users = client.sendToUsers(["u2", "u3"], undefined, { id: "c", priority: "high" });
    const all = client.broadcast(1, { id: "d" });
    void client.read({ userId: "u2" }, 4, { id: "e" });
    client.typing({ userId: "u2" });
    void client.recall({ groupId: "g1" }, "m", { id: "f" });
    void client.presence({ roomId: "r1" }, { id: "g" });
    assert.deepEqual(socket.sent, [
      { type: "group", group_id: "g1", content: "c", mentions: ["u2"], trace: "t", id: "a" },
      { type: "private", to_user_id: "u2", content: null, id: "b" },
      { type: "user", target_ids: ["u2", "u3"], data: null, priority: "high", id: "c" },
      { type: "broadcast", data: 1, id: "d" },
      { type: "read", peer_user_id: "u2", seq: 4, id: "e" },
      { type: "typing", to_user_id: "u2" },
      { type: "recall", group_id: "g1", message_id: "m", id: "f" },
      { type: "presence", room_id: "r1", id: "g" },
    ]);
    socket.reply("user", { results: [{ user_id: "u2", seq: 3, online: true }, { user_id: "u3", error: "unavailable" }] });
    assert.deepEqual(await users, [
      { userId: "u2", seq: 3, online: true, error: undefined },
      { userId: "u3", seq: undefined, online: false, error: "unavailable" },
    ]);
    socket.reply("broadcast", { gateways: 2, connections: 9 });
    assert.deepEqual(await all, { gateways: 2, connections: 9 });
  });
});

describe("the queue", () => {
  it("keeps what is sent without a connection, and sends it in order", async () => {
    const world = new World();
    const sent = ["a", "b", "c"].map((id) => world.client.publish(`r-${id}`, id, { id }));
    assert.equal(world.client.pending, 3);
    const socket = await world.connected();
    assert.deepEqual(socket.all("room").map(({ id }) => id), ["a", "b", "c"]);
    for (const id of ["c", "a", "b"]) {
      socket.say({ type: "reply", id, ok: true, ...stored });
    }
    await Promise.all(sent);
    assert.equal(world.client.pending, 0);
  });

  it("repeats what was not answered under the same id, before what is new", async () => {
    const world = new World();
    const socket = await world.connected();
    const first = world.client.publish("r1", 1);
    const id = socket.last("room").id;
    socket.drop();
    void world.client.publish("r2", 2);
    const next = await world.reconnected();
    assert.deepEqual(next.all("room").map((frame) => frame["data"]), [1, 2]);
    assert.equal(next.all("room")[0]?.id, id);
    next.say({ type: "reply", id: id ?? "", ok: true, ...stored });
    assert.equal((await first).messageId, "m1");
  });

  it("has one message to a target under way, so that a refusal reorders nothing", async () => {
    const world = new World();
    const socket = await world.connected();
    const results = [1, 2].map((data) => world.client.publish("r1", data));
    void world.client.publish("r2", "other");
    const data = (): unknown[] => socket.all("room").map((frame) => frame["data"]);
    assert.deepEqual(data(), [1, "other"]);
    socket.say({ type: "error", id: socket.all("room")[0]?.id ?? "", code: "unavailable", message: "", retry_after_ms: 400 });
    await pass(399);
    assert.deepEqual(data(), [1, "other"]);
    await pass(1);
    assert.deepEqual(data(), [1, "other", 1]);
    socket.reply("room", stored);
    await results[0];
    assert.deepEqual(data(), [1, "other", 1, 2]);
  });

  it("has more under way where that is asked for", async () => {
    const world = new World({ queue: { maxInFlightPerTarget: 3, maxInFlight: 4 } });
    const socket = await world.connected();
    for (let i = 0; i < 5; i++) {
      void world.client.publish("r1", i);
      void world.client.publish("r2", i);
    }
    assert.deepEqual(socket.all("room").map((frame) => `${String(frame["room_id"])}/${String(frame["data"])}`), ["r1/0", "r2/0", "r1/1", "r2/1"]);
  });

  it("refuses more than it may hold, and what is too large", async () => {
    const world = new World({ queue: { maxItems: 1, maxMessageBytes: 1_024 } });
    await assert.rejects(world.client.publish("r1", "é".repeat(600)), { code: "too_large" });
    void world.client.publish("r1", "é".repeat(300));
    await assert.rejects(world.client.publish("r1", 2), { code: "queue_full" });
  });

  it("refuses ids that are used or too long", async () => {
    const world = new World();
    void world.client.publish("r1", 1, { id: "x" });
    await assert.rejects(world.client.publish("r1", 1, { id: "x" }), { code: "bad_request" });
    await assert.rejects(world.client.publish("r1", 1, { id: "x".repeat(65) }), { code: "bad_request" });
  });

  it("lets an item run out of time, and says whether it may have been stored", async () => {
    const world = new World();
    const early = assert.rejects(world.client.publish("r1", 1, { timeoutMs: 1_000 }), { code: "timeout", maybeStored: false });
    await pass(1_000);
    await early;
    await world.connected();
    const late = assert.rejects(world.client.publish("r1", 1, { timeoutMs: 1_000 }), { code: "timeout", maybeStored: true });
    await pass(1_000);
    await late;
  });

  it("gives the server's last refusal when time is over", async () => {
    const world = new World();
    const socket = await world.connected();
    const refused = assert.rejects(world.client.publish("r1", 1, { timeoutMs: 1_000 }), { code: "rate_limited", retryAfterMs: 5_000 });
    socket.refuse("room", "rate_limited", { retry_after_ms: 5_000 });
    await pass(1_000);
    await refused;
  });

  it("repeats nothing that the server may have forgotten", async () => {
    const world = new World({ queue: { timeoutMs: 10_000_000, repeatWithinMs: 110_000 } });
    const socket = await world.connected();
    const sent = assert.rejects(world.client.publish("r1", "sent"), { code: "timeout", maybeStored: true });
    socket.drop();
    void world.client.publish("r2", "never sent");
    for (let waited = 0; waited <= 110_000; waited += 20_000) {
      await pass(20_000);
      world.socket.fail();
    }
    const next = await world.reconnected();
    await sent;
    assert.deepEqual(next.all("room").map((frame) => frame["data"]), ["never sent"]);
  });

  it("does not repeat a broadcast that was sent", async () => {
    const world = new World();
    const socket = await world.connected();
    const sent = world.client.broadcast("sent");
    socket.drop();
    await assert.rejects(sent, { code: "connection_lost", maybeStored: true });
    void world.client.broadcast("waiting");
    const next = await world.reconnected();
    assert.deepEqual(next.all("broadcast").map((frame) => frame["data"]), ["waiting"]);
  });

  it("obeys signals", async () => {
    const world = new World();
    const given = new AbortController();
    const waiting = world.client.publish("r1", 1, { signal: given.signal });
    given.abort(new Error("never mind"));
    await assert.rejects(waiting, /never mind/);
    await assert.rejects(world.client.publish("r1", 1, { signal: given.signal }), /never mind/);
    assert.equal(world.client.pending, 0);
  });
});

describe("history", () => {
  it("walks through pages, back from the newest or forward", async () => {
    const world = new World();
    const socket = await world.connected();
    const seqs: (number | undefined)[] = [];
    const back = (async () => {
      for await (const message of world.client.history({ roomId: "r1" }, { limit: 2 })) {
        seqs.push(message.seq);
      }
    })();
    await settle();
    socket.reply("history", { messages: [{ id: "c", seq: 3, data: 3 }, { id: "d", seq: 4, data: 4 }], has_more: true, epoch: "e" });
    await settle();
    assert.equal(socket.last("history")["before_seq"], 3);
    socket.reply("history", { messages: [{ id: "b", seq: 2, data: 2 }], has_more: false, epoch: "e" });
    await back;
    assert.deepEqual(seqs, [4, 3, 2]);

    const pages = world.client.historyPages({ userId: "u2" }, { afterSeq: 0, limit: 1 });
    const first = pages.next();
    socket.reply("history", { messages: [{ id: "a", seq: 1, content: "x", from_user_id: "u1", to_user_id: "u2" }], has_more: true, epoch: "e" });
    assert.equal((await first).value?.messages[0]?.peerUserId, "u2");
    void pages.next();
    await settle();
    assert.deepEqual({ ...socket.last("history"), id: "" }, { type: "history", peer_user_id: "u2", after_seq: 1, limit: 1, id: "" });
  });
});

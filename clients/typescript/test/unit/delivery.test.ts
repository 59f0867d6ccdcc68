import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { ClientSnapshot } from "../../src/index.js";
import { fakeClock, group, inbox, room, settle, World } from "../support/world.js";

const clock = fakeClock();
beforeEach(clock.beforeEach);
afterEach(clock.afterEach);

const stored = (seq: number, id: string): Record<string, unknown> => ({ message_id: id, seq, created_at: "2026-11-21T08:00:00.123Z" });

describe("rooms", () => {
  it("are heard in order, once", async () => {
    const world = new World();
    const socket = await world.connected();
    const heard = world.collect("room");
    await world.subscribed("r1", 3);
    for (const seq of [3, 4, 5, 5, 4, 6]) {
      socket.say(room(seq));
    }
    assert.deepEqual(heard.map(({ seq }) => seq), [4, 5, 6]);
    assert.deepEqual(heard[0], { id: "r1-4", seq: 4, createdAt: new Date("2026-11-21T08:00:00.123Z"), roomId: "r1", fromUserId: "u2", data: "m4" });
  });

  it("are resumed from the client's own positions", async () => {
    const world = new World();
    const socket = await world.connected();
    await world.subscribed("r1", 3);
    await world.subscribed("r2", 0);
    socket.say(room(4));
    socket.drop();
    const next = await world.reconnected();
    assert.deepEqual(next.sent[0], {
      type: "resume",
      id: "resume",
      inbox: { seq: 0, epoch: "i0" },
      rooms: { r1: { seq: 4, epoch: "e0" }, r2: { seq: 0, epoch: "e0" } },
      groups: {},
      privates: {},
    });
    assert.deepEqual(next.all("subscribe"), []);
  });

  it("that are not confirmed are subscribed to again", async () => {
    const world = new World();
    const socket = await world.connected();
    const done = world.client.subscribe("r1");
    socket.drop();
    const next = await world.reconnected();
    next.reply("subscribe", { last_seq: 9, epoch: "e", members: 2 });
    assert.deepEqual(await done, { lastSeq: 9, epoch: "e", members: 2 });
  });

  it("that were left while there was no connection are left on the next", async () => {
    const world = new World();
    const socket = await world.connected();
    const heard = world.collect("room");
    await world.subscribed("r1", 0);
    socket.drop();
    const left = world.client.unsubscribe("r1");
    const next = await world.reconnected();
    next.say(room(1));
    next.reply("unsubscribe");
    await left;
    assert.deepEqual(heard, []);
    assert.deepEqual(next.sent[0]?.["rooms"], {});
  });

  it("that cannot be joined again are told", async () => {
    const world = new World();
    const socket = await world.connected();
    await world.subscribed("r1", 0);
    socket.drop();
    const next = await world.reconnected();
    next.say({ type: "reply", id: "resume", ok: true, recovered: { rooms: { r1: { error: "forbidden" } } } });
    assert.equal(world.errors[0]?.code, "forbidden");
    assert.deepEqual(world.client.snapshot().rooms, {});
  });

  it("begin where it is asked for", async () => {
    const world = new World();
    const socket = await world.connected();
    const heard = world.collect("room");
    const done = world.client.subscribe("r1", { sinceSeq: 2, epoch: "e0" });
    assert.deepEqual({ ...socket.last("subscribe"), id: "" }, { type: "subscribe", room_id: "r1", since_seq: 2, epoch: "e0", id: "" });
    socket.reply("subscribe", { last_seq: 4, epoch: "e0", members: 1 });
    await done;
    socket.say(room(3));
    socket.say(room(4));
    assert.deepEqual(heard.map(({ seq }) => seq), [3, 4]);
  });

  it("deliver what is kept nowhere, too", async () => {
    const world = new World();
    const socket = await world.connected();
    const heard = world.collect("room");
    await world.subscribed("r1", 3);
    socket.say(room(0, "r1", { seq: undefined, durable: false }));
    assert.deepEqual(heard.map(({ seq }) => seq), [undefined]);
  });
});

describe("own messages", () => {
  it("move the position when it is their turn", async () => {
    const world = new World({ queue: { maxInFlightPerTarget: 9 } });
    const socket = await world.connected();
    await world.subscribed("r1", 3);
    for (const seq of [4, 6, 7]) {
      void world.client.publish("r1", seq);
      socket.reply("room", stored(seq, `own-${seq}`));
    }
    assert.equal(world.client.snapshot().rooms["r1"]?.seq, 4);
    socket.say(room(5));
    assert.equal(world.client.snapshot().rooms["r1"]?.seq, 7);
  });

  it("are not heard when a lost session makes the server send them back", async () => {
    const world = new World();
    const socket = await world.connected();
    const heard = world.collect("room");
    await world.subscribed("r1", 3);
    void world.client.publish("r1", "answered");
    socket.reply("room", stored(5, "own-5"));
    void world.client.publish("r1", "unanswered");
    socket.drop();
    await world.nextAttempt();
    world.socket.accept({ session_id: "s2" });
    for (const frame of [room(4), room(5, "r1", { id: "own-5" }), room(6, "r1", { id: "own-6" }), room(7)]) {
      world.socket.say(frame);
    }
    assert.deepEqual(heard, []);
    world.socket.reply("room", stored(6, "own-6"));
    await settle();
    assert.deepEqual(heard.map(({ seq }) => seq), [4, 7]);
  });
});

describe("gaps", () => {
  it("are filled from history, and the rest of the log waits", async () => {
    const world = new World();
    const socket = await world.connected();
    const [heard, gaps] = [world.collect("room"), world.collect("gap")];
    await world.subscribed("r1", 3);
    socket.say({ type: "gap", room_id: "r1", from_seq: 4, to_seq: 8, epoch: "e0" });
    socket.say(room(9));
    assert.deepEqual({ ...socket.last("history"), id: "" }, { type: "history", room_id: "r1", after_seq: 3, limit: 500, id: "" });
    socket.reply("history", { messages: [room(6), room(7)], has_more: true, epoch: "e0" });
    await settle();
    assert.equal(socket.last("history")["after_seq"], 7);
    socket.reply("history", { messages: [room(8), room(9)], has_more: false, epoch: "e0" });
    await settle();
    assert.deepEqual(heard.map(({ seq }) => seq), [6, 7, 8, 9]);
    assert.deepEqual(gaps, [{ log: "room", id: "r1", fromSeq: 4, toSeq: 5, epoch: "e0", reset: false }]);
  });

  it("are told where history has nothing, or cannot be had", async () => {
    const world = new World();
    const socket = await world.connected();
    const [heard, gaps] = [world.collect("group"), world.collect("gap")];
    socket.say(group(1));
    socket.reply("history", { messages: [], has_more: false, epoch: "g0" });
    await settle();
    socket.say({ type: "gap", group_id: "g1", from_seq: 2, to_seq: 4, epoch: "g0" });
    socket.reply("history", { messages: [], has_more: false, epoch: "g0" });
    await settle();
    socket.say(group(5));
    socket.say({ type: "gap", group_id: "g1", from_seq: 6, to_seq: 7, epoch: "g0" });
    socket.say(group(8));
    socket.refuse("history", "not_member");
    await settle();
    assert.deepEqual(heard.map(({ seq }) => seq), [1, 5, 8]);
    assert.deepEqual(gaps.map(({ fromSeq, toSeq }) => [fromSeq, toSeq]), [[2, 4], [6, 7]]);
  });

  it("of another epoch begin the log anew", async () => {
    const world = new World();
    const socket = await world.connected();
    const [heard, gaps] = [world.collect("room"), world.collect("gap")];
    await world.subscribed("r1", 30);
    socket.say({ type: "gap", room_id: "r1", from_seq: 1, to_seq: 0, epoch: "e1" });
    socket.say(room(1));
    assert.deepEqual(heard.map(({ seq }) => seq), [1]);
    assert.deepEqual(gaps, [{ log: "room", id: "r1", fromSeq: 1, toSeq: 0, epoch: "e1", reset: true }]);
    assert.deepEqual(world.client.snapshot().rooms["r1"], { seq: 1, epoch: "e1" });
  });

  it("that a lost connection leaves open are asked for again, from the same place", async () => {
    const world = new World();
    const socket = await world.connected();
    const [heard, gaps] = [world.collect("room"), world.collect("gap")];
    await world.subscribed("r1", 3);
    socket.say({ type: "gap", room_id: "r1", from_seq: 4, to_seq: 8, epoch: "e0" });
    socket.say(room(9));
    socket.drop();
    const next = await world.reconnected();
    assert.deepEqual(next.sent[0]?.["rooms"], { r1: { seq: 3, epoch: "e0" } });
    assert.deepEqual([heard, gaps], [[], []]);
  });

  it("of the inbox are told at once", async () => {
    const world = new World();
    const socket = await world.connected();
    const [heard, gaps] = [world.collect("user"), world.collect("gap")];
    socket.say({ type: "gap", inbox: true, from_seq: 1, to_seq: 3, epoch: "i0" });
    socket.say(inbox(4));
    assert.deepEqual(gaps, [{ log: "inbox", id: "", fromSeq: 1, toSeq: 3, epoch: "i0", reset: false }]);
    assert.deepEqual(heard.map(({ seq }) => seq), [4]);
  });

  it("are told as they come where repair is off", async () => {
    const world = new World({ repairGaps: false });
    const socket = await world.connected();
    const gaps = world.collect("gap");
    await world.subscribed("r1", 3);
    socket.say({ type: "gap", room_id: "r1", from_seq: 4, to_seq: 8, epoch: "e0" });
    assert.equal(gaps.length, 1);
    assert.deepEqual(socket.all("history"), []);
  });
});

describe("conversations", () => {
  it("share one order of messages, members and recalls, and are resumed with their epochs", async () => {
    const world = new World();
    const socket = await world.connected();
    const told: string[] = [];
    world.client.on("group", ({ seq }) => void told.push(`message ${seq}`));
    world.client.on("member", ({ seq, userId, action }) => void told.push(`${userId} ${action} ${seq}`));
    world.client.on("recall", ({ seq, messageId }) => void told.push(`recall of ${messageId} ${seq}`));
    world.client.on("private", ({ peerUserId, fromUserId }) => void told.push(`${fromUserId} with ${peerUserId}`));
    socket.say(group(7));
    socket.reply("history", { messages: [], has_more: true, epoch: "g0" });
    socket.say({ type: "member", group_id: "g1", seq: 8, user_id: "u3", action: "added" });
    socket.say({ type: "recall", group_id: "g1", seq: 9, message_id: "g1-7", message_seq: 7, by_user_id: "u2" });
    socket.say(group(9));
    socket.say({ type: "private", id: "p", from_user_id: "u1", to_user_id: "u2", seq: 2, content: 1, created_at: "" });
    socket.say({ type: "private", id: "q", from_user_id: "u2", to_user_id: "u1", seq: 3, content: 1, created_at: "" });
    await settle();
    assert.deepEqual(told, ["message 7", "u3 added 8", "recall of g1-7 9", "u1 with u2", "u2 with u2"]);
    socket.drop();
    const next = await world.reconnected();
    assert.deepEqual(next.sent[0]?.["groups"], { g1: { seq: 9, epoch: "g0" } });
    assert.deepEqual(next.sent[0]?.["privates"], { u2: { seq: 3 } });
    next.say({ type: "reply", id: "resume", ok: true, recovered: { privates: { u2: { count: 0, last_seq: 3, epoch: "p0", complete: true } } } });
    assert.deepEqual(world.client.snapshot().privates["u2"], { seq: 3, epoch: "p0" });
  });

  it("are forgotten when the user is no member any more", async () => {
    const world = new World();
    const socket = await world.connected();
    const members = world.collect("member");
    socket.say(group(7));
    socket.say(group(3, "g2"));
    socket.say({ type: "member", group_id: "g1", seq: 8, user_id: "u1", action: "removed" });
    assert.deepEqual(Object.keys(world.client.snapshot().groups), ["g2"]);
    socket.drop();
    const next = await world.reconnected();
    next.say({ type: "reply", id: "resume", ok: true, recovered: { groups: { g2: { error: "not_member" } } } });
    assert.deepEqual(members.map(({ groupId, action }) => [groupId, action]), [["g1", "removed"], ["g2", "removed"]]);
    assert.deepEqual(world.client.snapshot().groups, {});
  });

  it("of another user are forgotten", async () => {
    const world = new World();
    const socket = await world.connected();
    socket.say(group(7));
    await world.subscribed("r1", 2);
    socket.drop(4403);
    await world.nextAttempt();
    world.socket.accept({ session_id: "s2", user_id: "other" });
    const { userId, groups, rooms } = world.client.snapshot();
    assert.deepEqual([userId, Object.keys(groups), Object.keys(rooms)], ["other", [], ["r1"]]);
  });

  it("tell what is kept nowhere", async () => {
    const world = new World();
    const socket = await world.connected();
    const [reads, typings, presences] = [world.collect("read"), world.collect("typing"), world.collect("presence")];
    socket.say({ type: "read", group_id: "g1", user_id: "u2", seq: 4, read_count: 3, member_count: 5 });
    socket.say({ type: "typing", from_user_id: "u2", user_id: "u2" });
    socket.say({ type: "presence", group_id: "g1", user_id: "u2", status: "offline" });
    assert.deepEqual(reads, [{ groupId: "g1", peerUserId: undefined, userId: "u2", seq: 4, readCount: 3, memberCount: 5 }]);
    assert.deepEqual(typings, [{ groupId: undefined, userId: "u2" }]);
    assert.deepEqual(presences, [{ groupId: "g1", roomId: undefined, userId: "u2", status: "offline" }]);
  });
});

describe("a snapshot", () => {
  it("lets the next client go on where this one stood", async () => {
    const world = new World();
    const socket = await world.connected();
    await world.subscribed("r1", 3);
    world.client.on("user", ({ seq }) => (seq === 2 ? new Promise(() => undefined) : undefined));
    socket.say(room(4));
    socket.say(inbox(1));
    socket.say(inbox(2));
    const snapshot = JSON.parse(JSON.stringify(world.client.snapshot())) as ClientSnapshot;
    assert.deepEqual(snapshot, { userId: "u1", sessionId: "s1", inbox: { seq: 1, epoch: "i0" }, rooms: { r1: { seq: 4, epoch: "e0" } }, groups: {}, privates: {} });

    const next = new World({ snapshot });
    const heard = next.collect("room");
    const resumed = await next.connected({ resumed: true });
    assert.equal(resumed.url.searchParams.get("session_id"), "s1");
    assert.deepEqual(resumed.sent[0], { type: "resume", id: "resume", inbox: { seq: 1, epoch: "i0" }, rooms: { r1: { seq: 4, epoch: "e0" } }, groups: {}, privates: {} });
    resumed.say(room(5));
    assert.deepEqual(heard.map(({ seq }) => seq), [5]);
  });
});

describe("numbers", () => {
  it("beyond 2^53 survive with a parser that keeps them", async () => {
    const world = new World({
      parse: (json) => JSON.parse(json, (key, value: unknown) => (key === "data" ? BigInt(/"data":(\d+)/.exec(json)?.[1] ?? 0) : value)),
      stringify: (value) => JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? `<${item}>` : item)).replace(/"<(\d+)>"/g, "$1"),
    });
    const socket = await world.connected();
    const heard = world.collect("room");
    await world.subscribed("r1", 0);
    socket.onmessage?.({ data: '{"type":"room","id":"x","room_id":"r1","seq":1,"from_user_id":"u2","data":9007199254740993,"created_at":""}' });
    assert.equal(heard[0]?.data, 9007199254740993n);
    let sent = "";
    socket.send = (json) => void (sent = json);
    void world.client.publish("r1", 9007199254740993n);
    assert.match(sent, /"data":9007199254740993[,}]/);
  });
});

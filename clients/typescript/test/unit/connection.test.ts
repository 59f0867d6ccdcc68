import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { RealtimeError } from "../../src/index.js";
import { fakeClock, pass, settle, World } from "../support/world.js";

const clock = fakeClock();
beforeEach(clock.beforeEach);
afterEach(clock.afterEach);

const jwt = (exp: number, name: string): string => `${name}.${Buffer.from(JSON.stringify({ exp })).toString("base64url")}.x`;
const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

describe("connecting", () => {
  it("resolves with the first connected frame and tells the state", async () => {
    const world = new World({ query: { user_id: "u1" } });
    const info = world.collect("connected");
    await world.connected({ unread: [{ group_id: "g1", count: 3, last_seq: 42, epoch: "k" }] });

    assert.deepEqual(world.states.map(({ state }) => state), ["connecting", "connected"]);
    assert.equal(world.socket.url.href, "ws://test/ws?user_id=u1");
    assert.equal(world.client.userId, "u1");
    assert.deepEqual(info[0]?.unread, [{ groupId: "g1", peerUserId: undefined, count: 3, lastSeq: 42 }]);
    assert.deepEqual(world.socket.sent, []);
  });

  it("goes on trying until it succeeds, with growing delays that differ", async () => {
    const world = new World();
    const done = world.client.connect();
    const delays: number[] = [];
    await settle();
    for (let i = 0; i < 9; i++) {
      world.socket.fail();
      delays.push(world.states.at(-1)?.retryInMs ?? -1);
      await world.nextAttempt();
    }
    world.socket.accept();
    await done;

    for (const [i, delay] of delays.entries()) {
      const whole = Math.min(20_000, 500 * 2 ** i);
      assert.ok(delay >= whole / 2 && delay <= whole, `delay ${i} is ${delay}`);
    }
  });

  it("gives an attempt up that brings no connected frame in time", async () => {
    const world = new World({ connectTimeoutMs: 3_000 });
    void world.client.connect();
    await settle();
    world.socket.onopen?.({});
    await pass(2_999);
    assert.equal(world.client.state, "connecting");
    await pass(1);
    assert.equal(world.client.state, "waiting");
    await world.reconnected();
    assert.equal(world.client.state, "connected");
  });

  it("tries the next address after a failure", async () => {
    const world = new World({ url: ["ws://a/ws", "ws://b/ws"] });
    void world.client.connect();
    await settle();
    world.socket.fail();
    await world.nextAttempt();
    assert.deepEqual(world.sockets.map(({ url }) => url.host), ["a", "b"]);
  });

  it("refuses options that are out of range, by name", () => {
    assert.throws(() => new World({ queue: { maxInFlight: 501 } }), /queue\.maxInFlight: 501 is not between 1 and 500/);
    assert.throws(() => new World({ url: "http://test" }), /url/);
    assert.throws(() => new World({ reconnect: { minDelayMs: Number.NaN } }), RealtimeError);
  });
});

describe("close codes", () => {
  for (const code of [1001, 1006, 1011, 1012, 1013, 4408, 4430, 4999]) {
    it(`${code}: comes back with the session`, async () => {
      const world = new World();
      await world.connected();
      await pass(10_000);
      world.socket.drop(code);
      assert.equal(world.client.state, "waiting");
      assert.ok((world.states.at(-1)?.retryInMs ?? Infinity) <= 500);
      await world.nextAttempt();
      assert.equal(world.socket.url.searchParams.get("session_id"), "s1");
    });
  }

  for (const code of [1000, 1002, 1003, 1007, 1008, 4409]) {
    it(`${code}: stops, and says why`, async () => {
      const world = new World();
      await world.connected();
      const waiting = world.client.publish("r1", 1);
      world.socket.drop(code, "because");
      assert.equal(world.client.state, "closed");
      assert.equal(world.states.at(-1)?.error?.closeCode, code);
      await assert.rejects(waiting, { code: "closed", closeCode: code, maybeStored: true });
      await pass(1_000_000);
      assert.equal(world.sockets.length, 1);
    });
  }

  it("4403: begins a new session, with its positions", async () => {
    const world = new World();
    await world.connected();
    await world.subscribed("r1", 7);
    world.socket.drop(4403);
    await world.nextAttempt();
    assert.notEqual(world.socket.url.searchParams.get("session_id"), "s1");
    world.socket.accept({ session_id: "s2" });
    assert.deepEqual(world.socket.sent[0], { type: "resume", id: "resume", inbox: { seq: 0, epoch: "i0" }, rooms: { r1: { seq: 7, epoch: "e0" } }, groups: {}, privates: {} });
  });

  it("4429: waits", async () => {
    const world = new World();
    await world.connected();
    await pass(10_000);
    world.socket.drop(4429);
    assert.ok((world.states.at(-1)?.retryInMs ?? 0) >= 5_000);
    world.client.reconnectNow();
    await settle();
    assert.equal(world.sockets.length, 1);
    await world.reconnected();
  });

  it("1009: gives up the largest message, and comes back", async () => {
    const world = new World();
    await world.connected();
    const small = world.client.publish("r1", "s");
    const large = world.client.publish("r2", "l".repeat(1_000));
    world.socket.drop(1009);
    await assert.rejects(large, { code: "too_large" });
    const socket = await world.reconnected();
    socket.reply("room", { message_id: "m", seq: 1, created_at: "2026-11-21T08:00:00.123Z" });
    assert.equal((await small).seq, 1);
  });

  it("connections that are lost at once again and again are made less and less often", async () => {
    const world = new World();
    await world.connected();
    for (let i = 0; i < 7; i++) {
      world.socket.drop(4430);
      await world.reconnected();
    }
    world.socket.drop(4430);
    assert.ok((world.states.at(-1)?.retryInMs ?? 0) >= 10_000);
  });
});

describe("reconnect frames", () => {
  it("leaves after the delay, and comes back at once", async () => {
    const world = new World();
    const socket = await world.connected();
    socket.say({ type: "reconnect", delay_ms: 700 });
    await pass(699);
    assert.equal(world.client.state, "connected");
    await pass(1);
    assert.equal(socket.closedWith, 1000);
    assert.equal(world.socket.url.searchParams.get("session_id"), "s1");
    world.socket.accept({ resumed: true });
    assert.equal(world.client.state, "connected");
  });

  it("does not come back before the delay when the server closes first", async () => {
    const world = new World({ reconnect: { minDelayMs: 10 } });
    const socket = await world.connected();
    await pass(10_000);
    socket.say({ type: "reconnect", delay_ms: 900 });
    socket.drop(1012);
    assert.ok((world.states.at(-1)?.retryInMs ?? 0) >= 900);
    await world.reconnected();
  });
});

describe("tokens", () => {
  it("are asked for before they run out, and given to the live connection", async () => {
    const reasons: string[] = [];
    let count = 0;
    const world = new World({
      token: (reason) => {
        reasons.push(reason);
        return jwt(inSeconds(300), `t${++count}`);
      },
    });
    await world.connected();
    assert.match(world.socket.url.searchParams.get("token") ?? "", /^t1\./);
    await pass(269_000);
    assert.deepEqual(reasons, ["connect"]);
    await pass(1_000);
    assert.match(String(world.socket.last("auth")["token"]), /^t2\./);
    world.socket.reply("auth");
    await pass(270_000);
    assert.deepEqual(reasons, ["connect", "expiring", "expiring"]);
    assert.equal(world.sockets.length, 1);
  });

  it("4401: a fresh one, at once when the connection was a good one", async () => {
    let count = 0;
    const world = new World({ token: () => Promise.resolve(`t${++count}`) });
    await world.connected();
    await pass(10_000);
    world.socket.drop(4401);
    assert.equal(world.states.at(-1)?.retryInMs, 0);
    await world.nextAttempt();
    assert.equal(world.socket.url.searchParams.get("token"), "t2");
  });

  it("a refused handshake asks for a fresh one, where it says so, and where nobody says why every other time", async () => {
    let count = 0;
    const world = new World({ token: () => jwt(inSeconds(3_000), `t${++count}`) });
    void world.client.connect();
    await settle();
    world.socket.fail("Unexpected server response: 401");
    for (let i = 0; i < 4; i++) {
      await world.nextAttempt();
      world.socket.fail();
    }
    assert.deepEqual(world.sockets.map(({ url }) => url.searchParams.get("token")?.split(".")[0]), ["t1", "t2", "t3", "t3", "t4"]);
  });

  it("one that cannot be replaced stops the client", async () => {
    const world = new World({ token: "only" });
    const done = world.client.connect();
    await settle();
    world.socket.fail("Unexpected server response: 401");
    await assert.rejects(done, { code: "unauthorized" });
  });

  it("a source that fails is asked again; one that says unauthorized is not", async () => {
    let mood: Error = new Error("the login service is away");
    const world = new World({ token: () => Promise.reject(mood) });
    const stopped = assert.rejects(world.client.connect(), { code: "unauthorized", message: "logged out" });
    await settle();
    assert.equal(world.client.state, "waiting");
    assert.equal(world.errors[0]?.message, "the login service is away");
    mood = new RealtimeError("unauthorized", "logged out");
    await pass(500);
    await stopped;
  });
});

describe("closing", () => {
  it("says goodbye, rejects what waits, ends loops, and may be undone", async () => {
    const world = new World();
    const socket = await world.connected();
    const loop = (async () => {
      for await (const message of world.client.iterate("room")) {
        assert.fail(`heard ${message.id}`);
      }
    })();
    const waiting = world.client.publish("r1", 1);
    await world.client.close();
    assert.equal(socket.closedWith, 1000);
    await assert.rejects(waiting, { code: "closed" });
    await assert.rejects(world.client.publish("r1", 2), { code: "closed" });
    await loop;
    await world.connected();
    assert.equal(world.client.state, "connected");
  });

  it("waits for answers where it is asked to", async () => {
    const world = new World();
    const socket = await world.connected();
    const sent = world.client.publish("r1", 1);
    const closing = world.client.close({ drainMs: 5_000 });
    await settle();
    assert.equal(socket.closedWith, undefined);
    socket.reply("room", { message_id: "m", seq: 1, created_at: "2026-11-21T08:00:00.123Z" });
    await sent;
    await closing;
    assert.equal(socket.closedWith, 1000);
  });

  it("ends an attempt that is under way", async () => {
    const world = new World();
    const done = world.client.connect();
    await settle();
    await world.client.close();
    await assert.rejects(done, { code: "closed" });
    await pass(100_000);
    assert.equal(world.sockets.length, 1);
  });
});

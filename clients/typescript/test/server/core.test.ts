import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { RealtimeClient, type ClientOptions } from "../../src/node.js";
import { RealClient } from "../support/real-client.js";
import { call, EmbeddedServer } from "../support/server.js";

let server: EmbeddedServer;
before(async () => {
  server = await EmbeddedServer.start();
});
after(() => server.stop());

const started: RealClient[] = [];
after(() => Promise.all(started.map(({ client }) => client.close())));

function absent(name: string, options: Partial<ClientOptions> = {}): RealClient {
  const real = new RealClient(server.socketUrl, { user_id: name }, options);
  started.push(real);
  return real;
}

async function user(name: string, role = "user"): Promise<RealClient> {
  const real = absent(name, { query: { user_id: name, role } });
  await real.client.connect();
  return real;
}

describe("rooms on a running server", () => {
  it("carry messages, and a reader whose connection was cut misses none and sees none twice", async () => {
    const [alice, bob] = await Promise.all([user("alice"), user("bob")]);
    const [heard, connected] = [bob.collect("room"), bob.collect("connected")];
    await Promise.all([alice.client.subscribe("lobby"), bob.client.subscribe("lobby")]);

    const results = [];
    for (let i = 0; i < 30; i++) {
      results.push(alice.client.publish("lobby", { i, text: "ä€😀" }));
      if (i % 10 === 5) {
        bob.cut();
      }
    }
    const stored = await Promise.all(results);
    await heard.count(30);

    assert.deepEqual(heard.all.map(({ seq, id }) => [seq, id]), stored.map(({ seq, messageId }) => [seq, messageId]));
    assert.deepEqual(heard.all.map(({ data }) => data), results.map((_, i) => ({ i, text: "ä€😀" })));
    assert.ok(connected.all.length >= 1 && connected.all.every(({ resumed }) => resumed));
  });

  it("do not double what was cut off before its answer", async () => {
    const [writer, reader] = await Promise.all([user("writer"), user("reader")]);
    const heard = reader.collect("room");
    await Promise.all([writer.client.subscribe("cut"), reader.client.subscribe("cut")]);
    const seqs = [];
    for (let i = 0; i < 20; i++) {
      const sent = writer.client.publish("cut", i);
      if (i % 2 === 0) {
        writer.cut();
      }
      seqs.push((await sent).seq);
    }
    await heard.count(20);
    assert.deepEqual(seqs, Array.from({ length: 20 }, (_, i) => i + 1));
    assert.deepEqual(heard.all.map(({ data }) => data), Array.from({ length: 20 }, (_, i) => i));
  });

  it("have a history, walked in both directions", async () => {
    const { client } = await user("historian");
    await client.subscribe("past");
    for (let i = 1; i <= 7; i++) {
      await client.publish("past", i);
    }
    const back: unknown[] = [];
    for await (const { seq } of client.history({ roomId: "past" }, { limit: 3 })) {
      back.push(seq);
    }
    const forward: unknown[] = [];
    for await (const { seq } of client.history({ roomId: "past" }, { afterSeq: 2, limit: 2 })) {
      forward.push(seq);
    }
    assert.deepEqual([back, forward], [[7, 6, 5, 4, 3, 2, 1], [3, 4, 5, 6, 7]]);
  });

  it("refuse who did not subscribe, by code", async () => {
    const { client } = await user("stranger");
    await assert.rejects(client.publish("not-mine", 1), { name: "RealtimeError", code: "forbidden" });
  });

  it("are known again after a reload, from a snapshot", async () => {
    const [before, writer] = await Promise.all([user("reloader"), user("others", "service")]);
    await before.client.subscribe("page");
    await writer.client.publish("page", 1);
    await before.client.presence({ roomId: "page" });
    const snapshot = before.client.snapshot();
    before.cut();
    await before.client.close();
    await writer.client.publish("page", 2);

    const after = absent("reloader", { snapshot });
    const heard = after.collect("room");
    await after.client.connect();
    await heard.until((all) => all.some(({ data }) => data === 2), "what came meanwhile");
    assert.deepEqual(heard.all.map(({ data }) => data).filter((data) => data === 2), [2]);
  });
});

describe("the inbox on a running server", () => {
  it("holds what came while nobody was there, and is empty once it was acknowledged", async () => {
    for (const order of [1, 2, 3]) {
      await call(server, "POST", "events", "service", { user_id: "carol", type: "order.shipped", data: { order } });
    }
    const carol = absent("carol");
    const events = carol.collect("event");
    await carol.client.connect();
    await events.count(3);
    assert.deepEqual(events.all.map(({ type, data }) => [type, data]), [1, 2, 3].map((order) => ["order.shipped", { order }]));
    // Flushes the acknowledgement, which the server has taken when it has taken leave of the connection.
    await carol.client.close();
    while (((await call(server, "GET", "users/carol/connections", "service")) as unknown[]).length > 0);

    const again = absent("carol");
    const more = again.collect("event");
    await again.client.connect();
    await call(server, "POST", "events", "service", { user_id: "carol", type: "order.shipped", data: { order: 4 } });
    await more.count(1);
    assert.deepEqual(more.all.map(({ data }) => data), [{ order: 4 }]);
  });

  it("takes messages from services, and tells who was reached", async () => {
    const [service, dora] = await Promise.all([user("backend", "service"), user("dora")]);
    const heard = dora.collect("user");
    const results = await service.client.sendToUsers(["dora", "nobody"], "hello");
    await heard.count(1);
    assert.deepEqual(results.map(({ userId, seq, online, error }) => [userId, seq, online, error]), [["dora", 1, true, undefined], ["nobody", 1, false, undefined]]);
    assert.equal(heard.all[0]?.fromUserId, "backend");
  });

  it("comes once through many lost connections", async () => {
    const eve = await user("eve");
    const heard = eve.collect("event");
    for (let i = 1; i <= 20; i++) {
      await call(server, "POST", "events", "service", { user_id: "eve", type: "n", data: i });
      if (i % 4 === 0) {
        eve.cut();
      }
    }
    await heard.count(20);
    assert.deepEqual(heard.all.map(({ data }) => data), Array.from({ length: 20 }, (_, i) => i + 1));
  });
});

describe("broadcasts on a running server", () => {
  it("reach everybody", async () => {
    const [service, frank] = await Promise.all([user("shouter", "service"), user("frank")]);
    const heard = frank.collect("broadcast");
    const { connections } = await service.client.broadcast({ hello: "all" });
    await heard.count(1);
    assert.ok(connections >= 2);
    assert.deepEqual(heard.all[0]?.data, { hello: "all" });
  });
});

describe("sessions on a running server", () => {
  it("stop where a newer client takes them over", async () => {
    const first = await user("mover");
    const states = first.collect("state");
    const second = absent("mover", { snapshot: first.client.snapshot() });
    await second.client.connect();
    await states.until((all) => all.at(-1)?.state === "closed", "the end of the first");
    assert.equal(states.all.at(-1)?.closeCode, 4409);
  });

  it("of somebody else are left for a new one", async () => {
    const owner = await user("owner");
    const thief = absent("thief", { snapshot: { ...owner.client.snapshot(), userId: "thief" } });
    const connected = thief.collect("connected");
    await thief.client.connect();
    assert.equal(connected.all[0]?.resumed, false);
    assert.equal(owner.client.state, "connected");
  });

  it("stop where an operator closes them", async () => {
    const { client } = await user("banned");
    const closed = new Promise<number | undefined>((resolve) => client.on("state", ({ state, closeCode }) => state === "closed" && resolve(closeCode)));
    await call(server, "DELETE", `connections/${client.snapshot().sessionId ?? ""}`, "service");
    assert.equal(await closed, 1008);
  });

  it("use the platform's socket, or the ws package, by default", async () => {
    const client = new RealtimeClient({ url: server.socketUrl, query: { user_id: "plain" } });
    await client.connect();
    assert.equal(client.userId, "plain");
    await client.close();
  });
});

import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { Cluster } from "../support/cluster.js";
import { Redis } from "../support/redis.js";
import { EmbeddedServer } from "../support/server.js";
import { StreamWorkload } from "../support/stream-workload.js";
import { Workload } from "../support/workload.js";

// More by hand, for a longer look: CRASHES=50 npm run test:server.
const crashes = Number(process.env["CRASHES"] ?? 2);
const cleanups: (() => Promise<void>)[] = [];
after(async () => {
  for (const cleanup of cleanups.reverse()) {
    await cleanup();
  }
});

describe("what was acknowledged", () => {
  it("is neither lost, doubled nor reordered when the only server is killed", async (test) => {
    const redis = await Redis.start();
    cleanups.push(() => redis.stop());
    const server = await EmbeddedServer.start([], { ConnectionStrings__Redis: redis.address });
    cleanups.push(() => server.stop());
    const work = new Workload([server.socketUrl], "only");
    cleanups.push(() => work.stop());
    const streams = new StreamWorkload(server, "only");
    cleanups.push(() => streams.stop());
    await Promise.all([work.start(2, 2), streams.start()]);
    for (let i = 0; i < crashes; i++) {
      await work.more(100);
      await server.crash();
    }
    await work.more(100);
    await Promise.all([work.check(), streams.check()]);
    test.diagnostic(`${crashes} crashes, ${work.figures}, ${streams.figures}`);
    assert.ok(work.acknowledged.count >= 100 * (crashes + 1));
  });

  it("is neither lost, doubled nor reordered when gateways are killed, and a silo", async (test) => {
    const cluster = await Cluster.start(2, 2);
    cleanups.push(() => cluster.stop());
    const work = new Workload(cluster.urls, "gateways");
    cleanups.push(() => work.stop());
    await work.start(2, 2);
    for (let i = 0; i < crashes; i++) {
      await work.more(100);
      const gateway = cluster.gateways[i % cluster.gateways.length];
      assert.ok(gateway);
      await cluster.crash(gateway);
    }
    const [silo] = cluster.silos;
    assert.ok(silo);
    await cluster.crash(silo);
    await work.more(100);
    await work.check();
    test.diagnostic(`${crashes + 1} crashes, ${work.figures}`);
  });
});

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { RealClient } from "../support/real-client.js";
import { call, EmbeddedServer } from "../support/server.js";

let server: EmbeddedServer;
const started: RealClient[] = [];
before(async () => {
  server = await EmbeddedServer.start();
});
after(async () => {
  await Promise.all(started.map(({ client }) => client.close()));
  await server.stop();
});

async function user(name: string): Promise<RealClient> {
  const real = new RealClient(server.socketUrl, { user_id: name });
  started.push(real);
  await real.client.connect();
  return real;
}

describe("groups on a running server", () => {
  it("carry messages, mentions, reading, typing, recalls and presence", async () => {
    await call(server, "POST", "groups", "ann", { group_id: "team", members: ["ben", "cat"] });
    const [ann, ben] = await Promise.all([user("ann"), user("ben")]);
    const [heard, mentions, typing, recalls] = [ben.collect("group"), ben.collect("mention"), ben.collect("typing"), ben.collect("recall")];
    const [reads, presences] = [ann.collect("read"), ann.collect("presence")];

    const sent = await ann.client.sendToGroup("team", "lunch, @ben?");
    await heard.count(1);
    await mentions.count(1);
    assert.deepEqual(heard.all.map(({ id, seq, fromUserId, content }) => [id, seq, fromUserId, content]), [[sent.messageId, sent.seq, "ann", "lunch, @ben?"]]);
    assert.equal(mentions.all[0]?.messageId, sent.messageId);

    assert.deepEqual(await ben.client.read({ groupId: "team" }, sent.seq ?? 0), { seq: sent.seq, unread: 0 });
    await reads.count(1);
    assert.deepEqual([reads.all[0]?.userId, reads.all[0]?.readCount, reads.all[0]?.memberCount], ["ben", 1, 3]);

    ann.client.typing({ groupId: "team" });
    await typing.count(1);
    assert.deepEqual(typing.all, [{ groupId: "team", userId: "ann" }]);

    await ann.client.recall({ groupId: "team" }, sent.messageId);
    await recalls.count(1);
    assert.equal(recalls.all[0]?.messageSeq, sent.seq);
    assert.deepEqual((await ben.client.historyPage({ groupId: "team" })).messages, []);

    const cat = await user("cat");
    await presences.until((all) => all.some(({ userId, status }) => userId === "cat" && status === "online"), "cat to be online");
    assert.deepEqual(await cat.client.presence({ groupId: "team" }), { online: ["ann", "ben", "cat"], onlineCount: 3, memberCount: 3 });
  });

  it("lose and double nothing for members and senders whose connections are cut", async () => {
    await call(server, "POST", "groups", "dan", { group_id: "cuts", members: ["eva"] });
    const [dan, eva] = await Promise.all([user("dan"), user("eva")]);
    const [heard, gaps] = [eva.collect("group"), eva.collect("gap")];
    const seqs: (number | undefined)[] = [];
    for (let i = 0; i < 24; i++) {
      const sent = dan.client.sendToGroup("cuts", i);
      (i % 6 === 2 ? dan : i % 6 === 5 ? eva : undefined)?.cut();
      seqs.push((await sent).seq);
    }
    await heard.count(24);
    assert.deepEqual(heard.all.map(({ content }) => content), Array.from({ length: 24 }, (_, i) => i));
    assert.deepEqual(heard.all.map(({ seq }) => seq), seqs);
    assert.deepEqual(gaps.all, []);
    assert.notEqual(eva.client.snapshot().groups["cuts"]?.epoch, undefined);
  });

  it("are left at once by who is removed", async () => {
    await call(server, "POST", "groups", "fay", { group_id: "small", members: ["gus"] });
    const [fay, gus] = await Promise.all([user("fay"), user("gus")]);
    const members = gus.collect("member");
    await fay.client.sendToGroup("small", 1);
    await call(server, "DELETE", "groups/small/members/gus", "fay");
    await members.until((all) => all.some(({ userId, action }) => userId === "gus" && action === "removed"), "the removal");
    assert.deepEqual(gus.client.snapshot().groups, {});
    await assert.rejects(gus.client.sendToGroup("small", 2), { code: "not_member" });
  });
});

describe("private conversations on a running server", () => {
  it("reach the other user, and one's own other devices, over lost connections", async () => {
    const [ida, phone, joe] = [await user("ida"), await user("ida"), await user("joe")];
    const [there, here] = [joe.collect("private"), phone.collect("private")];
    for (let i = 0; i < 12; i++) {
      await ida.client.sendPrivately("joe", i);
      (i % 6 === 2 ? joe : i % 6 === 5 ? phone : undefined)?.cut();
    }
    await there.count(12);
    await here.count(12);
    assert.deepEqual(there.all.map(({ peerUserId, content }) => [peerUserId, content]), Array.from({ length: 12 }, (_, i) => ["ida", i]));
    assert.deepEqual(here.all.map(({ peerUserId, content }) => [peerUserId, content]), Array.from({ length: 12 }, (_, i) => ["joe", i]));

    const history: unknown[] = [];
    for await (const { content } of joe.client.history({ userId: "ida" }, { afterSeq: 0, limit: 5 })) {
      history.push(content);
    }
    assert.deepEqual(history, Array.from({ length: 12 }, (_, i) => i));
  });
});

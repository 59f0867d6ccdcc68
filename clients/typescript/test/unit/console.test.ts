import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { consoleModule } from "../support/console.js";

interface Item {
  readonly kind: string;
  readonly seq: number | undefined;
  readonly content: unknown;
  readonly state: string;
  readonly error: string;
  readonly recalledBy: string;
  readonly readCount: number | undefined;
}

interface Conversation {
  readonly items: readonly Item[];
  readonly hasMore: boolean;
  readonly lastSeq: number;
  readonly oldestSeq: number | undefined;
  readonly typing: readonly string[];
  add(message: object, content: unknown): boolean;
  addHistory(page: readonly object[], hasMore: boolean): void;
  addOwn(from: string, content: unknown): { sent(result: object): void; failed(error: string): void };
  note(text: string, seq?: number): void;
  recall(messageId: string, by: string): void;
  receipt(own: string, receipt: object): void;
  startTyping(userId: string): void;
  stopTyping(userId: string): void;
}

const { Conversation } = await consoleModule<{ Conversation: new (kind: string, id: string) => Conversation }>("try/conversation.js");
const { FrameLog } = await consoleModule<{ FrameLog: new () => { frames: { type: string; text: string }[]; add(direction: string, text: string): void } }>("try/frame-log.js");
const { readToken } = await consoleModule<{ readToken(token: string): { userId: string; roles: string[]; expiresAt: number | undefined } | undefined }>("shell/token.js");

const message = (seq: number, from = "bob"): object => ({ id: `m${seq}`, seq, fromUserId: from, createdAt: new Date(seq) });
const shown = ({ items }: Conversation): unknown[] => items.map(({ content }) => content);

describe("a conversation of the console", () => {
  it("keeps the order of the log, each message once", () => {
    const room = new Conversation("room", "r");
    assert.ok(room.add(message(5), "five"));
    assert.ok(room.add(message(6), "six"));
    assert.equal(room.add(message(5), "five again"), false);
    room.addHistory([3, 4, 5].map((seq) => ({ message: message(seq), content: seq })), true);

    assert.deepEqual(shown(room), [3, 4, "five", "six"]);
    assert.deepEqual([room.oldestSeq, room.lastSeq], [3, 6]);
  });

  it("puts an own message in its place once that is known, even where history was faster", () => {
    const group = new Conversation("group", "g");
    const first = group.addOwn("alice", "mine");
    const second = group.addOwn("alice", "mine too");
    group.add(message(1), "before");
    assert.deepEqual(shown(group), ["before", "mine", "mine too"]);

    second.sent({ messageId: "m3", seq: 3, createdAt: new Date(3) });
    group.addHistory([{ message: message(2, "alice"), content: "mine" }], false);
    first.sent({ messageId: "m2", seq: 2, createdAt: new Date(2) });

    assert.deepEqual(shown(group), ["before", "mine", "mine too"]);
    assert.ok(group.items.every(({ state }) => state === "stored"));
  });

  it("says what was not sent", () => {
    const group = new Conversation("group", "g");
    group.addOwn("alice", "mine").failed("no (not_member)");

    assert.deepEqual(group.items.map(({ state, error }) => [state, error]), [["failed", "no (not_member)"]]);
  });

  it("keeps the newest 400, and then asks for no older ones", () => {
    const room = new Conversation("room", "r");
    for (let seq = 1; seq <= 450; seq++) {
      room.add(message(seq), seq);
    }

    assert.equal(room.items.length, 400);
    assert.equal(room.oldestSeq, 51);
    assert.equal(room.hasMore, false);
  });

  it("empties what was recalled", () => {
    const group = new Conversation("group", "g");
    group.add(message(1), "secret");
    group.recall("m1", "bob");

    assert.deepEqual(group.items.map(({ content, recalledBy }) => [content, recalledBy]), [["", "bob"]]);
  });

  it("counts readers of a message and of all before it", () => {
    const group = new Conversation("group", "g");
    group.addOwn("alice", "one").sent({ messageId: "m1", seq: 1, createdAt: new Date(1) });
    group.addOwn("alice", "two").sent({ messageId: "m2", seq: 2, createdAt: new Date(2) });
    group.receipt("alice", { seq: 1, readCount: 2, memberCount: 3 });
    group.receipt("alice", { seq: 2, readCount: 1, memberCount: 3 });

    assert.deepEqual(group.items.map(({ readCount }) => readCount), [2, 1]);
  });

  it("tells what happened between the messages once", () => {
    const group = new Conversation("group", "g");
    group.add(message(1), "one");
    group.add(message(3), "three");
    group.note("carol was added", 2);
    group.note("carol was added", 2);

    assert.deepEqual(shown(group), ["one", "carol was added", "three"]);
  });

  it("forgets who was typing once the message is there", () => {
    const group = new Conversation("group", "g");
    group.startTyping("bob");
    assert.deepEqual(group.typing, ["bob"]);

    group.add(message(1), "done");

    assert.deepEqual(group.typing, []);
  });
});

describe("the frame log of the console", () => {
  it("keeps the newest 500, and no token", () => {
    const log = new FrameLog();
    for (let i = 0; i < 600; i++) {
      log.add("out", `{"type":"room","data":${i}}`);
    }
    log.add("out", '{"id":"a","type":"auth","token":"secret"}');

    assert.equal(log.frames.length, 500);
    assert.equal(log.frames.at(-1)?.type, "auth");
    assert.doesNotMatch(log.frames.at(-1)?.text ?? "", /secret/);
  });
});

describe("the console's reading of tokens", () => {
  const token = (claims: unknown): string => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.x`;

  it("finds user, roles and end", () => {
    assert.deepEqual(readToken(token({ sub: "zoë", role: "admin", exp: 10 })), { userId: "zoë", roles: ["admin"], expiresAt: 10_000 });
    assert.deepEqual(readToken(token({ sub: "a", role: ["admin", "service"] }))?.roles, ["admin", "service"]);
  });

  it("takes nothing else for one", () => {
    for (const text of ["", "a.b", "a.b.c", token({}), token({ sub: 1 }), token(null)]) {
      assert.equal(readToken(text), undefined, text);
    }
  });
});

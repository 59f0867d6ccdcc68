import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import ts from "typescript";
import * as api from "../../src/node.js";
import { call, EmbeddedServer, root } from "../support/server.js";

const page = readFileSync(join(root, "clients/typescript/README.md"), "utf8");
const blocks = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");

let server: EmbeddedServer;
const clients: api.RealtimeClient[] = [];
before(async () => {
  server = await EmbeddedServer.start();
});
after(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await server.stop();
});

/** Runs an example as it stands on the page, with what it takes for given. */
async function run(block: string, given: Readonly<Record<string, unknown>>): Promise<void> {
  const all: Record<string, unknown> = { ...api, console: { log: () => undefined }, fetch: () => new Response("token"), ...given };
  const code = block.replace(/^import .*$/gm, "").replaceAll("ws://127.0.0.1:8080/ws", server.socketUrl);
  // An inner block: examples name their own variables as they like.
  const { outputText } = ts.transpileModule(`async function example() { {\n${code}\n} }`, { compilerOptions: { target: ts.ScriptTarget.ES2022 } });
  const example = new Function(...Object.keys(all), `${outputText}; return example();`) as (...values: unknown[]) => Promise<void>;
  await example(...Object.values(all));
}

/** The one example that has these words. */
function example(words: string): string {
  const found = blocks.filter((block) => block.includes(words));
  assert.equal(found.length, 1, `${found.length} examples with '${words}'`);
  return found[0] ?? "";
}

async function service(): Promise<api.RealtimeClient> {
  const client = new api.RealtimeClient({ url: server.socketUrl, query: { user_id: "alice", role: "service" } });
  clients.push(client);
  await client.connect();
  return client;
}

describe("the README's examples", () => {
  it("are all here", () => {
    assert.equal(blocks.length, 6);
  });

  it("start", async () => {
    const said: unknown[][] = [];
    class Kept extends api.RealtimeClient {
      constructor(options: api.ClientOptions) {
        super(options);
        clients.push(this);
      }
    }
    await run(example("stored as"), { RealtimeClient: Kept, console: { log: (...words: unknown[]) => said.push(words) } });
    assert.deepEqual(said, [["stored as", 1]]);
  });

  it("get tokens", () => run(example('fetch("/token")'), {}));

  it("listen", async () => {
    const client = await service();
    const heard: unknown[] = [];
    await call(server, "POST", "groups", "bob", { group_id: "team", members: ["alice", "carol"] });
    const listening = run(example("client.iterate"), { client, show: (data: unknown) => heard.push(data), save: (data: unknown) => heard.push(data), console: { log: (...words: unknown[]) => heard.push(words) } });
    const all = new Promise<void>((resolve) => client.on("event", () => resolve()));
    await call(server, "POST", "groups/messages", "bob", { group_id: "team", content: "hi" });
    await call(server, "POST", "events", "service", { user_id: "alice", type: "order.shipped", data: 42 });
    await all;
    await client.close();
    await listening;
    assert.deepEqual(new Set(heard.map(String)), new Set(["42", "bob,hi"]));
  });

  it("send and read", async () => {
    const client = await service();
    const { messageId } = await client.sendPrivately("bob", "to be recalled");
    const contents: unknown[] = [];
    await run(example("client.recall"), { client, messageId, wanted: ({ content }: api.GroupMessage) => contents.push(content) });
    assert.deepEqual(contents, ["lunch, @carol?", "hi"]);
  });

  it("use streams", async () => {
    const client = await service();
    await call(server, "POST", "streams/orders/groups", "service", { group: "workers", start_id: "0" });
    const done: unknown[] = [];
    const work = (data: unknown): void => {
      if (done.push(data) === 3) {
        void client.close();
      }
    };
    await run(example("new Streams"), { client, work });
    assert.deepEqual(done, [{ order: 17 }, { order: 18 }, { order: 19 }]);
  });

  it("survive a reload", async () => {
    const kept = new Map<string, string>();
    const sessionStorage = { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => kept.set(name, value) };
    const client = await service();
    let leave = (): unknown => undefined;
    const addEventListener = (_: string, listener: () => unknown): void => void (leave = listener);
    const code = example("client.snapshot()");
    await run(code.replace(/^const client.*$/m, ""), { client, addEventListener, sessionStorage });
    leave();
    assert.equal((JSON.parse(kept.get("rt") ?? "{}") as api.ClientSnapshot).userId, "alice");
    await run(code.replace(/^addEventListener.*$/m, ""), { url: server.socketUrl, token: "t", addEventListener, sessionStorage });
  });
});

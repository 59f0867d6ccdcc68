import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { Collected, RealClient } from "../support/real-client.js";
import { EmbeddedServer } from "../support/server.js";
import type { TokenReason } from "../../src/index.js";

const secret = "a secret of more than thirty-two bytes";
let server: EmbeddedServer;
const started: RealClient[] = [];
before(async () => {
  server = await EmbeddedServer.start(["--Auth:Mode=Jwt", `--Auth:Jwt:Secret=${secret}`, "--Auth:Jwt:ClockSkew=00:00:00"]);
});
after(async () => {
  await Promise.all(started.map(({ client }) => client.close()));
  await server.stop();
});

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

function token(user: string, seconds: number): string {
  const unsigned = `${encode({ alg: "HS256", typ: "JWT" })}.${encode({ sub: user, exp: Math.floor(Date.now() / 1000) + seconds })}`;
  return `${unsigned}.${createHmac("sha256", secret).update(unsigned).digest("base64url")}`;
}

function client(source: string | ((reason: TokenReason) => string), refreshBeforeMs: number): RealClient {
  const real = new RealClient(server.socketUrl, {}, { token: source, auth: { refreshBeforeMs } });
  started.push(real);
  return real;
}

describe("tokens on a running server", () => {
  it("are refreshed on the live connection", async () => {
    const asked = new Collected<TokenReason>();
    const real = client((reason) => {
      asked.add(reason);
      return token("kim", 4);
    }, 2_900);
    await real.client.connect();
    assert.equal(real.client.userId, "kim");
    await asked.until((all) => all.filter((reason) => reason === "expiring").length === 2, "two refreshes");
    await real.client.subscribe("any");
    assert.equal(real.sockets.length, 1);
  });

  it("that ran out are replaced, and the session goes on", async () => {
    const asked = new Collected<TokenReason>();
    let expiring = 0;
    const real = client((reason) => {
      asked.add(reason);
      if (reason === "expiring" && expiring++ === 0) {
        throw new Error("the login service is away");
      }
      return token("lea", reason === "connect" ? 2 : 60);
    }, 1_500);
    const connected = real.collect("connected");
    await real.client.connect();
    await real.client.subscribe("lobby");
    await connected.count(2, "a second connection");
    assert.deepEqual(asked.all, ["connect", "expiring", "rejected"]);
    assert.equal(connected.all.at(-1)?.resumed, true);
  });

  it("that are not taken stop a client that has no other", async () => {
    const real = client(token("mia", -10), 0);
    await assert.rejects(real.client.connect(), { code: "unauthorized" });
  });
});

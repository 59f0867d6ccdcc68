import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { root } from "../support/server.js";

interface Bundling {
  readonly target: string;
  bundle(): Promise<string>;
  sizes(): Promise<{ client: number; streams: number }>;
}

const folder = join(root, "clients/typescript");
const bundling = (await import(pathToFileURL(join(folder, "bundle.mjs")).href)) as Bundling;

describe("the bundle", () => {
  it("of the console page is what the sources give", async () => {
    assert.ok(readFileSync(bundling.target, "utf8") === (await bundling.bundle()), `${bundling.target} is old: npm run bundle`);
  });

  it("is as large as the README says", async () => {
    const { client, streams } = await bundling.sizes();
    const said = /\(gzip\) it adds ([\d.]+) kB to a page, and ([\d.]+) kB more/.exec(readFileSync(join(folder, "README.md"), "utf8"));

    // The compressor differs by some bytes from one node to the next.
    assert.ok(Math.abs(client / 1_000 - Number(said?.[1])) < 0.1, `${client} bytes`);
    assert.ok(Math.abs(streams / 1_000 - Number(said?.[2])) < 0.1, `${streams} bytes more with streams`);
  });
});

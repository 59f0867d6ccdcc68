import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { root } from "../support/server.js";

const folder = join(root, "clients/typescript/src");
const sources = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));

describe("the modules", () => {
  it("depend on nothing but each other: browsers need no package", () => {
    for (const { name, text } of sources) {
      const foreign = [...text.matchAll(/(?:from|import\() ?"([^"]+)"/g)].map((match) => match[1] ?? "").filter((path) => !path.startsWith("./"));
      assert.deepEqual(foreign, [], name);
    }
  });

  it("have no 'any', and are short", () => {
    for (const { name, text } of sources) {
      assert.doesNotMatch(text, /[:<|&] ?any\b|as any\b/, name);
      assert.ok(text.split("\n").length <= 350, name);
    }
  });
});

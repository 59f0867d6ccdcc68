// Makes the console page's copy of this client: one ES module that a browser takes as it is, committed so that the server builds without node.
//   npm run bundle
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const folder = fileURLToPath(new URL(".", import.meta.url));
const header = "// Generated from clients/typescript by `npm run bundle` there: change the sources, not this file.\n";

/** Where the module lies. */
export const target = fileURLToPath(new URL("../../Gateway.Web/wwwroot/client/realtime.js", import.meta.url));

/** The module, as the sources give it; minified, since it is for browsers: who wants to read it reads the sources. */
export async function bundle() {
  return header + (await run({ entryPoints: ["src/index.ts"], minify: true }));
}

/** Bytes that the minified client adds to a page, compressed: without streams, and what they add. */
export async function sizes() {
  const [client, all] = await Promise.all(["RealtimeClient", "RealtimeClient, Streams"].map(sizeOf));
  return { client, streams: all - client };
}

async function sizeOf(names) {
  const contents = `import { ${names} } from "./src/index.ts"; export default [${names}];`;
  return gzipSync(await run({ stdin: { contents, resolveDir: folder }, minify: true }), { level: 9 }).length;
}

async function run(options) {
  const result = await build({ absWorkingDir: folder, bundle: true, write: false, format: "esm", target: "es2022", charset: "utf8", legalComments: "none", logLevel: "silent", tsconfig: "tsconfig.json", ...options });
  return result.outputFiles[0].text;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(target, await bundle());
  const { client, streams } = await sizes();
  console.log(`${target}\nREADME: ${readFileSync(new URL("README.md", import.meta.url), "utf8").match(/\(gzip\).*/)?.[0]}\nmeasured: ${client} bytes, streams ${streams} more`);
}

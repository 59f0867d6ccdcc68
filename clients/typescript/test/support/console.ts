import { join } from "node:path";
import { build } from "esbuild";
import { root } from "./server.js";

/** A module of the console page with what it imports, for node: the page's folder says nothing about the kind of its modules. */
export async function consoleModule<Module>(path: string): Promise<Module> {
  const entry = join(root, "Gateway.Web/wwwroot", path);
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: "esm", logLevel: "silent" });
  return (await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? []).toString("base64")}`)) as Module;
}

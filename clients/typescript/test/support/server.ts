import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The repository that this was built from. */
export const root = findRoot();

/** A process of which lines are read until one says that it is up. */
export class ServerProcess {
  private constructor(
    readonly child: ChildProcess,
    /** The line that said it. */
    readonly ready: string,
    readonly lines: readonly string[],
  ) {}

  static async start(command: string, args: readonly string[], isReady: (line: string) => boolean, env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    const lines: string[] = [];
    const ready = await new Promise<string>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on("line", (line) => {
          lines.push(line);
          if (isReady(line)) {
            resolve(line);
          }
        });
      }
      child.on("error", reject);
      child.on("exit", (code, signal) => reject(new Error(`${command} ended with ${code ?? signal}: ${lines.join("\n")}`)));
    });
    return new ServerProcess(child, ready, lines);
  }

  /** Ends it: `SIGKILL` as a crash does, `SIGTERM` as an operator does. Done when it is gone. */
  async end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = once(this.child, "exit");
      this.child.kill(signal);
      await gone;
    }
  }
}

/** The embedded server, started as users start it, on a port that the system chose. */
export class EmbeddedServer {
  private constructor(
    private process: ServerProcess,
    private readonly args: readonly string[],
    private readonly env: Readonly<Record<string, string>>,
    readonly url: string,
  ) {}

  static async start(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<EmbeddedServer> {
    const process = await EmbeddedServer.run("http://127.0.0.1:0", args, env);
    return new EmbeddedServer(process, args, env, /http:\/\/127\.0\.0\.1:\d+/.exec(process.ready)?.[0] ?? "");
  }

  get socketUrl(): string {
    return `${this.url.replace("http", "ws")}/ws`;
  }

  /** Kills it as `kill -9` does, and starts another one in its place. */
  async crash(): Promise<void> {
    await this.process.end("SIGKILL");
    this.process = await EmbeddedServer.run(this.url, this.args, this.env);
  }

  stop(): Promise<void> {
    return this.process.end("SIGKILL");
  }

  private static run(url: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<ServerProcess> {
    return ServerProcess.start(join(root, "run.sh"), ["--urls", url, ...args], (line) => /listens on http:\/\/127\.0\.0\.1:[1-9]/.test(line), env);
  }
}

/** Calls the server's HTTP API as a user, or as a service. */
export async function call(server: { readonly url: string }, method: string, path: string, user: string, body?: unknown): Promise<unknown> {
  const separator = path.includes("?") ? "&" : "?";
  const response = await fetch(`${server.url}/api/v1/${path}${separator}user_id=${user}${user === "service" ? "&role=service" : ""}`, {
    method,
    headers: { "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${method} ${path}: ${response.status} ${text}`);
  }
  return text === "" ? undefined : (JSON.parse(text) as unknown);
}

function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "run.sh"))) {
    if (folder === dirname(folder)) {
      throw new Error("This does not run inside the repository.");
    }
    folder = dirname(folder);
  }
  return folder;
}

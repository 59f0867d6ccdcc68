import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { root, ServerProcess } from "./server.js";

interface Node {
  readonly role: string;
  readonly instance_id: string;
  readonly url?: string;
  readonly args: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly log: string;
  pid: number;
}

/** A cluster as `./run.sh --cluster` starts it, in a folder and on ports of its own. */
export class Cluster {
  readonly #restarted: ChildProcess[] = [];

  private constructor(
    private readonly process: ServerProcess,
    private readonly data: string,
    private readonly nodes: readonly Node[],
  ) {}

  static async start(silos: number, gateways: number): Promise<Cluster> {
    const data = mkdtempSync(join(tmpdir(), "realtime-client-"));
    const args = ["--cluster", "--silos", String(silos), "--gateways", String(gateways), "--port", String(await freePort()), "--data", data];
    const process = await ServerProcess.start(join(root, "run.sh"), args, (line) => line === '{"ready":true}');
    const nodes = process.lines.filter((line) => line.startsWith('{"role"')).map((line) => JSON.parse(line) as Node);
    return new Cluster(process, data, nodes);
  }

  /** The gateways' addresses for sockets. */
  get urls(): string[] {
    return this.gateways.map(({ url }) => `${(url ?? "").replace("http", "ws")}/ws`);
  }

  get gateways(): readonly Node[] {
    return this.nodes.filter(({ role }) => role === "gateway");
  }

  get silos(): readonly Node[] {
    return this.nodes.filter(({ role }) => role === "silo");
  }

  /** `kill -9`, and another one in its place, which is waited for where it is a gateway. */
  async crash(node: Node): Promise<void> {
    process.kill(node.pid, "SIGKILL");
    await gone(node.pid);
    const log = openSync(node.log, "a");
    const [command, ...args] = node.args;
    const child = spawn(command, args, { cwd: node.cwd, env: { ...process.env, ...node.env }, stdio: ["ignore", log, log] });
    closeSync(log);
    this.#restarted.push(child);
    node.pid = child.pid ?? 0;
    while (node.url !== undefined && !(await isReady(node.url))) {
      if (child.exitCode !== null) {
        throw new Error(`${node.instance_id} ended with ${child.exitCode}; see ${node.log}`);
      }
      await delay(20);
    }
  }

  async stop(): Promise<void> {
    for (const child of this.#restarted) {
      child.kill("SIGKILL");
    }
    await this.process.end("SIGTERM");
    rmSync(this.data, { recursive: true, force: true });
  }
}

/** A port nobody listens on, below those that the system gives to outgoing connections. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 11_000 + Math.floor(Math.random() * 17_000);
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => server.once("error", () => resolve(false)).listen(port, "127.0.0.1", () => resolve(true)));
    await new Promise((resolve) => server.close(resolve));
    if (free) {
      return port;
    }
  }
}

async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await delay(5);
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/ready`)).ok;
  } catch {
    return false;
  }
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./cluster.js";
import { ServerProcess } from "./server.js";

/** A Redis that keeps what it acknowledged, in a folder of its own. */
export class Redis {
  private constructor(
    private readonly process: ServerProcess,
    private readonly data: string,
    readonly address: string,
  ) {}

  static async start(): Promise<Redis> {
    const data = mkdtempSync(join(tmpdir(), "realtime-redis-"));
    const port = String(await freePort());
    const args = ["--port", port, "--bind", "127.0.0.1", "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--dir", data];
    const process = await ServerProcess.start("redis-server", args, (line) => line.includes("Ready to accept connections"));
    return new Redis(process, data, `127.0.0.1:${port}`);
  }

  async stop(): Promise<void> {
    await this.process.end("SIGKILL");
    rmSync(this.data, { recursive: true, force: true });
  }
}

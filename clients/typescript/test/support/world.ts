import { mock } from "node:test";
import { RealtimeClient, Streams, type ClientEvents, type ClientOptions, type RealtimeError, type StateChange } from "../../src/index.js";
import { FakeSocket } from "./fake-socket.js";

/** A client, the sockets that it made, and a clock that only the test moves. */
export class World {
  readonly sockets: FakeSocket[] = [];
  readonly states: StateChange[] = [];
  readonly errors: RealtimeError[] = [];
  readonly client: RealtimeClient;
  readonly streams: Streams;

  constructor(options: Partial<ClientOptions> = {}) {
    this.client = new RealtimeClient({
      url: "ws://test/ws",
      createSocket: (url) => {
        const socket = new FakeSocket(new URL(url));
        this.sockets.push(socket);
        return socket;
      },
      ...options,
    });
    this.streams = new Streams(this.client);
    this.client.on("state", (change) => void this.states.push(change));
    this.client.on("error", (error) => void this.errors.push(error));
  }

  /** The newest socket. */
  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) {
      throw new Error("There is no socket yet.");
    }
    return socket;
  }

  /** Connects for the first time. */
  async connected(fields: Record<string, unknown> = {}): Promise<FakeSocket> {
    const done = this.client.connect();
    await settle();
    this.socket.accept(fields);
    await done;
    return this.socket;
  }

  /** Lets the delay pass, and connects again. */
  async reconnected(fields: Record<string, unknown> = {}): Promise<FakeSocket> {
    await this.nextAttempt();
    this.socket.accept({ resumed: true, ...fields });
    await settle();
    return this.socket;
  }

  /** Lets the delay before the next attempt pass. */
  async nextAttempt(): Promise<FakeSocket> {
    const before = this.sockets.length;
    await pass(this.states.at(-1)?.retryInMs ?? 0);
    if (this.sockets.length !== before + 1) {
      throw new Error(`${this.sockets.length - before} attempts instead of one`);
    }
    return this.socket;
  }

  /** Subscribes, with the server's answer. */
  async subscribed(roomId: string, lastSeq: number, epoch = "e0"): Promise<void> {
    const done = this.client.subscribe(roomId);
    this.socket.reply("subscribe", { last_seq: lastSeq, epoch, members: 1 });
    await done;
  }

  /** Everything that an event brings from now on. */
  collect<Name extends keyof ClientEvents>(name: Name): ClientEvents[Name][] {
    const events: ClientEvents[Name][] = [];
    this.client.on(name, (event) => void events.push(event));
    return events;
  }
}

/** Lets everything run that is not waiting for a timer. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Moves the clock, and lets run what that started. */
export async function pass(ms: number): Promise<void> {
  await settle();
  mock.timers.tick(ms);
  await settle();
}

/** A room message as the server sends it. */
export function room(seq: number, roomId = "r1", fields: Record<string, unknown> = {}): { type: string; [field: string]: unknown } {
  return { type: "room", id: `${roomId}-${seq}`, room_id: roomId, seq, from_user_id: "u2", data: `m${seq}`, created_at: "2026-11-21T08:00:00.123Z", ...fields };
}

/** An inbox message as the server sends it. */
export function inbox(seq: number, fields: Record<string, unknown> = {}): { type: string; [field: string]: unknown } {
  return { type: "user", id: `i-${seq}`, seq, from_user_id: "u2", data: `m${seq}`, created_at: "2026-11-21T08:00:00.123Z", ...fields };
}

/** A group message as the server sends it. */
export function group(seq: number, groupId = "g1", fields: Record<string, unknown> = {}): { type: string; [field: string]: unknown } {
  return { type: "group", id: `${groupId}-${seq}`, group_id: groupId, seq, from_user_id: "u2", content: `m${seq}`, created_at: "2026-11-21T08:00:00.123Z", ...fields };
}

/** The clock of a test. */
export function fakeClock(): { beforeEach: () => void; afterEach: () => void } {
  return {
    beforeEach: () => mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.parse("2026-11-21T08:00:00Z") }),
    afterEach: () => mock.timers.reset(),
  };
}

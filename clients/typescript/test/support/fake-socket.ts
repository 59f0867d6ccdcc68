import type { WebSocketLike } from "../../src/index.js";

/** A frame of the wire. */
export type Wire = { type: string; id?: string; [field: string]: unknown };

/** A socket whose other end is the test. */
export class FakeSocket implements WebSocketLike {
  onopen: ((event: unknown) => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null;
  readonly bufferedAmount = 0;
  readonly sent: Wire[] = [];
  closedWith: number | undefined;

  constructor(readonly url: URL) {}

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Wire);
  }

  close(code?: number): void {
    this.closedWith ??= code ?? 1005;
  }

  /** The handshake is done, and the server says `connected`. */
  accept(fields: Record<string, unknown> = {}): void {
    this.onopen?.({});
    this.say({
      type: "connected",
      session_id: "s1",
      user_id: "u1",
      timestamp: 0,
      resumed: false,
      instance_id: "gw-1",
      ping_interval_ms: 50_000,
      unread: [],
      inbox: { next_seq: 1, pending: 0, epoch: "i0" },
      ...fields,
    });
  }

  say(frame: Wire): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  /** Answers the newest frame of a type. */
  reply(type: string, fields: Record<string, unknown> = {}): void {
    this.say({ type: "reply", id: this.last(type).id ?? "", ok: true, ...fields });
  }

  refuse(type: string, code: string, fields: Record<string, unknown> = {}): void {
    this.say({ type: "error", id: this.last(type).id ?? "", code, message: `${code}!`, ...fields });
  }

  /** The connection ends: by default without a close frame. */
  drop(code = 1006, reason = ""): void {
    this.onclose?.({ code, reason });
  }

  /** The handshake was refused. */
  fail(detail = ""): void {
    this.onerror?.({ message: detail });
    this.drop(1006);
  }

  all(type: string): Wire[] {
    return this.sent.filter((frame) => frame.type === type);
  }

  last(type: string): Wire {
    const frame = this.all(type).at(-1);
    if (frame === undefined) {
      throw new Error(`No '${type}' was sent, but ${JSON.stringify(this.sent)}`);
    }
    return frame;
  }
}

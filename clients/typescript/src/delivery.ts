import { number, optionalNumber, optionalText, records, text, type ServerFrame } from "./frames.js";
import { Log } from "./log.js";
import type { Gap } from "./messages.js";
import type { Outbox } from "./outbox.js";
import type { ClientSnapshot, Position } from "./snapshot.js";

// Of these the oldest are forgotten: they then go on from what the server knows of the session.
const MAX_CONVERSATIONS = 10_000;
const MAX_OWN_IDS = 1_000;
const MAX_HELD = 5_000;
const PAGE = 500;
const REPAIR_MS = 20_000;

/** Who hears what is delivered. */
export interface DeliveryOwner {
  /** A message that was not seen before, in the order of its log. */
  message(kind: Gap["log"], id: string, frame: ServerFrame): void;
  gap(gap: Gap): void;
}

/** Sees to it that every message of every log is delivered once and in order, and that what is missing is fetched or told. */
export class Delivery {
  inbox: Log | undefined;
  readonly rooms = new Map<string, Log>();
  readonly groups = new Map<string, Log>();
  readonly privates = new Map<string, Log>();
  readonly #ownIds = new Set<string>();

  constructor(
    private readonly outbox: Outbox,
    private readonly owner: DeliveryOwner,
    private readonly repairGaps: boolean,
    snapshot: ClientSnapshot | undefined,
  ) {
    this.inbox = snapshot?.inbox && new Log("inbox", "", snapshot.inbox);
    for (const kind of ["room", "group", "private"] as const) {
      for (const [id, position] of Object.entries(snapshot?.[`${kind}s`] ?? {})) {
        this.#table(kind).set(id, new Log(kind, id, position));
      }
    }
  }

  /** The log, made if it is a conversation that was not heard of before. A room exists only while it is subscribed to. */
  find(kind: Gap["log"], id: string): Log | undefined {
    if (kind === "inbox") {
      return this.inbox;
    }
    const table = this.#table(kind);
    let log = table.get(id);
    if (log === undefined && kind !== "room") {
      table.set(id, (log = new Log(kind, id)));
      this.#learnEpoch(log);
      const [oldest] = table.keys();
      if (table.size > MAX_CONVERSATIONS && oldest !== undefined) {
        table.delete(oldest);
      }
    }
    return log;
  }

  /** Takes a message, or whatever has a place in a log. */
  message(kind: Gap["log"], id: string, frame: ServerFrame): void {
    const log = this.#ready(kind, id, frame);
    if (log === undefined) {
      return;
    }
    const seq = optionalNumber(frame, "seq");
    const isNew = seq === undefined || log.take(seq);
    if (isNew && !this.#ownIds.has(text(frame, "id"))) {
      this.owner.message(kind, id, frame);
    }
  }

  /** Takes a `gap` frame of a log. */
  gap(frame: ServerFrame): void {
    const [kind, id] = placeOf(frame);
    const log = this.#ready(kind, id, frame);
    if (log === undefined) {
      return;
    }
    const [fromSeq, toSeq, epoch] = [number(frame, "from_seq"), number(frame, "to_seq"), optionalText(frame, "epoch")];
    const reset = (log.epoch !== undefined && epoch !== undefined && log.epoch !== epoch) || (log.seq !== undefined && fromSeq <= log.seq);
    if (reset) {
      log.reset(fromSeq - 1, epoch);
    }
    log.epoch ??= epoch;
    const gap: Gap = { log: kind, id, fromSeq, toSeq, epoch, reset };
    if (kind === "inbox" || toSeq < fromSeq || !this.repairGaps) {
      log.reset(Math.max(toSeq, fromSeq - 1), epoch);
      this.owner.gap(gap);
    } else {
      void this.#repair(log, gap);
    }
  }

  /** Something of this client's own was stored. */
  own(kind: Gap["log"], id: string, { messageId, seq }: { readonly messageId: string; readonly seq: number | undefined }): void {
    this.#ownIds.add(messageId);
    const [oldest] = this.#ownIds;
    if (this.#ownIds.size > MAX_OWN_IDS && oldest !== undefined) {
      this.#ownIds.delete(oldest);
    }
    if (seq !== undefined) {
      this.find(kind, id)?.takeOwn(seq);
    }
  }

  /** Keeps a log's frames back until something is done, and then delivers them in their order. */
  holdUntil(log: Log, done: Promise<unknown>): void {
    const hold = { frames: [], giveUp: () => this.#release(log) };
    log.hold = hold;
    void done.then(() => {
      if (log.hold === hold) {
        this.#release(log);
      }
    });
  }

  /** The connection was lost: what was kept back comes again, behind the positions that stand. */
  lost(): void {
    for (const log of this.#all()) {
      log.hold = undefined;
    }
  }

  /** Another user than before: nothing of its own is left. Rooms are everybody's. */
  forgetUser(): void {
    this.inbox = undefined;
    this.groups.clear();
    this.privates.clear();
  }

  /** Positions as the `resume` frame, and a snapshot, have them. */
  positions(): { inbox: Position | undefined; rooms: Record<string, Position>; groups: Record<string, Position>; privates: Record<string, Position> } {
    return { inbox: this.inbox?.position, rooms: positionsOf(this.rooms), groups: positionsOf(this.groups), privates: positionsOf(this.privates) };
  }

  #all(): Log[] {
    return [...(this.inbox ? [this.inbox] : []), ...this.rooms.values(), ...this.groups.values(), ...this.privates.values()];
  }

  #table(kind: "room" | "group" | "private"): Map<string, Log> {
    return kind === "room" ? this.rooms : kind === "group" ? this.groups : this.privates;
  }

  // The log, unless its frames wait, this one with them.
  #ready(kind: Gap["log"], id: string, frame: ServerFrame): Log | undefined {
    const log = this.find(kind, id);
    if (log?.hold === undefined) {
      return log;
    }
    log.hold.frames.push(frame);
    if (log.hold.frames.length > MAX_HELD) {
      log.hold.giveUp();
    }
    return undefined;
  }

  #release(log: Log): void {
    const frames = log.hold?.frames ?? [];
    log.hold = undefined;
    for (const frame of frames) {
      // One of them may hold the log again; then the others follow it there.
      if (frame.type === "gap") {
        this.gap(frame);
      } else {
        this.message(log.kind, log.id, frame);
      }
    }
  }

  // Frames of conversations do not say their epoch. Without it nobody notices when the log begins anew.
  #learnEpoch(log: Log): void {
    this.outbox.request({ type: "history", ...target(log), limit: 1 }, { onLoss: "drop", timeoutMs: REPAIR_MS }).then(
      (reply) => (log.epoch ??= optionalText(reply, "epoch")),
      () => undefined,
    );
  }

  async #repair(log: Log, gap: Gap): Promise<void> {
    let missingTo: number | undefined = gap.toSeq;
    const tell = (): void => {
      if (missingTo !== undefined && missingTo >= gap.fromSeq) {
        this.owner.gap({ ...gap, toSeq: missingTo });
      }
      missingTo = undefined;
    };
    const finish = (): void => {
      tell();
      if ((log.seq ?? 0) < gap.toSeq) {
        log.take(gap.toSeq);
      }
      this.#release(log);
    };
    const hold = { frames: [], giveUp: finish };
    log.hold = hold;
    try {
      for (let after = gap.fromSeq - 1; after < gap.toSeq; ) {
        const page: ServerFrame = await this.outbox.request({ type: "history", ...target(log), after_seq: after, limit: PAGE }, { onLoss: "drop", timeoutMs: REPAIR_MS });
        if (log.hold !== hold) {
          return;
        }
        const epoch = optionalText(page, "epoch");
        if (epoch !== undefined && gap.epoch !== undefined && epoch !== gap.epoch) {
          break;
        }
        const found = records(page, "messages").filter((message) => number(message, "seq") <= gap.toSeq);
        for (const message of found) {
          const seq = number(message, "seq");
          // Logs lose their oldest messages first: what lies before the first is what is missing.
          missingTo = missingTo === undefined ? undefined : seq - 1;
          tell();
          after = Math.max(after, seq);
          if (log.take(seq) && !this.#ownIds.has(text(message, "id"))) {
            this.owner.message(log.kind, log.id, { type: log.kind, ...message });
          }
        }
        if (found.length === 0 || page["has_more"] !== true) {
          break;
        }
      }
    } catch {
      // It stays a gap.
    }
    if (log.hold === hold) {
      finish();
    }
  }
}

function positionsOf(logs: ReadonlyMap<string, Log>): Record<string, Position> {
  const positions: Record<string, Position> = {};
  for (const [id, { position }] of logs) {
    if (position !== undefined) {
      positions[id] = position;
    }
  }
  return positions;
}

function target(log: Log): Record<string, string> {
  return { [log.kind === "room" ? "room_id" : log.kind === "group" ? "group_id" : "peer_user_id"]: log.id };
}

function placeOf(frame: ServerFrame): [Gap["log"], string] {
  for (const [kind, field] of [["room", "room_id"], ["group", "group_id"], ["private", "peer_user_id"]] as const) {
    const id = optionalText(frame, field);
    if (id !== undefined) {
      return [kind, id];
    }
  }
  return ["inbox", ""];
}

import type { ConnectionOwner, StateChange } from "./connection.js";
import { Delivery } from "./delivery.js";
import type { RealtimeError } from "./errors.js";
import type { ConnectedInfo } from "./events.js";
import { isRecord, number, optionalNumber, optionalText, records, text, type ServerFrame } from "./frames.js";
import { InboxAcks } from "./inbox-acks.js";
import { Log } from "./log.js";
import type { Gap } from "./messages.js";
import { errorOf, Outbox } from "./outbox.js";
import type { Settings } from "./options.js";
import type { ClientSnapshot } from "./snapshot.js";

/** Who uses the session: gets what is to be told to the application. */
export interface SessionOwner {
  send(json: string): void;
  ask(json: string): void;
  changed(change: StateChange): void;
  connected(info: ConnectedInfo): void;
  /** Something new from a log, or something that is in no log. Done when the handlers are. */
  event(kind: Gap["log"] | undefined, id: string, frame: ServerFrame): Promise<unknown> | undefined;
  gap(gap: Gap): void;
  error(error: RealtimeError): void;
}

const RESUME = "resume";

/** A part of the protocol that only those carry who use it: it takes frames that name a stream. */
export interface Extension {
  receive(frame: ServerFrame): void;
  /** There is a connection. */
  attach(): void;
  detach(): void;
  close(error: RealtimeError | undefined): void;
}

/** What outlives a connection: the session's id, positions, requests without answer. It brings them together when a connection comes or goes. */
export class Session implements ConnectionOwner {
  readonly outbox: Outbox;
  readonly delivery: Delivery;
  readonly acks: InboxAcks;
  readonly #extensions: Extension[] = [];
  #connected = false;
  #sessionId: string | undefined;
  #userId: string | undefined;

  constructor(
    private readonly settings: Settings,
    snapshot: ClientSnapshot | undefined,
    private readonly owner: SessionOwner,
  ) {
    this.outbox = new Outbox(settings);
    this.acks = new InboxAcks(settings.inbox, (error) => owner.error(error));
    this.delivery = new Delivery(this.outbox, { message: (kind, id, frame) => this.#deliver(kind, id, frame), gap: (gap) => this.#gap(gap) }, settings.repairGaps, snapshot);
    this.#sessionId = snapshot?.sessionId;
    this.#userId = snapshot?.userId;
    if (snapshot?.inbox !== undefined) {
      this.acks.begin(snapshot.inbox.seq);
    }
  }

  get userId(): string | undefined {
    return this.#userId;
  }

  snapshot(): ClientSnapshot {
    const { inbox, rooms, groups, privates } = this.delivery.positions();
    return { userId: this.#userId, sessionId: this.#sessionId, inbox: inbox && { ...inbox, seq: this.acks.done ?? inbox.seq }, rooms, groups, privates };
  }

  // With an id in the query the server waits for our positions before it goes on by itself: an unknown one does, too.
  sessionId(): string | undefined {
    return this.#sessionId ?? (this.#hasPositions() ? this.outbox.newId() : undefined);
  }

  forgetSession(): void {
    this.#sessionId = undefined;
  }

  opened(send: (json: string) => void): void {
    if (this.#hasPositions()) {
      send(this.settings.stringify({ type: "resume", id: RESUME, ...this.delivery.positions() }));
    }
  }

  connected(frame: ServerFrame): void {
    const userId = text(frame, "user_id");
    if (this.#userId !== undefined && this.#userId !== userId) {
      this.delivery.forgetUser();
    }
    this.#userId = userId;
    this.#sessionId = text(frame, "session_id");
    if (this.delivery.inbox === undefined && isRecord(frame["inbox"])) {
      const inbox = frame["inbox"];
      // What waits follows now: it lies between here and what comes next.
      const seq = number(inbox, "next_seq") - 1 - number(inbox, "pending");
      this.delivery.inbox = new Log("inbox", "", { seq, epoch: optionalText(inbox, "epoch") });
      this.acks.begin(seq);
    }
    if (frame["resumed"] !== true) {
      this.#awaitOwn();
    }
    this.owner.connected({
      sessionId: this.#sessionId,
      userId,
      resumed: frame["resumed"] === true,
      instanceId: text(frame, "instance_id"),
      unread: records(frame, "unread").map((unread) => ({
        groupId: optionalText(unread, "group_id"),
        peerUserId: optionalText(unread, "peer_user_id"),
        count: number(unread, "count"),
        lastSeq: number(unread, "last_seq"),
      })),
    });
    this.outbox.attach((json) => this.owner.ask(json));
    this.acks.attach((json) => this.owner.send(json));
    this.#connected = true;
    this.#extensions.forEach((extension) => extension.attach());
  }

  lost(): void {
    this.outbox.detach();
    this.acks.detach();
    this.#connected = false;
    this.#extensions.forEach((extension) => extension.detach());
    this.delivery.lost();
  }

  shrink(): void {
    this.outbox.dropLargest();
  }

  changed(change: StateChange): void {
    if (change.state === "closed") {
      const { error } = change;
      this.outbox.close(error?.code ?? "closed", error?.message ?? "The client was closed.", change.closeCode);
      this.#extensions.forEach((extension) => extension.close(error));
    } else {
      this.outbox.open();
    }
    this.owner.changed(change);
  }

  failed(error: RealtimeError): void {
    this.owner.error(error);
  }

  extend(extension: Extension): void {
    this.#extensions.push(extension);
    if (this.#connected) {
      extension.attach();
    }
  }

  async authenticate(token: string): Promise<void> {
    await this.outbox.request({ type: "auth", token }, { onLoss: "drop" });
  }

  frame(frame: ServerFrame): void {
    switch (frame.type) {
      case "reply":
        return this.#answer(frame);
      case "error":
        // One without an id that names a stream is the end of a consumer.
        return "stream" in frame && frame["id"] === undefined ? this.#extensions.forEach((extension) => extension.receive(frame)) : this.#answer(frame);
      case "room":
        return this.delivery.message("room", text(frame, "room_id"), frame);
      case "group":
      case "member":
      case "recall":
      case "private":
        return this.#conversation(frame);
      case "gap":
      case "stream":
        return "stream" in frame ? this.#extensions.forEach((extension) => extension.receive(frame)) : this.delivery.gap(frame);
      case "pong":
        return;
      default:
        // User messages, mentions and events of the application lie in the inbox, if they have a place at all.
        if (optionalNumber(frame, "seq") !== undefined && frame.type !== "read") {
          this.delivery.message("inbox", "", frame);
        } else {
          void this.owner.event(undefined, "", frame);
        }
    }
  }

  #hasPositions(): boolean {
    const { inbox, rooms, groups, privates } = this.delivery;
    return inbox !== undefined || rooms.size + groups.size + privates.size > 0;
  }

  #conversation(frame: ServerFrame): void {
    const groupId = optionalText(frame, "group_id");
    const [kind, id] = groupId === undefined ? (["private", this.peerOf(frame)] as const) : (["group", groupId] as const);
    if (frame.type === "member" && optionalNumber(frame, "seq") === undefined) {
      void this.owner.event(undefined, id, frame);
      this.#forgetLeft(frame);
    } else {
      this.delivery.message(kind, id, frame);
    }
  }

  /** The other one of a private conversation's two users. */
  peerOf(frame: ServerFrame): string {
    const from = text(frame, "from_user_id");
    return optionalText(frame, "peer_user_id") ?? (from === this.#userId ? text(frame, "to_user_id") : from);
  }

  #deliver(kind: Gap["log"], id: string, frame: ServerFrame): void {
    const handlers = this.owner.event(kind, id, frame);
    const seq = optionalNumber(frame, "seq");
    if (kind === "inbox" && seq !== undefined) {
      this.acks.received(seq, handlers);
    }
    this.#forgetLeft(frame);
  }

  // Who leaves a group, and comes back, hears it from its new beginning.
  #forgetLeft(frame: ServerFrame): void {
    if (frame.type === "member" && frame["action"] === "removed" && frame["user_id"] === this.#userId) {
      this.delivery.groups.delete(text(frame, "group_id"));
    }
  }

  #gap(gap: Gap): void {
    if (gap.log === "inbox" && gap.reset) {
      this.acks.begin(Math.max(0, gap.toSeq));
    }
    this.owner.gap(gap);
  }

  #answer(frame: ServerFrame): void {
    if (frame["id"] === RESUME) {
      if (frame.type === "error") {
        this.owner.error(errorOf(frame));
      } else if (isRecord(frame["recovered"])) {
        this.#recovered(frame["recovered"]);
      }
    } else if (!this.outbox.answer(frame) && frame.type === "error") {
      this.owner.error(errorOf(frame));
    }
  }

  #recovered(recovered: Readonly<Record<string, unknown>>): void {
    for (const [field, kind] of [["rooms", "room"], ["groups", "group"], ["privates", "private"]] as const) {
      for (const [id, found] of Object.entries(isRecord(recovered[field]) ? recovered[field] : {})) {
        const table = this.delivery[field];
        const log = table.get(id);
        if (log === undefined || !isRecord(found)) {
          continue;
        }
        const code = optionalText(found, "error");
        if (code === undefined) {
          log.epoch ??= optionalText(found, "epoch");
        } else if (code === "not_member") {
          table.delete(id);
          void this.owner.event(undefined, id, { type: "member", group_id: id, user_id: this.#userId, action: "removed" });
        } else if (code !== "unavailable" && code !== "timeout") {
          table.delete(id);
          this.owner.error(errorOf({ type: "error", code, message: `The ${kind} '${id}' could not be joined again.` }));
        }
      }
    }
  }

  // The server knows what came from this session, and does not send it back. Of a session that it forgot it does: then only the
  // answers to what was repeated tell which messages are our own, and the log waits for them.
  #awaitOwn(): void {
    for (const [kind, logs] of [["room", this.delivery.rooms], ["group", this.delivery.groups], ["private", this.delivery.privates]] as const) {
      for (const [id, log] of logs) {
        const answers = this.outbox.unanswered(`${kind}/${id}`);
        if (answers !== undefined) {
          this.delivery.holdUntil(log, answers);
        }
      }
    }
  }
}

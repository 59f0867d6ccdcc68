import { Connection, type ConnectionState } from "./connection.js";
import { dispatch } from "./dispatch.js";
import { Emitter, type Handler } from "./emitter.js";
import { asRealtimeError, RealtimeError } from "./errors.js";
import { EventQueue } from "./event-queue.js";
import type { ClientEvents } from "./events.js";
import { number, records, text, texts, type ServerFrame } from "./frames.js";
import { fieldsOf, historyPage, historyPages, type HistoryOptions, type HistoryPage, type MessageOf } from "./history.js";
import { Log } from "./log.js";
import type { AppEvent, Conversation, Target } from "./messages.js";
import { resolveOptions, type ClientOptions } from "./options.js";
import type { SendOptions } from "./outbox.js";
import { publishResult, userResult, type BroadcastResult, type PresenceInfo, type PriorityOptions, type PublishOptions, type PublishResult, type ReadResult, type StoredResult, type Subscription, type UserResult } from "./results.js";
import { Session } from "./session.js";
import type { ClientSnapshot } from "./snapshot.js";

/** How a room is subscribed to. */
export interface SubscribeOptions extends SendOptions {
  /** History behind this position comes first. Left out: from now on. */
  sinceSeq?: number;
  /** The life of the log that `sinceSeq` belongs to. In another one everything that is held comes. */
  epoch?: string;
}

/** How an iterator collects. */
export interface IterateOptions<Event> {
  /** Only these. */
  filter?: (event: Event) => boolean;
  /** Ends the loop. */
  signal?: AbortSignal;
  /** Events that may wait for the loop; more end it with `overflow`. Default 1,000. */
  maxBuffered?: number;
}

/**
 * A client of Orleans.Realtime. One of them stands for one connection of one user, whatever becomes of its sockets.
 *
 * Every method that sends waits for a connection, survives the loss of one, and is answered once. They reject with a
 * {@link RealtimeError}: what the server said, `timeout`, `queue_full`, `too_large` or `closed`.
 */
export class RealtimeClient {
  readonly #settings;
  /** @internal */
  readonly session: Session;
  readonly #connection: Connection;
  readonly #emitter: Emitter<ClientEvents>;
  readonly #appHandlers: Emitter<Record<string, AppEvent>>;
  readonly #queues = new Set<EventQueue<never>>();

  /** @throws {@link RealtimeError} `bad_request` naming an option that is out of range. */
  constructor(options: ClientOptions) {
    this.#settings = resolveOptions(options);
    this.#emitter = new Emitter((thrown, event) => this.#handlerThrew(thrown, String(event)));
    this.#appHandlers = new Emitter((thrown, event) => this.#handlerThrew(thrown, event));
    this.session = new Session(this.#settings, options.snapshot, {
      send: (json) => this.#connection.send(json),
      ask: (json) => this.#connection.ask(json),
      changed: (change) => {
        this.#emitter.emit("state", change);
        if (change.state === "closed") {
          this.#queues.forEach((queue) => queue.end(change.error));
          this.#queues.clear();
        }
      },
      connected: (info) => void this.#emitter.emit("connected", info),
      event: (kind, id, frame) => dispatch(this.#emitter, this.#appHandlers, kind, id, frame),
      gap: (gap) => void this.#emitter.emit("gap", gap),
      error: (error) => this.#report(error),
    });
    this.#connection = new Connection(this.#settings, this.session);
  }

  get state(): ConnectionState {
    return this.#connection.state;
  }

  /** The user that the server knows this client as; undefined before the first connection. */
  get userId(): string | undefined {
    return this.session.userId;
  }

  /** Requests that wait for an answer. */
  get pending(): number {
    return this.session.outbox.size;
  }

  /**
   * Connects, and stays connected until {@link close}. Done with the first `connected` frame, however many attempts it takes.
   * @throws {@link RealtimeError} `unauthorized` or `closed`, when the server wants no further attempt, or {@link close} was called.
   */
  connect(): Promise<void> {
    if (this.state === "connected") {
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const off = this.on("state", ({ state, error }) => {
        if (state === "connected") {
          off();
          resolve();
        } else if (state === "closed") {
          off();
          reject(error ?? new RealtimeError("closed", "The client was closed."));
        }
      });
      this.#connection.start();
    });
  }

  /**
   * Waits for answers to what was sent, at most `drainMs`, acknowledges the inbox, and closes. What is left then is rejected with `closed`;
   * loops over events end. {@link connect} may be called again.
   * @param options `drainMs`: 0 to 2^31-1 milliseconds; default 0.
   */
  async close(options: { drainMs?: number } = {}): Promise<void> {
    if (options.drainMs !== undefined && options.drainMs > 0 && this.pending > 0) {
      await this.session.outbox.drained(options.drainMs);
    }
    this.session.acks.flush();
    this.#connection.stop();
  }

  /** The network may be back: ends a delay, or looks whether the connection is alive. In browsers page events do it by themselves. */
  reconnectNow(): void {
    this.#connection.hint();
  }

  /** Where this client stands, for `options.snapshot` of the next one: then a page survives its reload. */
  snapshot(): ClientSnapshot {
    return this.session.snapshot();
  }

  /** Calls a handler for each event, in order. Returns what removes it. */
  on<Name extends keyof ClientEvents>(name: Name, handler: Handler<ClientEvents[Name]>): () => void {
    return this.#emitter.on(name, handler);
  }

  off<Name extends keyof ClientEvents>(name: Name, handler: Handler<ClientEvents[Name]>): void {
    this.#emitter.off(name, handler);
  }

  /** Calls a handler for each event of one of the application's own types. Returns what removes it. */
  onEvent(type: string, handler: Handler<AppEvent>): () => void {
    return this.#appHandlers.on(type, handler);
  }

  /**
   * Events for a `for await` loop, from this call on. An inbox message is acknowledged when the loop comes back for the next.
   * The loop ends when the client is closed, and throws when it was closed by an error, or `overflow`.
   */
  iterate<Name extends keyof ClientEvents>(name: Name, options: IterateOptions<ClientEvents[Name]> = {}): AsyncIterableIterator<ClientEvents[Name]> {
    const { filter, signal, maxBuffered = 1_000 } = options;
    const onAbort = (): void => queue.end();
    const off = this.on(name, (event) => (filter?.(event) === false ? undefined : queue.push(event)));
    const queue: EventQueue<ClientEvents[Name]> = new EventQueue(maxBuffered, () => {
      off();
      signal?.removeEventListener("abort", onAbort);
      this.#queues.delete(queue as EventQueue<never>);
    });
    this.#queues.add(queue as EventQueue<never>);
    signal?.addEventListener("abort", onAbort);
    if (signal?.aborted) {
      queue.end();
    }
    return queue;
  }

  /** Subscribes to a room until {@link unsubscribe}, over all connections. Subscribing twice does nothing but answer, or begins anew with `sinceSeq`. */
  async subscribe(roomId: string, options: SubscribeOptions = {}): Promise<Subscription> {
    const { sinceSeq, epoch, ...policy } = options;
    const { rooms } = this.session.delivery;
    const known = rooms.get(roomId);
    const log = known ?? new Log("room", roomId);
    rooms.set(roomId, log);
    if (sinceSeq !== undefined) {
      log.reset(sinceSeq, epoch);
    }
    try {
      const reply = await this.session.outbox.request({ type: "subscribe", room_id: roomId, since_seq: sinceSeq, epoch }, { ...policy, lane: `room/${roomId}` });
      const subscription = { lastSeq: number(reply, "last_seq"), epoch: text(reply, "epoch"), members: number(reply, "members") };
      log.seq ??= subscription.lastSeq;
      log.epoch ??= subscription.epoch;
      return subscription;
    } catch (thrown) {
      if (known === undefined && rooms.get(roomId) === log) {
        rooms.delete(roomId);
      }
      throw thrown;
    }
  }

  /** Nothing of the room is heard any more from this call on. */
  async unsubscribe(roomId: string, options: SendOptions = {}): Promise<void> {
    this.session.delivery.rooms.delete(roomId);
    await this.session.outbox.request({ type: "unsubscribe", room_id: roomId }, { ...options, lane: `room/${roomId}` });
  }

  /** Publishes in a room that is subscribed to (or any, with role `service`). Done when it is stored. */
  publish(roomId: string, data: unknown, options: PublishOptions = {}): Promise<PublishResult> {
    return this.#publish("room", roomId, { type: "room", room_id: roomId, data: data ?? null }, options);
  }

  /** Sends to a group whose member one is. `mentions`: up to 100 members who are told through their inboxes. */
  sendToGroup(groupId: string, content: unknown, options: PublishOptions & { mentions?: readonly string[] } = {}): Promise<StoredResult> {
    const { mentions, ...policy } = options;
    return this.#publish("group", groupId, { type: "group", group_id: groupId, content: content ?? null, mentions }, policy);
  }

  /** Sends to one user. */
  sendPrivately(toUserId: string, content: unknown, options: PublishOptions = {}): Promise<StoredResult> {
    return this.#publish("private", toUserId, { type: "private", to_user_id: toUserId, content: content ?? null }, options);
  }

  /**
   * Puts a message into the inboxes of 1 to 1,000 users. Needs role `service`, unless the server lets users do it.
   * Resolves with one result for each user, some of which may hold an `error`.
   */
  async sendToUsers(userIds: readonly string[], data: unknown, options: PriorityOptions = {}): Promise<UserResult[]> {
    const { priority, trace, ...policy } = options;
    const reply = await this.session.outbox.request({ type: "user", target_ids: userIds, data: data ?? null, priority, trace }, { ...policy, lane: "users" });
    return records(reply, "results").map(userResult);
  }

  /** Sends to every live connection. Needs role `service`. Kept nowhere, and not repeated: `connection_lost` means that nobody knows. */
  async broadcast(data: unknown, options: PriorityOptions = {}): Promise<BroadcastResult> {
    const { priority, trace, ...policy } = options;
    const reply = await this.session.outbox.request({ type: "broadcast", data: data ?? null, priority, trace }, { ...policy, onLoss: "fail" });
    return { gateways: number(reply, "gateways"), connections: number(reply, "connections") };
  }

  /** Acknowledges the inbox up to and including `seq`, with `inbox.ack: "manual"`. Goes out soon, together with others. */
  ack(seq: number): void {
    this.session.acks.ack(seq);
  }

  /** Read up to and including `seq`; never back. */
  async read(conversation: Conversation, seq: number, options: SendOptions = {}): Promise<ReadResult> {
    const reply = await this.session.outbox.request({ type: "read", ...fieldsOf(conversation), seq }, options);
    return { seq: number(reply, "seq"), unread: number(reply, "unread") };
  }

  /** Says that the user is typing. Worth nothing later: lost without a word where there is no connection. */
  typing(conversation: Conversation): void {
    if (this.state === "connected") {
      this.#connection.send(this.#settings.stringify({ type: "typing", ...fieldsOf(conversation, "to_user_id") }));
    }
  }

  /** Takes an own message back. */
  async recall(conversation: Conversation, messageId: string, options: SendOptions = {}): Promise<StoredResult> {
    return publishResult(await this.session.outbox.request({ type: "recall", ...fieldsOf(conversation), message_id: messageId }, options));
  }

  /** Who is online in a group, or in a room that is subscribed to. May be a second old. */
  async presence(target: { readonly roomId: string } | { readonly groupId: string }, options: SendOptions = {}): Promise<PresenceInfo> {
    const reply = await this.session.outbox.request({ type: "presence", ...fieldsOf(target) }, options);
    return { online: texts(reply, "online"), onlineCount: number(reply, "online_count"), memberCount: number(reply, "member_count") };
  }

  /** One page of history, in ascending order. */
  historyPage<T extends Target>(target: T, options: HistoryOptions = {}): Promise<HistoryPage<MessageOf<T>>> {
    return historyPage(this.session.outbox, target, options);
  }

  /** Pages of history for a `for await` loop: forward with `afterSeq`, else from the newest (or `beforeSeq`) back. */
  historyPages<T extends Target>(target: T, options: HistoryOptions = {}): AsyncGenerator<HistoryPage<MessageOf<T>>, void> {
    return historyPages(this.session.outbox, target, options);
  }

  /** Messages one by one: ascending with `afterSeq`, else the newest first. Fetches a page when the loop needs it. */
  async *history<T extends Target>(target: T, options: HistoryOptions = {}): AsyncGenerator<MessageOf<T>, void> {
    for await (const { messages } of this.historyPages(target, options)) {
      yield* options.afterSeq === undefined ? [...messages].reverse() : messages;
    }
  }

  async #publish(kind: "room" | "group" | "private", id: string, frame: { type: string; [field: string]: unknown }, options: PublishOptions): Promise<StoredResult> {
    const { trace, ...policy } = options;
    const { outbox, delivery } = this.session;
    const onReply = (reply: ServerFrame): void => delivery.own(kind, id, publishResult(reply));
    return publishResult(await outbox.request({ ...frame, trace }, { ...policy, lane: `${kind}/${id}`, onReply }));
  }

  #handlerThrew(thrown: unknown, event: string): void {
    const error = asRealtimeError(thrown, "handler");
    if (event === "error") {
      console.error(error);
    } else {
      this.#report(error);
    }
  }

  #report(error: RealtimeError): void {
    if (this.#emitter.has("error")) {
      this.#emitter.emit("error", error);
    } else {
      console.error(error);
    }
  }
}

import { RealtimeClient, RealtimeError } from "../client/realtime.js";
import { ApiError, fetchJson, wordsOf } from "../shell/api.js";
import { readToken } from "../shell/token.js";
import { Changes } from "./changes.js";
import { Conversation } from "./conversation.js";
import { FrameLog } from "./frame-log.js";
import { loadReceipts } from "./groups.js";
import { listen } from "./listen.js";
import { SocketSource } from "./socket.js";

/**
 * @typedef {import("./conversation.js").Kind} Kind
 * @typedef {{ userId: string, token?: string | undefined }} Identity
 * @typedef {{ key: string, type: string, from: string, seq: number | undefined, data: unknown, at: Date }} InboxItem
 * @typedef {{ state: string, sessionId: string, resumed: boolean, connects: number, instanceId: string, retryAt: number, why: string }} Connection
 * @typedef {{ snapshot?: import("../client/realtime.js").ClientSnapshot | undefined, conversations?: { kind: Kind, id: string }[] | undefined, open?: string | undefined, inbox?: (Omit<InboxItem, "at"> & { at: string })[] | undefined }} Saved
 */

const pageSize = 30;
const mostInbox = 200;
const mostConversations = 200;
// Of the inbox, what a later page shows again: not so much that it fits no storage.
const mostSaved = 50;
const longestSaved = 4_000;
const typingEveryMs = 2_000;

let made = 0;

/** One user of the console: a client, and what came to it. */
export class User extends Changes {
  /** @type {Map<string, Conversation>} */
  conversations = new Map();
  /** The newest first, at most 200. @type {InboxItem[]} */
  inbox = [];
  inboxUnseen = 0;
  frames = new FrameLog();
  sockets = new SocketSource(this.frames);
  /** @type {Connection} */
  connection = { state: "idle", sessionId: "", resumed: false, connects: 0, instanceId: "", retryAt: 0, why: "" };
  /** How the page calls it: the name, with a number behind it where several have the same. */
  label = "";
  /** Tells those of the same name apart. */
  key = `user-${++made}`;
  /** The conversation that is shown. */
  openKey = "";
  /** Whether somebody sees it. */
  isShown = false;
  #typedAt = 0;

  /**
   * @param {Identity} identity
   * @param {Saved} [saved] what an earlier page left
   */
  constructor(identity, saved = {}) {
    super();
    this.identity = identity;
    this.userId = identity.userId;
    const url = new URL("ws", document.baseURI);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    this.client = new RealtimeClient({
      url: url.href,
      createSocket: (address) => this.sockets.create(address),
      ...(identity.token === undefined ? { query: { user_id: identity.userId } } : { token: (reason) => this.#giveToken(reason), auth: { refreshBeforeMs: 0 } }),
      ...(saved.snapshot === undefined ? {} : { snapshot: saved.snapshot }),
    });
    for (const { kind, id } of saved.conversations ?? []) {
      this.conversation(kind, id);
    }
    this.inbox = (saved.inbox ?? []).map((item) => ({ ...item, at: new Date(item.at) }));
    this.openKey = saved.open !== undefined && this.conversations.has(saved.open) ? saved.open : "";
    listen(this);
    this.connect();
  }

  /** @returns {import("../shell/api.js").Credentials} */
  get credentials() {
    const { userId, token } = this.identity;
    return token === undefined ? { mode: "development", userId } : { mode: "jwt", token };
  }

  get open() {
    return this.conversations.get(this.openKey);
  }

  /** Messages that nobody has looked at. */
  get unread() {
    return [...this.conversations.values()].reduce((sum, { unread }) => sum + unread, 0);
  }

  /** What a later page goes on from. @returns {Saved & Identity} */
  save() {
    const conversations = [...this.conversations.values()].map(({ kind, id }) => ({ kind, id }));
    const inbox = this.inbox.slice(0, mostSaved).filter(({ data }) => JSON.stringify(data).length <= longestSaved).map((item) => ({ ...item, at: item.at.toISOString() }));
    return { ...this.identity, snapshot: this.client.snapshot(), conversations, open: this.openKey, inbox };
  }

  connect() {
    // A failure is told as the client's state.
    this.client.connect().catch(() => undefined);
  }

  /**
   * Calls the HTTP API as this user.
   * @param {string} path
   * @param {import("../shell/api.js").Call} [call]
   */
  fetchJson(path, call) {
    return fetchJson(this.credentials, path, call);
  }

  /**
   * The conversation, made where it is not known yet.
   * @param {Kind} kind
   * @param {string} id
   */
  conversation(kind, id) {
    const key = `${kind}/${id}`;
    let found = this.conversations.get(key);
    if (found === undefined) {
      found = new Conversation(kind, id);
      found.onChange(() => this.changed());
      this.conversations.set(key, found);
      if (this.conversations.size > mostConversations) {
        const oldest = [...this.conversations.keys()].find((other) => other !== this.openKey && other !== key);
        this.conversations.delete(oldest ?? key);
      }
      this.changed();
    }
    return found;
  }

  /** @param {Conversation} conversation */
  forget(conversation) {
    this.conversations.delete(conversation.key);
    if (this.openKey === conversation.key) {
      this.openKey = "";
    }
    this.changed();
  }

  /**
   * Shows a conversation, or the list of all.
   * @param {Conversation | undefined} conversation
   */
  show(conversation) {
    this.openKey = conversation?.key ?? "";
    if (conversation !== undefined) {
      if (!conversation.isLoaded) {
        void this.loadOlder(conversation);
      }
      this.markRead(conversation);
    }
    this.changed();
  }

  /** @param {Conversation} conversation */
  isSeen(conversation) {
    return this.isShown && this.openKey === conversation.key && document.visibilityState === "visible";
  }

  /**
   * The page before the oldest message that is shown.
   * @param {Conversation} conversation
   */
  async loadOlder(conversation) {
    const beforeSeq = conversation.isLoaded ? conversation.oldestSeq : undefined;
    const page = await this.client.historyPage(conversation.target, { limit: pageSize, ...(beforeSeq === undefined ? {} : { beforeSeq }) });
    conversation.addHistory(
      page.messages.map((message) => ({ message, content: "data" in message ? message.data : message.content })),
      page.hasMore,
    );
    if (this.isSeen(conversation)) {
      this.markRead(conversation);
    }
    if (conversation.kind === "group") {
      await loadReceipts(this, conversation);
    }
  }

  /** @param {Conversation} conversation */
  markRead(conversation) {
    conversation.mentions = 0;
    const seq = conversation.lastSeq;
    if (conversation.kind === "room" || seq <= conversation.readSeq) {
      conversation.unread = conversation.kind === "room" || conversation.isLoaded ? 0 : conversation.unread;
      conversation.changed();
      return;
    }
    conversation.readSeq = seq;
    conversation.unread = 0;
    conversation.changed();
    this.client.read(conversation.conversation, seq).catch((thrown) => this.frames.add("note", `Not marked as read: ${wordsOf(thrown)}`));
  }

  /**
   * Sends what was typed. Shown at once, settled when the server has stored it.
   * @param {Conversation} conversation
   * @param {string} text
   */
  async send(conversation, text) {
    const own = conversation.addOwn(this.userId, text);
    try {
      const { kind, id } = conversation;
      own.sent(await (kind === "room" ? this.client.publish(id, text) : kind === "group" ? this.client.sendToGroup(id, text) : this.client.sendPrivately(id, text)));
    } catch (thrown) {
      const may = /** @type {{ maybeStored?: boolean }} */ (thrown).maybeStored === true;
      own.failed(`${wordsOf(thrown)}${may ? ". It may have been stored all the same." : ""}`);
    }
  }

  /** @param {Conversation} conversation */
  type(conversation) {
    if (conversation.kind !== "room" && Date.now() - this.#typedAt > typingEveryMs) {
      this.#typedAt = Date.now();
      this.client.typing(conversation.conversation);
    }
  }

  /**
   * @param {Conversation} conversation
   * @param {string} messageId
   */
  async recall(conversation, messageId) {
    await this.client.recall(conversation.conversation, messageId);
    conversation.recall(messageId, this.userId);
  }

  /** @param {InboxItem} item */
  addToInbox(item) {
    if (!this.inbox.some(({ key }) => key === item.key)) {
      this.inbox.unshift(item);
      this.inbox.length = Math.min(this.inbox.length, mostInbox);
      this.inboxUnseen++;
      this.changed();
    }
  }

  /**
   * The token that the user was added with: there is no other one. Browsers do not say why a handshake failed, so that HTTP is asked.
   * @param {import("../client/realtime.js").TokenReason} reason
   */
  async #giveToken(reason) {
    const token = this.identity.token ?? "";
    if ((readToken(token)?.expiresAt ?? Infinity) <= Date.now()) {
      throw new RealtimeError("unauthorized", "The token has run out: add the user again with a fresh one.");
    }
    if (reason === "rejected") {
      await this.fetchJson("/api/v1/groups").catch((thrown) => {
        if (thrown instanceof ApiError && thrown.isUnauthorized) {
          throw new RealtimeError("unauthorized", thrown.message);
        }
      });
    }
    return token;
  }

  /** Ends it for good. */
  async close() {
    await this.client.close();
  }
}

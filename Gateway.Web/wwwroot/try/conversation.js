import { Changes } from "./changes.js";

/**
 * @typedef {"room" | "group" | "private"} Kind
 * @typedef {object} Item
 * @property {string} key stays the same while the item lives
 * @property {"message" | "note"} kind
 * @property {string | undefined} id the message's id; undefined until the server has given one
 * @property {number | undefined} seq
 * @property {string} from
 * @property {unknown} content
 * @property {Date} at
 * @property {"stored" | "sending" | "failed"} state
 * @property {string} error why it was not sent
 * @property {string} recalledBy who took it back; empty where nobody did
 * @property {number | undefined} readCount how many others read it; undefined while that is not known
 * @property {number} memberCount
 *
 * @typedef {{ id: string, seq?: number | undefined, fromUserId: string, createdAt: Date }} Stored
 */

const most = 400;
const typingMs = 5_000;
const mostTyping = 20;

/** A room, a group or a private conversation as one user sees it: messages in the order of the log, at most 400. */
export class Conversation extends Changes {
  /** @type {Item[]} */
  items = [];
  unread = 0;
  mentions = 0;
  /** Up to where it was read. */
  readSeq = 0;
  /** @type {string} */
  name;
  /** Who made the group. */
  ownerId = "";
  /** @type {Map<string, { online: boolean, role: string }>} by user id */
  members = new Map();
  memberCount = 0;
  onlineCount = 0;
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  #typing = new Map();
  /** @type {Map<string, Item>} */
  #byId = new Map();
  /** Whether history behind the oldest item may be asked for. */
  hasMore = true;
  isLoaded = false;
  /** What was typed and not sent. */
  draft = "";
  #locals = 0;

  /**
   * @param {Kind} kind
   * @param {string} id room, group, or the other user
   */
  constructor(kind, id) {
    super();
    this.kind = kind;
    this.id = id;
    this.name = id;
    this.key = `${kind}/${id}`;
  }

  /** What the client's methods take. */
  get target() {
    return this.kind === "room" ? { roomId: this.id } : this.conversation;
  }

  /** The same for those that know no rooms. */
  get conversation() {
    return this.kind === "group" ? { groupId: this.id } : { userId: this.id };
  }

  /** The last position that is shown. */
  get lastSeq() {
    return this.items.reduce((last, { seq }) => Math.max(last, seq ?? 0), 0);
  }

  /** When something was said last; 0 where nothing was. */
  get lastAt() {
    return this.items.findLast(({ kind }) => kind === "message")?.at.getTime() ?? 0;
  }

  get oldestSeq() {
    return this.items.find(({ kind, seq }) => kind === "message" && seq !== undefined)?.seq;
  }

  /** Who is typing now. */
  get typing() {
    return [...this.#typing.keys()];
  }

  /** Whether the list is as long as it gets. */
  get isFull() {
    return this.items.length >= most;
  }

  /**
   * A message of the log. False where it is there already.
   * @param {Stored} message
   * @param {unknown} content
   */
  add(message, content) {
    if (this.#byId.has(message.id)) {
      return false;
    }
    this.#insert({ ...blank, key: message.id, id: message.id, seq: message.seq, from: message.fromUserId, content, at: message.createdAt });
    this.stopTyping(message.fromUserId);
    this.#trim();
    return true;
  }

  /**
   * Older messages, from history.
   * @param {readonly { message: Stored, content: unknown }[]} page ascending
   * @param {boolean} hasMore
   */
  addHistory(page, hasMore) {
    for (const { message, content } of page) {
      if (!this.#byId.has(message.id)) {
        this.#insert({ ...blank, key: message.id, id: message.id, seq: message.seq, from: message.fromUserId, content, at: message.createdAt });
      }
    }
    this.hasMore = hasMore && !this.isFull;
    this.isLoaded = true;
    this.changed();
  }

  /**
   * A message on its way. Settle it with what `sent` or `failed` of the result say.
   * @param {string} from
   * @param {unknown} content
   */
  addOwn(from, content) {
    /** @type {Item} */
    const item = { ...blank, key: `local-${++this.#locals}`, from, content, at: new Date(), state: "sending", readCount: 0 };
    this.#insert(item);
    this.#trim();
    return {
      /** @param {{ messageId: string, seq?: number | undefined, createdAt: Date }} result */
      sent: (result) => {
        this.items.splice(this.items.indexOf(item), 1);
        Object.assign(item, { id: result.messageId, seq: result.seq, at: result.createdAt, state: "stored" });
        // History may have brought it before the answer came.
        if (!this.#byId.has(result.messageId)) {
          this.#insert(item);
        }
        this.changed();
      },
      /** @param {string} error */
      failed: (error) => {
        Object.assign(item, { state: "failed", error });
        this.changed();
      },
    };
  }

  /**
   * Something that happened between the messages; behind all of them where it has no place of its own.
   * @param {string} text
   * @param {number} [seq]
   */
  note(text, seq) {
    if (seq === undefined || !this.items.some((item) => item.kind === "note" && item.seq === seq && item.content === text)) {
      this.#insert({ ...blank, key: `note-${++this.#locals}`, kind: "note", seq: seq ?? this.lastSeq, content: text, at: new Date() });
      this.#trim();
    }
  }

  /**
   * @param {string} messageId
   * @param {string} by
   */
  recall(messageId, by) {
    const item = this.#byId.get(messageId);
    if (item !== undefined) {
      Object.assign(item, { recalledBy: by, content: "" });
      this.changed();
    }
  }

  /**
   * Somebody read up to a position: so did that many at least of what comes before it.
   * @param {string} own the user whose messages have receipts
   * @param {{ seq: number, readCount: number, memberCount: number }} receipt
   */
  receipt(own, { seq, readCount, memberCount }) {
    for (const item of this.items) {
      if (item.from === own && item.seq !== undefined && item.seq <= seq) {
        item.readCount = Math.max(item.readCount ?? 0, readCount);
        item.memberCount = memberCount;
      }
    }
    this.changed();
  }

  /** @param {string} userId */
  startTyping(userId) {
    if (this.#typing.size >= mostTyping) {
      return;
    }
    clearTimeout(this.#typing.get(userId));
    this.#typing.set(userId, setTimeout(() => this.stopTyping(userId), typingMs));
    this.changed();
  }

  /** @param {string} userId */
  stopTyping(userId) {
    clearTimeout(this.#typing.get(userId));
    this.#typing.delete(userId);
    this.changed();
  }

  /** @param {Item} item */
  #insert(item) {
    // What has no place yet stays at the end; a place of its own goes behind the last smaller one.
    let at = this.items.length;
    if (item.seq !== undefined) {
      while (at > 0 && (this.items[at - 1]?.seq ?? Infinity) > item.seq) {
        at--;
      }
    }
    this.items.splice(at, 0, item);
    if (item.id !== undefined) {
      this.#byId.set(item.id, item);
    }
    this.changed();
  }

  #trim() {
    for (const { id } of this.items.splice(0, Math.max(0, this.items.length - most))) {
      this.#byId.delete(id ?? "");
      this.hasMore = false;
    }
  }
}

/** @type {Item} */
const blank = { key: "", kind: "message", id: undefined, seq: undefined, from: "", content: "", at: new Date(0), state: "stored", error: "", recalledBy: "", readCount: undefined, memberCount: 0 };

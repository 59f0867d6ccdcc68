import type { StateChange } from "./connection.js";
import type { RealtimeError } from "./errors.js";
import type * as messages from "./messages.js";

/** What the server said when the connection was made. */
export interface ConnectedInfo {
  readonly sessionId: string;
  readonly userId: string;
  /** Whether the session that was lost goes on. Where it does not, positions of this client stand in for it. */
  readonly resumed: boolean;
  /** The gateway that took the connection. */
  readonly instanceId: string;
  /** Groups and private conversations with something unread. */
  readonly unread: readonly Unread[];
}

export interface Unread {
  readonly groupId?: string | undefined;
  readonly peerUserId?: string | undefined;
  readonly count: number;
  readonly lastSeq: number;
}

/** What a client tells, by name. A handler's promise is waited for before an inbox message (`user`, `mention`, `event`) is acknowledged. */
export interface ClientEvents {
  /** The connection's state changed. */
  state: StateChange;
  /** Connected, for the first time or again. */
  connected: ConnectedInfo;
  /** A message in a room that was subscribed to. */
  room: messages.RoomMessage;
  /** A message in a group. */
  group: messages.GroupMessage;
  /** A message in a private conversation, in either direction: one's other devices send too. */
  private: messages.PrivateMessage;
  /** Inbox: what a user or service sent. */
  user: messages.UserMessage;
  /** Inbox: somebody named this user in a group. */
  mention: messages.Mention;
  /** Inbox, or to all: an event of the application's own type. */
  event: messages.AppEvent;
  broadcast: messages.Broadcast;
  member: messages.MemberChange;
  recall: messages.Recall;
  read: messages.ReadReceipt;
  typing: messages.Typing;
  presence: messages.PresenceChange;
  /** Messages that are lost to this client: told once, in their place between the others. */
  gap: messages.Gap;
  /** What failed, and is nobody's answer: a handler that threw, a token that could not be had, a room that was lost. Without a listener: `console.error`. */
  error: RealtimeError;
}

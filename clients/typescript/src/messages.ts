import { number, optionalNumber, optionalText, text, texts, time, type ServerFrame } from "./frames.js";

/** A room, a group, or the private conversation with a user. */
export type Target = { readonly roomId: string } | { readonly groupId: string } | { readonly userId: string };

/** A group, or the private conversation with a user. */
export type Conversation = { readonly groupId: string } | { readonly userId: string };

/** What every message has. */
export interface Stored {
  /** The message's id, given by the server. */
  readonly id: string;
  /** Its place in the log: 1, 2, 3 …. Undefined only where it was delivered while storage was away, and is kept nowhere. */
  readonly seq: number | undefined;
  readonly createdAt: Date;
}

export interface RoomMessage extends Stored {
  readonly roomId: string;
  /** Empty where a service sent it in nobody's name. */
  readonly fromUserId: string;
  readonly data: unknown;
}

export interface GroupMessage extends Stored {
  readonly seq: number;
  readonly groupId: string;
  readonly fromUserId: string;
  readonly content: unknown;
  readonly mentions: readonly string[];
}

export interface PrivateMessage extends Stored {
  readonly seq: number;
  /** The other one of the two users, whoever sent it. */
  readonly peerUserId: string;
  readonly fromUserId: string;
  readonly toUserId: string;
  readonly content: unknown;
}

/** What a user sent into the inbox. */
export interface UserMessage extends Stored {
  readonly fromUserId: string;
  readonly data: unknown;
}

/** An event of the application's own type: into the inbox, or, without `seq`, to every connection. */
export interface AppEvent extends Stored {
  readonly type: string;
  readonly data: unknown;
}

/** A mention in a group, told through the inbox. */
export interface Mention extends Stored {
  readonly groupId: string;
  readonly messageId: string;
  readonly messageSeq: number;
  readonly fromUserId: string;
}

/** To every live connection; kept nowhere. */
export interface Broadcast {
  readonly id: string;
  readonly data: unknown;
  readonly createdAt: Date;
}

export interface MemberChange {
  readonly groupId: string;
  readonly userId: string;
  readonly action: "added" | "removed";
  /** Its place in the group's log; undefined where it only tells the user of its own membership. */
  readonly seq: number | undefined;
  readonly byUserId: string | undefined;
}

/** A message was taken back: it disappears everywhere. */
export interface Recall {
  readonly groupId?: string | undefined;
  readonly peerUserId?: string | undefined;
  readonly seq: number | undefined;
  readonly messageId: string;
  readonly messageSeq: number | undefined;
  readonly byUserId: string;
}

/** Somebody read: "read `readCount`/`memberCount`" stands for the message at `seq`. */
export interface ReadReceipt {
  readonly groupId?: string | undefined;
  readonly peerUserId?: string | undefined;
  readonly userId: string;
  readonly seq: number;
  readonly readCount: number;
  readonly memberCount: number;
}

export interface Typing {
  /** Undefined in a private conversation, which is then that with `userId`. */
  readonly groupId?: string | undefined;
  readonly userId: string;
}

export interface PresenceChange {
  readonly groupId?: string | undefined;
  readonly roomId?: string | undefined;
  readonly userId: string;
  readonly status: "online" | "offline";
}

/** What is missing, and cannot be had any more. */
export interface Gap {
  readonly log: "inbox" | "room" | "group" | "private";
  /** The room, the group or the other user; empty for the inbox. */
  readonly id: string;
  /** First and last position that is missing. `toSeq` below `fromSeq`: nothing is, but a new log has begun. */
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly epoch: string | undefined;
  /** The log began anew: positions that were seen before mean nothing any more. */
  readonly reset: boolean;
}

/** A message in history. */
export type HistoryMessage = RoomMessage | GroupMessage | PrivateMessage;

function stored(frame: ServerFrame): Stored {
  return { id: text(frame, "id"), seq: optionalNumber(frame, "seq"), createdAt: time(frame, "created_at") };
}

export function roomMessage(frame: ServerFrame, roomId: string = text(frame, "room_id")): RoomMessage {
  return { ...stored(frame), roomId, fromUserId: text(frame, "from_user_id"), data: frame["data"] };
}

export function groupMessage(frame: ServerFrame, groupId: string = text(frame, "group_id")): GroupMessage {
  return { ...stored(frame), seq: number(frame, "seq"), groupId, fromUserId: text(frame, "from_user_id"), content: frame["content"], mentions: texts(frame, "mentions") };
}

export function privateMessage(frame: ServerFrame, peerUserId: string): PrivateMessage {
  return { ...stored(frame), seq: number(frame, "seq"), peerUserId, fromUserId: text(frame, "from_user_id"), toUserId: text(frame, "to_user_id"), content: frame["content"] };
}

export function userMessage(frame: ServerFrame): UserMessage {
  return { ...stored(frame), fromUserId: text(frame, "from_user_id"), data: frame["data"] };
}

export function appEvent(frame: ServerFrame): AppEvent {
  return { ...stored(frame), type: frame.type, data: frame["data"] };
}

export function mention(frame: ServerFrame): Mention {
  return { ...stored(frame), groupId: text(frame, "group_id"), messageId: text(frame, "message_id"), messageSeq: number(frame, "message_seq"), fromUserId: text(frame, "from_user_id") };
}

export function broadcast(frame: ServerFrame): Broadcast {
  return { id: text(frame, "id"), data: frame["data"], createdAt: time(frame, "created_at") };
}

export function memberChange(frame: ServerFrame): MemberChange {
  return {
    groupId: text(frame, "group_id"),
    userId: text(frame, "user_id"),
    action: text(frame, "action") === "removed" ? "removed" : "added",
    seq: optionalNumber(frame, "seq"),
    byUserId: optionalText(frame, "by_user_id"),
  };
}

export function recall(frame: ServerFrame): Recall {
  return {
    ...place(frame),
    seq: optionalNumber(frame, "seq"),
    messageId: text(frame, "message_id"),
    messageSeq: optionalNumber(frame, "message_seq"),
    byUserId: text(frame, "by_user_id"),
  };
}

export function readReceipt(frame: ServerFrame): ReadReceipt {
  return { ...place(frame), userId: text(frame, "user_id"), seq: number(frame, "seq"), readCount: number(frame, "read_count"), memberCount: number(frame, "member_count") };
}

export function typing(frame: ServerFrame): Typing {
  return { groupId: optionalText(frame, "group_id"), userId: text(frame, "user_id") || text(frame, "from_user_id") };
}

export function presenceChange(frame: ServerFrame): PresenceChange {
  return {
    groupId: optionalText(frame, "group_id"),
    roomId: optionalText(frame, "room_id"),
    userId: text(frame, "user_id"),
    status: text(frame, "status") === "online" ? "online" : "offline",
  };
}

function place(frame: ServerFrame): { groupId: string | undefined; peerUserId: string | undefined } {
  return { groupId: optionalText(frame, "group_id"), peerUserId: optionalText(frame, "peer_user_id") };
}

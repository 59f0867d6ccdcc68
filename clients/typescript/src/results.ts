import { optionalNumber, optionalText, text, time } from "./frames.js";
import type { ServerErrorCode } from "./errors.js";
import type { SendOptions } from "./outbox.js";

type Fields = Readonly<Record<string, unknown>>;

/** How a message is published. */
export interface PublishOptions extends SendOptions {
  /** A W3C `traceparent`: what the servers record of the message belongs to that trace. */
  trace?: string;
}

/** How a message is published that may overtake others. */
export interface PriorityOptions extends PublishOptions {
  /** `high` goes ahead of what waits for slow readers. Default `normal`. */
  priority?: "normal" | "high";
}

/** A message in a room that the server has. */
export interface PublishResult {
  readonly messageId: string;
  /** Its place in the log. Undefined only where it went to those who are connected while storage was away, and is kept nowhere. */
  readonly seq: number | undefined;
  readonly createdAt: Date;
}

/** A message in a conversation that the server has. */
export interface StoredResult extends PublishResult {
  readonly seq: number;
}

/** What became of a message to one user's inbox. */
export interface UserResult {
  readonly userId: string;
  /** Its place in the inbox; undefined where there is an error, or where it is kept nowhere. */
  readonly seq: number | undefined;
  readonly online: boolean;
  /** Why this user was not reached. */
  readonly error: ServerErrorCode | undefined;
}

/** Whom a broadcast reached. */
export interface BroadcastResult {
  readonly gateways: number;
  readonly connections: number;
}

/** A room that is subscribed to. */
export interface Subscription {
  /** The room's last message at that moment. */
  readonly lastSeq: number;
  readonly epoch: string;
  /** Connections in the room. */
  readonly members: number;
}

/** How far a conversation is read. */
export interface ReadResult {
  readonly seq: number;
  readonly unread: number;
}

/** Who is there. */
export interface PresenceInfo {
  /** User ids, sorted, at most 10,000. */
  readonly online: readonly string[];
  readonly onlineCount: number;
  readonly memberCount: number;
}

/** Of conversations nothing is taken that is not stored: there is always a place. */
export function publishResult(reply: Fields): StoredResult;
export function publishResult(reply: Fields): PublishResult {
  return { messageId: text(reply, "message_id"), seq: optionalNumber(reply, "seq"), createdAt: time(reply, "created_at") };
}

export function userResult(result: Fields): UserResult {
  return { userId: text(result, "user_id"), seq: optionalNumber(result, "seq"), online: result["online"] === true, error: optionalText(result, "error") as ServerErrorCode | undefined };
}

import { optionalText, records, type ServerFrame } from "./frames.js";
import { groupMessage, privateMessage, roomMessage, type GroupMessage, type HistoryMessage, type PrivateMessage, type RoomMessage, type Target } from "./messages.js";
import type { Outbox, SendOptions } from "./outbox.js";

/** Which part of history. Without bounds the newest; with `afterSeq` the oldest behind it. */
export interface HistoryOptions extends SendOptions {
  /** Only what lies before this position. */
  beforeSeq?: number;
  /** Only what lies behind this position. */
  afterSeq?: number;
  /** Messages of one page: 1 to 500. Default 50. */
  limit?: number;
}

/** A page of history, in ascending order. */
export interface HistoryPage<Message extends HistoryMessage = HistoryMessage> {
  readonly messages: readonly Message[];
  /** Whether there is more beyond the page, in the direction in which it was asked for. */
  readonly hasMore: boolean;
  /** The log's life: positions of another one mean nothing here. */
  readonly epoch: string | undefined;
}

/** The messages that a target holds. */
export type MessageOf<T extends Target> = T extends { readonly roomId: string }
  ? RoomMessage
  : T extends { readonly groupId: string }
    ? GroupMessage
    : PrivateMessage;

/** A target as frames name it. */
export function fieldsOf(target: Target, user: "peer_user_id" | "to_user_id" = "peer_user_id"): Record<string, string> {
  return "roomId" in target ? { room_id: target.roomId } : "groupId" in target ? { group_id: target.groupId } : { [user]: target.userId };
}

export async function historyPage<T extends Target>(outbox: Outbox, target: T, options: HistoryOptions): Promise<HistoryPage<MessageOf<T>>> {
  const { beforeSeq, afterSeq, limit, ...policy } = options;
  const reply = await outbox.request({ type: "history", ...fieldsOf(target), before_seq: beforeSeq, after_seq: afterSeq, limit }, policy);
  return {
    messages: records(reply, "messages").map((message) => messageOf(target, { type: "", ...message }) as MessageOf<T>),
    hasMore: reply["has_more"] === true,
    epoch: optionalText(reply, "epoch"),
  };
}

/** Pages one after the other: forward with `afterSeq`, else from the newest back. */
export async function* historyPages<T extends Target>(outbox: Outbox, target: T, options: HistoryOptions): AsyncGenerator<HistoryPage<MessageOf<T>>, void> {
  let next = options;
  for (;;) {
    const page = await historyPage(outbox, target, next);
    if (page.messages.length > 0) {
      yield page;
    }
    const edge = (options.afterSeq === undefined ? page.messages[0] : page.messages.at(-1))?.seq;
    if (!page.hasMore || edge === undefined) {
      return;
    }
    next = options.afterSeq === undefined ? { ...next, beforeSeq: edge } : { ...next, afterSeq: edge };
  }
}

function messageOf(target: Target, frame: ServerFrame): HistoryMessage {
  return "roomId" in target ? roomMessage(frame, target.roomId) : "groupId" in target ? groupMessage(frame, target.groupId) : privateMessage(frame, target.userId);
}

export { RealtimeClient, type IterateOptions, type SubscribeOptions } from "./client.js";
export type { ConnectionState, StateChange } from "./connection.js";
export { RealtimeError, type ClientErrorCode, type RealtimeErrorDetails, type ServerErrorCode } from "./errors.js";
export type { Handler } from "./emitter.js";
export type { ClientEvents, ConnectedInfo, Unread } from "./events.js";
export type { HistoryOptions, HistoryPage, MessageOf } from "./history.js";
export type {
  AppEvent,
  Broadcast,
  Conversation,
  Gap,
  GroupMessage,
  HistoryMessage,
  MemberChange,
  Mention,
  PresenceChange,
  PrivateMessage,
  ReadReceipt,
  Recall,
  RoomMessage,
  Stored,
  Target,
  Typing,
  UserMessage,
} from "./messages.js";
export type { ClientOptions, TokenReason, TokenSource } from "./options.js";
export type { SendOptions } from "./outbox.js";
export type { BroadcastResult, PresenceInfo, PriorityOptions, PublishOptions, PublishResult, ReadResult, StoredResult, Subscription, UserResult } from "./results.js";
export type { ClientSnapshot, Position } from "./snapshot.js";
export type { SocketFactory, WebSocketLike } from "./socket.js";
export type { StreamConsumer } from "./stream-consumer.js";
export type { ConsumeStreamOptions, StreamEntry, StreamGap, StreamHandler, SubscribeStreamOptions } from "./stream-entries.js";
export type { StreamSubscription } from "./stream-subscription.js";
export { Streams } from "./streams.js";

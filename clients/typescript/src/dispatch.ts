import type { Emitter } from "./emitter.js";
import type { ClientEvents } from "./events.js";
import { text, type ServerFrame } from "./frames.js";
import * as messages from "./messages.js";

/** Tells the application what a frame says. Done when its handlers are; `undefined` where nothing is to be waited for. */
export function dispatch(
  client: Emitter<ClientEvents>,
  app: Emitter<Record<string, messages.AppEvent>>,
  log: messages.Gap["log"] | undefined,
  id: string,
  frame: ServerFrame,
): Promise<unknown> | undefined {
  switch (frame.type) {
    case "room":
      return client.emit("room", messages.roomMessage(frame, id));
    case "group":
      return client.emit("group", messages.groupMessage(frame, id));
    case "private":
      return client.emit("private", messages.privateMessage(frame, id));
    case "member":
      return client.emit("member", messages.memberChange(frame));
    case "recall":
      return client.emit("recall", messages.recall(frame));
    case "user":
      return client.emit("user", messages.userMessage(frame));
    case "mention":
      return client.emit("mention", messages.mention(frame));
    case "broadcast":
      return client.emit("broadcast", messages.broadcast(frame));
    case "read":
      return client.emit("read", messages.readReceipt(frame));
    case "typing":
      return client.emit("typing", messages.typing(frame));
    case "presence":
      return client.emit("presence", messages.presenceChange(frame));
    default: {
      // A frame of a later version has no place in the inbox and need not look like an event.
      if (log === undefined && (!("data" in frame) || text(frame, "id") === "")) {
        return undefined;
      }
      const event = messages.appEvent(frame);
      const waits = [client.emit("event", event), app.emit(frame.type, event)].filter((wait) => wait !== undefined);
      return waits.length === 0 ? undefined : Promise.all(waits);
    }
  }
}

import { wordsOf } from "../shell/api.js";
import { loadGroup, loadGroups } from "./groups.js";

/** @typedef {import("./user.js").User} User */

/**
 * Puts what a client tells where the views look for it.
 * @param {User} user
 */
export function listen(user) {
  const { client } = user;
  listenToConnection(user);
  client.on("room", (message) => receive(user, user.conversation("room", message.roomId), message, message.data));
  client.on("group", (message) => receive(user, user.conversation("group", message.groupId), message, message.content));
  client.on("private", (message) => receive(user, user.conversation("private", message.peerUserId), message, message.content));
  client.on("recall", ({ messageId, byUserId, ...place }) => conversationOf(user, place)?.recall(messageId, byUserId));
  client.on("read", (receipt) => {
    if (receipt.userId === user.userId) {
      const conversation = conversationOf(user, receipt);
      if (conversation !== undefined && receipt.seq >= conversation.lastSeq) {
        conversation.unread = 0;
        conversation.changed();
      }
    } else {
      conversationOf(user, receipt)?.receipt(user.userId, receipt);
    }
  });
  client.on("typing", ({ groupId, userId }) => conversationOf(user, groupId === undefined ? { peerUserId: userId } : { groupId })?.startTyping(userId));
  client.on("presence", ({ groupId, userId, status }) => {
    const member = groupId === undefined ? undefined : user.conversations.get(`group/${groupId}`)?.members.get(userId);
    if (member !== undefined) {
      member.online = status === "online";
      user.changed();
    }
  });
  client.on("member", (change) => memberChanged(user, change));
  client.on("gap", ({ log, id, fromSeq, toSeq, reset }) => {
    const text = reset && toSeq < fromSeq ? "The log began anew here." : `Positions ${fromSeq} to ${toSeq} are no longer held: what was there is missing.`;
    if (log === "inbox") {
      user.addToInbox({ key: `gap-${fromSeq}-${toSeq}`, type: "gap", from: "", seq: fromSeq, data: text, at: new Date() });
    } else {
      user.conversation(log, id).note(text, fromSeq);
    }
  });
  client.on("user", ({ id, seq, fromUserId, data, createdAt }) => user.addToInbox({ key: id, type: "user", from: fromUserId, seq, data, at: createdAt }));
  client.on("event", ({ id, seq, type, data, createdAt }) => user.addToInbox({ key: id, type, from: "", seq, data, at: createdAt }));
  client.on("broadcast", ({ id, data, createdAt }) => user.addToInbox({ key: id, type: "broadcast", from: "", seq: undefined, data, at: createdAt }));
  client.on("mention", ({ id, seq, groupId, fromUserId, messageSeq, createdAt }) => {
    user.addToInbox({ key: id, type: "mention", from: fromUserId, seq, data: { group_id: groupId, message_seq: messageSeq }, at: createdAt });
    const conversation = user.conversation("group", groupId);
    if (!user.isSeen(conversation)) {
      conversation.mentions++;
      conversation.changed();
    }
  });
  client.on("error", (error) => user.frames.add("note", `Client: ${wordsOf(error)}`));
}

/** @param {User} user */
function listenToConnection(user) {
  const { client, connection } = user;
  client.on("state", ({ state, retryInMs, closeCode, reason, error }) => {
    connection.state = state;
    connection.retryAt = state === "waiting" ? Date.now() + (retryInMs ?? 0) : 0;
    const code = closeCode === undefined ? "" : `${closeCode}${reason ? ` ${reason}` : ""}`;
    connection.why = state === "connected" || state === "connecting" ? "" : error === undefined ? code : wordsOf(error);
    user.changed();
  });
  client.on("connected", ({ sessionId, resumed, instanceId, unread }) => {
    Object.assign(connection, { sessionId, resumed, instanceId, connects: connection.connects + 1 });
    for (const { groupId, peerUserId, count } of unread) {
      const conversation = groupId === undefined ? user.conversation("private", peerUserId ?? "") : user.conversation("group", groupId);
      conversation.unread = user.isSeen(conversation) ? 0 : count;
      conversation.changed();
    }
    user.changed();
    void loadGroups(user).catch((thrown) => user.frames.add("note", `Groups: ${wordsOf(thrown)}`));
    if (user.open !== undefined && !user.open.isLoaded) {
      user.loadOlder(user.open).catch((thrown) => user.frames.add("note", `History: ${wordsOf(thrown)}`));
    }
  });
}

/**
 * @param {User} user
 * @param {import("./conversation.js").Conversation} conversation
 * @param {import("./conversation.js").Stored} message
 * @param {unknown} content
 */
function receive(user, conversation, message, content) {
  if (!conversation.add(message, content)) {
    return;
  }
  if (user.isSeen(conversation)) {
    user.markRead(conversation);
  } else if (message.fromUserId !== user.userId) {
    conversation.unread++;
    conversation.changed();
  }
}

/**
 * @param {User} user
 * @param {{ groupId?: string | undefined, peerUserId?: string | undefined }} place
 */
function conversationOf(user, { groupId, peerUserId }) {
  return user.conversations.get(groupId === undefined ? `private/${peerUserId}` : `group/${groupId}`);
}

/**
 * @param {User} user
 * @param {import("../client/realtime.js").MemberChange} change
 */
function memberChanged(user, { groupId, userId, action, seq, byUserId }) {
  const conversation = user.conversation("group", groupId);
  if (userId === user.userId && action === "removed") {
    user.addToInbox({ key: `member-${groupId}-${seq ?? Date.now()}`, type: "member", from: byUserId ?? "", seq: undefined, data: `No longer a member of '${conversation.name}'.`, at: new Date() });
    user.forget(conversation);
    return;
  }
  const isByOneself = byUserId === undefined || byUserId === userId;
  conversation.note(action === "added" ? `${userId} was added${isByOneself ? "" : ` by ${byUserId}`}` : isByOneself ? `${userId} left` : `${userId} was removed by ${byUserId}`, seq);
  void loadGroup(user, conversation).catch((thrown) => user.frames.add("note", `Group ${groupId}: ${wordsOf(thrown)}`));
}

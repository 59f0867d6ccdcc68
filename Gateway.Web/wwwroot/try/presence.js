/**
 * @typedef {import("./user.js").User} User
 * @typedef {import("./conversation.js").Conversation} Conversation
 */

const askEveryMs = 4_000;

/**
 * Keeps who is online in a conversation that is shown. Groups tell by themselves; rooms and single users are asked.
 * @param {User} user
 * @param {Conversation} conversation
 */
export function watchPresence(user, conversation) {
  if (conversation.kind === "group") {
    return () => {};
  }
  const ask = async () => {
    if (user.connection.state !== "connected" || document.visibilityState !== "visible") {
      return;
    }
    try {
      if (conversation.kind === "room") {
        const { online, onlineCount, memberCount } = await user.client.presence({ roomId: conversation.id });
        conversation.members = new Map(online.slice(0, 200).map((userId) => [userId, { online: true, role: "" }]));
        Object.assign(conversation, { onlineCount, memberCount });
      } else {
        const { status } = await user.fetchJson(`/api/v1/users/${encodeURIComponent(conversation.id)}/presence`);
        conversation.onlineCount = status === "online" ? 1 : 0;
      }
      conversation.changed();
    } catch {
      // Asked again soon; the state of the connection says why it may fail.
    }
  };
  void ask();
  const timer = setInterval(() => void ask(), askEveryMs);
  return () => clearInterval(timer);
}

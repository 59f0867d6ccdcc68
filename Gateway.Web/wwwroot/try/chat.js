import { wordsOf } from "../shell/api.js";
import { h, icon, keyed, write } from "../shell/dom.js";
import { notify } from "../shell/notices.js";
import { composer } from "./composer.js";
import { leaveGroup } from "./groups.js";
import { showMembers } from "./members.js";
import { showItem } from "./message.js";
import { watchPresence } from "./presence.js";

/**
 * @typedef {import("./user.js").User} User
 * @typedef {import("./conversation.js").Conversation} Conversation
 */

const nearPx = 48;

/**
 * One conversation: messages, who is there, and what one writes.
 * @param {User} user
 * @param {Conversation} conversation
 */
export function showChat(user, conversation) {
  const { kind } = conversation;
  const title = h("h3", { class: "truncate", tabindex: "-1" }, kind === "private" ? `@${conversation.name}` : kind === "room" ? `#${conversation.name}` : conversation.name);
  const who = h("span", { class: "small soft truncate", "data-testid": "presence" });
  const members = showMembers(user, conversation);
  const toggle = h("button", { type: "button", class: "button quiet compact icon", "aria-label": "Members", title: "Members", "aria-expanded": "false", on: { click: () => setMembers(members.element.hidden) } }, icon("users"));
  const leave = h("button", { type: "button", class: "button quiet compact", on: { click: () => void leaveChat(user, conversation) } }, "Leave");
  const back = h("button", { type: "button", class: "button quiet compact icon", "aria-label": "All conversations", title: "All conversations", on: { click: () => user.show(undefined) } }, icon("back"));
  const earlier = h("button", { type: "button", class: "button quiet compact earlier", on: { click: () => void older() } }, "Earlier messages");
  const empty = h("p", { class: "small soft empty" }, "No messages yet. Say something.");
  const list = h("ol", { class: "messages" });
  const scroller = h("div", { class: "scroller", tabindex: "0", role: "log", "aria-label": `Messages of ${conversation.name}`, "aria-busy": "true" }, earlier, empty, list);
  const newest = h("button", { type: "button", class: "button compact newest", hidden: true, on: { click: () => toEnd() } }, "New messages");
  const typing = h("p", { class: "typing small soft", "aria-live": "polite" });
  const writing = composer(user, conversation);
  const element = h(
    "div",
    { class: "chat", "data-testid": `chat-${conversation.key}` },
    h("div", { class: "chat-head" }, back, h("div", { class: "grow chat-title" }, title, who), kind === "private" ? false : toggle, kind === "private" ? false : leave),
    h("div", { class: "scroller-place" }, members.element, scroller, newest),
    typing,
    writing.element,
  );

  /** @param {boolean} isOpen */
  const setMembers = (isOpen) => {
    members.element.hidden = !isOpen;
    toggle.setAttribute("aria-expanded", String(isOpen));
  };
  element.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && !members.element.hidden) {
      setMembers(false);
      toggle.focus();
    }
  });
  scroller.addEventListener("pointerdown", () => setMembers(false));
  const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearPx;
  const toEnd = () => {
    scroller.scrollTop = scroller.scrollHeight;
    newest.hidden = true;
  };
  let isLoading = false;
  const older = async () => {
    if (isLoading || !conversation.hasMore || user.connection.state !== "connected") {
      return;
    }
    isLoading = true;
    scroller.setAttribute("aria-busy", "true");
    // What is in sight stays where it is, whatever comes above it.
    const fromEnd = scroller.scrollHeight - scroller.scrollTop;
    try {
      await user.loadOlder(conversation);
      render();
      scroller.scrollTop = scroller.scrollHeight - fromEnd;
    } catch (thrown) {
      notify(`Earlier messages: ${wordsOf(thrown)}`, "bad");
    } finally {
      isLoading = false;
      scroller.setAttribute("aria-busy", "false");
    }
  };
  scroller.addEventListener("scroll", () => {
    wasAtEnd = atEnd();
    newest.hidden ||= wasAtEnd;
    if (conversation.isLoaded && scroller.scrollTop < nearPx && scroller.scrollHeight > scroller.clientHeight) {
      void older();
    }
  });

  // Whoever reads the newest message still does when the list gets less room.
  let wasAtEnd = true;
  const sized = new ResizeObserver(() => wasAtEnd && toEnd());
  sized.observe(scroller);

  let lastKey = "";
  const render = () => {
    const follow = atEnd();
    keyed(list, conversation.items, ({ key }) => key, (item) => showItem(user, conversation, item));
    empty.hidden = conversation.items.length > 0;
    earlier.hidden = !conversation.hasMore || !conversation.isLoaded || conversation.items.length === 0;
    const last = conversation.items.at(-1);
    if (last !== undefined && last.key !== lastKey) {
      if (follow || last.from === user.userId || lastKey === "") {
        toEnd();
      } else {
        newest.hidden = false;
      }
      lastKey = last.key;
    }
    write(who, presenceWords(conversation));
    const names = conversation.typing;
    write(typing, names.length === 0 ? "" : names.length === 1 ? `${names[0]} is typing …` : `${names.slice(0, 3).join(", ")} are typing …`);
    leave.textContent = kind === "group" && conversation.ownerId === user.userId ? "Delete" : "Leave";
    members.update();
    writing.update();
  };
  const off = user.onChange(render);
  const endPresence = watchPresence(user, conversation);
  render();
  if (conversation.isLoaded) {
    scroller.setAttribute("aria-busy", "false");
  } else if (user.connection.state === "connected") {
    void older();
  }

  return {
    element,
    /** @param {boolean} hadFocus */
    attached(hadFocus) {
      toEnd();
      if (hadFocus) {
        writing.focus();
      }
    },
    end() {
      off();
      endPresence();
      sized.disconnect();
      writing.end();
    },
  };
}

/** @param {Conversation} conversation */
function presenceWords({ kind, members, memberCount, onlineCount }) {
  if (kind === "private") {
    return onlineCount > 0 ? "online" : "offline";
  }
  if (kind === "room") {
    return `${onlineCount} online`;
  }
  return `${[...members.values()].filter(({ online }) => online).length} of ${memberCount} online`;
}

/**
 * @param {User} user
 * @param {Conversation} conversation
 */
async function leaveChat(user, conversation) {
  try {
    if (conversation.kind === "group") {
      await leaveGroup(user, conversation);
    } else {
      await user.client.unsubscribe(conversation.id);
      user.forget(conversation);
    }
  } catch (thrown) {
    notify(wordsOf(thrown), "bad");
  }
}

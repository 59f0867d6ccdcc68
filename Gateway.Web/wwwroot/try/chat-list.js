import { wordsOf } from "../shell/api.js";
import { fill, h, icon, keyed } from "../shell/dom.js";
import { createGroup } from "./groups.js";

/**
 * @typedef {import("./user.js").User} User
 * @typedef {import("./conversation.js").Conversation} Conversation
 */

const kinds = /** @type {const} */ ([
  { kind: "room", label: "Room", field: "Room", hint: "lobby", action: "Join" },
  { kind: "group", label: "Group", field: "Group's id (empty: the server chooses)", hint: "team", action: "Create" },
  { kind: "private", label: "Private", field: "User", hint: "bob", action: "Open" },
]);

/**
 * All conversations of a user, and how to begin another one.
 * @param {User} user
 */
export function showChatList(user) {
  const list = h("ul", { class: "chat-list", "aria-label": `Conversations of ${user.userId}` });
  const empty = h("p", { class: "soft small empty" }, "Nothing here yet: join a room, create a group, or write to somebody.");
  const element = h("div", { class: "chat-index" }, empty, list, newChatForm(user));
  const render = () => {
    const all = [...user.conversations.values()].sort((a, b) => b.lastAt - a.lastAt);
    empty.hidden = all.length > 0;
    list.hidden = all.length === 0;
    keyed(list, all, ({ key }) => key, (conversation) => entry(user, conversation));
  };
  const off = user.onChange(render);
  render();
  return { element, end: off };
}

/**
 * @param {User} user
 * @param {Conversation} conversation
 */
function entry(user, conversation) {
  const name = h("span");
  const mentions = h("span", { class: "badge accent", hidden: true });
  const count = h("span", { class: "count", hidden: true });
  const last = h("span", { class: "small soft truncate", "aria-hidden": "true" });
  const button = h("button", { type: "button", class: "chat-entry", on: { click: () => user.show(conversation) } }, h("span", { class: "chat-mark", "aria-hidden": "true" }, conversation.kind === "room" ? "#" : conversation.kind === "private" ? "@" : icon("users")), h("span", { class: "chat-words" }, h("span", { class: "truncate" }, h("span", { class: "visually-hidden" }, `${kindWord[conversation.kind]} `), name), last), mentions, count);
  const update = () => {
    name.textContent = conversation.name;
    const newest = conversation.items.findLast(({ kind }) => kind === "message");
    last.textContent = newest === undefined ? (conversation.kind === "group" ? `${conversation.memberCount} members` : "") : newest.recalledBy !== "" ? "Recalled" : `${newest.from}: ${typeof newest.content === "string" ? newest.content.slice(0, 80) : JSON.stringify(newest.content).slice(0, 80)}`;
    count.hidden = conversation.unread === 0;
    fill(count, conversation.unread, h("span", { class: "visually-hidden" }, " unread"));
    mentions.hidden = conversation.mentions === 0;
    fill(mentions, `@ ${conversation.mentions}`, h("span", { class: "visually-hidden" }, " mentions"));
  };
  return { element: h("li", {}, button), update };
}

const kindWord = { room: "Room", group: "Group", private: "Private with" };

/** @param {User} user */
function newChatForm(user) {
  /** @type {typeof kinds[number]} */
  let chosen = kinds[0];
  const fault = h("p", { class: "small form-fault", role: "alert" });
  const id = h("input", { class: "input", type: "text", maxlength: "128", autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
  const members = h("input", { class: "input", type: "text", "aria-label": "Members, with commas between", placeholder: "Members: bob, carol", autocomplete: "off", autocapitalize: "off", spellcheck: "false", hidden: true });
  const button = h("button", { type: "submit", class: "button primary" });
  const choices = kinds.map((kind) => ({ kind, element: h("button", { type: "button", class: "segment", on: { click: () => choose(kind) } }, kind.label) }));

  /** @param {typeof kinds[number]} kind */
  const choose = (kind) => {
    chosen = kind;
    choices.forEach((choice) => choice.element.setAttribute("aria-pressed", String(choice.kind === kind)));
    id.setAttribute("aria-label", kind.field);
    id.placeholder = `${kind.label === "Private" ? "User" : kind.label}: ${kind.hint}`;
    members.hidden = kind.kind !== "group";
    button.textContent = kind.action;
    fault.textContent = "";
  };

  /** @param {Event} event */
  const submit = async (event) => {
    event.preventDefault();
    fault.textContent = "";
    button.disabled = true;
    try {
      const conversation = await begin(user, chosen.kind, id.value.trim(), members.value);
      id.value = members.value = "";
      user.show(conversation);
    } catch (thrown) {
      fault.textContent = wordsOf(thrown);
    } finally {
      button.disabled = false;
    }
  };
  choose(kinds[0]);
  return h("form", { class: "new-chat", "aria-label": `New conversation of ${user.userId}`, on: { submit } }, h("div", { class: "segments", role: "group", "aria-label": "Kind of conversation" }, ...choices.map(({ element }) => element)), h("div", { class: "row" }, id, button), members, fault);
}

/**
 * @param {User} user
 * @param {"room" | "group" | "private"} kind
 * @param {string} id
 * @param {string} members
 */
async function begin(user, kind, id, members) {
  if (kind === "group") {
    return createGroup(user, { id, name: "", members: names(members) });
  }
  if (id === "") {
    throw new Error(kind === "room" ? "A room needs a name." : "Whom to?");
  }
  if (kind === "room") {
    const { members: count } = await user.client.subscribe(id);
    const room = user.conversation("room", id);
    room.memberCount = count;
    return room;
  }
  return user.conversation("private", id);
}

/** @param {string} text */
export function names(text) {
  return text.split(/[\s,]+/).filter((name) => name !== "");
}

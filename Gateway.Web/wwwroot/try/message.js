import { wordsOf } from "../shell/api.js";
import { fill, h, icon } from "../shell/dom.js";
import { notify } from "../shell/notices.js";
import { avatar } from "./avatar.js";
import { readReceipts } from "./groups.js";

/**
 * @typedef {import("./user.js").User} User
 * @typedef {import("./conversation.js").Conversation} Conversation
 * @typedef {import("./conversation.js").Item} Item
 */

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/**
 * One item of a conversation.
 * @param {User} user
 * @param {Conversation} conversation
 * @param {Item} item
 */
export function showItem(user, conversation, item) {
  return item.kind === "note" ? { element: h("li", { class: "note small soft" }, String(item.content)) } : showMessage(user, conversation, item);
}

/**
 * @param {User} user
 * @param {Conversation} conversation
 * @param {Item} item
 */
function showMessage(user, conversation, item) {
  const isOwn = item.from === user.userId;
  const body = h("div", { class: "message-body" });
  const place = h("span", { class: "numeric", title: "Position in the log (seq)" });
  const time = h("time", { class: "numeric" });
  const state = h("button", { type: "button", class: "receipt", "data-testid": "receipt", on: { click: () => void showReaders(user, conversation, item) } });
  const recall = h("button", { type: "button", class: "button quiet compact recall", on: { click: () => void recallIt(user, conversation, item) } }, icon("undo"), "Recall");
  const fault = h("p", { class: "small form-fault", hidden: true });
  const element = h(
    "li",
    { class: isOwn ? "message own" : "message", "data-testid": "message" },
    isOwn ? false : avatar(item.from),
    h(
      "div",
      { class: "bubble" },
      isOwn ? h("span", { class: "visually-hidden" }, "You: ") : h("span", { class: "message-from small" }, item.from === "" ? "a service" : item.from),
      body,
      fault,
      h("div", { class: "message-foot small soft" }, time, place, isOwn ? state : false, isOwn && conversation.kind !== "room" ? recall : false),
    ),
  );

  let shown = "";
  const update = () => {
    const now = [item.seq, item.state, item.error, item.recalledBy, item.readCount, item.memberCount, conversation.memberCount].join("/");
    if (now === shown) {
      return;
    }
    shown = now;
    const isRecalled = item.recalledBy !== "";
    element.classList.toggle("recalled", isRecalled);
    element.classList.toggle("mentions-me", !isRecalled && !isOwn && mentions(item.content, user.userId));
    fill(body, ...(isRecalled ? [`Recalled by ${item.recalledBy === user.userId ? "you" : item.recalledBy}`] : contentOf(item.content, user.userId)));
    time.dateTime = item.at.toISOString();
    time.title = item.at.toISOString();
    time.textContent = clock.format(item.at);
    place.hidden = item.seq === undefined;
    place.textContent = `#${item.seq}`;
    state.textContent = stateWords(conversation, item);
    state.disabled = conversation.kind !== "group" || item.id === undefined || isRecalled;
    state.title = state.disabled ? "" : "Who has read it?";
    recall.hidden = isRecalled || item.id === undefined;
    fault.hidden = item.error === "";
    fault.textContent = item.error === "" ? "" : `Not sent: ${item.error}`;
  };
  return { element, update };
}

/**
 * @param {Conversation} conversation
 * @param {Item} item
 */
function stateWords({ kind, memberCount }, item) {
  if (item.state !== "stored") {
    return item.state === "sending" ? "Sending …" : "";
  }
  if (kind === "group" && item.recalledBy === "" && item.readCount !== undefined) {
    return `Read ${item.readCount}/${item.memberCount || memberCount}`;
  }
  return kind === "private" && (item.readCount ?? 0) > 0 ? "Read" : "Stored";
}

/**
 * Text with the names in it marked; JSON where it is no text.
 * @param {unknown} content
 * @param {string} self
 * @returns {import("../shell/dom.js").Child[]}
 */
export function contentOf(content, self) {
  const text = textOf(content);
  if (text === undefined) {
    return [h("pre", { class: "mono" }, JSON.stringify(content, undefined, 2))];
  }
  return text.split(/(@[\p{L}\p{N}._-]+)/u).map((part, i) => (i % 2 === 0 ? part : h("span", { class: part === `@${self}` ? "mention self" : "mention" }, part)));
}

/** @param {unknown} content */
function textOf(content) {
  if (typeof content === "string") {
    return content;
  }
  const text = /** @type {{ text?: unknown } | null | undefined} */ (content)?.text;
  return typeof text === "string" ? text : undefined;
}

/**
 * @param {unknown} content
 * @param {string} userId
 */
function mentions(content, userId) {
  return textOf(content)?.split(/(@[\p{L}\p{N}._-]+)/u).includes(`@${userId}`) ?? false;
}

/**
 * @param {User} user
 * @param {Conversation} conversation
 * @param {Item} item
 */
async function showReaders(user, conversation, item) {
  try {
    const { read_count: count, readers } = await readReceipts(user, conversation, item);
    notify(readers.length === 0 ? "Nobody has read it yet." : `Read by ${readers.slice(0, 20).join(", ")}${count > 20 ? ` and ${count - 20} more` : ""}.`);
  } catch (thrown) {
    notify(wordsOf(thrown), "bad");
  }
}

/**
 * @param {User} user
 * @param {Conversation} conversation
 * @param {Item} item
 */
async function recallIt(user, conversation, item) {
  try {
    await user.recall(conversation, item.id ?? "");
  } catch (thrown) {
    notify(`Not recalled: ${wordsOf(thrown)}`, "bad");
  }
}

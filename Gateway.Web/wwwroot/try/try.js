import { fill, h, icon, keyed } from "../shell/dom.js";
import { addUserForm } from "./add-user.js";
import { showColumn } from "./column.js";
import { eventDialog } from "./event-dialog.js";
import { users } from "./users.js";
import { welcome } from "./welcome.js";

/** @typedef {import("./user.js").User} User */

/** @type {(() => void)[]} */
let endings = [];

/**
 * Shows several users side by side.
 * @param {HTMLElement} element
 * @param {import("../shell/session.js").Session} session
 */
export function mount(element, session) {
  users.restore(session.mode);
  const columns = h("div", { class: "columns", role: "group", "aria-label": "Users" });
  const tabs = h("nav", { class: "user-tabs", "aria-label": "Users of this page" });
  const events = eventDialog(session);
  const form = addUserForm(session, (user) => columnOf(columns, user)?.scrollIntoView({ inline: "start", block: "nearest" }));
  const first = welcome(session);
  fill(
    element,
    h(
      "div",
      { class: "try-bar" },
      h("h1", { class: "visually-hidden" }, "Try it"),
      form,
      h("button", { type: "button", class: "button", on: { click: () => events.open() } }, icon("send"), "Send an event"),
    ),
    tabs,
    first,
    columns,
    events.element,
  );

  /** @type {Map<User, () => void>} */
  const shown = new Map();
  const render = () => {
    const { list } = users;
    first.hidden = list.length > 0;
    columns.hidden = tabs.hidden = list.length === 0;
    for (const [user, end] of shown) {
      if (!list.includes(user)) {
        end();
        shown.delete(user);
      }
    }
    keyed(columns, list, ({ key }) => key, (user) => {
      const column = showColumn(user);
      shown.set(user, column.end);
      return { element: column.element };
    });
    keyed(tabs, list, ({ key }) => key, (user) => userTab(columns, user));
  };
  endings = [users.onChange(render), () => shown.forEach((end) => end()), watchScroll(columns, tabs)];
  render();
}

/** Ends what {@link mount} began. The users stay connected. */
export function unmount() {
  endings.forEach((end) => end());
  endings = [];
}

/**
 * @param {Element} columns
 * @param {User} user
 */
function columnOf(columns, user) {
  return columns.children[users.list.indexOf(user)];
}

/**
 * @param {Element} columns
 * @param {User} user
 */
function userTab(columns, user) {
  const dot = h("span", { class: "dot" });
  const count = h("span", { class: "count", hidden: true });
  const element = h("button", { type: "button", class: "user-tab", on: { click: () => columnOf(columns, user)?.scrollIntoView({ inline: "start", block: "nearest" }) } }, dot, h("span", { class: "truncate" }, user.label), count);
  const update = () => {
    dot.className = `dot ${user.connection.state === "connected" ? "good" : user.connection.state === "closed" ? "bad" : "warn"}`;
    const unread = user.unread + user.inboxUnseen;
    count.hidden = unread === 0;
    count.textContent = String(unread);
    element.setAttribute("aria-label", `${user.label}, ${user.connection.state}${unread === 0 ? "" : `, ${unread} new`}`);
  };
  return { element, update };
}

/**
 * On a phone one column fills the page: its tab is the current one.
 * @param {HTMLElement} columns
 * @param {HTMLElement} tabs
 */
function watchScroll(columns, tabs) {
  const mark = () => {
    const width = columns.firstElementChild?.getBoundingClientRect().width ?? 1;
    const current = Math.round(columns.scrollLeft / Math.max(1, width));
    [...tabs.children].forEach((tab, i) => tab.setAttribute("aria-current", String(i === current)));
  };
  columns.addEventListener("scroll", mark, { passive: true });
  const off = users.onChange(mark);
  mark();
  return off;
}

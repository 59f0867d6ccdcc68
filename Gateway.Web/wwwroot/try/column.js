import { fill, h } from "../shell/dom.js";
import { showChat } from "./chat.js";
import { showChatList } from "./chat-list.js";
import { columnHead } from "./column-head.js";
import { showFrames } from "./frames.js";
import { showInbox } from "./inbox.js";

/** @typedef {import("./user.js").User} User */

/**
 * One user: connection, chats, inbox, frames.
 * @param {User} user
 * @returns {{ element: HTMLElement, end: () => void }}
 */
export function showColumn(user) {
  const id = user.key;
  const head = columnHead(user, id);
  const panel = h("div", { class: "column-panel", id: `${id}-panel`, role: "tabpanel", tabindex: "-1" });
  const tabs = [
    { name: "chats", label: "Chats", button: tabButton(`${id}-chats`, "Chats", `${id}-panel`), count: () => user.unread },
    { name: "inbox", label: "Inbox", button: tabButton(`${id}-inbox`, "Inbox", `${id}-panel`), count: () => user.inboxUnseen },
  ];
  const frames = showFrames(user);
  const element = h(
    "section",
    { class: "column card", "aria-labelledby": `${id}-name`, "data-testid": `user-${user.label}` },
    head.element,
    h("div", { class: "tabs", role: "tablist", "aria-label": `${user.label}: what to show` }, ...tabs.map(({ button }) => button.element)),
    panel,
    frames.element,
  );

  let tab = "chats";
  let shown = "";
  let endView = () => {};
  const render = () => {
    head.update();
    for (const { name, button, count } of tabs) {
      button.update(name === tab, count());
    }
    const wanted = tab === "inbox" ? "inbox" : `chats/${user.openKey}`;
    if (wanted !== shown) {
      shown = wanted;
      endView();
      const open = user.open;
      const view = tab === "inbox" ? showInbox(user) : open === undefined ? showChatList(user) : showChat(user, open);
      panel.setAttribute("aria-labelledby", `${id}-${tab}`);
      // Who was working here goes on here; nobody is taken away from another column.
      const hadFocus = element.contains(document.activeElement);
      fill(panel, view.element);
      endView = view.end;
      if ("attached" in view) {
        view.attached(hadFocus);
      }
    }
  };

  /** @param {string} name */
  const choose = (name) => {
    tab = name;
    user.isShown = tab === "chats";
    if (tab === "chats" && user.open !== undefined) {
      user.markRead(user.open);
    }
    render();
  };
  tabs.forEach(({ name, button }, i) => {
    button.element.addEventListener("click", () => choose(name));
    button.element.addEventListener("keydown", (event) => {
      if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
        const other = tabs[(i + 1) % tabs.length];
        other?.button.element.focus();
        choose(other?.name ?? name);
      }
    });
  });
  const onVisible = () => {
    if (user.open !== undefined && user.isSeen(user.open)) {
      user.markRead(user.open);
    }
  };
  document.addEventListener("visibilitychange", onVisible);
  user.isShown = true;
  const off = user.onChange(render);
  render();
  onVisible();

  return {
    element,
    end() {
      user.isShown = false;
      document.removeEventListener("visibilitychange", onVisible);
      off();
      endView();
      head.end();
      frames.end();
    },
  };
}

/**
 * @param {string} id
 * @param {string} label
 * @param {string} controls
 */
function tabButton(id, label, controls) {
  const count = h("span", { class: "count", hidden: true });
  const element = h("button", { type: "button", role: "tab", id, class: "tab", "aria-controls": controls }, label, count);
  return {
    element,
    /**
     * @param {boolean} isSelected
     * @param {number} unseen
     */
    update(isSelected, unseen) {
      element.setAttribute("aria-selected", String(isSelected));
      element.tabIndex = isSelected ? 0 : -1;
      count.hidden = unseen === 0;
      count.textContent = String(unseen);
      count.setAttribute("aria-label", `${unseen} new`);
    },
  };
}

import { h, keyed } from "../shell/dom.js";

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/**
 * What came to a user alone: events, messages of services, mentions, broadcasts.
 * @param {import("./user.js").User} user
 */
export function showInbox(user) {
  const empty = h("p", { class: "soft small empty" }, "Nothing has come yet. Send an event with the button above: also to a user who is offline, or not even here.");
  const list = h("ol", { class: "inbox-list" });
  const element = h("div", { class: "inbox", role: "log", "aria-label": `Inbox of ${user.userId}`, tabindex: "0" }, empty, list);
  const render = () => {
    if (user.inboxUnseen > 0) {
      user.inboxUnseen = 0;
      user.changed();
    }
    empty.hidden = user.inbox.length > 0;
    keyed(list, user.inbox, ({ key }) => key, (item) => ({
      element: h(
        "li",
        { class: "inbox-item", "data-testid": "inbox-item" },
        h("div", { class: "row" }, h("span", { class: "badge accent" }, item.type), h("span", { class: "grow small soft truncate" }, item.from === "" ? "" : `from ${item.from}`), h("span", { class: "small soft numeric" }, clock.format(item.at), item.seq === undefined ? "" : ` #${item.seq}`)),
        h("pre", { class: "mono small" }, typeof item.data === "string" ? item.data : JSON.stringify(item.data, undefined, 2)),
      ),
    }));
  };
  const off = user.onChange(render);
  render();
  return { element, end: off };
}

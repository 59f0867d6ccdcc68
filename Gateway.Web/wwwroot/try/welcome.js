import { h } from "../shell/dom.js";
import { users } from "./users.js";

const demoRoom = "lobby";
const demoUsers = ["alice", "bob"];

/**
 * What the page says while there is no user.
 * @param {import("../shell/session.js").Session} session
 */
export function welcome(session) {
  const start = () => {
    for (const userId of demoUsers) {
      const user = users.add({ userId });
      const room = user.conversation("room", demoRoom);
      void user.client.subscribe(demoRoom).then(() => user.show(room));
    }
  };
  return h(
    "section",
    { class: "welcome card", "aria-labelledby": "welcome-title" },
    h("h2", { id: "welcome-title" }, "Several users, side by side"),
    h(
      "ul",
      {},
      ...[
        ["Chat", "in rooms, groups and private conversations, with unread counts, receipts, mentions and recall."],
        ["Break it", "Drop a socket or take a user offline, write from another one, and see how everything comes back, once and in order."],
        ["Send events", "to a user who is not even there. They wait in the inbox."],
        ["Read along", "Each user has a log of all frames that go in and out."],
      ].map(([what, text]) => h("li", {}, h("strong", {}, what), " ", text)),
    ),
    session.mode === "development"
      ? h("div", { class: "row wrap" }, h("button", { type: "button", class: "button primary", on: { click: start } }, "Start with alice and bob in a room"), h("span", { class: "soft small" }, "or add users by name above."))
      : h("p", { class: "soft" }, "Add a user with a token above: a JWT that this gateway accepts. It stays in this tab until it is closed."),
  );
}

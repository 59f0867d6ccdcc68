import { fill, h } from "../shell/dom.js";
import { wordsOf } from "../shell/api.js";
import { closeConnection, publishToRoom, sendEvent } from "./actions.js";
import { bytes, count, moment, plural } from "./format.js";

/**
 * What the inspector has found, in words and tables.
 * @typedef {import("./inspector.js").Context} Context
 * @typedef {import("./inspector.js").Kind} Kind
 */

/** @param {[string, import("../shell/dom.js").Child][]} facts */
const facts = (facts) => h("dl", { class: "facts" }, ...facts.map(([name, value]) => h("div", {}, h("dt", { class: "soft small" }, name), h("dd", {}, value))));

/** @param {Context} context @param {Kind} kind @param {string} id */
const link = (context, kind, id) => h("button", { type: "button", class: "link", "aria-label": `Inspect ${kind} ${id}`, on: { click: () => context.inspect(kind, id) } }, id);

/**
 * @param {string} caption
 * @param {string[]} heads
 * @param {import("../shell/dom.js").Child[][]} rows
 * @param {string} [empty]
 */
function table(caption, heads, rows, empty = "None.") {
  return h(
    "section",
    { class: "finding" },
    h("h4", {}, caption),
    rows.length === 0
      ? h("p", { class: "soft small" }, empty)
      : h(
          "div",
          { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
          h(
            "table",
            { class: "plain" },
            h("caption", { class: "visually-hidden" }, caption),
            h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
            h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map((cell) => h("td", { class: "numeric" }, cell))))),
          ),
        ),
  );
}

/** @param {import("./types.js").Log} log @returns {[string, string][]} */
const logFacts = (log) => [
  ["Last position", count(log.last_seq)],
  ["History", log.history_length === 0 ? "empty" : `${plural(log.history_length, "position")} from ${count(log.first_seq)}`],
  ["Epoch", log.epoch === "" ? "–" : log.epoch],
];

/** @param {import("./types.js").Log} log */
function receivers(log) {
  const rows = [
    ...log.gateways.map((gateway) => [gateway.name, "gateway", gateway.connections === undefined ? "–" : count(gateway.connections), count(gateway.delivered_seq), backlog(gateway.backlog)]),
    ...log.services.map((service) => [service.name, "service", "–", count(service.delivered_seq), backlog(service.backlog)]),
  ];
  return table("Delivered to", ["Receiver", "Is a", "Connections", "Has up to", "Backlog"], rows, "Nobody listens.");
}

/** @param {number} behind */
const backlog = (behind) => h("span", { class: behind > 0 ? "badge warn" : "badge good" }, behind > 0 ? `${count(behind)} behind` : "up to date");

/** @param {string} status */
const presence = (status) => h("span", { class: status === "online" ? "badge good" : "badge" }, status);

/** @param {Context} context @param {string} sessionId */
const closer = (context, sessionId) => h("button", { type: "button", class: "button compact danger", "aria-label": `Close connection ${sessionId}`, on: { click: () => closeConnection(context, sessionId) } }, "Close");

/** @param {import("./types.js").Room} room @param {Context} context */
export function showRoom(room, context) {
  return [
    facts([["Connections", count(room.connections)], ...logFacts(room.log)]),
    h("div", { class: "row wrap" }, h("button", { type: "button", class: "button", on: { click: () => publishToRoom(context, room.room_id) } }, "Publish to this room …")),
    receivers(room.log),
    table(
      room.sample.length < room.connections ? `Connections, the first ${count(room.sample.length)} of ${count(room.connections)}` : "Connections",
      ["Session", "User", "Gateway", ""],
      room.sample.map((found) => [link(context, "session", found.session_id), link(context, "user", found.user_id), found.instance_id, closer(context, found.session_id)]),
    ),
  ];
}

/** @param {import("./types.js").Group} group @param {Context} context @param {string} path */
export function showGroup(group, context, path) {
  const members = h("tbody");
  const more = h("button", { type: "button", class: "button compact", hidden: !group.has_more, on: { click: () => void loadMore() } }, "More members");
  let last = "";

  /** @param {import("./types.js").Member[]} page */
  const add = (page) => {
    members.append(
      ...page.map((member) =>
        h(
          "tr",
          {},
          h("td", {}, link(context, "user", member.user_id)),
          h("td", {}, presence(member.status)),
          h("td", {}, member.role),
          h("td", { class: "numeric" }, count(member.read_seq)),
          h("td", { class: "numeric" }, member.behind > 0 ? h("span", { class: "badge warn" }, `${count(member.behind)} unread`) : h("span", { class: "badge good" }, "all read")),
        ),
      ),
    );
    last = page.at(-1)?.user_id ?? last;
  };

  const loadMore = async () => {
    more.disabled = true;
    try {
      /** @type {import("./types.js").Group} */
      const next = await context.session.fetchJson(`${path}?after=${encodeURIComponent(last)}`);
      add(next.members);
      more.hidden = !next.has_more;
    } catch (thrown) {
      fill(more, `Try again: ${wordsOf(thrown)}`);
    }
    more.disabled = false;
  };

  add(group.members);
  return [
    facts([["Name", group.name ?? "–"], ["Owner", link(context, "user", group.owner_id)], ["Made", moment(group.created_at)], ["Members", count(group.member_count)], ...logFacts(group.log)]),
    receivers(group.log),
    h(
      "section",
      { class: "finding" },
      h("h4", {}, "Members"),
      h(
        "div",
        { class: "scroll", tabindex: "0", role: "region", "aria-label": "Members" },
        h("table", { class: "plain" }, h("caption", { class: "visually-hidden" }, "Members"), h("thead", {}, h("tr", {}, ...["User", "Status", "Role", "Read up to", "Unread"].map((head) => h("th", { scope: "col" }, head)))), members),
      ),
      more,
    ),
  ];
}

/** @param {import("./types.js").User} user @param {Context} context */
export function showUser(user, context) {
  return [
    facts([
      ["Status", presence(user.status)],
      ["Last seen", user.status === "online" ? "now" : moment(user.last_seen)],
      ["Waits in the inbox", plural(user.inbox.pending, "message")],
      ["Next inbox position", count(user.inbox.next_seq)],
      ["Confirmed up to", count(user.inbox.acked_seq)],
      ["Conversations", count(user.conversation_count)],
    ]),
    h("div", { class: "row wrap" }, h("button", { type: "button", class: "button", on: { click: () => sendEvent(context, user.user_id) } }, "Send an event …")),
    table(
      user.connections.length < user.connection_count ? `Connections, the first ${count(user.connections.length)} of ${count(user.connection_count)}` : "Connections",
      ["Session", "Gateway", "Since", "Remote", ""],
      user.connections.map((found) => [link(context, "session", found.session_id), found.instance_id, moment(found.connected_at), found.remote ?? "–", closer(context, found.session_id)]),
      "Not connected: events wait in the inbox.",
    ),
    receivers(user.inbox.log),
    table("Groups", ["Group"], user.groups.map((group) => [link(context, "group", group)])),
    table("Private conversations with", ["User"], user.peers.map((peer) => [link(context, "user", peer)])),
  ];
}

/** @param {import("./types.js").SessionState} session @param {Context} context */
export function showSession(session, context) {
  return [
    facts([
      ["User", link(context, "user", session.user_id)],
      ["Socket", session.connected ? h("span", { class: "badge good" }, "connected") : h("span", { class: "badge warn" }, "waits for its client")],
      ...(session.expires_at === undefined ? [] : /** @type {[string, string][]} */ ([["Ends", moment(session.expires_at)]])),
      ["Gateway", session.instance_id ?? "–"],
      ["Connected", moment(session.connected_at)],
      ["Remote", session.remote ?? "–"],
      ["Waiting frames", session.queued_frames === undefined ? "–" : `${count(session.queued_frames)} (${bytes(session.queued_bytes)})`],
      ["Inbox confirmed up to", count(session.inbox_seq)],
    ]),
    h("div", { class: "row wrap" }, h("button", { type: "button", class: "button danger", on: { click: () => closeConnection(context, session.session_id) } }, "Close this connection …")),
    table(
      session.subscriptions.length < session.subscription_count ? `Listens to, the first ${count(session.subscriptions.length)} of ${count(session.subscription_count)}` : "Listens to",
      ["Kind", "Id", "Confirmed up to"],
      session.subscriptions.map((found) => [found.kind, link(context, found.kind === "private" ? "user" : found.kind === "group" ? "group" : "room", found.id), count(found.confirmed_seq)]),
      "Nothing.",
    ),
  ];
}

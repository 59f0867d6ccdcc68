import { h, icon, write } from "../shell/dom.js";
import { avatar } from "./avatar.js";
import { users } from "./users.js";

/** @typedef {import("./user.js").User} User */

/**
 * Who it is, and how the connection is doing.
 * @param {User} user
 * @param {string} id
 */
export function columnHead(user, id) {
  const dot = h("span", { class: "dot" });
  const stateText = h("span", { role: "status", "data-testid": "state" });
  const badge = h("span", { class: "badge" }, dot, stateText);
  const session = h("p", { class: "session-line small soft", "data-testid": "session" });
  const why = h("p", { class: "notice warn", hidden: true, "data-testid": "why" });
  const again = h("button", { type: "button", class: "button compact", hidden: true, on: { click: () => user.connect() } }, "Connect again");
  const drop = h("button", { type: "button", class: "button compact", title: "Ends the socket, as a bad network does. The session goes on when the client comes back.", on: { click: () => user.sockets.drop() } }, icon("plug"), "Drop socket");
  const offline = h("button", { type: "button", class: "button compact", "aria-pressed": "false", title: "No connection until you switch it off again. Write to this user meanwhile.", on: { click: () => toggleOffline(user) } }, "Offline");
  const remove = h("button", { type: "button", class: "button quiet compact icon", "aria-label": `Remove ${user.label}`, title: "Disconnect and remove", on: { click: () => void users.remove(user) } }, icon("close"));
  const element = h(
    "header",
    { class: "column-head" },
    h("div", { class: "row" }, avatar(user.userId), h("h2", { class: "truncate grow", id: `${id}-name`, title: user.userId }, user.label), badge, remove),
    h("div", { class: "column-tools" }, session, drop, offline, again),
    why,
  );

  const update = () => {
    const { state, sessionId, resumed, connects, instanceId, why: reason } = user.connection;
    const { kind, text } = stateOf(user);
    dot.className = `dot ${kind}`;
    badge.className = `badge ${kind}`;
    write(stateText, text);
    write(session, sessionId === "" ? "No session yet" : `Resumed: ${resumed ? "yes" : connects > 1 ? "no, a new session" : "no, new"} · session ${sessionId.slice(0, 8)} · ${instanceId}`);
    session.title = sessionId;
    why.hidden = reason === "" || state === "connected";
    write(why, state === "closed" ? `Ended: ${reason}` : `Lost the connection: ${reason}`);
    again.hidden = state !== "closed";
    drop.disabled = state !== "connected";
    offline.setAttribute("aria-pressed", String(user.sockets.offline));
    offline.disabled = state === "closed";
  };

  // Counts down to the next attempt.
  const timer = setInterval(() => user.connection.state === "waiting" && update(), 1_000);
  return { element, update, end: () => clearInterval(timer) };
}

/** @param {User} user */
function toggleOffline(user) {
  user.sockets.offline = !user.sockets.offline;
  if (!user.sockets.offline) {
    user.client.reconnectNow();
  }
  user.changed();
}

/** @param {User} user */
function stateOf(user) {
  const { state, retryAt, resumed } = user.connection;
  if (state === "connected") {
    return { kind: "good", text: resumed ? "Connected, resumed" : "Connected" };
  }
  if (state === "closed") {
    return { kind: "bad", text: "Closed" };
  }
  if (user.sockets.offline) {
    return { kind: "warn", text: "Offline on purpose" };
  }
  const seconds = Math.ceil((retryAt - Date.now()) / 1_000);
  return { kind: "warn", text: state === "waiting" && seconds > 0 ? `Back in ${seconds} s` : "Connecting …" };
}

import { h } from "../shell/dom.js";
import { count } from "./format.js";
import { Poll } from "./poll.js";
import { Table } from "./table.js";

const everyMs = 5_000;
const mostShown = 20;

/**
 * The biggest rooms and groups, and the streams in use.
 * @param {import("../shell/session.js").Session} session
 * @param {(kind: "room" | "group", id: string) => void} inspect
 */
export function makeAudiences(session, inspect) {
  /** @param {"room" | "group"} kind @param {string} id */
  const link = (kind, id) => h("button", { type: "button", class: "link", "aria-label": `Inspect ${kind} ${id}`, on: { click: () => inspect(kind, id) } }, id);
  const connections = (/** @type {{ connections: number, at_least: boolean }} */ row) => (row.at_least ? "≥ " : "") + count(row.connections);
  const rooms = new Table({
    caption: "Biggest rooms",
    testId: "biggest-rooms",
    narrow: true,
    empty: "No room has an audience.",
    key: (/** @type {import("./types.js").BigRoom} */ row) => row.room_id,
    columns: [
      { label: "Room", node: (row) => link("room", row.room_id) },
      { label: "Connections", end: true, text: connections },
      { label: "Gateways", end: true, text: (row) => count(row.gateways) },
    ],
  });
  const groups = new Table({
    caption: "Biggest groups",
    testId: "biggest-groups",
    narrow: true,
    empty: "No group has members who are connected.",
    key: (/** @type {import("./types.js").BigGroup} */ row) => row.group_id,
    columns: [
      { label: "Group", node: (row) => link("group", row.group_id) },
      { label: "Connections", end: true, text: connections },
      { label: "Members", end: true, text: (row) => count(row.members) },
      { label: "Gateways", end: true, text: (row) => count(row.gateways) },
    ],
  });
  const streams = new Table({
    caption: "Streams",
    testId: "streams",
    empty: "No stream was used of late.",
    key: (/** @type {{ id: string }} */ row) => row.id,
    columns: [
      { label: "Stream", text: (/** @type {Line} */ row) => row.stream },
      { label: "Entries", end: true, text: (/** @type {Line} */ row) => row.length },
      { label: "Group", text: (/** @type {Line} */ row) => row.group },
      { label: "Consumers", end: true, text: (/** @type {Line} */ row) => row.consumers },
      { label: "Pending", end: true, text: (/** @type {Line} */ row) => row.pending },
      { label: "Lag", end: true, text: (/** @type {Line} */ row) => row.lag },
    ],
  });
  const note = h("p", { class: "soft small" }, "Each gateway names its 20 biggest: ≥ where there may be more.");
  const streamNote = h("p", { class: "soft small", hidden: true }, "There are more streams than this list shows.");
  const polls = [
    new Poll((signal) => session.fetchJson(`/api/v1/admin/audiences?limit=${mostShown}`, { signal }), everyMs, (/** @type {import("./types.js").Audiences | undefined} */ answer) => {
      if (answer !== undefined) {
        rooms.update(answer.rooms);
        groups.update(answer.groups);
      }
    }),
    new Poll((signal) => session.fetchJson("/api/v1/admin/streams", { signal }), everyMs, (/** @type {import("./types.js").Streams | undefined} */ answer) => {
      if (answer !== undefined) {
        streams.update(answer.streams.flatMap(linesOf));
        streamNote.hidden = answer.complete;
      }
    }),
  ];
  return {
    element: h(
      "div",
      { class: "audiences" },
      h("section", { class: "card panel", "aria-labelledby": "rooms-title" }, h("h2", { id: "rooms-title" }, "Biggest rooms"), rooms.element, note),
      h("section", { class: "card panel", "aria-labelledby": "groups-title" }, h("h2", { id: "groups-title" }, "Biggest groups"), groups.element),
      h("section", { class: "card panel", "aria-labelledby": "streams-title" }, h("h2", { id: "streams-title" }, "Streams"), streams.element, streamNote),
    ),
    polls,
  };
}

/** @typedef {{ id: string, stream: string, length: string, group: string, consumers: string, pending: string, lag: string }} Line */

/**
 * A stream is as many lines as it has groups.
 * @param {import("./types.js").Stream} stream
 * @returns {Line[]}
 */
function linesOf(stream) {
  const length = count(stream.length);
  if (!stream.groups?.length) {
    return [{ id: stream.stream, stream: stream.stream, length, group: stream.length === undefined ? "no answer" : "no groups", consumers: "–", pending: "–", lag: "–" }];
  }
  // No name of a stream or a group holds a slash.
  return stream.groups.map((group) => ({
    id: `${stream.stream}/${group.name}`,
    stream: stream.stream,
    length,
    group: group.name,
    consumers: count(group.consumers),
    pending: count(group.pending),
    lag: count(group.lag),
  }));
}

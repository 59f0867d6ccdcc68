import { h } from "../shell/dom.js";
import { brief, bytes, milliseconds, plural, rate } from "./format.js";

/**
 * The figures that one looks at first.
 * @typedef {{ label: string, testId: string, value: (values: import("./history.js").Values) => string, more: (values: import("./history.js").Values) => string, kind?: (values: import("./history.js").Values) => string | undefined }} Tile
 */

// A rate needs two reports.
const soon = "with the next report";

/** @param {number | undefined} p99 */
const within = (p99) => (p99 === undefined ? "nothing to measure of late" : `99 % within ${milliseconds(p99)}`);

/** @type {Tile[]} */
const tiles = [
  { label: "Connections", testId: "tile-connections", value: (v) => brief(v["connections"]), more: (v) => `${plural(v["sessions"] ?? 0, "session")}, ${plural(v["users"] ?? 0, "user")}` },
  { label: "Publishes a second", testId: "tile-publishes", value: (v) => rate(v["published"]), more: (v) => (v["failures"] === undefined ? soon : v["failures"] > 0 ? `${rate(v["failures"])} refused a second` : "none refused"), kind: (v) => ((v["failures"] ?? 0) > 0 ? "warn" : undefined) },
  { label: "Deliveries a second", testId: "tile-deliveries", value: (v) => rate(v["delivered"]), more: (v) => (v["received"] === undefined ? soon : `${rate(v["received"])} frames from clients`) },
  { label: "Publish to acknowledgement", testId: "tile-acknowledge", value: (v) => milliseconds(v["acknowledge50"]), more: (v) => within(v["acknowledge99"]) },
  { label: "Publish to delivery", testId: "tile-deliver", value: (v) => milliseconds(v["deliver50"]), more: (v) => within(v["deliver99"]) },
  { label: "Waiting for slow clients", testId: "tile-queue", value: (v) => brief(v["queued"]), more: (v) => `frames, ${bytes(v["queuedBytes"])}`, kind: (v) => ((v["slow"] ?? 0) > 0 ? "warn" : undefined) },
  { label: "Rooms in use", testId: "tile-rooms", value: (v) => brief(v["rooms"]), more: (v) => plural(v["conversations"] ?? 0, "conversation") },
  {
    label: "Trouble",
    testId: "tile-trouble",
    value: (v) => rate(trouble(v)),
    more: (v) => (trouble(v) === undefined ? soon : trouble(v) === 0 ? "no errors, gaps or refusals" : `${rate(v["errors"])} errors, ${rate(v["rejects"])} refused, ${rate(v["gaps"])} gaps a second`),
    kind: (v) => ((trouble(v) ?? 0) > 0 ? "warn" : undefined),
  },
];

/** @param {import("./history.js").Values} v */
function trouble(v) {
  return v["errors"] === undefined ? undefined : v["errors"] + (v["rejects"] ?? 0) + (v["gaps"] ?? 0) + (v["slow"] ?? 0);
}

/** Makes them; `update` shows other figures. */
export function makeTiles() {
  const made = tiles.map((tile) => {
    const value = h("dd", { class: "tile-value numeric" });
    const more = h("dd", { class: "tile-more soft small" });
    return { tile, value, more, element: h("div", { class: "card tile", "data-testid": tile.testId }, h("dt", { class: "soft small" }, tile.label), value, more) };
  });
  return {
    element: h("dl", { class: "tiles", "aria-label": "Cluster at a glance" }, ...made.map(({ element }) => element)),
    /** @param {import("./history.js").Values} values */
    update(values) {
      for (const { tile, value, more } of made) {
        value.textContent = tile.value(values);
        more.textContent = tile.more(values);
        value.className = `tile-value numeric ${tile.kind?.(values) ?? ""}`;
      }
    },
  };
}

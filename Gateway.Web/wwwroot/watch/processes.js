import { h } from "../shell/dom.js";
import { bytes, count, duration, milliseconds, percent, rate } from "./format.js";
import { Table } from "./table.js";

/**
 * Gateways and silos, each with its health.
 * @typedef {import("./types.js").Gateway} Gateway
 * @typedef {import("./types.js").Silo} Silo
 * @typedef {import("./rates.js").Rates} Rates
 */

// Twice as long as two reports are apart.
const lateMs = 7_000;

/** @param {Gateway} gateway @param {Rates} rates @returns {[string, string]} */
export function gatewayHealth(gateway, rates) {
  if (gateway.draining) {
    return ["Draining", "warn"];
  }
  if (gateway.report_age_ms > lateMs) {
    return ["Late", "warn"];
  }
  if ((rates.of(gateway.instance_id, "slow_consumers") ?? 0) > 0) {
    return ["Slow clients", "warn"];
  }
  return ["Healthy", "good"];
}

/** @param {Silo} silo @returns {[string, string]} */
export function siloHealth(silo) {
  if (silo.status !== "active") {
    return [(silo.status.charAt(0).toUpperCase() + silo.status.slice(1)).replaceAll("_", " "), "warn"];
  }
  if (silo.report_age_ms === undefined) {
    return ["No report", "warn"];
  }
  return silo.report_age_ms > lateMs ? ["Late", "warn"] : ["Active", "good"];
}

/** @param {{ report_age_ms?: number }} row */
const age = (row) => (row.report_age_ms === undefined ? "–" : row.report_age_ms < 1_000 ? "< 1 s" : `${Math.round(row.report_age_ms / 1_000)} s`);

/** @param {Rates} rates */
export function makeProcesses(rates) {
  const gateways = new Table({
    caption: "Gateways",
    testId: "gateways",
    empty: "No gateway holds a lease.",
    key: (/** @type {Gateway} */ row) => row.instance_id,
    columns: [
      { label: "Gateway", text: (row) => row.instance_id },
      { label: "Health", text: (row) => gatewayHealth(row, rates)[0], kind: (row) => gatewayHealth(row, rates)[1] },
      { label: "Connections", end: true, text: (row) => count(row.connections) },
      { label: "Rooms", end: true, text: (row) => count(row.rooms) },
      { label: "Publishes/s", end: true, text: (row) => rate(rates.of(row.instance_id, "published")) },
      { label: "Deliveries/s", end: true, text: (row) => rate(rates.of(row.instance_id, "delivered")) },
      { label: "Waiting", end: true, text: (row) => (row.queued_frames === undefined ? "–" : `${count(row.queued_frames)} (${bytes(row.queued_bytes)})`) },
      { label: "Slow, closed", end: true, text: (row) => count(row.counters?.["slow_consumers"]) },
      { label: "p99", end: true, text: (row) => milliseconds(row.acknowledge?.p99_ms) },
      { label: "CPU", end: true, text: (row) => percent(rates.load(row.instance_id)) },
      { label: "Memory", end: true, text: (row) => bytes(row.process?.rss_bytes) },
      { label: "Heap", end: true, text: (row) => bytes(row.process?.heap_bytes) },
      { label: "Up", end: true, text: (row) => duration(row.process?.uptime_ms) },
      { label: "Version", text: (row) => row.process?.version ?? "–" },
      { label: "Reported", end: true, text: age },
    ],
  });
  const silos = new Table({
    caption: "Silos",
    testId: "silos",
    empty: "No silo is known.",
    key: (/** @type {Silo} */ row) => row.silo,
    columns: [
      { label: "Silo", text: (row) => row.silo },
      { label: "Health", text: (row) => siloHealth(row)[0], kind: (row) => siloHealth(row)[1] },
      { label: "Activations", end: true, text: (row) => count(row.activations) },
      { label: "Rooms", end: true, text: (row) => count(row.grains?.["room"] ?? (row.grains && 0)) },
      { label: "Users", end: true, text: (row) => count(row.grains?.["user"] ?? (row.grains && 0)) },
      { label: "Appends/s", end: true, text: (row) => rate(rates.of(row.silo, "appended")) },
      { label: "Append p99", end: true, text: (row) => milliseconds(row.append?.p99_ms) },
      { label: "Delivery p99", end: true, text: (row) => milliseconds(row.deliver?.p99_ms) },
      { label: "Redeliveries/s", end: true, text: (row) => rate(rates.of(row.silo, "redeliveries")) },
      { label: "CPU", end: true, text: (row) => percent(rates.load(row.silo)) },
      { label: "Memory", end: true, text: (row) => bytes(row.process?.rss_bytes) },
      { label: "Heap", end: true, text: (row) => bytes(row.process?.heap_bytes) },
      { label: "Up", end: true, text: (row) => duration(row.process?.uptime_ms) },
      { label: "Version", text: (row) => row.process?.version ?? "–" },
      { label: "Reported", end: true, text: age },
    ],
  });
  const gatewayCount = h("span", { class: "badge" });
  const siloCount = h("span", { class: "badge" });
  return {
    element: h(
      "div",
      { class: "stack" },
      h("section", { class: "card panel", "aria-labelledby": "gateways-title" }, h("h2", { id: "gateways-title" }, "Gateways ", gatewayCount), gateways.element),
      h("section", { class: "card panel", "aria-labelledby": "silos-title" }, h("h2", { id: "silos-title" }, "Silos ", siloCount), silos.element),
    ),
    /** @param {import("./types.js").Overview} overview */
    update(overview) {
      gatewayCount.textContent = count(overview.gateways.length);
      siloCount.textContent = count(overview.silos.length);
      gateways.update(overview.gateways);
      silos.update(overview.silos);
    },
  };
}

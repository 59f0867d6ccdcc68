import { wordsOf } from "../shell/api.js";
import { fill, h } from "../shell/dom.js";
import { announce } from "../shell/notices.js";
import { makeAudiences } from "./audiences.js";
import { Chart } from "./chart.js";
import { count, duration, milliseconds, rate, timeOfDay } from "./format.js";
import { History } from "./history.js";
import { makeInspector } from "./inspector.js";
import { Poll } from "./poll.js";
import { makeProcesses } from "./processes.js";
import { Rates } from "./rates.js";
import { makeTiles } from "./tiles.js";

/** @typedef {import("./types.js").Overview} Overview */

const everyMs = 2_000;
// A process that answers now and then is still there: only what lasts is said.
const staleMs = 8_000;

/** @type {(() => void) | undefined} */
let end;

const makeCharts = () => [
  new Chart({ title: "Publishes per second", testId: "chart-publishes", series: [{ key: "published", label: "Published" }], format: rate }),
  new Chart({ title: "Deliveries per second", testId: "chart-deliveries", series: [{ key: "delivered", label: "Delivered" }], format: rate }),
  new Chart({ title: "Connections", testId: "chart-connections", series: [{ key: "connections", label: "Connections" }, { key: "sessions", label: "Sessions" }], format: count }),
  new Chart({ title: "Publish to acknowledgement", testId: "chart-acknowledge", series: [{ key: "acknowledge50", label: "p50" }, { key: "acknowledge99", label: "p99" }], format: milliseconds }),
  new Chart({ title: "Publish to delivery", testId: "chart-deliver", series: [{ key: "deliver50", label: "p50" }, { key: "deliver99", label: "p99" }], format: milliseconds }),
  new Chart({ title: "Frames waiting for clients", testId: "chart-queue", series: [{ key: "queued", label: "Waiting" }], format: count }),
];

/**
 * The figures of an answer, for tiles and charts.
 * @param {Overview} overview @param {Rates} rates
 * @returns {import("./history.js").Values}
 */
function valuesOf({ totals, latency }, rates) {
  return {
    ...totals,
    queued: totals.queued_frames,
    queuedBytes: totals.queued_bytes,
    published: rates.sum("published"),
    failures: rates.sum("publish_failures"),
    delivered: rates.sum("delivered"),
    received: rates.sum("frames_received"),
    errors: rates.sum("errors"),
    rejects: rates.sum("rejects"),
    gaps: rates.sum("gaps"),
    slow: rates.sum("slow_consumers"),
    acknowledge50: latency.acknowledge.p50_ms,
    acknowledge99: latency.acknowledge.p99_ms,
    deliver50: latency.deliver.p50_ms,
    deliver99: latency.deliver.p99_ms,
  };
}

/**
 * Shows the cluster: figures, charts, processes, audiences, and an inspector.
 * @param {HTMLElement} element
 * @param {import("../shell/session.js").Session} session
 */
export function mount(element, session) {
  const history = new History();
  const rates = new Rates();
  const tiles = makeTiles();
  const processes = makeProcesses(rates);
  const inspector = makeInspector(session);
  const audiences = makeAudiences(session, inspector.inspect);
  const charts = makeCharts();
  const dot = h("span", { class: "dot", "aria-hidden": "true" });
  const words = h("span", { "data-testid": "watch-status" }, "Waiting for the first answer …");
  const notice = h("p", { class: "notice warn", role: "status", "data-testid": "watch-notice", hidden: true });
  const pause = h("button", { type: "button", class: "button compact", "aria-pressed": "false", on: { click: () => setPaused(!poll.paused) } }, "Pause");
  /** @type {Overview | undefined} */
  let overview;
  let said = "";

  /** @param {boolean} paused */
  const setPaused = (paused) => {
    for (const each of [poll, ...audiences.polls]) {
      each.paused = paused;
    }
    pause.setAttribute("aria-pressed", String(paused));
    pause.textContent = paused ? "Resume" : "Pause";
    tell();
  };

  /** @param {Overview | undefined} answer */
  const take = (answer) => {
    if (answer !== undefined) {
      overview = answer;
      rates.take([...answer.gateways.map((gateway) => ({ id: gateway.instance_id, counters: gateway.counters, process: gateway.process })), ...answer.silos.map((silo) => ({ id: silo.silo, counters: silo.counters, process: silo.process }))]);
      const values = valuesOf(answer, rates);
      history.add(values);
      tiles.update(values);
      processes.update(answer);
      charts.forEach((chart) => chart.update(history.samples));
    }
    tell();
  };

  /** Says how fresh the figures are: every second for the eye, and for the ear when it changes. */
  const tell = () => {
    const age = Date.now() - poll.answeredAt;
    const away = poll.failures > 0 && (poll.answeredAt === 0 || age > staleMs);
    const state = poll.paused ? "paused" : away ? "away" : overview === undefined ? "first" : overview.complete ? "live" : "partial";
    const since = poll.answeredAt === 0 ? "" : ` Figures are from ${timeOfDay(poll.answeredAt)}.`;
    dot.className = `dot ${{ live: "good", partial: "warn", away: "bad", paused: "warn", first: "" }[state]}`;
    words.textContent =
      state === "paused" ? `Paused.${since}`
      : state === "away" ? `The gateway ${poll.answeredAt === 0 ? "does not answer" : `has not answered for ${duration(age)}`}; trying again in ${duration(Math.max(1_000, poll.nextAt - Date.now()))}.`
      : state === "first" ? "Waiting for the first answer …"
      : `Live, as ${overview?.instance_id} tells it. Reports are up to ${duration(oldest(overview))} old.`;
    element.classList.toggle("stale", state === "away");
    if (state !== said) {
      said = state;
      notice.hidden = state !== "away" && state !== "partial";
      fill(notice, state === "partial" ? "A part of the cluster's directory does not answer: rows may be missing." : `${wordsOf(poll.fault)}${since} This page goes on by itself once the gateway is back.`);
      announce(state === "live" ? "The figures are live." : state === "paused" ? "The figures are paused." : "");
    }
  };

  const poll = new Poll((signal) => session.fetchJson("/api/v1/admin/overview", { signal }), everyMs, take);
  const clock = setInterval(tell, 1_000);
  end = () => {
    clearInterval(clock);
    [poll, ...audiences.polls].forEach((each) => each.end());
    inspector.end();
  };

  tiles.update({});
  fill(
    element,
    h(
      "div",
      { class: "watch" },
      h("div", { class: "watch-head" }, h("h1", {}, "Cluster"), h("p", { class: "row watch-status small" }, dot, words), pause),
      notice,
      tiles.element,
      inspector.element,
      h("section", { "aria-label": "The last five minutes", class: "charts" }, ...charts.map((chart) => chart.element)),
      processes.element,
      audiences.element,
    ),
  );
}

/** @param {Overview | undefined} overview */
function oldest(overview) {
  return Math.max(1_000, ...[...(overview?.gateways ?? []), ...(overview?.silos ?? [])].map((row) => row.report_age_ms ?? 0));
}

/** Ends what {@link mount} began. */
export function unmount() {
  end?.();
  end = undefined;
}

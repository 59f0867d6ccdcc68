import { fill, h } from "../shell/dom.js";
import { timeOfDay } from "./format.js";
import { ceiling, holeMs, windowMs } from "./history.js";

/**
 * A chart of the last five minutes: lines, a read-out for pointer and keyboard, and a table of the same.
 * @typedef {{ key: string, label: string }} Series
 * @typedef {{ title: string, hint?: string, series: Series[], format: (value: number | undefined) => string, testId: string }} ChartOptions
 */

const width = 600;
const height = 120;
const tableStepMs = 10_000;
const namespace = "http://www.w3.org/2000/svg";

/** @param {string} name @param {Record<string, string | number>} attributes */
function shape(name, attributes) {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, String(value));
  }
  return element;
}

export class Chart {
  /** @type {import("./history.js").Sample[]} */
  #samples = [];
  /** @type {number | undefined} */
  #cursor;
  #top = 1;
  #from = 0;

  /** @param {ChartOptions} options */
  constructor(options) {
    this.options = options;
    this.lines = options.series.map((_, i) => shape("path", { class: `line s${i + 1}`, "vector-effect": "non-scaling-stroke" }));
    this.area = shape("path", { class: "area s1" });
    this.pointer = shape("line", { class: "pointer", y1: 0, y2: height, "vector-effect": "non-scaling-stroke" });
    const grid = [0, 0.5, 1].map((part) => shape("line", { class: "grid", x1: 0, x2: width, y1: part * height, y2: part * height, "vector-effect": "non-scaling-stroke" }));
    const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" });
    svg.append(...grid, this.area, ...this.lines, this.pointer);
    this.axis = h("span", { class: "chart-top numeric", "aria-hidden": "true" });
    this.plot = h(
      "div",
      {
        class: "chart-plot", tabindex: "0", role: "slider", "aria-label": options.title, "aria-orientation": "horizontal", "aria-valuemin": "0", "data-testid": `${options.testId}-plot`,
        on: {
          pointermove: (/** @type {PointerEvent} */ event) => this.#point(event),
          pointerdown: (/** @type {PointerEvent} */ event) => this.#point(event),
          pointerleave: () => this.#moveTo(undefined),
          blur: () => this.#moveTo(undefined),
          keydown: (/** @type {KeyboardEvent} */ event) => this.#press(event),
        },
      },
      svg,
      this.axis,
    );
    this.readings = options.series.map(() => h("b", { class: "numeric" }));
    this.time = h("span", { class: "chart-time soft numeric" });
    this.table = h("details", { class: "chart-table", on: { toggle: () => this.#fillTable() } }, h("summary", {}, "Show as a table"), h("div", { class: "scroll" }));
    this.element = h(
      "figure",
      { class: "card chart", "data-testid": options.testId },
      h("figcaption", {}, h("h3", {}, options.title), options.hint !== undefined && h("p", { class: "soft small" }, options.hint)),
      h("div", { class: "chart-legend" }, ...options.series.map((series, i) => h("span", {}, h("i", { class: `key s${i + 1}` }), `${series.label} `, this.readings[i])), this.time),
      this.plot,
      h("div", { class: "chart-ends soft numeric", "aria-hidden": "true" }, h("span", {}, "5 min ago"), h("span", {}, "now")),
      this.table,
    );
    this.update([]);
  }

  /** @param {import("./history.js").Sample[]} samples */
  update(samples) {
    const at = this.#cursor === undefined ? undefined : this.#samples[this.#cursor]?.at;
    this.#samples = samples;
    if (at !== undefined) {
      // The read-out stays with its moment while time goes on.
      const index = samples.findIndex((sample) => sample.at >= at);
      this.#cursor = index < 0 ? undefined : index;
    }
    this.#from = (samples.at(-1)?.at ?? Date.now()) - windowMs;
    this.#top = ceiling(Math.max(0, ...samples.flatMap((sample) => this.options.series.map((series) => sample.values[series.key] ?? 0))));
    this.axis.textContent = this.options.format(this.#top);
    this.options.series.forEach((series, i) => this.lines[i]?.setAttribute("d", this.#path(series.key)));
    this.area.setAttribute("d", this.options.series.length === 1 ? this.#path(/** @type {Series} */ (this.options.series[0]).key, true) : "");
    this.#read();
    this.#fillTable();
  }

  /** @param {string} key @param {boolean} [closed] */
  #path(key, closed = false) {
    let path = "";
    /** @type {{ at: number, x: number } | undefined} */
    let last;
    const close = () => (closed && last !== undefined ? `L${last.x} ${height}Z` : "");
    for (const { at, values } of this.#samples) {
      const value = values[key];
      if (value === undefined) {
        continue;
      }
      const x = this.#x(at);
      const y = Number((height - (value / this.#top) * height).toFixed(2));
      if (last === undefined || at - last.at > holeMs) {
        path += `${close()}M${x} ${closed ? `${height}L${x} ${y}` : y}`;
      } else {
        path += `L${x} ${y}`;
      }
      last = { at, x };
    }
    return path + close();
  }

  /** @param {number} at */
  #x(at) {
    return Number((((at - this.#from) / windowMs) * width).toFixed(2));
  }

  /** @param {PointerEvent} event */
  #point(event) {
    const box = this.plot.getBoundingClientRect();
    const at = this.#from + ((event.clientX - box.left) / Math.max(1, box.width)) * windowMs;
    let nearest = -1;
    this.#samples.forEach((sample, i) => {
      if (nearest < 0 || Math.abs(sample.at - at) < Math.abs((this.#samples[nearest]?.at ?? 0) - at)) {
        nearest = i;
      }
    });
    this.#moveTo(nearest < 0 ? undefined : nearest);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const last = this.#samples.length - 1;
    const now = this.#cursor ?? last;
    const to = { ArrowLeft: now - 1, ArrowDown: now - 1, ArrowRight: now + 1, ArrowUp: now + 1, PageUp: now + 10, PageDown: now - 10, Home: 0, End: last }[event.key];
    if (event.key === "Escape") {
      this.#moveTo(undefined);
    } else if (to !== undefined && last >= 0) {
      event.preventDefault();
      this.#moveTo(Math.min(last, Math.max(0, to)));
    }
  }

  /** @param {number | undefined} index */
  #moveTo(index) {
    if (index !== this.#cursor) {
      this.#cursor = index;
      this.#read();
    }
  }

  #read() {
    const { series, format } = this.options;
    const sample = this.#cursor === undefined ? this.#samples.at(-1) : this.#samples[this.#cursor];
    series.forEach(({ key }, i) => {
      const reading = this.readings[i];
      if (reading !== undefined) {
        reading.textContent = format(sample?.values[key]);
      }
    });
    const moment = this.#cursor === undefined || sample === undefined ? "now" : timeOfDay(sample.at);
    this.time.textContent = moment;
    const x = sample === undefined ? 0 : this.#x(sample.at);
    this.pointer.setAttribute("visibility", this.#cursor === undefined ? "hidden" : "visible");
    this.pointer.setAttribute("x1", String(x));
    this.pointer.setAttribute("x2", String(x));
    this.plot.setAttribute("aria-valuemax", String(Math.max(0, this.#samples.length - 1)));
    this.plot.setAttribute("aria-valuenow", String(this.#cursor ?? Math.max(0, this.#samples.length - 1)));
    this.plot.setAttribute("aria-valuetext", `${moment}: ${series.map(({ key, label }) => `${label} ${format(sample?.values[key])}`).join(", ")}`);
  }

  #fillTable() {
    if (!this.table.open) {
      return;
    }
    const { series, format } = this.options;
    const rows = this.#samples.filter((sample, i, all) => i === all.length - 1 || Math.floor(sample.at / tableStepMs) !== Math.floor((all[i - 1]?.at ?? 0) / tableStepMs)).reverse();
    fill(
      /** @type {HTMLElement} */ (this.table.lastElementChild),
      h(
        "table",
        { class: "plain" },
        h("caption", { class: "visually-hidden" }, `${this.options.title}, the last five minutes`),
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Time"), ...series.map(({ label }) => h("th", { scope: "col", class: "end" }, label)))),
        h("tbody", {}, ...rows.map((row) => h("tr", {}, h("th", { scope: "row", class: "numeric" }, timeOfDay(row.at)), ...series.map(({ key }) => h("td", { class: "end numeric" }, format(row.values[key])))))),
      ),
    );
  }
}

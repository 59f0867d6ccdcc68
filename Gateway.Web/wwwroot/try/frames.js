import { copy } from "../shell/copy.js";
import { h, icon, keyed } from "../shell/dom.js";

/**
 * @typedef {import("./frame-log.js").Frame} Frame
 */

const mostShown = 200;
const arrows = { in: "←", out: "→", note: "·" };
const words = { in: "in", out: "out", note: "connection" };

/**
 * The frames of a user, in raw JSON.
 * @param {import("./user.js").User} user
 */
export function showFrames(user) {
  const log = user.frames;
  const count = h("span", { class: "badge numeric" });
  const filter = h("input", { class: "input mono", type: "search", "aria-label": "Filter frames", placeholder: "Filter: type or text", autocomplete: "off", spellcheck: "false", on: { input: () => render() } });
  const direction = h("select", { class: "input", "aria-label": "Direction", on: { change: () => render() } }, ...["all", "in", "out"].map((value) => h("option", { value }, value === "all" ? "In and out" : value === "in" ? "In" : "Out")));
  const list = h("ol", { class: "frame-list", "aria-label": `Frames of ${user.userId}, the newest first` });
  const element = h(
    "details",
    { class: "frames", "data-testid": "frames" },
    h("summary", {}, h("span", {}, "Frames"), count),
    h(
      "div",
      { class: "frames-tools row" },
      filter,
      direction,
      h("button", { type: "button", class: "button quiet compact", on: { click: () => void copy(log.frames.filter(({ direction: way }) => way !== "note").map(({ direction: way, text }) => `${arrows[way]} ${text}`).join("\n")) } }, "Copy all"),
      h("button", { type: "button", class: "button quiet compact", on: { click: () => log.clear() } }, "Clear"),
    ),
    list,
  );

  const render = () => {
    count.textContent = String(log.count);
    if (!element.open) {
      return;
    }
    const sought = filter.value.trim().toLowerCase();
    const found = log.frames.filter((frame) => (direction.value === "all" || frame.direction === direction.value) && (sought === "" || frame.text.toLowerCase().includes(sought)));
    keyed(list, found.slice(-mostShown).reverse(), ({ number }) => String(number), (frame) => ({ element: showFrame(frame) }));
  };
  element.addEventListener("toggle", render);
  const off = log.onChange(render);
  render();
  return { element, end: off };
}

/** @param {Frame} frame */
function showFrame(frame) {
  const head = [h("span", { class: `way ${frame.direction}`, "aria-label": words[frame.direction], role: "img" }, arrows[frame.direction]), h("span", { class: "numeric soft" }, frame.at.toISOString().slice(11, 23))];
  if (frame.direction === "note") {
    return h("li", { class: "frame frame-note" }, ...head, h("span", { class: "soft truncate" }, frame.text));
  }
  const details = h("details", {}, h("summary", {}, ...head, h("span", { class: "badge" }, frame.type), h("span", { class: "truncate grow soft frame-text" }, frame.text)));
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) {
      details.append(h("div", { class: "frame-whole" }, h("pre", {}, pretty(frame.text)), h("button", { type: "button", class: "button quiet compact icon", "aria-label": "Copy this frame", title: "Copy", on: { click: () => void copy(frame.text) } }, icon("copy"))));
    }
  });
  return h("li", { class: "frame", "data-testid": "frame" }, details);
}

/** Set out in lines, where nothing is lost by it: numbers beyond 2^53 would be. @param {string} text */
function pretty(text) {
  try {
    return /\d{16}/.test(text) ? text : JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

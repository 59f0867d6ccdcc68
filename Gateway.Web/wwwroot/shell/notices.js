import { h, icon } from "./dom.js";

const shownMs = 8_000;
const mostShown = 4;

/** @param {string} id */
const place = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * Says something to screen readers without showing it.
 * @param {string} text
 */
export function announce(text) {
  place("announcer").textContent = text;
}

/**
 * Shows a notice that goes away by itself, and says it to screen readers.
 * @param {string} text
 * @param {"plain" | "good" | "bad"} [kind]
 */
export function notify(text, kind = "plain") {
  const toasts = place("toasts");
  const remove = () => toast.remove();
  const close = h("button", { type: "button", class: "button quiet compact icon", "aria-label": "Dismiss", on: { click: remove } }, icon("close"));
  const toast = h("div", { class: `toast ${kind}`, role: kind === "bad" ? "alert" : "status", "data-testid": "toast" }, h("span", { class: "grow" }, text), close);
  toasts.append(toast);
  while (toasts.childElementCount > mostShown) {
    toasts.firstElementChild?.remove();
  }
  setTimeout(remove, shownMs);
}

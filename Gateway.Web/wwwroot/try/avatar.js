import { h } from "../shell/dom.js";

const hues = 8;

/**
 * A user's initial, in a colour that is the same everywhere.
 * @param {string} userId
 */
export function avatar(userId) {
  const hue = [...userId].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 9_973, 7) % hues;
  return h("span", { class: `avatar hue-${hue}`, "aria-hidden": "true" }, ([...userId][0] ?? "?").toUpperCase());
}

import { h, icon } from "./dom.js";

const key = "realtime-console-theme";
const order = /** @type {const} */ (["system", "light", "dark"]);

/** @typedef {typeof order[number]} Theme */

/** @returns {Theme} */
function stored() {
  try {
    const value = localStorage.getItem(key);
    return order.find((theme) => theme === value) ?? "system";
  } catch {
    // Storage may be forbidden; the system's theme needs none.
    return "system";
  }
}

/** @param {Theme} theme */
function apply(theme) {
  if (theme === "system") {
    delete document.documentElement.dataset["theme"];
  } else {
    document.documentElement.dataset["theme"] = theme;
  }
  try {
    localStorage.setItem(key, theme);
  } catch {
    // Holds for this page alone then.
  }
}

/** The button that goes from the system's theme to light, to dark, and round again. */
export function themeButton() {
  let theme = stored();
  const button = h("button", { type: "button", class: "button quiet icon", "data-testid": "theme" });
  const show = () => {
    apply(theme);
    button.replaceChildren(icon(theme === "system" ? "system" : theme === "light" ? "sun" : "moon"));
    button.title = `Theme: ${theme}`;
    button.setAttribute("aria-label", `Theme: ${theme}. Change`);
  };
  button.addEventListener("click", () => {
    theme = order[(order.indexOf(theme) + 1) % order.length] ?? "system";
    show();
  });
  show();
  return button;
}

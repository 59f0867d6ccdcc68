/**
 * Makes elements. Text becomes text nodes: nothing that a user or a server wrote is ever read as markup.
 */

/** @typedef {Node | string | number | false | null | undefined} Child */

const svg = "http://www.w3.org/2000/svg";

/**
 * An element with attributes and children. `on` holds event listeners; `false`, `null` and `undefined` leave an attribute out, `true` gives it
 * without a value; `value`, `checked`, `disabled` and `hidden` are set as properties.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, unknown>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") {
      for (const [type, listener] of Object.entries(/** @type {Record<string, EventListener>} */ (value))) {
        element.addEventListener(type, listener);
      }
    } else if (key === "value" || key === "checked" || key === "disabled" || key === "hidden") {
      Object.assign(element, { [key]: value });
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, value === true ? "" : String(value));
    }
  }
  element.append(...nodes(children));
  return element;
}

/**
 * Puts these children in place of what an element holds.
 * @param {Element} element
 * @param {...Child} children
 */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
}

/** @param {Child[]} children */
function nodes(children) {
  return children.filter((child) => child !== false && child !== null && child !== undefined).map((child) => (child instanceof Node ? child : String(child)));
}

/** Outlines on a grid of 16. */
const outlines = {
  sun: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3.05 3.05l1.06 1.06M11.89 11.89l1.06 1.06M3.05 12.95l1.06-1.06M11.89 4.11l1.06-1.06",
  moon: "M13.5 9.8A6 6 0 1 1 6.2 2.5a4.7 4.7 0 0 0 7.3 7.3Z",
  system: "M2 3h12v8H2zM6 14h4M8 11v3",
  plus: "M8 3v10M3 8h10",
  close: "M4 4l8 8M12 4l-8 8",
  send: "M14 2 7 9M14 2l-4.5 12L7 9 2 6.5 14 2Z",
  plug: "M6 2v3M10 2v3M4 5h8v2.5a4 4 0 0 1-8 0V5ZM8 11.5V14",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  copy: "M5 5h8v8H5zM3 11V3h8",
  back: "M10 3 5 8l5 5",
  users: "M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM1.5 13.5a4.5 4.5 0 0 1 9 0M11 3a2.5 2.5 0 0 1 0 4.5M12.5 10a4.5 4.5 0 0 1 2 3.5",
  reload: "M13 3v3.5H9.5M13 6.5A5.5 5.5 0 1 0 13.5 9",
  undo: "M3 6.5h6a3.5 3.5 0 0 1 0 7H6M3 6.5 6 3.5M3 6.5l3 3",
  leave: "M6 2.5H3v11h3M10 5l3 3-3 3M13 8H6.5",
};

/**
 * An icon; says nothing to screen readers, so that its button needs a name.
 * @param {keyof typeof outlines} name
 */
export function icon(name) {
  const image = document.createElementNS(svg, "svg");
  const path = document.createElementNS(svg, "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 16 16", fill: "none", stroke: "currentColor", "stroke-width": "1.5", "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" })) {
    image.setAttribute(key, value);
  }
  path.setAttribute("d", outlines[name]);
  image.append(path);
  return image;
}

/**
 * Makes an element's children those of a list, in its order, and keeps the elements of items that stay: focus and scrolling survive.
 * @template Item
 * @param {Element} parent
 * @param {readonly Item[]} items
 * @param {(item: Item) => string} keyOf
 * @param {(item: Item) => { element: Element, update?: (item: Item) => void }} create
 */
export function keyed(parent, items, keyOf, create) {
  const before = kept.get(parent) ?? new Map();
  /** @type {Map<string, { element: Element, update?: (item: any) => void }>} */
  const now = new Map();
  let next = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    const part = before.get(key) ?? create(item);
    now.set(key, part);
    part.update?.(item);
    if (part.element === next) {
      next = part.element.nextElementSibling;
    } else {
      parent.insertBefore(part.element, next);
    }
  }
  while (next !== null) {
    const gone = /** @type {Element} */ (next);
    next = gone.nextElementSibling;
    gone.remove();
  }
  kept.set(parent, now);
}

/** @type {WeakMap<Element, Map<string, { element: Element, update?: (item: any) => void }>>} */
const kept = new WeakMap();

/**
 * Writes text where it is another one: screen readers say a live region again whenever it is written.
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

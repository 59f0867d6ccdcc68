import { wordsOf } from "../shell/api.js";
import { fill, h, icon } from "../shell/dom.js";
import { announce } from "../shell/notices.js";
import { timeOfDay } from "./format.js";
import { showGroup, showRoom, showSession, showUser } from "./findings.js";

/**
 * Looks into one room, group, user or session: whoever owns it is asked once, when somebody wants to know.
 * @typedef {"room" | "group" | "user" | "session"} Kind
 * @typedef {{ session: import("../shell/session.js").Session, inspect: (kind: Kind, id: string) => void, refresh: () => void }} Context
 */

/** @type {Kind[]} */
const kinds = ["room", "group", "user", "session"];

/** What the address says after `#/watch/`. @returns {{ kind: Kind, id: string } | undefined} */
function fromAddress() {
  const [, kind, id] = /^#\/watch\/([a-z]+)\/(.+)$/.exec(location.hash) ?? [];
  const known = kinds.find((name) => name === kind);
  try {
    return known === undefined || id === undefined ? undefined : { kind: known, id: decodeURIComponent(id) };
  } catch {
    return undefined;
  }
}

/** @param {import("../shell/session.js").Session} session */
export function makeInspector(session) {
  /** @type {AbortController | undefined} */
  let asking;
  const kind = h("select", { class: "input", "aria-label": "What to inspect" }, ...kinds.map((name) => h("option", { value: name }, name.charAt(0).toUpperCase() + name.slice(1))));
  const id = h("input", { class: "input mono", "aria-label": "Id", placeholder: "id", required: true, maxlength: "128", autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
  const result = h("div", { class: "findings", "data-testid": "findings" });

  /** @param {Kind} what @param {string} name */
  const inspect = (what, name) => {
    const hash = `#/watch/${what}/${encodeURIComponent(name)}`;
    if (location.hash === hash) {
      void look();
    } else {
      location.hash = hash;
    }
  };

  const look = async () => {
    const wanted = fromAddress();
    asking?.abort();
    if (wanted === undefined) {
      fill(result);
      return;
    }
    asking = new AbortController();
    const mine = asking;
    kind.value = wanted.kind;
    id.value = wanted.id;
    result.setAttribute("aria-busy", "true");
    const heading = h("h3", { tabindex: "-1", id: "findings-title" }, `${kind.selectedOptions[0]?.textContent ?? ""} `, h("span", { class: "mono" }, wanted.id));
    const path = `/api/v1/admin/${wanted.kind}s/${encodeURIComponent(wanted.id)}`;
    /** @type {Context} */
    const context = { session, inspect, refresh: () => void look() };
    /** @type {Node[]} */
    let body;
    try {
      const found = await session.fetchJson(path, { signal: mine.signal });
      body = wanted.kind === "room" ? showRoom(found, context) : wanted.kind === "group" ? showGroup(found, context, path) : wanted.kind === "user" ? showUser(found, context) : showSession(found, context);
    } catch (thrown) {
      if (mine.signal.aborted) {
        return;
      }
      body = [h("p", { class: "notice bad", role: "alert" }, wordsOf(thrown))];
    }
    const refresh = h("button", { type: "button", class: "button compact", on: { click: () => void look() } }, icon("reload"), "Look again");
    const close = h("button", { type: "button", class: "button quiet compact icon", "aria-label": "Close the inspector's findings", on: { click: () => { location.hash = "#/watch"; id.focus(); } } }, icon("close"));
    fill(result, h("div", { class: "findings-head" }, heading, h("span", { class: "soft small numeric" }, `as of ${timeOfDay(Date.now())}`), refresh, close), ...body);
    result.setAttribute("aria-busy", "false");
    announce(`Showing ${wanted.kind} ${wanted.id}`);
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "nearest" });
  };

  const onHash = () => void look();
  addEventListener("hashchange", onHash);
  void look();
  return {
    element: h(
      "section",
      { class: "card panel inspector", "aria-labelledby": "inspector-title" },
      h("h2", { id: "inspector-title" }, "Inspect"),
      h(
        "form",
        { class: "inspector-form", role: "search", "aria-label": "Inspect", on: { submit: (/** @type {Event} */ event) => { event.preventDefault(); inspect(/** @type {Kind} */ (kind.value), id.value); } } },
        kind,
        id,
        h("button", { type: "submit", class: "button primary" }, "Inspect"),
      ),
      result,
    ),
    inspect,
    end() {
      asking?.abort();
      removeEventListener("hashchange", onHash);
    },
  };
}

import { fill, h } from "../shell/dom.js";
import { fetchJson, wordsOf } from "../shell/api.js";
import { users } from "./users.js";

/**
 * Sends an event into a user's inbox, as a service does: also to one who is offline.
 * @param {import("../shell/session.js").Session} session
 */
export function eventDialog(session) {
  const options = h("datalist", { id: "event-users" });
  const to = h("input", { class: "input", id: "event-to", list: "event-users", required: true, maxlength: "128", autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
  const type = h("input", { class: "input", id: "event-type", required: true, pattern: "[A-Za-z0-9._:\\-]{1,64}", value: "order.shipped", autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
  const data = h("textarea", { class: "input mono", id: "event-data", rows: "4", spellcheck: "false", value: '{ "order": 42 }' });
  const token = h("input", { class: "input mono", id: "event-token", type: "password", autocomplete: "off" });
  const result = h("p", { class: "notice", role: "status", hidden: true, "data-testid": "event-result" });
  const button = h("button", { type: "submit", class: "button primary" }, "Send event");

  /**
   * @param {string} text
   * @param {"" | "bad"} kind
   */
  const say = (text, kind) => {
    result.hidden = false;
    result.className = `notice ${kind}`;
    result.textContent = text;
  };
  /** @param {Event} event */
  const submit = async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const body = { user_id: to.value.trim(), type: type.value.trim(), data: read(data.value) };
      const call = { method: "POST", body };
      const path = "/api/v1/events";
      const answer = session.mode === "jwt" && token.value.trim() !== "" ? await fetchJson({ mode: "jwt", token: token.value.trim() }, path, call) : await session.fetchJson(path, { ...call, role: "service" });
      say(`Stored as #${answer.seq} in the inbox of ${body.user_id}, who is ${answer.online ? "online" : "offline: it waits there"}.`, "");
    } catch (thrown) {
      say(wordsOf(thrown), "bad");
    } finally {
      button.disabled = false;
    }
  };
  const close = () => dialog.close();
  const dialog = h(
    "dialog",
    { class: "dialog card", "aria-labelledby": "event-title" },
    h(
      "form",
      { class: "stack", on: { submit } },
      h("h2", { id: "event-title" }, "Send an event"),
      h("p", { class: "soft small" }, "As a backend does, with the role ", h("code", {}, "service"), ". It waits in the inbox until the user comes."),
      field("To", to, options),
      field("Type", type),
      field("Data (JSON)", data),
      session.mode === "jwt" ? field("Token with the role service (empty: the one that signed in)", token) : false,
      result,
      h("div", { class: "row dialog-end" }, h("button", { type: "button", class: "button", on: { click: close } }, "Close"), button),
    ),
  );
  return {
    element: dialog,
    open() {
      result.hidden = true;
      fill(options, ...users.list.map(({ userId }) => h("option", { value: userId })));
      to.value ||= users.list[0]?.userId ?? "";
      dialog.showModal();
      to.focus();
    },
  };
}

/**
 * @param {string} label
 * @param {HTMLElement} input
 * @param {...Node} more
 */
function field(label, input, ...more) {
  return h("div", { class: "field" }, h("label", { class: "label", for: input.id }, label), input, ...more);
}

/** @param {string} text */
function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("The data is no JSON: a text needs quotation marks.");
  }
}

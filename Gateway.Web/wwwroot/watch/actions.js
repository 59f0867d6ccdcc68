import { wordsOf } from "../shell/api.js";
import { h } from "../shell/dom.js";
import { notify } from "../shell/notices.js";

/**
 * What an administrator can do. Each is asked about before it is done, and the server writes down who did it.
 * @typedef {import("./inspector.js").Context} Context
 */

/**
 * Asks, and does it when the answer is yes. The dialog stays open while it fails.
 * @param {{ title: string, text: string, fields?: HTMLElement[], confirm: string, danger?: boolean, act: () => Promise<string> }} options `act` answers what to say once it is done
 */
function ask({ title, text, fields = [], confirm, danger = false, act }) {
  const fault = h("p", { class: "notice bad", role: "alert", hidden: true });
  const go = h("button", { type: "submit", class: danger ? "button danger" : "button primary" }, confirm);
  const cancel = h("button", { type: "button", class: "button", on: { click: () => dialog.close() } }, "Cancel");

  /** @param {Event} event */
  const submit = async (event) => {
    event.preventDefault();
    go.disabled = true;
    fault.hidden = true;
    try {
      notify(await act(), "good");
      dialog.close();
    } catch (thrown) {
      fault.textContent = wordsOf(thrown);
      fault.hidden = false;
    }
    go.disabled = false;
  };

  const dialog = h(
    "dialog",
    { class: "card ask", "aria-labelledby": "ask-title", on: { close: () => dialog.remove() } },
    h("form", { class: "stack", on: { submit } }, h("h2", { id: "ask-title" }, title), h("p", { class: "soft" }, text), ...fields, fault, h("div", { class: "row ask-end" }, cancel, go)),
  );
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {string} label @param {HTMLElement} control */
const field = (label, control) => h("label", { class: "field" }, h("span", {}, label), control);

/** @param {string} value */
const payload = (value) => h("textarea", { class: "input mono", required: true, spellcheck: "false", rows: "4", value });

/**
 * Reads JSON that is to arrive as it was written: numbers that a browser would change are refused.
 * @param {string} text
 */
function read(text) {
  /** @type {unknown} */
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    throw new Error("This is not valid JSON.");
  }
  JSON.stringify(data, (_, value) => {
    if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      throw new Error("A number beyond 2^53 would change on its way through the browser. Send it with the HTTP API.");
    }
    return value;
  });
  return data;
}

/** @param {Context} context @param {string} sessionId */
export function closeConnection(context, sessionId) {
  ask({
    title: "Close this connection?",
    text: `The socket of session ${sessionId} is closed with 1008 and its session ends. The client is told not to come back by itself.`,
    confirm: "Close it",
    danger: true,
    act: async () => {
      await context.session.fetchJson(`/api/v1/connections/${encodeURIComponent(sessionId)}`, { method: "DELETE" });
      context.refresh();
      return `The connection of session ${sessionId} is closed.`;
    },
  });
}

/** @param {Context} context @param {string} userId */
export function sendEvent(context, userId) {
  const type = h("input", { class: "input mono", required: true, pattern: "[A-Za-z0-9._:\\-]{1,64}", maxlength: "64", value: "notice", autocomplete: "off", spellcheck: "false" });
  const data = payload('{"text":"Hello"}');
  const key = newKey();
  ask({
    title: `Send an event to ${userId}?`,
    text: "It goes into the inbox: to every connection now, or when the user comes back.",
    fields: [field("Type", type), field("Data (JSON)", data)],
    confirm: "Send event",
    act: async () => {
      const answer = await context.session.fetchJson(`/api/v1/admin/users/${encodeURIComponent(userId)}/events`, { method: "POST", body: { type: type.value, data: read(data.value), id: key } });
      context.refresh();
      return answer.online ? `Sent to ${userId}, position ${answer.seq}.` : `It waits for ${userId}, position ${answer.seq}.`;
    },
  });
}

/** @param {Context} context @param {string} roomId */
export function publishToRoom(context, roomId) {
  const data = payload('{"text":"Hello"}');
  const key = newKey();
  ask({
    title: `Publish to ${roomId}?`,
    text: "Everybody in the room sees it, in your name.",
    fields: [field("Data (JSON)", data)],
    confirm: "Publish",
    act: async () => {
      const answer = await context.session.fetchJson(`/api/v1/admin/rooms/${encodeURIComponent(roomId)}/messages`, { method: "POST", body: { data: read(data.value), id: key } });
      context.refresh();
      return `Published to ${roomId}, position ${answer.seq}.`;
    },
  });
}

// One for a dialog: who presses again after no answer came does not send it twice.
const newKey = () => `console-${Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;

import { fill, h } from "./dom.js";
import { wordsOf } from "./api.js";

/**
 * Asks for a token.
 * @param {HTMLElement} element
 * @param {import("./session.js").Session} session
 * @param {{ reason: string, done: () => void }} options
 */
export function showSignIn(element, session, { reason, done }) {
  const fault = h("p", { class: "notice bad", role: "alert", id: "sign-in-fault", hidden: true });
  const token = h("textarea", { class: "input", id: "token", name: "token", required: true, autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-describedby": "token-hint sign-in-fault" });
  const button = h("button", { type: "submit", class: "button primary" }, "Sign in");

  /** @param {Event} event */
  const submit = async (event) => {
    event.preventDefault();
    button.disabled = true;
    fault.hidden = true;
    try {
      await session.signIn(token.value);
      done();
    } catch (thrown) {
      fault.textContent = wordsOf(thrown);
      fault.hidden = false;
      token.setAttribute("aria-invalid", "true");
      token.focus();
    } finally {
      button.disabled = false;
    }
  };

  fill(
    element,
    h(
      "form",
      { class: "card sign-in", "aria-labelledby": "sign-in-title", on: { submit } },
      h("h1", { id: "sign-in-title" }, "Sign in"),
      reason !== "" && h("p", { class: "notice", role: "status" }, reason),
      h("p", { class: "soft" }, "To watch the cluster you need a token of an administrator: a JWT that this gateway accepts, with the role ", h("code", {}, "admin"), "."),
      h(
        "div",
        { class: "field" },
        h("label", { class: "label", for: "token" }, "Token"),
        token,
        h("small", { id: "token-hint" }, "Kept in this tab until it is closed, and sent in a header. It never stands in the address of this page."),
      ),
      fault,
      button,
    ),
  );
  token.focus();
}

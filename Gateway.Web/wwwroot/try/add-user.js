import { h, icon } from "../shell/dom.js";
import { readToken } from "../shell/token.js";
import { users } from "./users.js";

/**
 * Adds a user: by name in development mode, elsewhere by token.
 * @param {import("../shell/session.js").Session} session
 * @param {(user: import("./user.js").User) => void} added
 */
export function addUserForm(session, added) {
  const byToken = session.mode === "jwt";
  const fault = h("span", { class: "small form-fault", role: "alert", id: "add-user-fault" });
  const label = byToken ? "A user's token" : "Name of a user";
  const input = h("input", {
    class: byToken ? "input mono" : "input",
    type: byToken ? "password" : "text",
    "aria-label": label,
    "aria-describedby": "add-user-fault",
    placeholder: byToken ? "Token of a user (JWT)" : "Name: alice",
    maxlength: byToken ? "8192" : "128",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    required: true,
    "data-testid": "add-user-name",
  });

  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    const value = input.value.trim();
    const claims = byToken ? readToken(value) : undefined;
    const userId = byToken ? claims?.userId : value;
    fault.textContent =
      userId === undefined || userId === "" ? (byToken ? "This is no token with a claim 'sub'." : "A user needs a name.") : users.isFull ? "That many users fit no page: remove one first." : "";
    if (userId !== undefined && fault.textContent === "") {
      const user = users.add(byToken ? { userId, token: value } : { userId });
      input.value = "";
      setTimeout(() => added(user));
    }
  };

  return h("form", { class: "add-user", "aria-label": "Add a user", on: { submit } }, h("div", { class: "row" }, input, h("button", { type: "submit", class: "button primary" }, icon("plus"), "Add a user")), fault);
}

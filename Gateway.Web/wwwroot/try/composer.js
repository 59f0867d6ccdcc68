import { h, icon } from "../shell/dom.js";

const longest = 10_000;
const tallestPx = 140;

/**
 * Where one writes.
 * @param {import("./user.js").User} user
 * @param {import("./conversation.js").Conversation} conversation
 */
export function composer(user, conversation) {
  const text = h("textarea", {
    class: "input",
    rows: "1",
    maxlength: String(longest),
    "aria-label": `Message to ${conversation.name}`,
    placeholder: conversation.kind === "group" ? "Message; @name mentions" : "Message",
    value: conversation.draft,
  });
  const button = h("button", { type: "submit", class: "button primary icon", "aria-label": "Send", title: "Send (Enter)" }, icon("send"));

  const fit = () => {
    text.style.height = "auto";
    text.style.height = `${Math.min(tallestPx, text.scrollHeight + 2)}px`;
  };
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    const message = text.value.trim();
    if (message !== "") {
      text.value = conversation.draft = "";
      fit();
      void user.send(conversation, message);
    }
    text.focus();
  };
  text.addEventListener("input", () => {
    conversation.draft = text.value;
    fit();
    user.type(conversation);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      submit(event);
    }
  });
  const element = h("form", { class: "composer row", on: { submit } }, text, button);
  return {
    element,
    focus: () => text.focus({ preventScroll: true }),
    update() {
      button.disabled = user.connection.state === "closed";
    },
    end() {
      conversation.draft = text.value;
    },
  };
}

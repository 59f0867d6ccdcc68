import { wordsOf } from "../shell/api.js";
import { h, icon, keyed } from "../shell/dom.js";
import { names } from "./chat-list.js";
import { addMembers, removeMember } from "./groups.js";

/**
 * Who belongs to a group, or is in a room.
 * @param {import("./user.js").User} user
 * @param {import("./conversation.js").Conversation} conversation
 */
export function showMembers(user, conversation) {
  const list = h("ul", { class: "member-list", "aria-label": `Members of ${conversation.name}` });
  const input = h("input", { class: "input", type: "text", "aria-label": "Users to add", placeholder: "Add: dave, erin", autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
  const fault = h("p", { class: "small form-fault", role: "alert" });

  /** @param {() => Promise<void>} change */
  const attempt = async (change) => {
    fault.textContent = "";
    try {
      await change();
    } catch (thrown) {
      fault.textContent = wordsOf(thrown);
    }
  };
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    const added = names(input.value);
    if (added.length > 0) {
      void attempt(async () => {
        await addMembers(user, conversation, added);
        input.value = "";
      });
    }
  };
  const form = h("form", { class: "row", "aria-label": "Add members", on: { submit } }, input, h("button", { type: "submit", class: "button compact" }, "Add"));
  const element = h("div", { class: "members", hidden: true, "data-testid": "members" }, list, form, fault);

  const update = () => {
    if (element.hidden) {
      return;
    }
    const owns = conversation.kind === "group" && conversation.ownerId === user.userId;
    form.hidden = !owns;
    keyed(list, [...conversation.members.keys()], (userId) => userId, (userId) => {
      const dot = h("span", { class: "dot" });
      const status = h("span", { class: "small soft" });
      const remove = h("button", { type: "button", class: "button quiet compact icon", "aria-label": `Remove ${userId} from the group`, title: "Remove from the group", on: { click: () => void attempt(() => removeMember(user, conversation, userId)) } }, icon("close"));
      return {
        element: h("li", { class: "row" }, dot, h("span", { class: "grow truncate" }, userId), status, remove),
        update() {
          const member = conversation.members.get(userId);
          dot.className = member?.online ? "dot good" : "dot";
          status.textContent = [member?.role === "member" ? "" : member?.role, member?.online ? "online" : "offline"].filter(Boolean).join(", ");
          remove.hidden = conversation.kind !== "group" || conversation.ownerId !== user.userId || userId === user.userId;
        },
      };
    });
  };
  // Filled when it is opened, and whatever changes while it is open.
  new MutationObserver(update).observe(element, { attributes: true, attributeFilter: ["hidden"] });
  return { element, update };
}

import { fill, h } from "../shell/dom.js";

/**
 * Shows the cluster.
 * @param {HTMLElement} element
 * @param {import("../shell/session.js").Session} session
 */
export function mount(element, session) {
  fill(element, h("p", { class: "view-loading", role: "status" }, `Waiting for ${session.instanceId} …`));
}

/** Ends what {@link mount} began. */
export function unmount() {}

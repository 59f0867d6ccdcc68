import { wordsOf } from "./shell/api.js";
import { showBar } from "./shell/bar.js";
import { fill, h } from "./shell/dom.js";
import { announce } from "./shell/notices.js";
import { watchRoute } from "./shell/router.js";
import { openSession } from "./shell/session.js";
import { showSignIn } from "./shell/sign-in.js";

/** @typedef {import("./shell/router.js").Route} Route */

const main = /** @type {HTMLElement} */ (document.getElementById("content"));
const header = /** @type {HTMLElement} */ (document.getElementById("bar"));

/** @param {import("./shell/session.js").Session} session */
function run(session) {
  const bar = showBar(header, session);
  /** @type {import("./shell/router.js").View | undefined} */
  let view;
  /** @type {Route | undefined} */
  let shown;

  /** @param {Route} route @param {string} [reason] */
  const show = async (route, reason = "") => {
    const isFirst = shown === undefined;
    shown = route;
    view?.unmount();
    view = undefined;
    bar.show(route);
    bar.update();
    document.title = `${route.title} · Orleans.Realtime console`;
    main.setAttribute("aria-busy", "true");
    if (route.needsAdmin && !session.isSignedIn) {
      showSignIn(main, session, { reason, done: () => void show(route) });
    } else {
      await open(route);
      if (!isFirst) {
        announce(route.title);
        main.focus({ preventScroll: true });
      }
    }
    main.setAttribute("aria-busy", "false");
  };

  /** @param {Route} route */
  const open = async (route) => {
    const element = h("div", { class: "view" }, h("p", { class: "view-loading", role: "status" }, "Loading …"));
    fill(main, element);
    try {
      const loaded = await route.load();
      // Somebody may have gone elsewhere while it came.
      if (shown === route && element.isConnected) {
        element.replaceChildren();
        view = loaded;
        await loaded.mount(element, session);
      }
    } catch (thrown) {
      fill(element, h("p", { class: "view-loading", role: "alert" }, `This view could not be shown: ${wordsOf(thrown)}`));
    }
  };

  session.onSignOut((reason) => {
    bar.update();
    if (shown?.needsAdmin) {
      void show(shown, reason);
    }
  });
  // Its address is the page's own, which would lose the route.
  document.querySelector(".skip-link")?.addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
  });
  watchRoute((route) => void show(route));
}

try {
  run(await openSession());
} catch (thrown) {
  fill(main, h("p", { class: "view-loading", role: "alert" }, `The console cannot start: ${wordsOf(thrown)} `, h("a", { href: "" }, "Try again")));
  main.setAttribute("aria-busy", "false");
}

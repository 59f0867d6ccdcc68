import { fill, h, icon } from "./dom.js";
import { routes } from "./router.js";
import { themeButton } from "./theme.js";

/**
 * The header: where one is, who one is, how it looks.
 * @param {HTMLElement} element
 * @param {import("./session.js").Session} session
 * @returns {{ show(route: import("./router.js").Route): void, update(): void }}
 */
export function showBar(element, session) {
  const links = routes.map((route) => ({ route, link: h("a", { href: `#/${route.name}` }, route.label) }));
  const who = h("span", { class: "row" });

  const update = () => {
    fill(
      who,
      session.mode === "development" &&
        h("span", { class: "badge warn", title: `Version ${session.version}, gateway ${session.instanceId}. Everybody who reaches this gateway may be any user.` }, h("span", {}, "Dev"), h("span", { class: "wide" }, "mode")),
      session.mode === "jwt" && session.isSignedIn && h("span", { class: "badge accent truncate", title: `Signed in as ${session.userId}`, "data-testid": "signed-in-as" }, session.userId),
      session.mode === "jwt" && session.isSignedIn && h("button", { type: "button", class: "button quiet compact", "aria-label": "Sign out", title: "Sign out", on: { click: () => session.signOut() } }, icon("leave"), h("span", { class: "wide" }, "Sign out")),
    );
  };

  fill(
    element,
    h("a", { class: "brand", href: "#/try" }, h("img", { src: "console/favicon.svg", alt: "", width: "26", height: "26" }), h("span", { class: "brand-name" }, "Orleans.Realtime")),
    h("nav", { class: "bar-nav", "aria-label": "Console" }, ...links.map(({ link }) => link)),
    h("div", { class: "bar-end" }, who, themeButton()),
  );
  update();

  return {
    show(current) {
      for (const { route, link } of links) {
        if (route === current) {
          link.setAttribute("aria-current", "page");
        } else {
          link.removeAttribute("aria-current");
        }
      }
    },
    update,
  };
}

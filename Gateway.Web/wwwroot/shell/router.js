/**
 * The views by the first part of the hash: `#/watch/rooms` is the view `watch`, and the rest is its own business.
 * @typedef {{ mount(element: HTMLElement, session: import("./session.js").Session): void | Promise<void>, unmount(): void }} View
 * @typedef {{ name: string, title: string, label: string, needsAdmin: boolean, load: () => Promise<View> }} Route
 */

/** @type {Route[]} */
export const routes = [
  { name: "try", label: "Try it", title: "Try it", needsAdmin: false, load: () => import("../try/try.js") },
  { name: "watch", label: "Watch it", title: "Watch it", needsAdmin: true, load: () => import("../watch/watch.js") },
];

const first = /** @type {Route} */ (routes[0]);

/** The route that the address names; the first where it names none. */
export function currentRoute() {
  const name = /^#\/([^/?]*)/.exec(location.hash)?.[1];
  return routes.find((route) => route.name === name) ?? first;
}

/**
 * Calls a function now and whenever the route is another one.
 * @param {(route: Route) => void} show
 */
export function watchRoute(show) {
  let shown = currentRoute();
  addEventListener("hashchange", () => {
    const route = currentRoute();
    if (route !== shown) {
      shown = route;
      show(route);
    }
  });
  show(shown);
}

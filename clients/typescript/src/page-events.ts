/**
 * Calls back when a browser says that the network, or the user, has come back. These are hints: they make a connection attempt
 * earlier, and never end a connection by themselves. Returns what stops it.
 */
export function watchPage(onHint: () => void): () => void {
  const page = typeof document === "undefined" ? undefined : document;
  if (typeof addEventListener === "undefined") {
    return () => undefined;
  }
  const onVisible = (): void => {
    if (page?.visibilityState === "visible") {
      onHint();
    }
  };
  addEventListener("online", onHint);
  addEventListener("pageshow", onHint);
  page?.addEventListener("visibilitychange", onVisible);
  return () => {
    removeEventListener("online", onHint);
    removeEventListener("pageshow", onHint);
    page?.removeEventListener("visibilitychange", onVisible);
  };
}

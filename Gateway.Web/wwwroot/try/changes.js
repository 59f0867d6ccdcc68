/** Tells whoever listens that something changed: once for all changes of one turn. */
export class Changes {
  /** @type {Set<() => void>} */
  #listeners = new Set();
  #pending = false;

  /**
   * Calls a function after changes. Returns what removes it.
   * @param {() => void} listener
   */
  onChange(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  changed() {
    if (!this.#pending) {
      this.#pending = true;
      queueMicrotask(() => {
        this.#pending = false;
        [...this.#listeners].forEach((listener) => listener());
      });
    }
  }
}

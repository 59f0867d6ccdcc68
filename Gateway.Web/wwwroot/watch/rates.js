/**
 * Makes rates out of counters. Each process reports in its own time, with its own clock: what it counted between two reports over what passed for it in between is its
 * rate, and the cluster's is the sum of those. A process that was started anew begins anew.
 * @typedef {{ uptime: number, counters: Record<string, number>, cpu: number, rates: Record<string, number>, load: number | undefined }} Known
 * @typedef {{ id: string, counters?: Record<string, number> | undefined, process?: import("./types.js").Process | undefined }} Source
 */
export class Rates {
  /** @type {Map<string, Known>} */
  #known = new Map();

  /**
   * Takes the rows of an answer; who is not among them is forgotten.
   * @param {Source[]} sources
   */
  take(sources) {
    const present = new Set(sources.map((source) => source.id));
    for (const id of this.#known.keys()) {
      if (!present.has(id)) {
        this.#known.delete(id);
      }
    }
    for (const { id, counters, process } of sources) {
      if (counters === undefined || process === undefined) {
        continue;
      }
      const before = this.#known.get(id);
      if (before?.uptime === process.uptime_ms) {
        continue;
      }
      const passed = before === undefined ? 0 : (process.uptime_ms - before.uptime) / 1_000;
      const rates = /** @type {Record<string, number>} */ ({});
      if (before !== undefined && passed > 0) {
        for (const [name, value] of Object.entries(counters)) {
          rates[name] = Math.max(0, value - (before.counters[name] ?? value)) / passed;
        }
      }
      const load = before !== undefined && passed > 0 ? Math.max(0, process.cpu_s - before.cpu) / passed : undefined;
      this.#known.set(id, { uptime: process.uptime_ms, counters, cpu: process.cpu_s, rates, load });
    }
  }

  /** How much a second one process does of something; undefined before its second report. @param {string} id @param {string} name @returns {number | undefined} */
  of(id, name) {
    return this.#known.get(id)?.rates[name];
  }

  /** How many cores a process keeps busy. @param {string} id */
  load(id) {
    return this.#known.get(id)?.load;
  }

  /** How much a second all of them do; undefined while nothing is known. @param {...string} names */
  sum(...names) {
    let sum = 0;
    let known = false;
    for (const { rates } of this.#known.values()) {
      for (const name of names) {
        const value = rates[name];
        if (value !== undefined) {
          known = true;
          sum += value;
        }
      }
    }
    return known ? sum : undefined;
  }
}

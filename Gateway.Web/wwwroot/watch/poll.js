import { ApiError } from "../shell/api.js";

const slowestMs = 20_000;
const hiddenMs = 30_000;

/**
 * Asks for something again and again: at its pace while that works and somebody looks, more slowly while not. Goes on by itself.
 * @template T
 */
export class Poll {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {AbortController | undefined} */
  #asking;
  #ended = false;
  #paused = false;

  /** How many times in a row it failed. */
  failures = 0;
  /** When it was answered last; 0 before the first time. */
  answeredAt = 0;
  /** When it asks again, where it failed. */
  nextAt = 0;
  /** @type {unknown} */
  fault;

  /**
   * @param {(signal: AbortSignal) => Promise<T>} ask
   * @param {number} everyMs
   * @param {(answer: T | undefined) => void} told with the answer, or with nothing after a failure
   */
  constructor(ask, everyMs, told) {
    this.ask = ask;
    this.everyMs = everyMs;
    this.told = told;
    document.addEventListener("visibilitychange", this.#seen);
    void this.#run();
  }

  get paused() {
    return this.#paused;
  }

  set paused(paused) {
    this.#paused = paused;
    if (paused) {
      clearTimeout(this.#timer);
      this.#asking?.abort();
    } else {
      this.now();
    }
  }

  /** Asks at once. */
  now() {
    if (this.#asking === undefined) {
      void this.#run();
    }
  }

  end() {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#asking?.abort();
    document.removeEventListener("visibilitychange", this.#seen);
  }

  #seen = () => {
    if (document.visibilityState === "visible" && !this.#paused) {
      this.now();
    }
  };

  async #run() {
    clearTimeout(this.#timer);
    const asking = new AbortController();
    this.#asking = asking;
    // An answer that never comes is no answer.
    const patience = setTimeout(() => asking.abort(), slowestMs);
    /** @type {T | undefined} */
    let answer;
    try {
      answer = await this.ask(asking.signal);
      this.failures = 0;
      this.fault = undefined;
      this.answeredAt = Date.now();
    } catch (thrown) {
      this.failures++;
      this.fault = thrown;
    }
    clearTimeout(patience);
    this.#asking = undefined;
    if (this.#ended || this.#paused) {
      return;
    }
    const pause = this.#pause();
    this.nextAt = Date.now() + pause;
    this.#timer = setTimeout(() => void this.#run(), pause);
    this.told(answer);
  }

  #pause() {
    const asked = this.fault instanceof ApiError ? (this.fault.retryAfterMs ?? 0) : 0;
    const pause = this.failures === 0 ? this.everyMs : Math.min(slowestMs, Math.max(asked, this.everyMs * 2 ** (this.failures - 1)));
    return document.visibilityState === "hidden" ? Math.max(hiddenMs, pause) : pause;
  }
}

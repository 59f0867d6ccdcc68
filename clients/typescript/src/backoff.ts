/**
 * Delays that double, each drawn at random between its half and its whole, so that clients which lost
 * the same server do not come back in the same moment.
 */
export class Backoff {
  #tries = 0;

  /** Both in milliseconds. */
  constructor(
    private readonly minMs: number,
    private readonly maxMs: number,
  ) {}

  /** Delays that were taken since the last reset. */
  get tries(): number {
    return this.#tries;
  }

  /** The next delay in milliseconds. */
  next(): number {
    const whole = Math.min(this.maxMs, this.minMs * 2 ** Math.min(this.#tries++, 30));
    return Math.round(whole * (0.5 + Math.random() / 2));
  }

  reset(): void {
    this.#tries = 0;
  }
}

/**
 * The last five minutes.
 * @typedef {Record<string, number | undefined>} Values
 * @typedef {{ at: number, values: Values }} Sample
 */

export const windowMs = 5 * 60_000;

// Longer than two answers are apart at the usual pace: what lies between is not known, and no line is drawn over it.
export const holeMs = 12_000;

/** The next round number: what an axis ends with. @param {number} value */
export function ceiling(value) {
  if (!(value > 0)) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((factor) => factor * power >= value * 0.999) ?? 10;
  return step * power;
}

export class History {
  /** @type {Sample[]} */
  samples = [];

  /** @param {Values} values @param {number} [at] */
  add(values, at = Date.now()) {
    this.samples.push({ at, values });
    const oldest = at - windowMs;
    const first = this.samples.findIndex((sample) => sample.at >= oldest);
    if (first > 0) {
      this.samples.splice(0, first);
    }
  }
}

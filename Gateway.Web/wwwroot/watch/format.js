/** Numbers and times in words. A dash stands for what is not known. */

const none = "–";
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

/** @param {number | null | undefined} value */
export const count = (value) => (value === undefined || value === null ? none : whole.format(value));

/** Large numbers in short: 12.3K. @param {number | null | undefined} value */
export const brief = (value) => (value === undefined || value === null ? none : value < 10_000 ? count(value) : short.format(value));

/** A rate: small ones with a digit behind the point. @param {number | null | undefined} value */
export const rate = (value) => (value === undefined || value === null ? none : value > 0 && value < 0.1 ? "< 0.1" : value > 0 && value < 10 ? value.toFixed(1) : brief(value));

/** @param {number | null | undefined} value */
export function bytes(value) {
  if (value === undefined || value === null) {
    return none;
  }
  const units = ["B", "KB", "MB", "GB", "TB"];
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
  const scaled = value / 1024 ** power;
  return `${power === 0 || scaled >= 100 ? Math.round(scaled) : scaled.toFixed(1)} ${units[power]}`;
}

/** @param {number | null | undefined} value */
export function milliseconds(value) {
  if (value === undefined || value === null) {
    return none;
  }
  return value < 1 ? `${Math.round(value * 1_000)} µs` : value < 100 ? `${value.toFixed(1)} ms` : value < 1_000 ? `${Math.round(value)} ms` : `${(value / 1_000).toFixed(1)} s`;
}

/** A length of time by its two largest parts. @param {number | null | undefined} value milliseconds */
export function duration(value) {
  if (value === undefined || value === null) {
    return none;
  }
  const seconds = Math.floor(value / 1_000);
  const parts = /** @type {[number, string][]} */ ([[Math.floor(seconds / 86_400), "d"], [Math.floor(seconds / 3_600) % 24, "h"], [Math.floor(seconds / 60) % 60, "min"], [seconds % 60, "s"]]);
  const first = parts.findIndex(([amount]) => amount > 0);
  return first < 0 ? "0 s" : parts.slice(first, first + 2).filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount} ${unit}`).join(" ");
}

/** @param {number | null | undefined} value of 1 */
export const percent = (value) => (value === undefined || value === null ? none : `${value < 0.1 ? (value * 100).toFixed(1) : Math.round(value * 100)} %`);

/** The time of day. @param {number} time milliseconds since the epoch */
export const timeOfDay = (time) => clock.format(time);

/** Date and time. @param {string | null | undefined} text RFC 3339 */
export const moment = (text) => (text ? day.format(new Date(text)) : none);

/** One thing or many. @param {number} number @param {string} one @param {string} [many] */
export const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

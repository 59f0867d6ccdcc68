import { Changes } from "./changes.js";

/**
 * @typedef {{ number: number, direction: "in" | "out" | "note", type: string, text: string, at: Date }} Frame
 */

const most = 500;
const longestText = 20_000;

/** The frames of one user's sockets, the newest last; at most 500, older ones go. */
export class FrameLog extends Changes {
  /** @type {Frame[]} */
  frames = [];
  count = 0;

  /**
   * @param {Frame["direction"]} direction
   * @param {string} text
   */
  add(direction, text) {
    const type = direction === "note" ? "connection" : typeOf(text);
    const shown = type === "auth" ? '{"type":"auth","token":"…"}' : text;
    this.frames.push({ number: ++this.count, direction, type, text: shown.length > longestText ? `${shown.slice(0, longestText)} … (${shown.length} characters)` : shown, at: new Date() });
    if (this.frames.length > most) {
      this.frames.shift();
    }
    this.changed();
  }

  clear() {
    this.frames = [];
    this.changed();
  }
}

/** @param {string} text */
function typeOf(text) {
  return /"type":"([^"]{1,64})"/.exec(text)?.[1] ?? "?";
}

import type { ServerFrame } from "./frames.js";
import type { Gap } from "./messages.js";
import type { Position } from "./snapshot.js";

/** What happens to frames of a log while something else must come first. */
export interface Hold {
  readonly frames: ServerFrame[];
  /** Too many wait: whatever they wait for is given up. */
  readonly giveUp: () => void;
}

/** Where this client stands in one log. */
export class Log {
  seq: number | undefined;
  epoch: string | undefined;
  hold: Hold | undefined;
  // Places of own messages that lie ahead: the server does not send them to us, so they are passed when it is their turn.
  readonly #own = new Set<number>();

  constructor(
    readonly kind: Gap["log"],
    readonly id: string,
    position?: Position,
  ) {
    this.seq = position?.seq;
    this.epoch = position?.epoch;
  }

  get position(): Position | undefined {
    return this.seq === undefined ? undefined : { seq: this.seq, epoch: this.epoch };
  }

  /** Whether the place is a new one, and then moves there. */
  take(seq: number): boolean {
    if (this.seq !== undefined && seq <= this.seq) {
      return false;
    }
    this.#moveTo(seq);
    return true;
  }

  /** A message of this client has that place. */
  takeOwn(seq: number): void {
    if (this.seq !== undefined && seq > this.seq && this.#own.size < 1_000) {
      this.#own.add(seq);
      this.#moveTo(this.seq);
    }
  }

  /** The log goes on behind that place, whatever was before. */
  reset(seq: number, epoch: string | undefined): void {
    this.#own.clear();
    this.seq = seq;
    this.epoch = epoch;
  }

  #moveTo(place: number): void {
    let seq = place;
    while (this.#own.delete(seq + 1)) {
      seq++;
    }
    for (const own of this.#own) {
      if (own <= seq) {
        this.#own.delete(own);
      }
    }
    this.seq = seq;
  }
}

import assert from "node:assert/strict";
import type { Gap, PublishResult, RoomMessage } from "../../src/index.js";

/** What a writer puts into its messages. */
export interface Marked {
  readonly writer: string;
  readonly number: number;
}

/** What was acknowledged to the writers of one room. */
export class Acknowledged {
  readonly #results: (Marked & { readonly seq: number; readonly messageId: string })[] = [];

  get count(): number {
    return this.#results.length;
  }

  get lastSeq(): number {
    return Math.max(0, ...this.#results.map(({ seq }) => seq));
  }

  add(marked: Marked, { seq, messageId }: PublishResult): void {
    assert.ok(seq !== undefined, "a message without a place was acknowledged");
    this.#results.push({ ...marked, seq, messageId });
  }

  /** Holds what one reader heard, from the beginning of the room on, against what was acknowledged: nothing lost, doubled or reordered. */
  check(reader: string, heard: readonly RoomMessage[], gaps: readonly Gap[]): void {
    assert.deepEqual(gaps, [], `${reader} was told of gaps`);
    assert.deepEqual(heard.map(({ seq }) => seq), heard.map((_, i) => i + 1), `${reader} did not hear every place once, in order`);
    const numbers = new Map<string, number>();
    for (const { data } of heard) {
      const { writer, number } = data as Marked;
      assert.ok(number > (numbers.get(writer) ?? -1), `${reader} heard ${number} of ${writer} after ${numbers.get(writer)}`);
      numbers.set(writer, number);
    }
    for (const { seq, messageId, writer, number } of this.#results) {
      const message = heard[seq - 1];
      assert.deepEqual([message?.id, message?.data], [messageId, { writer, number }], `${reader} lost what was acknowledged to ${writer} as ${seq}`);
    }
  }
}

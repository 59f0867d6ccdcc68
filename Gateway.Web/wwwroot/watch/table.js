import { h } from "../shell/dom.js";

/**
 * A table whose rows stay what they are while their figures change: who is in one with the keyboard stays there. On a narrow screen each row is a card.
 * @template Row
 * @typedef {object} Column
 * @property {string} label
 * @property {boolean} [end] whether it is aligned at the end, as numbers are
 * @property {(row: Row) => string} [text] what changes
 * @property {(row: Row) => Node} [node] what is made once for a row
 * @property {(row: Row) => string} [kind] a class of the text: `good`, `warn`, `bad` make a badge of it
 */

/** @template Row */
export class Table {
  /** @type {Map<string, { line: HTMLTableRowElement, cells: HTMLElement[] }>} */
  #lines = new Map();

  /**
   * @param {{ caption: string, columns: Column<Row>[], key: (row: Row) => string, empty: string, testId: string, narrow?: boolean }} options `narrow`: it fits a phone as it is
   */
  constructor(options) {
    this.options = options;
    this.body = h("tbody", { role: "rowgroup" });
    this.empty = h("p", { class: "soft small empty" }, options.empty);
    // Roles by name: as cards they would lose them.
    this.table = h(
      "table",
      { class: options.narrow === true ? "narrow" : "cards", role: "table", "data-testid": options.testId },
      h("caption", { class: "visually-hidden" }, options.caption),
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, ...options.columns.map((column) => h("th", { scope: "col", role: "columnheader", class: column.end === true && "end" }, column.label)))),
      this.body,
    );
    this.element = h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": options.caption }, this.table, this.empty);
    this.update([]);
  }

  /** @param {Row[]} rows */
  update(rows) {
    const keys = new Set(rows.map(this.options.key));
    for (const [key, { line }] of this.#lines) {
      if (!keys.has(key)) {
        line.remove();
        this.#lines.delete(key);
      }
    }
    rows.forEach((row, i) => {
      const key = this.options.key(row);
      let known = this.#lines.get(key);
      if (known === undefined) {
        known = this.#make(row);
        this.#lines.set(key, known);
      }
      if (this.body.children[i] !== known.line) {
        this.body.insertBefore(known.line, this.body.children[i] ?? null);
      }
      this.#write(known.cells, row);
    });
    this.table.hidden = rows.length === 0;
    this.empty.hidden = rows.length > 0;
  }

  /** @param {Row} row */
  #make(row) {
    const cells = this.options.columns.map((column) => (column.node === undefined ? h("span") : h("span", {}, column.node(row))));
    const line = h(
      "tr",
      { role: "row" },
      ...this.options.columns.map((column, i) =>
        i === 0
          ? h("th", { scope: "row", role: "rowheader", "data-label": column.label }, cells[i])
          : h("td", { role: "cell", "data-label": column.label, class: column.end === true && "end numeric" }, cells[i]),
      ),
    );
    return { line, cells };
  }

  /** @param {HTMLElement[]} cells @param {Row} row */
  #write(cells, row) {
    this.options.columns.forEach((column, i) => {
      const cell = cells[i];
      if (cell !== undefined && column.text !== undefined) {
        const text = column.text(row);
        if (cell.textContent !== text) {
          cell.textContent = text;
        }
        const kind = column.kind?.(row);
        cell.className = kind === undefined ? "" : `badge ${kind}`;
      }
    });
  }
}

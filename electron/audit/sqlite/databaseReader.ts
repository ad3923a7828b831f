import { type BtreePage, type Cell, parseCell, parsePage } from './btreePage.ts';
import { DamagedDatabase, DatabasePages } from './databasePages.ts';
import { storedValues, type Value } from './storedRecord.ts';
import { type Columns, columnsOf } from './tableColumns.ts';

/** The first page holds the table of all tables. */
const SCHEMA: Table = { root: 1, names: ['type', 'name', 'tbl_name', 'rootpage', 'sql'], rowid: -1 };

export interface Table extends Columns {
  readonly root: number;
}

export interface StoredRow {
  /** The row's number. */
  readonly rowid: number;
  /** In the order of the columns. */
  readonly values: readonly Value[];
}

/** The values of a row by the names of its columns. */
export function named({ names }: Table, { values }: StoredRow): Readonly<Record<string, Value>> {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? null]));
}

/** Told of a page that cannot be read; what is on others is read all the same. */
export type OnDamage = (damage: DamagedDatabase) => void;

/** Reads the tables of a SQLite database without SQLite: one row after the other, or one by its number. */
export class DatabaseReader {
  readonly pages: DatabasePages;
  readonly #tables: ReadonlyMap<string, Table>;
  readonly #parsed = new Map<number, BtreePage>();
  readonly #told = new Set<number>();
  #onDamage: OnDamage;

  /** @throws DamagedDatabase where the file or its table of tables cannot be read, and the file system's errors */
  constructor(path: string, onDamage: OnDamage) {
    this.pages = new DatabasePages(path);
    this.#onDamage = (damage) => {
      throw damage;
    };
    const tables = new Map<string, Table>();
    for (const row of this.rows(SCHEMA)) {
      const { type, name, rootpage, sql } = named(SCHEMA, row);
      if (type === 'table' && typeof rootpage === 'number' && typeof sql === 'string')
        tables.set(String(name), { root: rootpage, ...columnsOf(sql) });
    }
    this.#tables = tables;
    this.#onDamage = onDamage;
  }

  table(name: string): Table | null {
    return this.#tables.get(name) ?? null;
  }

  /** The rows of a table in the order of its tree, which is that of their numbers. */
  *rows(table: Table): Generator<StoredRow> {
    for (const { cell, page } of this.#cells(table.root, { left: this.pages.count })) {
      try {
        yield this.#row(table, cell, page);
      } catch (thrown) {
        this.#damaged(page, thrown);
      }
    }
  }

  /** The row with this number; null where there is none, or its page cannot be read. */
  row(table: Table, rowid: number): StoredRow | null {
    let number = table.root;
    try {
      for (let depth = 0; depth < DEEPEST_TREE; depth += 1) {
        const page = this.#page(number);
        const index = firstNotBelow(page, rowid);
        if (page.isLeaf) {
          const cell = page.offsets[index] === undefined ? null : parseCell(page, index);
          return cell?.rowid === rowid ? this.#row(table, cell, number) : null;
        }
        number = page.offsets[index] === undefined ? page.rightmost : parseCell(page, index).child;
      }
      throw new DamagedDatabase(number, 'its tree is too deep');
    } catch (thrown) {
      this.#damaged(number, thrown);
      return null;
    }
  }

  /** The numbers of a table's rows. */
  *numbers(table: Table): Generator<number> {
    for (const { cell } of this.#cells(table.root, { left: this.pages.count })) yield cell.rowid;
  }

  /** The number of the last row; 0 where there is none, or its page cannot be read. */
  lastNumber(table: Table): number {
    let number = table.root;
    try {
      for (let depth = 0; depth < DEEPEST_TREE; depth += 1) {
        const page = this.#page(number);
        if (page.isLeaf) return page.offsets.length === 0 ? 0 : parseCell(page, page.offsets.length - 1).rowid;
        number = page.rightmost;
      }
    } catch (thrown) {
      this.#damaged(number, thrown);
    }
    return 0;
  }

  close(): void {
    this.pages.close();
  }

  #page(number: number): BtreePage {
    let page = this.#parsed.get(number);
    if (page === undefined) {
      page = parsePage(this.pages, number);
      if (this.#parsed.size >= PAGES_IN_MEMORY) this.#parsed.delete(this.#parsed.keys().next().value ?? 0);
    } else this.#parsed.delete(number);
    // A map keeps the order in which it was filled: what was used least lately comes first.
    this.#parsed.set(number, page);
    return page;
  }

  /** Tells of a page that cannot be read, once. */
  #damaged(page: number, thrown: unknown): void {
    const isShort = thrown instanceof RangeError;
    if (!isShort && !(thrown instanceof DamagedDatabase)) throw thrown;
    const damage = isShort ? new DamagedDatabase(page, 'it ends too early') : thrown;
    if (this.#told.has(damage.page)) return;
    this.#told.add(damage.page);
    this.#onDamage(damage);
  }

  /** @param budget how many pages may still be read: more than there are means that pages are linked in a circle */
  *#cells(number: number, budget: { left: number }): Generator<{ readonly cell: Cell; readonly page: number }> {
    let page: BtreePage;
    try {
      budget.left -= 1;
      if (budget.left < 0) throw new DamagedDatabase(number, 'its tree has a circle');
      page = this.#page(number);
    } catch (thrown) {
      this.#damaged(number, thrown);
      return;
    }
    for (let index = 0; index < page.offsets.length; index += 1) {
      let cell: Cell;
      try {
        cell = parseCell(page, index);
      } catch (thrown) {
        this.#damaged(number, thrown);
        continue;
      }
      if (page.isLeaf) yield { cell, page: number };
      else yield* this.#cells(cell.child, budget);
    }
    if (!page.isLeaf) yield* this.#cells(page.rightmost, budget);
  }

  #row(table: Table, cell: Cell, page: number): StoredRow {
    // A row that is older than a column lacks it.
    const values = storedValues(this.#payload(cell, page), page);
    if (table.rowid >= 0) {
      if (values[table.rowid] !== null) throw new DamagedDatabase(page, 'a row has a second number');
      values[table.rowid] = cell.rowid;
    }
    return { rowid: cell.rowid, values };
  }

  /** The bytes of a row: what does not fit into its page goes on in others. */
  #payload({ local, size, overflow }: Cell, page: number): Buffer {
    if (overflow === 0) return local;
    const parts = [local];
    let missing = size - local.length;
    let next = overflow;
    const room = this.pages.usableSize - 4;
    while (missing > 0) {
      if (next === 0) throw new DamagedDatabase(page, 'the end of a row is missing');
      const bytes = this.pages.page(next);
      const part = bytes.subarray(4, 4 + Math.min(room, missing));
      parts.push(part);
      missing -= part.length;
      next = bytes.readUInt32BE(0);
    }
    if (next !== 0) throw new DamagedDatabase(page, 'a row goes on behind its end');
    return Buffer.concat(parts);
  }
}

const DEEPEST_TREE = 20;
/** Whatever the database's size: the upper pages of a few trees, and those that are being read. */
const PAGES_IN_MEMORY = 256;

/** The index of the first cell whose number is at least `rowid`. */
function firstNotBelow(page: BtreePage, rowid: number): number {
  let [low, high] = [0, page.offsets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (parseCell(page, middle).rowid < rowid) low = middle + 1;
    else high = middle;
  }
  return low;
}

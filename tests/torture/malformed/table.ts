/** Counts of things by row and column, printed as a table. */
export class CountTable {
  readonly #counts = new Map<string, Map<string, number>>();

  add(row: string, column: string): void {
    const columns = this.#counts.get(row) ?? new Map<string, number>();
    columns.set(column, (columns.get(column) ?? 0) + 1);
    this.#counts.set(row, columns);
  }

  count(row: string, column: string): number {
    return this.#counts.get(row)?.get(column) ?? 0;
  }

  total(column: string): number {
    return [...this.#counts.keys()].reduce((sum, row) => sum + this.count(row, column), 0);
  }

  lines(title: string): string[] {
    const columns = [...new Set([...this.#counts.values()].flatMap((row) => [...row.keys()]))].sort();
    const rows = [...this.#counts.keys()].sort();
    const first = Math.max(title.length, ...rows.map((row) => row.length));
    const line = (name: string, cells: readonly (string | number)[]): string =>
      [
        name.padEnd(first),
        ...cells.map((cell, index) => String(cell).padStart(Math.max(6, columns[index]?.length ?? 0))),
      ].join('  ');
    return [
      line(title, columns),
      ...rows.map((row) =>
        line(
          row,
          columns.map((column) => this.count(row, column)),
        ),
      ),
      line(
        'all',
        columns.map((column) => this.total(column)),
      ),
    ];
  }
}

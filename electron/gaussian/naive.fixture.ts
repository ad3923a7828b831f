/* eslint-disable @typescript-eslint/no-non-null-assertion -- test code: indices are in range */
/** Plain, slow linear algebra on arrays of rows: what the fast code is checked against. */
export type Rows = number[][];

export function rowsOf(values: ArrayLike<number>, rows: number, columns: number): Rows {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => values[row * columns + column]!),
  );
}

export function meanOf(rows: Rows): number[] {
  return rows[0]!.map((_, column) => rows.reduce((sum, row) => sum + row[column]!, 0) / rows.length);
}

/** The rows less the mean of those with the same look. */
export function centredByLook(rows: Rows, looks: readonly number[]): Rows {
  return rows.map((row, i) => {
    const mean = meanOf(rows.filter((_, j) => looks[j] === looks[i]));
    return row.map((value, column) => value - mean[column]!);
  });
}

/** Xc'Xc / n. */
export function covarianceOf(rows: Rows): Rows {
  const mean = meanOf(rows);
  return mean.map((_, i) =>
    mean.map((_, j) => rows.reduce((sum, row) => sum + (row[i]! - mean[i]!) * (row[j]! - mean[j]!), 0) / rows.length),
  );
}

/** scale * A + otherScale * B */
export function blend(a: Rows, scale: number, b: Rows, otherScale: number): Rows {
  return a.map((row, i) => row.map((value, j) => scale * value + otherScale * b[i]![j]!));
}

export function identity(size: number): Rows {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)));
}

/** sqrt((x - mean)' Sigma^-1 (x - mean)), by Gaussian elimination. */
export function distanceFrom(mean: readonly number[], sigma: Rows, x: readonly number[]): number {
  const centred = x.map((value, i) => value - mean[i]!);
  const system = sigma.map((row, i) => [...row, centred[i]!]);
  const size = centred.length;
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let row = column; row < size; row += 1) {
      if (Math.abs(system[row]![column]!) > Math.abs(system[pivot]![column]!)) pivot = row;
    }
    [system[column], system[pivot]] = [system[pivot]!, system[column]!];
    for (let row = 0; row < size; row += 1) {
      if (row === column) continue;
      const factor = system[row]![column]! / system[column]![column]!;
      for (let k = column; k <= size; k += 1) system[row]![k] = system[row]![k]! - factor * system[column]![k]!;
    }
  }
  return Math.sqrt(centred.reduce((sum, value, i) => sum + (value * system[i]![size]!) / system[i]![i]!, 0));
}

/** The largest relative difference of two lists. */
export function worstDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let worst = actual.length === expected.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < expected.length; i += 1) {
    const difference = Math.abs(actual[i]! - expected[i]!) / Math.max(1e-300, Math.abs(expected[i]!));
    worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference);
  }
  return worst;
}

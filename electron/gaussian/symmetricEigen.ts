export interface Eigen {
  /** Eigenvalues, largest first. */
  readonly values: Float64Array;
  /** size x size: row k is the unit eigenvector of value k. */
  readonly vectors: Float64Array;
}

/**
 * All eigenvalues and eigenvectors of a symmetric matrix, by Householder tridiagonalisation and implicit QL.
 *
 * Source: G. Golub, C. Van Loan, "Matrix Computations", 4th edition, sections 8.3.1 and 8.3.3.
 *
 * @param matrix size x size, row-major, symmetric and finite; left unchanged
 */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen {
  const { diagonal, offDiagonal, vectors } = tridiagonalise(matrix, size);
  diagonalise(diagonal, offDiagonal, vectors);
  const order = [...diagonal.keys()].sort((a, b) => (diagonal[b] as number) - (diagonal[a] as number));
  const sorted = new Float64Array(size * size);
  for (const [rank, index] of order.entries()) {
    sorted.set(vectors.subarray(index * size, (index + 1) * size), rank * size);
  }
  return { values: Float64Array.from(order, (index) => diagonal[index] as number), vectors: sorted };
}

interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** Element i couples i and i + 1; the last one is zero. */
  readonly offDiagonal: Float64Array;
  /** Q', so that A = Q T Q'. */
  readonly vectors: Float64Array;
}

function tridiagonalise(matrix: Float64Array, size: number): Tridiagonal {
  const work = matrix.slice();
  const diagonal = new Float64Array(size);
  const offDiagonal = new Float64Array(size);
  const reflectors: Float64Array[] = [];
  for (let k = 0; k < size - 1; k += 1) {
    const column = new Float64Array(size);
    for (let i = k + 1; i < size; i += 1) column[i] = work[i * size + k] as number;
    const { reflector, length } = householder(column, k + 1);
    if (reflector !== null) reflectSymmetric(work, size, reflector, k + 1);
    reflectors.push(reflector ?? new Float64Array(size));
    diagonal[k] = work[k * size + k] as number;
    offDiagonal[k] = length;
  }
  if (size > 0) diagonal[size - 1] = work[size * size - 1] as number;

  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) vectors[i * (size + 1)] = 1;
  for (const [k, reflector] of [...reflectors.entries()].reverse()) reflectRows(vectors, size, reflector, k + 1);
  return { diagonal, offDiagonal, vectors };
}

/** The reflector v with v'v = 2 that turns `column` (zero before `first`) into `length` times the unit vector of `first`; null where nothing is left to turn. */
function householder(column: Float64Array, first: number): { reflector: Float64Array | null; length: number } {
  let tail = 0;
  for (let i = first + 1; i < column.length; i += 1) tail += (column[i] as number) ** 2;
  const head = column[first] as number;
  if (tail === 0) return { reflector: null, length: head };
  const length = head > 0 ? -Math.sqrt(head * head + tail) : Math.sqrt(head * head + tail);
  const reflector = column.slice();
  reflector[first] = head - length;
  const scale = Math.sqrt(2 / (tail + (head - length) ** 2));
  for (let i = first; i < reflector.length; i += 1) reflector[i] = (reflector[i] as number) * scale;
  return { reflector, length };
}

/** A = H A H for H = I - v v', on the rows and columns from `first` on. */
function reflectSymmetric(matrix: Float64Array, size: number, v: Float64Array, first: number): void {
  const w = new Float64Array(size);
  let projection = 0;
  for (let i = first; i < size; i += 1) {
    const row = i * size;
    let sum = 0;
    for (let j = first; j < size; j += 1) sum += (matrix[row + j] as number) * (v[j] as number);
    w[i] = sum;
    projection += sum * (v[i] as number);
  }
  for (let i = first; i < size; i += 1) w[i] = (w[i] as number) - (projection / 2) * (v[i] as number);
  for (let i = first; i < size; i += 1) {
    const row = i * size;
    const vi = v[i] as number;
    const wi = w[i] as number;
    for (let j = first; j < size; j += 1) {
      matrix[row + j] = (matrix[row + j] as number) - vi * (w[j] as number) - wi * (v[j] as number);
    }
  }
}

/** M = M H for H = I - v v', on the rows from `first` on. */
function reflectRows(matrix: Float64Array, size: number, v: Float64Array, first: number): void {
  for (let i = first; i < size; i += 1) {
    const row = i * size;
    let sum = 0;
    for (let j = first; j < size; j += 1) sum += (matrix[row + j] as number) * (v[j] as number);
    for (let j = first; j < size; j += 1) matrix[row + j] = (matrix[row + j] as number) - sum * (v[j] as number);
  }
}

/** Implicit QL with Wilkinson's shift; every rotation is applied to two rows of `vectors`. */
function diagonalise(diagonal: Float64Array, offDiagonal: Float64Array, vectors: Float64Array): void {
  const size = diagonal.length;
  for (let first = 0; first < size; first += 1) {
    for (let last = decoupledAt(diagonal, offDiagonal, first); last > first; ) {
      sweep(diagonal, offDiagonal, vectors, first, last);
      last = decoupledAt(diagonal, offDiagonal, first);
    }
  }
}

/** The first index from `first` on whose coupling to the next is negligible. */
function decoupledAt(diagonal: Float64Array, offDiagonal: Float64Array, first: number): number {
  let index = first;
  for (; index < diagonal.length - 1; index += 1) {
    const neighbours = Math.abs(diagonal[index] as number) + Math.abs(diagonal[index + 1] as number);
    if (Math.abs(offDiagonal[index] as number) <= Number.EPSILON * neighbours) break;
  }
  return index;
}

function sweep(
  diagonal: Float64Array,
  offDiagonal: Float64Array,
  vectors: Float64Array,
  first: number,
  last: number,
): void {
  const size = diagonal.length;
  const top = diagonal[first] as number;
  const coupling = offDiagonal[first] as number;
  const slope = ((diagonal[first + 1] as number) - top) / (2 * coupling);
  const root = Math.hypot(slope, 1);
  let bulge = (diagonal[last] as number) - top + coupling / (slope + (slope < 0 ? -root : root));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let i = last - 1; i >= first; i -= 1) {
    const rotatedOut = sine * (offDiagonal[i] as number);
    const kept = cosine * (offDiagonal[i] as number);
    const length = Math.hypot(rotatedOut, bulge);
    offDiagonal[i + 1] = length;
    if (length === 0) {
      // The matrix falls apart here: the rest is taken up by the next sweep.
      diagonal[i + 1] = (diagonal[i + 1] as number) - shift;
      offDiagonal[last] = 0;
      return;
    }
    sine = rotatedOut / length;
    cosine = bulge / length;
    const lower = (diagonal[i + 1] as number) - shift;
    const turned = ((diagonal[i] as number) - lower) * sine + 2 * cosine * kept;
    shift = sine * turned;
    diagonal[i + 1] = lower + shift;
    bulge = cosine * turned - kept;
    rotateRows(vectors, size, i, cosine, sine);
  }
  diagonal[first] = (diagonal[first] as number) - shift;
  offDiagonal[first] = bulge;
  offDiagonal[last] = 0;
}

function rotateRows(vectors: Float64Array, size: number, row: number, cosine: number, sine: number): void {
  const upper = row * size;
  const lower = upper + size;
  for (let k = 0; k < size; k += 1) {
    const above = vectors[upper + k] as number;
    const below = vectors[lower + k] as number;
    vectors[lower + k] = sine * above + cosine * below;
    vectors[upper + k] = cosine * above - sine * below;
  }
}

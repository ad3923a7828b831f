/** Complex numbers of a square, row by row. */
export interface ComplexSquare {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

export function emptySquare(side: number): ComplexSquare {
  return { real: new Float64Array(side * side), imaginary: new Float64Array(side * side) };
}

/**
 * Fourier transforms of squares, in place, without a factor, and transposed: of a product of two transforms, the transform is no longer so. The inverse
 * transform is the same with real and imaginary parts exchanged, before and after.
 *
 * All columns are transformed at once by J. W. Cooley and J. W. Tukey's algorithm of base two: they lie beside each other.
 */
export class SquareTransform {
  readonly #side: number;
  readonly #reversed: Uint16Array;
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;

  /** @param side a power of two */
  constructor(side: number) {
    this.#side = side;
    const bits = Math.log2(side);
    this.#reversed = Uint16Array.from({ length: side }, (_, place) => {
      let turned = 0;
      for (let bit = 0; bit < bits; bit += 1) turned |= ((place >> bit) & 1) << (bits - 1 - bit);
      return turned;
    });
    this.#cosines = Float64Array.from({ length: side / 2 }, (_, step) => Math.cos((2 * Math.PI * step) / side));
    this.#sines = Float64Array.from({ length: side / 2 }, (_, step) => -Math.sin((2 * Math.PI * step) / side));
  }

  transform(square: ComplexSquare): void {
    this.#columns(square);
    this.#transpose(square.real);
    this.#transpose(square.imaginary);
    this.#columns(square);
  }

  #columns(square: ComplexSquare): void {
    const side = this.#side;
    const { real, imaginary } = square;
    for (let row = 0; row < side; row += 1) {
      const other = this.#reversed[row] as number;
      if (other <= row) continue;
      exchangeRows(real, row * side, other * side, side);
      exchangeRows(imaginary, row * side, other * side, side);
    }
    for (let half = 1; half < side; half *= 2) {
      const step = side / (2 * half);
      for (let index = 0; index < half; index += 1) {
        const cosine = this.#cosines[index * step] as number;
        const sine = this.#sines[index * step] as number;
        for (let first = index; first < side; first += 2 * half) {
          butterflies(square, side, first * side, (first + half) * side, cosine, sine);
        }
      }
    }
  }

  #transpose(values: Float64Array): void {
    const side = this.#side;
    for (let row = 1; row < side; row += 1) {
      for (let column = 0; column < row; column += 1) {
        const one = row * side + column;
        const two = column * side + row;
        const kept = values[one] as number;
        values[one] = values[two] as number;
        values[two] = kept;
      }
    }
  }
}

function exchangeRows(values: Float64Array, one: number, two: number, side: number): void {
  for (let column = 0; column < side; column += 1) {
    const kept = values[one + column] as number;
    values[one + column] = values[two + column] as number;
    values[two + column] = kept;
  }
}

/** Of the rows that begin at `even` and `odd`. */
function butterflies(
  { real, imaginary }: ComplexSquare,
  side: number,
  even: number,
  odd: number,
  cosine: number,
  sine: number,
): void {
  for (let column = 0; column < side; column += 1) {
    const oddReal = real[odd + column] as number;
    const oddImaginary = imaginary[odd + column] as number;
    const turnedReal = oddReal * cosine - oddImaginary * sine;
    const turnedImaginary = oddReal * sine + oddImaginary * cosine;
    const evenReal = real[even + column] as number;
    const evenImaginary = imaginary[even + column] as number;
    real[even + column] = evenReal + turnedReal;
    imaginary[even + column] = evenImaginary + turnedImaginary;
    real[odd + column] = evenReal - turnedReal;
    imaginary[odd + column] = evenImaginary - turnedImaginary;
  }
}

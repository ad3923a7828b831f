/** What every command of the ablation may be told. */
export interface AblationOptions {
  /** Target false-reject rate. */
  readonly target: number;
  /** How many good images are fitted on, each number in turn; each command has its default. */
  readonly images: readonly number[] | undefined;
  /** Which shares of bad images are put among the good ones. */
  readonly shares: readonly number[] | undefined;
  /** How many fits of each number; each command has its default. */
  readonly fits: number | undefined;
}

/** The head of a Markdown table. */
export function printHead(name: string, cells: readonly string[]): void {
  printRow(name, cells);
  printRow(
    '---',
    cells.map(() => '---'),
  );
}

export function printRow(name: string, cells: readonly string[]): void {
  console.log(`| ${[name, ...cells].join(' | ')} |`);
}

/** A share in per cent, without the sign. */
export function percent(share: number, digits = 0): string {
  return (100 * share).toFixed(digits);
}

import type { Spread } from './measure/statistics.ts';

type NumberText = (value: number) => string;

export const msText: NumberText = (ms) => `${ms.toFixed(1)} ms`;
export const preciseMsText: NumberText = (ms) => `${ms.toFixed(2)} ms`;
export const ratioText: NumberText = (ratio) => ratio.toFixed(2);
export const perSecondText: NumberText = (rate) => rate.toFixed(1);
export const bytesText: NumberText = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/** "1.04 (1.01 to 1.10)" */
export function spreadText({ median, minimum, maximum }: Spread, text: NumberText): string {
  return `${text(median)} (${text(minimum)} to ${text(maximum)})`;
}

/** "at most 1.08: met" */
export function targetText(value: number, atMost: number, text: NumberText): string {
  return `at most ${text(atMost)}: ${value <= atMost ? 'met' : '**missed**'}`;
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

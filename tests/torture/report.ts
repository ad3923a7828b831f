import type { Outcome } from './outcome.ts';

/** One part of the suite that has run. */
export interface PartReport {
  readonly name: string;
  readonly seconds: number;
  readonly outcome: Outcome;
}

/** What was tried, as a table, and below it everything that is not as it should be. */
export function reportText(parts: readonly PartReport[], heading: string): string {
  const tables = parts.flatMap(({ name, seconds, outcome }) => [
    '',
    `${name} (${Math.round(seconds)} s): ${outcome.failures.length === 0 ? 'all is well' : `${outcome.failures.length} FAILURES`}`,
    ...table(outcome.summary),
    ...(outcome.skipped ?? []).map((reason) => `  skipped: ${reason}`),
    ...outcome.failures.map((failure) => `  FAILED: ${failure}`),
  ]);
  return [heading, ...tables, ''].join('\n');
}

function table(summary: Outcome['summary']): string[] {
  const rows = Object.entries(summary).map(([label, value]) => [label, String(value)] as const);
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`);
}

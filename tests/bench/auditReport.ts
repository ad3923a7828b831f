import type { AuditFigures } from './sections/audit.ts';
import { msText, preciseMsText, ratioText, spreadText, table, targetText } from './text.ts';

const TARGETS = { commit: 1.05, pageMs: 50 };

export function auditSection({ commit, processor, entries, pages }: AuditFigures): string {
  const costs = Object.entries({ 'committed to the disk': commit, 'processor time': processor }).map(
    ([name, { first, second, ratio }]) => [
      name,
      spreadText(second, preciseMsText),
      spreadText(first, preciseMsText),
      spreadText(ratio, ratioText),
      name === 'processor time' ? '-' : targetText(ratio.median, TARGETS.commit, ratioText),
    ],
  );
  const rows = Object.entries(pages).map(([name, spread]) => [
    name,
    spreadText(spread, preciseMsText),
    targetText(spread.median, TARGETS.pageMs, msText),
  ]);
  return `## The audit chain

Milliseconds a record that is committed by itself, ledger and sums included, without its entry in the audit chain and with it.

${table(['', 'without', 'with', 'ratio', 'target'], costs)}

Milliseconds a page of a hundred entries, of a chain of ${entries.toLocaleString('en-GB')}.

${table(['filter', 'page', 'target'], rows)}`;
}

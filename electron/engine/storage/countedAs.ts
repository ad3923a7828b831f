/** The first view of a part stands for the part: with its verdict, and with what was decided about it. */
const VERDICT = 'COALESCE((SELECT part.verdict FROM part WHERE part.number = inspection.sequence), inspection.verdict)';

/**
 * How a row of `inspection` counts, as columns of a query: its verdict, what was decided last where it did not pass, and `uncounted`, which is 1 for a view of a part that
 * counts under the number of its first view, or that waits for a view.
 */
export function countedAs(verdict: string, decision: string): string {
  return `${VERDICT} AS ${verdict},
    CASE WHEN ${VERDICT} = 'pass' THEN NULL
      WHEN EXISTS (SELECT 1 FROM part WHERE part.number = inspection.sequence)
        THEN (SELECT part.decision FROM part WHERE part.number = inspection.sequence)
      ELSE (SELECT made.decision FROM disposition AS made WHERE made.inspection = inspection.sequence ORDER BY made.id DESC LIMIT 1)
    END AS ${decision},
    COALESCE((SELECT part_view.part <> part_view.record OR part.verdict IS NULL
      FROM part_view JOIN part ON part.number = part_view.part WHERE part_view.record = inspection.sequence), 0) AS uncounted`;
}

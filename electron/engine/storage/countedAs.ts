import { BYPASSED_CODE } from '../../../shared/domain/index.ts';

/** The first view of a part stands for the part: with its verdict, and with what was decided about it. */
const VERDICT = 'COALESCE((SELECT part.verdict FROM part WHERE part.number = inspection.sequence), inspection.verdict)';

/** What holds about the record of this number, as an expression of a query: the newest decision; null where there is none, or it was taken back. */
export function decisionOf(number: string): string {
  return `NULLIF((SELECT made.decision FROM disposition AS made WHERE made.inspection = ${number} ORDER BY made.id DESC LIMIT 1), 'undecided')`;
}

/**
 * How a row of `inspection` counts, as columns of a query: its verdict, what was decided last where it did not pass, and `uncounted`, which is 1 for a view of a part that
 * counts under the number of its first view, or that waits for a view.
 */
export function countedAs(verdict: string, decision: string): string {
  return `${VERDICT} AS ${verdict},
    CASE WHEN ${VERDICT} = 'pass' THEN NULL
      WHEN EXISTS (SELECT 1 FROM part WHERE part.number = inspection.sequence)
        THEN (SELECT part.decision FROM part WHERE part.number = inspection.sequence)
      ELSE ${decisionOf('inspection.sequence')}
    END AS ${decision},
    COALESCE((SELECT part_view.part <> part_view.record OR part.verdict IS NULL
      FROM part_view JOIN part ON part.number = part_view.part WHERE part_view.record = inspection.sequence), 0) AS uncounted`;
}

/** Why a row of `inspection` was not judged, as a column of a query; a part of several views was by-passed as soon as one of them was. */
export function countedErrorAs(name: string): string {
  return `CASE WHEN ${hasBypassedView('inspection.sequence')} THEN '${BYPASSED_CODE}' ELSE inspection.error_code END AS ${name}`;
}

/** Whether a view of the part of this number was by-passed, as a condition of a query. */
export function hasBypassedView(number: string): string {
  return `EXISTS (SELECT 1 FROM part_view AS shown JOIN inspection AS view ON view.sequence = shown.record
    WHERE shown.part = ${number} AND shown.replaced_by IS NULL AND view.error_code = '${BYPASSED_CODE}')`;
}

import { inspectionIdSchema } from '../../../shared/domain/index.ts';
import type { Kernel } from '../kernel/index.ts';
import { type DispositionRow, dispositionObject, saidOf } from '../storage/index.ts';

/** Writes entries for the dispositions that were read from a damaged database without those that told of them: from now on they can be proven again. */
export function adoptDispositions({ database, audit }: Pick<Kernel, 'database' | 'audit'>): void {
  const waiting = database.prepare<DispositionRow & { readonly record: string }>(
    `SELECT disposition.*, inspection.id AS record FROM disposition JOIN inspection ON inspection.sequence = disposition.inspection
     WHERE entry = 0 ORDER BY disposition.id`,
  );
  const prove = database.prepare('UPDATE disposition SET entry = ? WHERE id = ?');
  database.transaction(() => {
    for (const { record, ...row } of waiting.all()) {
      const object = dispositionObject(inspectionIdSchema.parse(record));
      prove.run(audit.observed({ action: 'disposition.adopted', object, new: saidOf(row) }), row.id);
    }
  });
}

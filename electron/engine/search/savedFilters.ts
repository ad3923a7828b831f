import { z } from 'zod';
import type { SavedFilter } from '../../../shared/contract/index.ts';
import { recordFilterSchema, recordOrderSchema, SigmalineError } from '../../../shared/domain/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { Statement } from '../storage/index.ts';

/** A longer list is not looked through. */
const MOST = 50;

const rowSchema = z.object({
  id: z.number(),
  name: z.string(),
  filter: z.string().transform((json) => recordFilterSchema.parse(JSON.parse(json))),
  order: z.string().transform((json) => recordOrderSchema.parse(JSON.parse(json))),
});

/** Filters that people gave a name; everybody at the station has the same. */
export class SavedFilters {
  readonly #kernel: Pick<Kernel, 'database' | 'audit'>;
  readonly #all: Statement<z.input<typeof rowSchema>>;

  constructor(kernel: Pick<Kernel, 'database' | 'audit'>) {
    this.#kernel = kernel;
    this.#all = kernel.database.prepare('SELECT id, name, filter, "order" FROM saved_filter ORDER BY name');
  }

  list(): SavedFilter[] {
    return this.#all.all().map((row) => rowSchema.parse(row));
  }

  /** One of the same name is replaced. @throws SigmalineError `filters.too-many`, `storage.*` */
  save({ name, filter, order }: Omit<SavedFilter, 'id'>): SavedFilter[] {
    const known = this.list();
    const old = known.find((saved) => saved.name === name) ?? null;
    if (old === null && known.length >= MOST) throw new SigmalineError('filters.too-many', { count: known.length });
    const { database, audit } = this.#kernel;
    database.transaction(() => {
      database
        .prepare(
          `INSERT INTO saved_filter (name, filter, "order") VALUES (?, ?, ?)
           ON CONFLICT (name) DO UPDATE SET filter = excluded.filter, "order" = excluded."order"`,
        )
        .run(name, JSON.stringify(filter), JSON.stringify(order));
      const before = old && { filter: old.filter, order: old.order };
      audit.append({
        action: 'filter.saved',
        object: { kind: 'filter', id: name },
        old: before,
        new: { filter, order },
      });
    });
    return this.list();
  }

  /** One that is gone already stays gone. @throws SigmalineError `storage.*` */
  remove(id: number): SavedFilter[] {
    const { database, audit } = this.#kernel;
    const known = this.list().find((saved) => saved.id === id);
    if (known === undefined) return this.list();
    const { name, filter, order } = known;
    database.transaction(() => {
      database.prepare('DELETE FROM saved_filter WHERE id = ?').run(id);
      audit.append({ action: 'filter.removed', object: { kind: 'filter', id: name }, old: { filter, order } });
    });
    return this.list();
  }
}

import type { AuditItem, RequestInput } from '../../../../shared/contract/index.ts';
import type { StationConnection } from '../../lib/connection/index.ts';
import { PagedList } from '../../lib/pagedList.svelte.ts';

export type AuditFilter = NonNullable<RequestInput<'audit.page'>['filter']>;

const PAGE = 100;

/** The entries that a filter lets through, the newest first. */
export function createEntries(connection: StationConnection): PagedList<AuditFilter, AuditItem> {
  return new PagedList(
    (filter, last) => connection.request('audit.page', { before: last?.sequence ?? null, limit: PAGE, filter }),
    PAGE / 4,
  );
}

import {
  EVERY_RECORD,
  type InspectionId,
  inspectionIdSchema,
  type RecordFilter,
  type RecordOrder,
  recordFilterSchema,
  recordOrderSchema,
} from '../../../../shared/domain/index.ts';

export type RecordsView = 'table' | 'grid' | 'trend';

/** What the screen of the records shows. */
export interface RecordsQuery {
  readonly filter: RecordFilter;
  readonly order: RecordOrder;
  readonly view: RecordsView;
  /** The record that is open; null for the list. */
  readonly opened: InspectionId | null;
}

const NEWEST_FIRST: RecordOrder = { by: 'time', descending: true };
const VIEWS: readonly RecordsView[] = ['table', 'grid', 'trend'];

/** What an address asks for; what cannot be understood in it asks for nothing. */
export function queryIn(text: string): RecordsQuery {
  const parameters = new URLSearchParams(text);
  const filter = recordFilterSchema.safeParse(json(parameters.get('filter')) ?? {});
  const order = recordOrderSchema.safeParse(json(parameters.get('order')));
  const opened = inspectionIdSchema.safeParse(parameters.get('record'));
  return {
    filter: filter.success ? filter.data : EVERY_RECORD,
    order: order.success ? order.data : NEWEST_FIRST,
    view: VIEWS.find((view) => view === parameters.get('view')) ?? 'table',
    opened: opened.success ? opened.data : null,
  };
}

/** The same as an address holds it: only what is not as usual. */
export function textOf({ filter, order, view, opened }: RecordsQuery): string {
  const asked = Object.entries(filter).filter(([, value]) => !asksNothing(value));
  const parameters = new URLSearchParams();
  if (asked.length > 0) parameters.set('filter', JSON.stringify(Object.fromEntries(asked)));
  if (order.by !== 'time' || !order.descending) parameters.set('order', JSON.stringify(order));
  if (view !== 'table') parameters.set('view', view);
  if (opened !== null) parameters.set('record', opened);
  return parameters.toString();
}

export function asksNothing(value: RecordFilter[keyof RecordFilter]): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function json(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

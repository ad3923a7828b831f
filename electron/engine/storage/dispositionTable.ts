import {
  type Decision,
  type Disposition,
  dispositionSchema,
  heldBy,
  type InspectionId,
} from '../../../shared/domain/index.ts';
import type { AuditObject } from './auditChain.ts';
import type { Statement, StationDatabase } from './database.ts';

/** What people decided, as its table holds it: region and signature are JSON. */
export interface DispositionRow {
  readonly id: number;
  /** The number of the record. */
  readonly inspection: number;
  readonly at: string;
  readonly person: string | null;
  readonly name: string | null;
  readonly role: string | null;
  readonly decision: string;
  readonly reason: string;
  readonly comment: string | null;
  readonly defect: string | null;
  readonly region: string | null;
  readonly together: number;
  readonly entry: number;
  readonly signature: string | null;
}

export const DISPOSITION_COLUMNS: readonly (keyof DispositionRow)[] = [
  ...(['id', 'inspection', 'at', 'person', 'name', 'role', 'decision', 'reason'] as const),
  ...(['comment', 'defect', 'region', 'together', 'entry', 'signature'] as const),
];

const COLUMNS = DISPOSITION_COLUMNS.join(', ');

interface Said {
  readonly decision: Decision;
  readonly reason: string;
}

/** The table of dispositions: the newest of a record holds, and none is ever changed. */
export class DispositionTable {
  readonly #newest: Statement<DispositionRow>;
  readonly #history: Statement<DispositionRow>;
  readonly #last: Statement<{ id: number }>;
  readonly #lately: Statement<Said>;
  readonly #insert: Statement<never>;

  constructor(database: StationDatabase) {
    const ofRecord = `SELECT ${COLUMNS} FROM disposition WHERE inspection = ? ORDER BY id`;
    this.#newest = database.prepare(`${ofRecord} DESC LIMIT 1`);
    this.#history = database.prepare(ofRecord);
    this.#last = database.prepare('SELECT COALESCE(MAX(id), 0) AS id FROM disposition');
    this.#lately = database.prepare(
      "SELECT decision, reason FROM disposition WHERE decision <> 'undecided' ORDER BY id DESC LIMIT ?",
    );
    this.#insert = database.prepare(
      `INSERT INTO disposition (${COLUMNS}) VALUES (${DISPOSITION_COLUMNS.map((name) => `:${name}`).join(', ')})`,
    );
  }

  /** What holds; null where nobody has decided, or the newest decision was taken back. @param inspection the number of the record */
  newestOf(inspection: number): (Disposition & Said) | null {
    const row = this.#newest.get(inspection);
    const newest = row === undefined ? null : dispositionIn(row);
    const decision = newest === null ? null : heldBy(newest.decision);
    return newest === null || decision === null ? null : { ...newest, decision };
  }

  /** The oldest first. */
  historyOf(inspection: number): Disposition[] {
    return this.#history.all(inspection).map(dispositionIn);
  }

  /** The id of the newest of all; 0 where there is none. */
  last(): number {
    return this.#last.get()?.id ?? 0;
  }

  /** The newest decisions of all, the newest first, without those that take one back. */
  lately(limit: number): Said[] {
    return this.#lately.all(limit);
  }

  /** To be called in the transaction of its entry. */
  add(row: DispositionRow): void {
    this.#insert.run({ ...row });
  }
}

/** A row was written from a disposition, so its values are those of one. */
export function dispositionIn({ region, signature, inspection: _, ...row }: DispositionRow): Disposition {
  const parsed = (text: string | null): unknown => (text === null ? null : (JSON.parse(text) as unknown));
  return dispositionSchema.parse({ ...row, region: parsed(region), signature: parsed(signature) });
}

/** What an entry of the audit chain says of a disposition: its row but for the entry's own number, and nothing of columns that are null (docs/audit-format.md). */
export function saidOf({
  region,
  signature,
  ...row
}: Omit<DispositionRow, 'entry'>): Readonly<Record<string, unknown>> {
  const said = {
    ...row,
    entry: null,
    region: region === null ? null : (JSON.parse(region) as unknown),
    signature: signature === null ? null : (JSON.parse(signature) as unknown),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null));
}

/** What an entry about a record's disposition names: not the record itself, whose own entry is found by that. */
export function dispositionObject(id: InspectionId): AuditObject {
  return { kind: 'disposition', id };
}

import { recordHash } from '../../audit/index.ts';
import type { StationDatabase } from '../storage/index.ts';
import { AuditPages, type PageRequest } from './pages.ts';
import { type RecordName, RecordPlaces } from './recordPlace.ts';

/** What the chain keeps of a record. */
export interface HashedRecord {
  readonly number: number;
  readonly id: string;
  readonly verdict: string;
  readonly record: string;
}

type Row = Readonly<Record<string, string | number | null>>;

/** What the reader's thread is asked about the audit chain. */
export function auditQueries(database: StationDatabase) {
  const pages = new AuditPages(database);
  const places = new RecordPlaces(database);
  const records = database.prepare<Row>(
    'SELECT * FROM inspection WHERE sequence > :after AND sequence <= :upTo ORDER BY sequence LIMIT :limit',
  );
  return {
    'audit.page': (asked: PageRequest) => pages.page(asked),
    'audit.choices': (_: null) => pages.choices(),
    'audit.placeOf': (record: RecordName) => places.of(record),
    'audit.verifyRecord': (record: RecordName) => places.verify(record),
    'audit.hashed': (asked: { after: number; upTo: number; limit: number }): HashedRecord[] =>
      records.all(asked).map((row) => ({
        number: Number(row.sequence),
        id: String(row.id),
        verdict: String(row.verdict),
        record: recordHash(row),
      })),
  };
}

export type AuditQueries = ReturnType<typeof auditQueries>;

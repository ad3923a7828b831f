import {
  type DowntimePeriod,
  downtimePeriodSchema,
  type SourceId,
  type TimeSpan,
} from '../../../shared/domain/index.ts';
import type { StationDatabase } from '../storage/index.ts';

const PERIOD = 'source AS sourceId, source_name AS sourceName, reason, began_at AS began, ended_at AS ended';
const IN_SPAN = 'began_at < :to AND (ended_at IS NULL OR ended_at > :from)';

/** The table of the times in which sources did not inspect. */
export class DowntimePeriods {
  readonly #database: StationDatabase;

  constructor(database: StationDatabase) {
    this.#database = database;
  }

  /** To be called in a transaction. */
  open({ sourceId, sourceName, reason, began }: DowntimePeriod): void {
    this.#database
      .prepare('INSERT INTO downtime (source, source_name, reason, began_at) VALUES (?, ?, ?, ?)')
      .run(sourceId, sourceName, reason, began);
  }

  /** Ends what goes on of a source. To be called in a transaction. */
  close(sourceId: SourceId, ended: string): void {
    this.#database
      .prepare('UPDATE downtime SET ended_at = max(began_at, ?) WHERE source = ? AND ended_at IS NULL')
      .run(ended, sourceId);
  }

  /** What goes on. */
  running(): DowntimePeriod[] {
    return this.#read(`SELECT ${PERIOD} FROM downtime WHERE ended_at IS NULL`, {});
  }

  /** When the last one of a source ended or, if it goes on, began; null where there was none. */
  lastOf(sourceId: SourceId): string | null {
    const row = this.#database
      .prepare<{ at: string }>(
        'SELECT coalesce(ended_at, began_at) AS at FROM downtime WHERE source = ? ORDER BY began_at DESC, id DESC LIMIT 1',
      )
      .get(sourceId);
    return row?.at ?? null;
  }

  /** Those that lie in a span, whole or in part, the newest first. */
  within(
    span: TimeSpan,
    { sourceId, limit = -1 }: { readonly sourceId?: SourceId | undefined; readonly limit?: number } = {},
  ) {
    const ofSource = sourceId === undefined ? '' : 'source = :sourceId AND';
    return this.#read(
      `SELECT ${PERIOD} FROM downtime WHERE ${ofSource} ${IN_SPAN} ORDER BY began_at DESC, id DESC LIMIT :limit`,
      { from: span.from, to: span.to, limit, ...(sourceId !== undefined && { sourceId }) },
    );
  }

  /** When the station was last known to run; null where it never was. */
  aliveAt(): string | null {
    return this.#database.prepare<{ at: string }>('SELECT at FROM station_alive').get()?.at ?? null;
  }

  setAlive(at: string): void {
    this.#database
      .prepare('INSERT INTO station_alive (id, at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at')
      .run(at);
  }

  #read(sql: string, parameters: Readonly<Record<string, string | number>>): DowntimePeriod[] {
    return this.#database
      .prepare(sql)
      .all(parameters)
      .map((row) => downtimePeriodSchema.parse(row));
  }
}

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { OutboxItem } from '../driver.ts';
import { isRefusal } from './plantDatabase.ts';
import { type Copy, copiesOf, stationStatement, stationValues } from './rows.ts';
import { quoted } from './tables.ts';

/** A text that no encoding has: half of a pair. Copied, it would be another text than the one that was hashed. */
class HalfPair extends Error {}

/** Tables that take no `COPY`: with row security, or a view in the place of one. */
const NO_COPY = /^(0A000|42809)$/;

/**
 * Copies messages that follow all that the database has of their station, in one transaction: all of them or nothing. Three times as many a second as by statements, which
 * have to look for what is there already.
 *
 * @returns whether they were copied; where not, nothing is changed, and the statement for a batch says what is wrong, if anything is
 * @throws what the server says that is no refusal of a row
 */
export async function copyNew(client: pg.Client, schema: string, items: readonly OutboxItem[]): Promise<boolean> {
  const [first] = items;
  if (first === undefined) return true;
  const { sequence, station } = first.message;
  await client.query('BEGIN');
  try {
    // Whoever else writes for this station waits until it is committed.
    const known = await client.query<{ last_entry: string }>(
      `SELECT last_entry FROM ${quoted(schema)}.station WHERE station_id = $1 FOR UPDATE`,
      [station.id],
    );
    const last = known.rows[0]?.last_entry;
    const isNew = last !== undefined && Number(last) < sequence;
    if (isNew) {
      for (const copy of copiesOf(schema, items))
        await pipeline(Readable.from(bytesOf(copy)), client.query(copyFrom(copy.statement)));
      await client.query(stationStatement(schema), stationValues(items));
    }
    await client.query('COMMIT');
    return isNew;
  } catch (thrown) {
    const isForStatement = thrown instanceof HalfPair || isRefusal(thrown) || isNoCopy(thrown);
    if (!isForStatement) throw thrown;
    await client.query('ROLLBACK');
    return false;
  }
}

const isNoCopy = (thrown: unknown): boolean => thrown instanceof pg.DatabaseError && NO_COPY.test(thrown.code ?? '');

async function* bytesOf({ pieces }: Copy): AsyncGenerator<Buffer> {
  for (const piece of pieces()) {
    if (!piece.isWellFormed()) throw new HalfPair();
    yield Buffer.from(piece);
    await yieldToOthers();
  }
}

import { z } from 'zod';
import { BYPASSED_CODE, connectionIdSchema, connectionSettingsSchema } from '../../../shared/domain/index.ts';
import { NOBODY, readBody } from '../../audit/index.ts';
import { inserter, isAccepted, type Row, readable, rowsOf } from './damagedRows.ts';
import { openDamagedConnection, type StationDatabase } from './database.ts';

/** What the line's people did after the backup and could still be read. */
export interface LineSalvage {
  readonly bypasses: number;
  readonly notes: number;
  /** Made, changed or removed. */
  readonly connections: number;
}

/**
 * Takes over parts of several views that changed after the restored database was backed up. To be called in the transaction that takes over their records.
 *
 * @param numberOf the number that a record has now; undefined where it could not be read
 */
export function salvageParts(
  damaged: StationDatabase,
  restored: StationDatabase,
  numberOf: (number: number) => number | undefined,
): void {
  const { change = 0, record = 0 } =
    restored
      .prepare<{ change: number; record: number }>(
        `SELECT (SELECT COALESCE(MAX(change), 0) FROM part) AS change, (SELECT COALESCE(MAX(record), 0) FROM part_view) AS record`,
      )
      .get() ?? {};
  const [insertPart, insertView] = [inserter(restored, 'part'), inserter(restored, 'part_view')];
  const judge = restored.prepare(
    'UPDATE part SET state = :state, verdict = :verdict, decision = :decision, change = :change, reopened = :reopened WHERE number = :number',
  );
  const replace = restored.prepare('UPDATE part_view SET replaced_by = :by WHERE record = :record');
  const known = restored.prepare<{ number: number }>('SELECT number FROM part WHERE number = ?');
  let taken = 0;
  // What was decided about a part is no change of it: whatever did not pass is looked at.
  for (const row of rowsOf(damaged, 'part', `change > :change OR verdict <> 'pass'`, { change })) {
    const number = numberOf(Number(row.number));
    // Without its first record a part has no number: its other views are parts of their own.
    if (number === undefined) continue;
    const { state = null, verdict = null, decision = null, reopened = 0 } = row;
    const isKnown = known.get(number) !== undefined;
    const isTaken = isAccepted(() => {
      if (isKnown) judge.run({ number, state, verdict, decision, reopened, change: row.change ?? 0 });
      else insertPart({ ...row, number });
    });
    if (isTaken) taken += 1;
  }
  for (const row of rowsOf(damaged, 'part_view', 'record > :record OR replaced_by > :record', { record })) {
    const [view, part] = [numberOf(Number(row.record)), numberOf(Number(row.part))];
    if (view === undefined || part === undefined || known.get(part) === undefined) continue;
    const by = (row.replaced_by ?? null) === null ? null : (numberOf(Number(row.replaced_by)) ?? null);
    if (Number(row.record) > record) isAccepted(() => insertView({ ...row, record: view, part, replaced_by: by }));
    else replace.run({ by, record: view });
  }
  const { id = 0 } = restored.prepare<{ id: number }>('SELECT COALESCE(MAX(id), 0) AS id FROM views_rule').get() ?? {};
  const insertRule = inserter(restored, 'views_rule');
  for (const row of rowsOf(damaged, 'views_rule', 'id > :id', { id })) isAccepted(() => insertRule(row));
  // Whoever keeps the sums of records counts them anew.
  if (taken > 0) restored.execute('UPDATE summed_records SET up_to = 0');
}

/**
 * Takes over by-passes, notes for the next shift and connections from after the backup, once records and chain are there: from the damaged tables, and what cannot be read there from
 * the entries that tell of it.
 *
 * @param before the number of the last record of the backup
 */
export function salvageLine(damagedFile: string, restored: StationDatabase, before: number): LineSalvage {
  return restored.transaction(() => {
    const damaged = opened(damagedFile);
    try {
      const rows = (table: string): Row[] => (damaged === null ? [] : rowsOf(damaged, table));
      const bypasses = takeBypasses([...rows('bypass'), ...bypassesTold(restored)], restored);
      countBypassed(restored, before);
      const notes = takeNotes(rows('handover_note'), rows('handover_read'), restored);
      return { bypasses, notes, connections: takeConnections(rows('connection'), restored) };
    } finally {
      damaged?.close();
    }
  });
}

function opened(damagedFile: string): StationDatabase | null {
  try {
    return openDamagedConnection(damagedFile);
  } catch {
    return null;
  }
}

/** One that is there already may have ended since. Their parts are counted from the records. */
function takeBypasses(rows: readonly Row[], restored: StationDatabase): number {
  const insert = inserter(restored, 'bypass');
  const known = restored.prepare('SELECT id FROM bypass WHERE id = ?');
  const end = restored.prepare(
    'UPDATE bypass SET ended_at = :at, ended_by = :by, ended_early = :early WHERE id = :id AND ended_at IS NULL',
  );
  let taken = 0;
  for (const row of rows) {
    const { id = null, ended_at: at = null, ended_by: by = null, ended_early: early = 0 } = row;
    if (known.get(id) === undefined) {
      if (isAccepted(() => insert({ ...row, parts: 0 }))) taken += 1;
    } else if (at !== null) isAccepted(() => end.run({ id, at, by, early }));
  }
  return taken;
}

/** To those of the backup come the parts whose records were taken over: of several views each once. */
function countBypassed(restored: StationDatabase, before: number): void {
  restored
    .prepare(
      `UPDATE bypass SET parts = bypass.parts + found.counted FROM (
         SELECT json_extract(error_details, '$.bypass') AS id, COUNT(DISTINCT COALESCE(part, sequence)) AS counted
         FROM inspection LEFT JOIN part_view ON record = sequence
         WHERE sequence > :before AND error_code = '${BYPASSED_CODE}' AND json_valid(error_details) GROUP BY 1) AS found
       WHERE found.id = bypass.id`,
    )
    .run({ before });
}

/** Notes are numbered, and entries name them by their numbers: what the backup holds is the beginning of the same row. */
function takeNotes(notes: readonly Row[], reads: readonly Row[], restored: StationDatabase): number {
  const [insertNote, insertRead] = [inserter(restored, 'handover_note'), inserter(restored, 'handover_read')];
  const known = (table: string, key: string): Set<number> =>
    new Set(
      restored
        .prepare<{ key: number }>(`SELECT ${key} AS key FROM ${table}`)
        .all()
        .map((row) => row.key),
    );
  const told = notesTold(restored);
  const [written, read] = [known('handover_note', 'id'), known('handover_read', 'note')];
  let taken = 0;
  for (const row of [...notes, ...told.notes]) {
    const id = Number(row.id);
    if (written.has(id) || !isAccepted(() => insertNote(row))) continue;
    written.add(id);
    taken += 1;
  }
  for (const row of [...reads, ...told.reads]) {
    const note = Number(row.note);
    if (!written.has(note) || read.has(note) || !isAccepted(() => insertRead(row))) continue;
    read.add(note);
  }
  return taken;
}

const beginningSchema = z.object({
  source: z.object({ id: z.string(), name: z.string() }).nullable(),
  comment: z.string().nullable(),
  minutes: z.number().positive(),
  until: z.iso.datetime(),
});

/** What entries tell of by-passes; that of their end the station reads itself when it starts. */
function bypassesTold(restored: StationDatabase): Row[] {
  return bodies(restored, 'bypass.begun').flatMap(({ object, reason, person, name, said }) => {
    const { data } = beginningSchema.safeParse(said);
    if (data === undefined) return [];
    const { source, comment, minutes, until } = data;
    const began_at = new Date(Date.parse(until) - minutes * 60_000).toISOString();
    const of = { source: source?.id ?? null, source_name: source?.name ?? null };
    return [{ id: object, ...of, reason, comment, began_at, until_at: until, person, name, signature: null }];
  });
}

function notesTold(restored: StationDatabase): { readonly notes: Row[]; readonly reads: Row[] } {
  const notes = bodies(restored, 'handover.written').flatMap(({ object, at, person, name, said }) => {
    const { data } = z.object({ text: z.string().min(1) }).safeParse(said);
    return data === undefined ? [] : [{ id: Number(object), at, person, name, text: data.text }];
  });
  const reads = bodies(restored, 'handover.read').map(({ object, at, person, name }) => ({
    ...{ note: Number(object), at, person, name },
  }));
  return { notes, reads };
}

const toldConnectionSchema = z.object({
  name: z.string().min(1),
  isOn: z.boolean().default(false),
  settings: connectionSettingsSchema,
});
type ToldConnection = z.infer<typeof toldConnectionSchema>;

/**
 * How connections were set up last: as their entries tell, and where the damaged table can be read, as that says. How far their receivers have come is not taken over, because
 * the chain may have lost entries: what came after the backup, or after they were made, is sent again, and known by its ids.
 */
function takeConnections(rows: readonly Row[], restored: StationDatabase): number {
  const { told, removed, positions } = connectionsTold(restored);
  for (const row of rows) {
    const connection = toldConnection({ name: row.name, isOn: row.is_on === 1, settings: parsed(row.settings) });
    if (connection !== null && !removed.has(String(row.id))) told.set(String(row.id), connection);
  }
  const remove = restored.prepare('DELETE FROM connection WHERE id = ?');
  for (const id of removed) remove.run(id);
  const known = new Map(
    restored
      .prepare<Row>('SELECT id, name, is_on, settings FROM connection')
      .all()
      .map(({ id, name, is_on, settings }) => [
        String(id),
        JSON.stringify(toldConnection({ name, isOn: is_on === 1, settings: parsed(settings) })),
      ]),
  );
  const changed = [...told].filter(([id, connection]) => known.get(id) !== JSON.stringify(connection));
  // Two may have changed their names with each other.
  const free = restored.prepare('UPDATE connection SET name = id WHERE id = ?');
  for (const [id] of changed) free.run(id);
  const put = restored.prepare(
    `INSERT INTO connection (id, name, is_on, settings, position) VALUES (:id, :name, :isOn, :settings, :position)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, is_on = excluded.is_on, settings = excluded.settings`,
  );
  for (const [id, { name, isOn, settings }] of changed) {
    const row = { id, isOn: isOn ? 1 : 0, settings: JSON.stringify(settings), position: positions.get(id) ?? 0 };
    if (!isAccepted(() => put.run({ ...row, name }))) put.run({ ...row, name: `${name} ${id}` });
  }
  return changed.length + removed.size;
}

/** What entries tell of connections: of each the last one. One that was made to begin with what comes begins where it was made. */
function connectionsTold(restored: StationDatabase) {
  const told = new Map<string, ToldConnection>();
  const positions = new Map<string, number>();
  const removed = new Set<string>();
  for (const { action, sequence, object, said } of bodies(restored, ...CONNECTION_ACTIONS)) {
    const connection = toldConnection(said);
    if (!connectionIdSchema.safeParse(object).success) continue;
    if (action === 'connection.removed') {
      told.delete(object);
      removed.add(object);
    } else if (connection !== null) {
      told.set(object, connection);
      const { settings } = connection;
      const isFromNow = !('begins' in settings) || settings.begins === 'now';
      if (action === 'connection.created' && isFromNow) positions.set(object, sequence - 1);
    }
  }
  return { told, removed, positions };
}

const CONNECTION_ACTIONS = ['connection.created', 'connection.changed', 'connection.removed'] as const;

function toldConnection(said: unknown): ToldConnection | null {
  return toldConnectionSchema.safeParse(said).data ?? null;
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}

interface Told {
  readonly action: string;
  readonly sequence: number;
  readonly object: string;
  readonly at: string;
  readonly person: string | null;
  readonly name: string | null;
  readonly reason: string | null;
  readonly said: unknown;
}

type Action = 'bypass.begun' | 'handover.written' | 'handover.read' | (typeof CONNECTION_ACTIONS)[number];

/** What the entries of some actions tell, the oldest first. */
function bodies(restored: StationDatabase, ...actions: readonly Action[]): Told[] {
  const entries = restored.prepare<{ body: string }>(
    `SELECT body FROM audit_entry WHERE action IN (SELECT value FROM json_each(?)) AND action <> 'inspection.recorded' ORDER BY sequence`,
  );
  const found = readable(restored, () => entries.all(JSON.stringify(actions))) ?? [];
  return found.flatMap(({ body: text }) => {
    const read = readBody(text);
    if (read.kind !== 'read') return [];
    const { action, seq: sequence, object, at, actor, name, reason, new: said } = read.body;
    const isNobody = Object.values<string>(NOBODY).includes(actor);
    return [{ action, sequence, object: object.id, at, person: isNobody ? null : actor, name, reason, said }];
  });
}

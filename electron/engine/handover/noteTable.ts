import { type HandoverNote, handoverNoteSchema, type TimeSpan } from '../../../shared/domain/index.ts';
import type { Statement, StationDatabase } from '../storage/index.ts';

interface Row extends Omit<HandoverNote, 'read'> {
  readonly readAt: string | null;
  readonly readPerson: string | null;
  readonly readName: string | null;
}

type Act = NonNullable<HandoverNote['read']>;

const NOTES = `SELECT note.id, note.at, note.person, note.name, note.text,
    read.at AS readAt, read.person AS readPerson, read.name AS readName
  FROM handover_note AS note LEFT JOIN handover_read AS read ON read.note = note.id`;

/** The table of notes for the next shift. */
export class NoteTable {
  readonly #one: Statement<Row>;
  readonly #last: Statement<Row>;
  readonly #unread: Statement<Row>;
  readonly #insert: Statement<{ id: number }>;
  readonly #read: Statement<never>;

  constructor(database: StationDatabase) {
    this.#one = database.prepare(`${NOTES} WHERE note.id = ?`);
    this.#last = database.prepare(`${NOTES} ORDER BY note.id DESC LIMIT ?`);
    this.#unread = database.prepare(`${NOTES} WHERE read.note IS NULL ORDER BY note.id`);
    this.#insert = database.prepare(
      'INSERT INTO handover_note (at, person, name, text) VALUES (:at, :person, :name, :text) RETURNING id',
    );
    this.#read = database.prepare(
      'INSERT INTO handover_read (note, at, person, name) VALUES (:note, :at, :person, :name)',
    );
  }

  get(id: number): HandoverNote | null {
    const row = this.#one.get(id);
    return row === undefined ? null : noteIn(row);
  }

  /** The newest first. */
  last(limit: number): HandoverNote[] {
    return this.#last.all(limit).map(noteIn);
  }

  /** Those that nobody has read, the oldest first. */
  unread(): HandoverNote[] {
    return this.#unread.all().map(noteIn);
  }

  /** To be called in the transaction of its entry, as the other below. @returns its number */
  add({ at, person, name, text }: Pick<HandoverNote, 'at' | 'person' | 'name' | 'text'>): number {
    return this.#insert.get({ at, person, name, text })?.id ?? 0;
  }

  read(note: number, { at, person, name }: Act): void {
    this.#read.run({ note, at, person, name });
  }
}

/** Those that were written in a span, the oldest first. */
export function notesIn(database: StationDatabase, { from, to }: TimeSpan): HandoverNote[] {
  return database
    .prepare<Row>(`${NOTES} WHERE note.at >= ? AND note.at < ? ORDER BY note.id`)
    .all(from, to)
    .map(noteIn);
}

function noteIn({ readAt, readPerson, readName, ...note }: Row): HandoverNote {
  const read = readAt === null ? null : { at: readAt, person: readPerson, name: readName };
  return handoverNoteSchema.parse({ ...note, read });
}

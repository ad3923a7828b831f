import type { z } from 'zod';
import {
  type ConnectionId,
  type ConnectionSettings,
  connectionIdSchema,
  connectionSettingsSchema,
  type ErrorFact,
  errorFactSchema,
} from '../../../shared/domain/index.ts';
import type { Statement, StationDatabase } from '../storage/index.ts';

/** A connection as its table holds it. */
export interface KeptConnection {
  readonly id: ConnectionId;
  readonly name: string;
  readonly isOn: boolean;
  readonly settings: ConnectionSettings;
  readonly position: number;
  readonly tooOld: number;
}

export interface KeptAside {
  readonly sequence: number;
  readonly error: ErrorFact;
  readonly tries: number;
  readonly at: string;
  /** Of its audit entry. */
  readonly action: string;
  /** Of its record; null where it is about none. */
  readonly number: number | null;
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly isOn: 0 | 1;
  readonly settings: string;
  readonly position: number;
  readonly tooOld: number;
}

type AsideRow = Omit<KeptAside, 'error'> & { readonly error: string };

/** The tables of connections. */
export class ConnectionTable {
  readonly #all: Statement<Row>;
  readonly #insert: Statement<never>;
  readonly #update: Statement<never>;
  readonly #remove: Statement<never>;
  readonly #move: Statement<never>;
  readonly #addTooOld: Statement<never>;
  readonly #forgetTooOld: Statement<never>;
  readonly #setAside: Statement<never>;
  readonly #taken: Statement<never>;
  readonly #aside: Statement<AsideRow>;
  readonly #asideCounts: Statement<{ connection: string; count: number }>;
  readonly #chainLength: Statement<{ sequence: number | null }>;
  readonly #numbers: Statement<{ number: number; recipe: string }>;
  readonly #number: Statement<never>;

  constructor(database: StationDatabase) {
    this.#all = database.prepare(
      'SELECT id, name, is_on AS isOn, settings, position, too_old AS tooOld FROM connection ORDER BY name',
    );
    this.#insert = database.prepare(
      'INSERT INTO connection (id, name, is_on, settings, position) VALUES (:id, :name, 0, :settings, :position)',
    );
    this.#update = database.prepare(
      'UPDATE connection SET name = :name, is_on = :isOn, settings = :settings WHERE id = :id',
    );
    this.#remove = database.prepare('DELETE FROM connection WHERE id = ?');
    this.#move = database.prepare('UPDATE connection SET position = :position WHERE id = :id AND position < :position');
    this.#addTooOld = database.prepare('UPDATE connection SET too_old = too_old + :count WHERE id = :id');
    this.#forgetTooOld = database.prepare('UPDATE connection SET too_old = 0 WHERE id = ?');
    this.#setAside = database.prepare(
      `INSERT INTO connection_set_aside (connection, sequence, error, tries, at)
       SELECT id, :sequence, :error, :tries, :at FROM connection WHERE id = :id
       ON CONFLICT DO UPDATE SET error = excluded.error, tries = tries + excluded.tries, at = excluded.at`,
    );
    this.#taken = database.prepare('DELETE FROM connection_set_aside WHERE connection = ? AND sequence = ?');
    this.#aside = database.prepare(
      `SELECT a.sequence, a.error, a.tries, a.at, coalesce(e.action, '') AS action, i.sequence AS number
       FROM connection_set_aside a LEFT JOIN audit_entry e ON e.sequence = a.sequence
         LEFT JOIN inspection i ON e.object_kind IN ('inspection', 'disposition') AND i.id = e.object_id
       WHERE a.connection = ? ORDER BY a.sequence DESC LIMIT ?`,
    );
    this.#asideCounts = database.prepare(
      'SELECT connection, count(*) AS count FROM connection_set_aside GROUP BY connection',
    );
    this.#chainLength = database.prepare('SELECT max(sequence) AS sequence FROM audit_entry');
    this.#numbers = database.prepare('SELECT number, recipe FROM recipe_number ORDER BY number');
    this.#number = database.prepare('INSERT OR IGNORE INTO recipe_number (recipe) VALUES (?)');
  }

  all(): KeptConnection[] {
    return this.#all.all().map(({ id, isOn, settings, ...row }) => ({
      ...row,
      id: connectionIdSchema.parse(id),
      isOn: isOn === 1,
      settings: connectionSettingsSchema.parse(JSON.parse(settings)),
    }));
  }

  add({ id, name, settings, position }: Pick<KeptConnection, 'id' | 'name' | 'settings' | 'position'>): void {
    this.#insert.run({ id, name, settings: JSON.stringify(settings), position });
  }

  change({ id, name, isOn, settings }: KeptConnection): void {
    this.#update.run({ id, name, isOn: isOn ? 1 : 0, settings: JSON.stringify(settings) });
  }

  remove(id: ConnectionId): void {
    this.#remove.run(id);
  }

  /** Its receiver has what is up to here. It never goes back. */
  move(id: ConnectionId, position: number): void {
    this.#move.run({ id, position });
  }

  addTooOld(id: ConnectionId, count: number): void {
    this.#addTooOld.run({ id, count });
  }

  /** The audit chain goes on telling of them. */
  forgetTooOld(id: ConnectionId): void {
    this.#forgetTooOld.run(id);
  }

  setAside(id: ConnectionId, { sequence, error, tries, at }: Omit<KeptAside, 'action' | 'number'>): void {
    this.#setAside.run({ id, sequence, error: JSON.stringify(error), tries, at });
  }

  taken(id: ConnectionId, sequence: number): void {
    this.#taken.run(id, sequence);
  }

  /** The newest first. */
  aside(id: ConnectionId, limit: number): KeptAside[] {
    return this.#aside
      .all(id, limit)
      .map(({ error, ...row }) => ({ ...row, error: factSchema.parse(JSON.parse(error)) }));
  }

  asideCounts(): ReadonlyMap<string, number> {
    return new Map(this.#asideCounts.all().map(({ connection, count }) => [connection, count]));
  }

  chainLength(): number {
    return this.#chainLength.get()?.sequence ?? 0;
  }

  /** Recipes in the order of their numbers, from 1; new ones are given the next. */
  numbered(recipes: readonly string[]): readonly string[] {
    const known = this.#numbers.all().map(({ recipe }) => recipe);
    const fresh = recipes.filter((id) => !known.includes(id));
    for (const id of fresh) this.#number.run(id);
    return fresh.length === 0 ? known : this.#numbers.all().map(({ recipe }) => recipe);
  }
}

const factSchema: z.ZodType<ErrorFact> = errorFactSchema;

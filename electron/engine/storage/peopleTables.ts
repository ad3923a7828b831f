import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { readJsonSync, writeJsonSync } from '../../files/index.ts';
import type { Statement, StationDatabase } from './database.ts';
import { storagePlaces } from './places.ts';

const flagSchema = z.union([z.literal(0), z.literal(1)]);
const personRowSchema = z.object({
  signInId: z.string(),
  name: z.string(),
  role: z.string(),
  badge: z.string().nullable(),
  isActive: flagSchema,
  mustChange: flagSchema,
  addedAt: z.string(),
  lastSignedInAt: z.string().nullable(),
  /** Copies of before have none. */
  language: z.string().nullable().default(null),
});
export type PersonRow = z.infer<typeof personRowSchema>;

const secretRowSchema = z.object({
  signInId: z.string(),
  kind: z.enum(['pin', 'password']),
  hash: z.string(),
  since: z.string(),
});
export type SecretRow = z.infer<typeof secretRowSchema>;

const copySchema = z.object({
  people: z.array(personRowSchema),
  /** The oldest first. */
  secrets: z.array(secretRowSchema),
  policies: z.record(z.string(), z.unknown()),
});
export type PeopleCopy = z.infer<typeof copySchema>;

/** The tables of people, their secrets and the policies. */
export class PeopleTables {
  readonly #people: Statement<PersonRow>;
  readonly #write: Statement<never>;
  readonly #secrets: Statement<SecretRow>;
  readonly #addSecret: Statement<never>;
  readonly #forgetSecrets: Statement<never>;
  readonly #policies: Statement<{ name: string; value: string }>;
  readonly #writePolicy: Statement<never>;

  constructor(database: StationDatabase) {
    this.#people = database.prepare(
      `SELECT sign_in_id AS signInId, name, role, badge, is_active AS isActive, must_change AS mustChange, added_at AS addedAt,
         last_signed_in_at AS lastSignedInAt, language
       FROM person ORDER BY sign_in_id`,
    );
    this.#write = database.prepare(
      `INSERT INTO person (sign_in_id, name, role, badge, is_active, must_change, added_at, last_signed_in_at, language)
       VALUES (:signInId, :name, :role, :badge, :isActive, :mustChange, :addedAt, :lastSignedInAt, :language)
       ON CONFLICT (sign_in_id) DO UPDATE SET name = excluded.name, role = excluded.role, badge = excluded.badge,
         is_active = excluded.is_active, must_change = excluded.must_change, last_signed_in_at = excluded.last_signed_in_at,
         language = excluded.language`,
    );
    this.#secrets = database.prepare('SELECT sign_in_id AS signInId, kind, hash, since FROM person_secret ORDER BY id');
    this.#addSecret = database.prepare(
      'INSERT INTO person_secret (sign_in_id, kind, hash, since) VALUES (:signInId, :kind, :hash, :since)',
    );
    this.#forgetSecrets = database.prepare(
      `DELETE FROM person_secret WHERE sign_in_id = :signInId AND id NOT IN
         (SELECT id FROM person_secret WHERE sign_in_id = :signInId ORDER BY id DESC LIMIT :keep)`,
    );
    this.#policies = database.prepare('SELECT name, value FROM policy');
    this.#writePolicy = database.prepare(
      'INSERT INTO policy (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    );
  }

  read(): PeopleCopy {
    return {
      people: this.#people.all(),
      secrets: this.#secrets.all(),
      policies: Object.fromEntries(this.#policies.all().map(({ name, value }) => [name, JSON.parse(value) as unknown])),
    };
  }

  write(person: PersonRow): void {
    this.#write.run(person);
  }

  /** @param keep so many of the person's secrets are kept */
  addSecret(secret: SecretRow, keep: number): void {
    this.#addSecret.run(secret);
    this.#forgetSecrets.run({ signInId: secret.signInId, keep });
  }

  writePolicies(policies: PeopleCopy['policies']): void {
    for (const [name, value] of Object.entries(policies)) this.#writePolicy.run(name, JSON.stringify(value));
  }
}

/**
 * A copy of the tables beside the database, for the time when that is damaged: a station that was protected never opens by itself. It holds hashes of
 * secrets, so only its owner can read it. An open station has none.
 */
export function writePeopleCopy(dataFolder: string, copy: PeopleCopy): void {
  if (copy.people.length === 0 || isDeepStrictEqual(readPeopleCopy(dataFolder), copy)) return;
  writeJsonSync(storagePlaces(dataFolder).people, copy, 0o600);
}

/** Null where there is none, or where it cannot be read. */
export function readPeopleCopy(dataFolder: string): PeopleCopy | null {
  const found = copySchema.safeParse(readJsonSync(storagePlaces(dataFolder).people));
  return found.success ? found.data : null;
}

/** Puts people and policies as they were last into a database that was restored from a backup, which may not know all of them. */
export function takeOverPeople(restored: StationDatabase, { people, secrets, policies }: PeopleCopy): void {
  const tables = new PeopleTables(restored);
  restored.transaction(() => {
    // A badge may have gone from one person to another.
    restored.execute('DELETE FROM person_secret; UPDATE person SET badge = NULL');
    for (const person of people) tables.write(person);
    for (const secret of secrets) tables.addSecret(secret, secrets.length);
    tables.writePolicies(policies);
  });
}

import type { Migration } from '../migrate.ts';

/** A station was open for everybody before. It still is until its first person is added. */
export const people: Migration = {
  version: 240,
  sql: `
    CREATE TABLE person (
      sign_in_id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      role TEXT NOT NULL,
      badge TEXT UNIQUE,
      is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
      must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)),
      added_at TEXT NOT NULL,
      last_signed_in_at TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER person_stays BEFORE DELETE ON person
      BEGIN SELECT RAISE(ABORT, 'a person is deactivated, never deleted'); END;

    -- The newest of a person is the one that holds; older ones tell that they were used before.
    CREATE TABLE person_secret (
      id INTEGER PRIMARY KEY,
      sign_in_id TEXT NOT NULL REFERENCES person (sign_in_id),
      kind TEXT NOT NULL CHECK (kind IN ('pin', 'password')),
      -- With the parameters of its making: $scrypt$ln=17,r=8,p=1$SALT$HASH
      hash TEXT NOT NULL,
      since TEXT NOT NULL
    ) STRICT;

    CREATE INDEX person_secret_of ON person_secret (sign_in_id, id);

    -- Wrong secrets in a row, of a person or of an id that nobody has (its hash). The lock ends at a time of operation, which no clock changes.
    CREATE TABLE sign_in_attempt (
      id TEXT PRIMARY KEY,
      failures INTEGER NOT NULL,
      locks INTEGER NOT NULL,
      locked_until_lived_ms INTEGER,
      last_lived_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- One row for each policy that was ever changed. The value is JSON; what it may be, the policies' schema says.
    CREATE TABLE policy (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL CHECK (json_valid(value))
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX audit_signature_of ON audit_entry (object_kind, object_id, sequence) WHERE action = 'signature.made';
  `,
};

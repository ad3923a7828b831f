import type { Migration } from '../migrate.ts';

/** The audit chain: what was recorded and done, each entry bound by hash to the one before. */
export const auditChain: Migration = {
  version: 231,
  sql: `
    CREATE TABLE audit_entry (
      sequence INTEGER PRIMARY KEY,
      -- All that the entry says, as canonical JSON (RFC 8785). The columns below repeat some of it for filters.
      body TEXT NOT NULL,
      -- SHA-256 of the body.
      hash BLOB NOT NULL CHECK (length(hash) = 32),
      at TEXT NOT NULL,
      action TEXT NOT NULL,
      actor TEXT NOT NULL,
      object_kind TEXT NOT NULL,
      object_id TEXT NOT NULL
    ) STRICT;

    -- Nearly all entries are inspections: they are found by their order and by their numbers, and cost the others' indexes nothing.
    CREATE INDEX audit_entry_action ON audit_entry (action, sequence) WHERE action <> 'inspection.recorded';
    CREATE INDEX audit_entry_actor ON audit_entry (actor, sequence) WHERE action <> 'inspection.recorded';
    CREATE INDEX audit_entry_object ON audit_entry (object_kind, object_id, sequence) WHERE action <> 'inspection.recorded';

    CREATE TRIGGER audit_entry_is_never_changed BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'an entry of the audit chain is never changed'); END;

    CREATE TRIGGER audit_entry_is_never_deleted BEFORE DELETE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'an entry of the audit chain is never deleted'); END;

    CREATE TRIGGER audit_entry_has_no_gap BEFORE INSERT ON audit_entry
    WHEN NEW.sequence <> (SELECT COALESCE(MAX(sequence), 0) + 1 FROM audit_entry)
    BEGIN SELECT RAISE(ABORT, 'the audit chain has no gap'); END;

    -- The nodes of the Merkle tree (RFC 6962) over complete blocks of 256 entries, level 8, and above: its head never needs the whole chain.
    CREATE TABLE audit_node (
      level INTEGER NOT NULL,
      position INTEGER NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 32),
      -- Between which times the entries below it lie, as the clock had them.
      earliest TEXT NOT NULL,
      latest TEXT NOT NULL,
      PRIMARY KEY (level, position)
    ) STRICT, WITHOUT ROWID;

    -- Heads of the tree that the station's key signed. 'size' is the number of entries below the head.
    CREATE TABLE audit_checkpoint (
      size INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      -- A signed note.
      note TEXT NOT NULL,
      cause TEXT NOT NULL CHECK (cause IN ('entries', 'shift', 'asked', 'export', 'key')),
      -- The folder outside of the station that has it; null while none has.
      delivered_to TEXT,
      delivered_at TEXT
    ) STRICT;

    CREATE TRIGGER audit_checkpoint_is_never_changed BEFORE UPDATE OF size, at, note, cause ON audit_checkpoint
    BEGIN SELECT RAISE(ABORT, 'a checkpoint is never changed'); END;

    CREATE TRIGGER audit_checkpoint_is_never_deleted BEFORE DELETE ON audit_checkpoint
    BEGIN SELECT RAISE(ABORT, 'a checkpoint is never deleted'); END;

    -- Numbers of records that no entry of the chain knows yet: they were there before it. They are added little by little while the station works.
    CREATE TABLE audit_adoption (
      first INTEGER PRIMARY KEY,
      -- The one that comes next.
      next INTEGER NOT NULL,
      last INTEGER NOT NULL
    ) STRICT;

    -- What the last verification found, and who acknowledged it, as JSON.
    CREATE TABLE audit_verification (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      state TEXT NOT NULL CHECK (json_valid(state))
    ) STRICT;
  `,
};

import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { everydayChain, WrittenChain } from './chain.fixture.ts';
import { type EntryBody, sealEntry } from './entry.ts';
import { writeRotation } from './keyRotation.ts';
import { generateKeyPem, type SigningKey, signingKey } from './signedNote.ts';
import { type Verification, type VerifyOptions, verifyDatabase } from './verification.ts';

const folder = mkdtempSync(join(tmpdir(), 'verification-'));
afterAll(() => rmSync(folder, { recursive: true }));
let folders = 0;
const newFolder = (): string => {
  folders += 1;
  const made = join(folder, String(folders));
  mkdirSync(made);
  return made;
};

let whole: string;
let key: SigningKey;
let checkpoints: string[];
let size: number;
beforeAll(() => {
  const made = everydayChain(newFolder());
  removeTriggers(made.chain.database);
  made.chain.close();
  ({ file: whole, key } = made.chain);
  ({ checkpoints } = made);
  size = made.chain.tree.size;
});

const codes = ({ faults }: Verification) => faults.map(({ code }) => code);
const remarks = (verification: Verification) => verification.remarks.map(({ code }) => code);

/** They keep a program from changing what was written; whoever has the file removes them first. */
function removeTriggers(database: Database.Database): void {
  const triggers = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all() as {
    name: string;
  }[];
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
}

/** Changes a copy of the chain as somebody can who has the file, and says what is found. */
function changed(change: (database: Database.Database) => void, options: VerifyOptions = {}): Verification {
  const file = join(newFolder(), 'station.sqlite');
  copyFileSync(whole, file);
  const database = new Database(file);
  database.pragma('foreign_keys = OFF');
  database.pragma('synchronous = OFF');
  database.pragma('journal_mode = MEMORY');
  change(database);
  database.close();
  return verifyDatabase(file, options);
}

interface EntryRow {
  readonly sequence: number;
  readonly body: string;
  readonly hash: Buffer;
}
const entries = (database: Database.Database) =>
  database.prepare('SELECT * FROM audit_entry ORDER BY sequence').all() as EntryRow[];

/** Writes entries from `from` on anew, each bound to the one before, as whoever forges a chain does. */
function rewrite(database: Database.Database, from: number, change: (body: EntryBody) => EntryBody | null): void {
  const rows = entries(database);
  const kept = rows.filter(({ sequence }) => sequence < from);
  let prev = kept.at(-1)?.hash.toString('hex') ?? '0'.repeat(64);
  let seq = from;
  database.prepare('DELETE FROM audit_entry WHERE sequence >= ?').run(from);
  for (const { body } of rows.slice(kept.length)) {
    const next = change(JSON.parse(body) as EntryBody);
    if (next === null) continue;
    const { text, hash } = sealEntry({ ...next, seq, prev });
    const { at, action, actor, object } = next;
    database
      .prepare('INSERT INTO audit_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(seq, text, hash, at, action, actor, object.kind, object.id);
    prev = hash.toString('hex');
    seq += 1;
  }
}

test('a chain that nobody changed is intact', () => {
  const found = verifyDatabase(whole, { keys: [key], checkpoints: [{ name: 'a.txt', text: checkpoints[0]! }] });
  expect(found.faults).toEqual([]);
  expect(found).toMatchObject({ isIntact: true, entries: size, records: 23, checkpoints: 4, confirmed: { size } });
  expect(found.remarks).toEqual([]);
  expect(remarks(verifyDatabase(whole))).toEqual(['no-anchor']);
});

test('an entry that was removed is missing, whichever it is', () => {
  for (let sequence = 1; sequence < size; sequence += 1) {
    const found = changed((database) => database.prepare('DELETE FROM audit_entry WHERE sequence = ?').run(sequence));
    expect(found.faults[0]).toMatchObject({ code: 'entry.missing', sequence });
    expect(codes(found).filter((code) => code.startsWith('entry'))).toEqual(['entry.missing']);
  }
});

test('an entry that was removed is missing, also where the others moved up', () => {
  const found = changed((database) => {
    database.exec(
      'DELETE FROM audit_entry WHERE sequence = 8; UPDATE audit_entry SET sequence = sequence - 1 WHERE sequence > 8',
    );
  });
  expect(found.faults[0]).toMatchObject({ code: 'entry.missing', sequence: 8 });
});

test('an entry that was doubled is inserted, whichever it is', () => {
  for (let sequence = 1; sequence <= size; sequence += 1) {
    const found = changed((database) => {
      database.exec(`UPDATE audit_entry SET sequence = -sequence - 1 WHERE sequence > ${sequence};
        UPDATE audit_entry SET sequence = -sequence WHERE sequence < 0;
        INSERT INTO audit_entry SELECT sequence + 1, body, hash, at, action, actor, object_kind, object_id FROM audit_entry WHERE sequence = ${sequence}`);
    });
    expect(found.faults).toContainEqual(expect.objectContaining({ code: 'entry.inserted', sequence }));
  }
});

test('entries that changed places are named, whichever they are', () => {
  for (let sequence = 1; sequence < size; sequence += 1) {
    const found = changed((database) => {
      database.exec(`UPDATE audit_entry SET sequence = 0 WHERE sequence = ${sequence};
        UPDATE audit_entry SET sequence = ${sequence} WHERE sequence = ${sequence + 1};
        UPDATE audit_entry SET sequence = ${sequence + 1} WHERE sequence = 0`);
    });
    expect(found.faults).toContainEqual(
      expect.objectContaining({ code: 'entry.reordered', details: { sequence, behind: sequence + 1 } }),
    );
    expect(codes(found)).not.toContain('entry.altered');
  }
});

test('a cut tail is noticed by the checkpoint that covers it', () => {
  const cut = (database: Database.Database) => database.exec('DELETE FROM audit_entry WHERE sequence > 15');
  const found = changed(cut);
  expect(found.faults).toContainEqual(expect.objectContaining({ code: 'chain.cut', sequence: 15 }));
  const withoutOwn = (database: Database.Database) => {
    cut(database);
    database.exec(
      'DELETE FROM audit_checkpoint WHERE size > 15; DELETE FROM inspection WHERE id NOT IN (SELECT object_id FROM audit_entry)',
    );
  };
  expect(changed(withoutOwn).isIntact).toBe(true);
  const text = checkpoints.at(-1)!;
  expect(codes(changed(withoutOwn, { checkpoints: [{ name: 'usb/last.txt', text }] }))).toEqual(['chain.cut']);
});

test.each([
  ['its text', "body = replace(body, 'target', 'larger')", 'entry.altered'],
  ['its hash', 'hash = zeroblob(32)', 'entry.altered'],
  ['the time beside it', "at = '2026-11-28T05:00:00.000Z'", 'entry.columns'],
  ['the actor beside it', "actor = 'lee'", 'entry.columns'],
])('an entry is named of which somebody changed %s', (_, change, code) => {
  const found = changed((database) =>
    database.exec(
      `UPDATE audit_entry SET ${change} WHERE sequence = (SELECT MIN(sequence) FROM audit_entry WHERE action = 'settings.changed')`,
    ),
  );
  expect(found.faults).toEqual([expect.objectContaining({ code, sequence: 7 })]);
});

test('an entry is named whose hash was made anew', () => {
  const found = changed((database) => {
    const { body } = entries(database)[6]!;
    const { text, hash } = sealEntry({ ...(JSON.parse(body) as EntryBody), actor: 'lee' });
    database.prepare("UPDATE audit_entry SET body = ?, hash = ?, actor = 'lee' WHERE sequence = 7").run(text, hash);
  });
  expect(found.faults).toEqual([expect.objectContaining({ code: 'entry.altered', sequence: 7 })]);
});

const forge = (body: EntryBody): EntryBody | null => (body.action === 'settings.changed' ? null : body);

test('a chain that was rewritten without the key differs from its checkpoints, and without them from one outside', () => {
  const found = changed((database) => rewrite(database, 1, forge));
  expect(codes(found)).toEqual(['chain.rewritten', 'chain.rewritten'].slice(0, 1).concat(['chain.cut']));
  expect(found.faults[0]!.sequence).toBe(1);
  const hide = (database: Database.Database) => {
    rewrite(database, 1, forge);
    database.exec('DELETE FROM audit_checkpoint; DELETE FROM audit_node');
  };
  expect(remarks(changed(hide))).toEqual(['no-checkpoint', 'no-anchor']);
  const outside = { checkpoints: [{ name: 'mail.txt', text: checkpoints[1]! }] };
  expect(codes(changed(hide, outside))).toEqual(['chain.rewritten']);
});

test('a chain that was rewritten with the key differs from an older checkpoint, from the entry behind the last that holds', () => {
  const found = changed(
    (database) => {
      rewrite(database, 12, forge);
      const rows = entries(database);
      const forged = new WrittenChain(newFolder(), key);
      for (const { body } of rows) forged.say(JSON.parse(body) as EntryBody);
      database.exec('DELETE FROM audit_checkpoint WHERE size > 10');
      const note = forged.checkpoint();
      forged.close();
      database
        .prepare("INSERT INTO audit_checkpoint (size, at, note, cause) VALUES (?, '', ?, 'asked')")
        .run(rows.length, note);
    },
    { keys: [key], checkpoints: [{ name: 'mail.txt', text: checkpoints[1]! }] },
  );
  expect(found.faults).toEqual([expect.objectContaining({ code: 'chain.rewritten', sequence: 11 })]);
  expect(found.faults[0]!.details).toMatchObject({ first: 11, size: 20, checkpoint: 'mail.txt' });
});

test('a chain that was rewritten with another key is not that of the key that was given', () => {
  const other = everydayChain(newFolder());
  other.chain.close();
  expect(verifyDatabase(other.chain.file).isIntact).toBe(true);
  const found = verifyDatabase(other.chain.file, {
    keys: [key],
    checkpoints: [{ name: 'a.txt', text: checkpoints[0]! }],
  });
  expect(codes(found)).toContain('key.unknown');
  expect(codes(found)).toContain('checkpoint.other-chain');
});

test('a time that was set back is named', () => {
  const found = changed((database) =>
    database.exec(
      `UPDATE audit_entry SET at = '2026-11-27T00:00:00.000Z', body = replace(body, at, '2026-11-27T00:00:00.000Z') WHERE sequence = 9`,
    ),
  );
  expect(found.faults).toEqual([expect.objectContaining({ code: 'entry.altered', sequence: 9 })]);
  const rewritten = changed((database) => {
    rewrite(database, 9, (body) => (body.seq === 9 ? { ...body, at: '2026-11-27T00:00:00.000Z', lived: 1 } : body));
    database.exec('DELETE FROM audit_checkpoint; DELETE FROM audit_node');
  });
  expect(rewritten.faults).toEqual([expect.objectContaining({ code: 'entry.time-back', sequence: 9 })]);
  expect(remarks(rewritten)).toContain('clock-back');
});

test.each([
  ['a score', 'UPDATE inspection SET score = 0.1 WHERE sequence = 7', 'record.altered', 7],
  ['a verdict', "UPDATE inspection SET verdict = 'pass' WHERE sequence = 9", 'record.altered', 9],
  ['an id', "UPDATE inspection SET id = 'x' WHERE sequence = 2", 'record.altered', 2],
  ['a value that was not there', "UPDATE inspection SET lot = '8' WHERE sequence = 23", 'record.altered', 23],
  ['the record itself', 'DELETE FROM inspection WHERE sequence = 5', 'record.missing', 5],
])('a record is named of which somebody changed %s', (_, sql, code, number) => {
  const found = changed((database) => database.exec(sql));
  expect(found.faults).toEqual([expect.objectContaining({ code, details: expect.objectContaining({ number }) })]);
});

test('records that no entry tells of are named; those that are still to be adopted are not', () => {
  const add = `INSERT INTO inspection (sequence, id, recorded_at, source_id, source_name, file, verdict, error_code, software_version)
    VALUES (24, 'a', '', 'camera', '', '', 'error', 'x', ''), (25, 'b', '', 'camera', '', '', 'error', 'x', '')`;
  const found = changed((database) => database.exec(add));
  expect(found.faults).toEqual([
    expect.objectContaining({ code: 'record.without-entry', details: { numbers: '24–25' } }),
  ]);
});

/** A chain of its own for what an everyday one has not. */
function written(work: (chain: WrittenChain) => void, options: VerifyOptions = {}): Verification {
  const chain = new WrittenChain(newFolder());
  chain.begin();
  work(chain);
  chain.close();
  return verifyDatabase(chain.file, options);
}

test('a key hands over to the next; one that nobody handed over to is not trusted', () => {
  const rotate = (chain: WrittenChain, signer: SigningKey) => {
    const next = signingKey(generateKeyPem(), chain.key.name);
    chain.checkpoint();
    chain.say({ action: 'key.rotated', new: { key: next.text, note: writeRotation(signer, next) } });
    const old = chain.key;
    chain.key = next;
    return old;
  };
  let first: SigningKey | null = null;
  const build = (chain: WrittenChain) => {
    first = rotate(chain, chain.key);
    chain.checkpoint();
  };
  expect(codes(written(build))).toEqual([]);
  const chain = new WrittenChain(newFolder());
  chain.begin();
  build(chain);
  chain.close();
  expect(codes(verifyDatabase(chain.file, { keys: [first!] }))).toEqual([]);
  expect(codes(verifyDatabase(chain.file, { keys: [chain.key] }))).toEqual(['checkpoint.unknown-key']);
  expect(codes(written((other) => void rotate(other, signingKey(generateKeyPem(), other.key.name))))).toEqual([
    'key.handover',
  ]);
  const retired = written((other) => {
    const old = rotate(other, other.key);
    other.say({ action: 'station.started' });
    other.checkpoint(old);
  });
  expect(codes(retired)).toEqual(['checkpoint.retired-key']);
});

test('a key that is gone is replaced in the open, and whoever trusts the old one alone is told', () => {
  let old: SigningKey | null = null;
  const replace = (chain: WrittenChain) => {
    old = chain.key;
    chain.key = signingKey(generateKeyPem(), chain.key.name);
    chain.say({ action: 'key.replaced', new: { key: chain.key.text }, reason: 'the disk died' });
    chain.checkpoint();
  };
  const chain = new WrittenChain(newFolder());
  chain.begin();
  replace(chain);
  chain.close();
  expect(remarks(verifyDatabase(chain.file))).toEqual(['key-replaced', 'no-anchor']);
  expect(verifyDatabase(chain.file).isIntact).toBe(true);
  expect(codes(verifyDatabase(chain.file, { keys: [old!] }))).toEqual(['checkpoint.unknown-key', 'key.unknown']);
});

test('checkpoints that were made up or belong elsewhere are named', () => {
  const given = (text: string) => codes(verifyDatabase(whole, { checkpoints: [{ name: 'x.txt', text }] }));
  const [first] = checkpoints as [string];
  expect(given('no checkpoint')).toEqual(['checkpoint.unreadable']);
  expect(given(first.replace('time 2026', 'time 2025'))).toEqual(['checkpoint.signature']);
  const other = everydayChain(newFolder());
  other.chain.close();
  expect(given(other.checkpoints[0]!)).toEqual(['checkpoint.other-chain']);
  const forged = new WrittenChain(newFolder(), signingKey(generateKeyPem(), key.name));
  forged.begin();
  expect(given(forged.checkpoint())).toEqual(['checkpoint.unknown-key']);
  forged.close();
});

test('a database without a chain is not intact', () => {
  const chain = new WrittenChain(newFolder());
  chain.close();
  expect(codes(verifyDatabase(chain.file))).toEqual(['chain.none']);
});

import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { InspectionId, KeepingRule, KeptKind } from '../../../shared/domain/index.ts';
import { errnoCode, errnoReason, flushFolder, sha256OfFile } from '../../files/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { RecordFiles } from '../records/index.ts';
import { HoldTable, type Statement } from '../storage/index.ts';
import {
  DOCUMENT_KINDS,
  type DocumentKind,
  type MatchedRecord,
  matchingDocuments,
  matchingRecords,
  placeOf,
  RECORD_KINDS,
  sizeOfFile,
} from './matching.ts';
import { documentFiles } from './survey.ts';

/** One file as the entry names it: the record's number or the document's id, the kind, and the SHA-256; a document's files follow each other. */
type NamedFile = readonly [of: number | string, what: KeptKind, sha256: string];

interface Doomed {
  readonly of: number | string;
  readonly what: KeptKind;
  readonly bytes: number;
  /** Its files with their hashes. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

interface DecidedRow {
  readonly id: number;
  readonly run: number;
  readonly rule: string;
  readonly what: KeptKind;
  readonly inspection: number | null;
  readonly document: string | null;
  readonly bytes: number;
  readonly entry: number;
}

/** What became of a batch. */
export interface BatchOutcome {
  readonly removed: readonly { readonly rule: string; readonly what: KeptKind; readonly bytes: number }[];
  /** What could not be removed, and why. */
  readonly failed: readonly { readonly file: string; readonly reason: string }[];
}

type Why = 'hold' | 'changed' | (string & {});

/**
 * Removes files for rules. Each batch is first decided: an entry of the audit chain names every file with its hash, in one transaction with a row for
 * each. Only then they are unlinked, and a second entry says what became of them. What a crash leaves decided is carried out after the next start.
 */
export class Remover {
  readonly #kernel: Kernel;
  readonly #files: RecordFiles;
  readonly #holds: HoldTable;
  readonly #insert: Statement<{ id: number }>;
  readonly #decided: Statement<DecidedRow>;
  readonly #conclude: Statement<never>;
  readonly #record: Statement<{ id: InspectionId; folder: string | null; image: string | null }>;
  readonly #entry: Statement<{ body: string }>;
  readonly #isChangedFile = new Map<string, number>();

  constructor(kernel: Kernel, files: RecordFiles) {
    const { database } = kernel;
    this.#kernel = kernel;
    this.#files = files;
    this.#holds = new HoldTable(database);
    this.#insert = database.prepare(
      `INSERT INTO removal (run, rule, what, inspection, document, bytes, entry)
       VALUES (:run, :rule, :what, :inspection, :document, :bytes, :entry)`,
    );
    this.#decided = database.prepare(
      `SELECT id, run, rule, what, inspection, document, bytes, entry FROM removal WHERE state = 'decided' ORDER BY id LIMIT 1000`,
    );
    this.#conclude = database.prepare('UPDATE removal SET state = ? WHERE id = ?');
    this.#record = database.prepare(
      `SELECT id, files_folder AS folder,
         (SELECT target FROM duty WHERE duty.inspection_id = inspection.id AND action = 'archive') AS image
       FROM inspection WHERE sequence = ?`,
    );
    this.#entry = database.prepare('SELECT body FROM audit_entry WHERE sequence = ?');
  }

  /** @param numbers of records that the rule meant a while ago: each is looked at again */
  async removeOfRecords(
    run: number,
    rule: KeepingRule,
    livedUntilMs: number,
    numbers: readonly number[],
  ): Promise<BatchOutcome> {
    const kinds = RECORD_KINDS.filter((kind) => rule.what.includes(kind));
    const matching = matchingRecords(this.#kernel.database, rule);
    const doomed: Doomed[] = [];
    const failed: { file: string; reason: string }[] = [];
    for (const number of numbers) {
      const row = matching.get({ after: number - 1, upTo: number, limit: 1 });
      if (row === undefined || row.held === 1 || row.livedMs > livedUntilMs) continue;
      for (const kind of kinds) {
        const found = await this.#looked(row, kind).catch((thrown: unknown) => ({ reason: errnoReason(thrown) }));
        if (found === null) continue;
        if ('reason' in found) failed.push({ file: placeOf(row, kind, this.#files) ?? '', ...found });
        else doomed.push(found);
      }
    }
    const outcome = await this.#remove(run, rule.name, doomed);
    return { ...outcome, failed: [...failed, ...outcome.failed] };
  }

  async removeDocuments(
    run: number,
    rule: KeepingRule,
    livedUntilMs: number,
    documents: readonly { readonly what: DocumentKind; readonly id: string }[],
  ): Promise<BatchOutcome> {
    const doomed: Doomed[] = [];
    for (const what of DOCUMENT_KINDS) {
      const wanted = new Set(documents.filter((document) => document.what === what).map(({ id }) => id));
      if (wanted.size === 0) continue;
      for (const { id, held, livedMs } of matchingDocuments(this.#kernel.database, what)) {
        if (!wanted.has(id) || held || livedMs > livedUntilMs) continue;
        const paths = documentFiles(this.#folderOf(what, id));
        const files = [];
        for (const path of paths) files.push({ path, sha256: await sha256OfFile(path) });
        const bytes = paths.reduce((sum, path) => sum + (sizeOfFile(path) ?? 0), 0);
        if (files.length > 0) doomed.push({ of: id, what, bytes, files });
      }
    }
    return this.#remove(run, rule.name, doomed);
  }

  /** Carries out what was decided before the station ended. */
  async resume(): Promise<BatchOutcome> {
    const outcomes: BatchOutcome[] = [];
    for (let rows = this.#decided.all(); rows.length > 0; rows = this.#decided.all()) {
      const [first] = rows;
      const ofEntry = rows.filter(({ entry }) => entry === first?.entry);
      outcomes.push(await this.#carryOut(ofEntry, first?.entry ?? 0));
    }
    return {
      removed: outcomes.flatMap(({ removed }) => removed),
      failed: outcomes.flatMap(({ failed }) => failed),
    };
  }

  /** Null where there is nothing of it. An image and a map are removed only if they are what the record says. */
  async #looked(row: MatchedRecord, kind: (typeof RECORD_KINDS)[number]): Promise<Doomed | { reason: string } | null> {
    const path = placeOf(row, kind, this.#files);
    const bytes = path === null ? null : sizeOfFile(path);
    if (path === null || bytes === null) return null;
    const expected = kind === 'images' ? row.sha256 : kind === 'maps' ? row.mapSha256 : null;
    // What differs was told of, and stays until somebody has looked at it.
    if (this.#isChangedFile.get(path) === bytes) return null;
    const sha256 = await sha256OfFile(path);
    if (kind === 'images' || expected !== null) {
      if (sha256 !== expected) {
        this.#isChangedFile.set(path, bytes);
        return { reason: 'it is not the file that was recorded' };
      }
    }
    return { of: row.number, what: kind, bytes, files: [{ path, sha256 }] };
  }

  async #remove(run: number, rule: string, doomed: readonly Doomed[]): Promise<BatchOutcome> {
    if (doomed.length === 0) return { removed: [], failed: [] };
    const { database, audit } = this.#kernel;
    const entry = database.transaction(() => {
      // A hold may have been placed while the files were read.
      const free = doomed.filter(({ of }) => typeof of !== 'number' || !this.#holds.isHeld(of));
      if (free.length === 0) return null;
      const files = free.flatMap(({ of, what, files: named }) =>
        named.map(({ sha256 }): NamedFile => [of, what, sha256]),
      );
      const bytes = free.reduce((sum, file) => sum + file.bytes, 0);
      const object = { kind: 'rule', id: rule };
      const decided = audit.observed({ action: 'removal.decided', object, new: { run, bytes, files } });
      for (const { of, what, bytes: size } of free) {
        const subject =
          typeof of === 'number' ? { inspection: of, document: null } : { inspection: null, document: of };
        this.#insert.run({ run, rule, what, bytes: size, entry: decided, ...subject });
      }
      return decided;
    });
    if (entry === null) return { removed: [], failed: [] };
    return this.#carryOut(
      this.#decided.all().filter((row) => row.entry === entry),
      entry,
    );
  }

  async #carryOut(rows: readonly DecidedRow[], entry: number): Promise<BatchOutcome> {
    const hashes = this.#hashesIn(entry);
    const folders = new Set<string>();
    const kept: { row: DecidedRow; file: string; why: Why }[] = [];
    const removed: DecidedRow[] = [];
    for (const row of rows) {
      const place = this.#placeOf(row);
      const why =
        place === null ? null : await this.#unlink(row, place, hashes).catch((thrown: unknown) => errnoReason(thrown));
      if (place !== null) folders.add(dirname(place));
      if (why === null) removed.push(row);
      else kept.push({ row, file: place ?? '', why });
    }
    // What is said to be removed does not come back with the power.
    for (const folder of folders) await flushFolder(folder).catch(this.#kernel.report);
    this.#kernel.database.transaction(() => {
      for (const { id } of removed) this.#conclude.run('removed', id);
      for (const { row } of kept) this.#conclude.run('kept', row.id);
      this.#kernel.audit.observed({
        action: 'removal.done',
        object: { kind: 'rule', id: rows[0]?.rule ?? '' },
        new: {
          decided: entry,
          removed: removed.length,
          kept: kept.map(({ row, why }) => [row.inspection ?? row.document, row.what, why]),
        },
      });
    });
    return {
      removed: removed.map(({ rule, what, bytes }) => ({ rule, what, bytes })),
      failed: kept.filter(({ why }) => why !== 'hold').map(({ file, why }) => ({ file, reason: why })),
    };
  }

  /** @returns why it stays; null where it is gone */
  async #unlink(row: DecidedRow, place: string, hashes: ReadonlyMap<string, ReadonlySet<string>>): Promise<Why | null> {
    const expected = hashes.get(`${row.inspection ?? row.document} ${row.what}`) ?? new Set();
    if (row.inspection !== null && this.#holds.isHeld(row.inspection)) return 'hold';
    const paths = row.document === null ? [place] : documentFiles(place);
    for (const path of paths) {
      const sha256 = await sha256OfFile(path).catch((thrown: unknown) => {
        if (errnoCode(thrown) === 'ENOENT') return null;
        throw thrown;
      });
      if (sha256 !== null && !expected.has(sha256)) return 'changed';
    }
    await rm(place, { force: true, recursive: row.document !== null });
    return null;
  }

  #placeOf({ inspection, document, what }: DecidedRow): string | null {
    if (document !== null) return this.#folderOf(what, document);
    const record = inspection === null ? undefined : this.#record.get(inspection);
    if (record === undefined) return null;
    if (what === 'images') return record.image;
    if (record.folder === null) return null;
    return what === 'maps'
      ? this.#files.mapPath(record.folder, record.id)
      : this.#files.thumbnailPath(record.folder, record.id);
  }

  #folderOf(what: KeptKind, id: string): string {
    return join(this.#kernel.dataFolder, what, id);
  }

  #hashesIn(entry: number): Map<string, Set<string>> {
    const row = this.#entry.get(entry);
    const hashes = new Map<string, Set<string>>();
    if (row === undefined) return hashes;
    const { new: said } = JSON.parse(row.body) as { new: { files: readonly NamedFile[] } };
    for (const [of, what, sha256] of said.files) {
      const key = `${of} ${what}`;
      hashes.set(key, (hashes.get(key) ?? new Set()).add(sha256));
    }
    return hashes;
  }
}

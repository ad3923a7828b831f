import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RulePreview } from '../../../shared/contract/index.ts';
import type { KeepingRule, KeptKind } from '../../../shared/domain/index.ts';
import { createRecordFiles, type RecordFiles } from '../records/index.ts';
import { readStationDatabase, type StationDatabase } from '../storage/index.ts';
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

export interface SurveyedRule {
  readonly rule: KeepingRule;
  /** Only what was recorded by then, in time of operation, may be removed. */
  readonly livedUntilMs: number;
}

/** What a rule would remove, in portions, the oldest first. */
export interface SurveyPortion {
  /** The place of the rule in the list. */
  readonly rule: number;
  readonly records: number[];
  readonly documents: { readonly what: DocumentKind; readonly id: string }[];
}

const PORTION = 1000;
const BYTES_PER_GIGABYTE = 1e9;

/**
 * Looks at all the files that rules name and tells what they would remove. It blocks for as long as that takes: some microseconds for each record and
 * each file, so it belongs into a process of its own.
 *
 * @throws SigmalineError `storage.*`
 */
export function surveyFiles(
  dataFolder: string,
  rules: readonly SurveyedRule[],
  tell: (portion: SurveyPortion) => void,
): RulePreview[] {
  const database = readStationDatabase(dataFolder);
  try {
    const survey = new Survey(dataFolder, database);
    return rules.map((rule, index) => survey.look(rule, (portion) => tell({ ...portion, rule: index })));
  } finally {
    database.close();
  }
}

/** A file or folder that a rule means. */
interface Found {
  readonly what: KeptKind;
  readonly bytes: number;
  readonly at: string;
  readonly livedMs: number;
  readonly isHeld: boolean;
  /** The record's number, or the document's id. */
  readonly of: number | string;
}

const BITS: Partial<Record<KeptKind, number>> = { images: 1, maps: 2, thumbnails: 4 };

class Survey {
  readonly #dataFolder: string;
  readonly #files: RecordFiles;
  readonly #database: StationDatabase;
  /** For each record, a bit for each kind that an earlier rule takes. */
  readonly #taken: Uint8Array;
  readonly #takenDocuments = new Set<string>();
  readonly #last: number;

  constructor(dataFolder: string, database: StationDatabase) {
    this.#dataFolder = dataFolder;
    this.#files = createRecordFiles(dataFolder);
    this.#database = database;
    this.#last =
      database.prepare<{ last: number }>('SELECT COALESCE(MAX(sequence), 0) AS last FROM inspection').get()?.last ?? 0;
    this.#taken = new Uint8Array(this.#last + 1);
  }

  look({ rule, livedUntilMs }: SurveyedRule, tell: (portion: Omit<SurveyPortion, 'rule'>) => void): RulePreview {
    const preview = new Preview(rule);
    let excess = rule.overGigabytes === null ? Number.POSITIVE_INFINITY : -rule.overGigabytes * BYTES_PER_GIGABYTE;
    if (rule.overGigabytes !== null) {
      for (const portion of this.#portions(rule)) for (const { bytes } of portion) excess += bytes;
    }
    for (const portion of this.#portions(rule)) {
      const records = new Set<number>();
      const documents: SurveyPortion['documents'][number][] = [];
      for (const found of portion) {
        if (found.livedMs > livedUntilMs || excess <= 0) continue;
        if (found.isHeld) {
          preview.leave(found);
          continue;
        }
        excess -= found.bytes;
        preview.take(found);
        this.#take(found);
        if (typeof found.of === 'number') records.add(found.of);
        else if (found.what === 'exports' || found.what === 'reports')
          documents.push({ what: found.what, id: found.of });
      }
      if (records.size > 0 || documents.length > 0) tell({ records: [...records], documents });
      if (excess <= 0) break;
    }
    return preview.result();
  }

  #take({ what, of }: Found): void {
    if (typeof of === 'number') this.#taken[of] = (this.#taken[of] ?? 0) | bitOf(what);
    else this.#takenDocuments.add(`${what} ${of}`);
  }

  *#portions(rule: KeepingRule): Generator<Found[]> {
    const documents = DOCUMENT_KINDS.filter((kind) => rule.what.includes(kind));
    yield documents.flatMap((what) => this.#documents(what)).sort((one, other) => one.livedMs - other.livedMs);
    const kinds = RECORD_KINDS.filter((kind) => rule.what.includes(kind));
    if (kinds.length === 0) return;
    const matching = matchingRecords(this.#database, rule);
    for (let after = 0; ; ) {
      const rows = matching.all({ after, upTo: this.#last, limit: PORTION });
      yield rows.flatMap((row) => kinds.flatMap((kind) => this.#file(row, kind)));
      const last = rows.at(-1);
      if (last === undefined || rows.length < PORTION) return;
      after = last.number;
    }
  }

  #file(row: MatchedRecord, what: (typeof RECORD_KINDS)[number]): Found[] {
    if (((this.#taken[row.number] ?? 0) & bitOf(what)) !== 0) return [];
    const path = placeOf(row, what, this.#files);
    const bytes = path === null ? null : sizeOfFile(path);
    if (bytes === null) return [];
    const { number, recordedAt, livedMs, held } = row;
    return [{ what, bytes, at: recordedAt, livedMs, isHeld: held === 1, of: number }];
  }

  #documents(what: DocumentKind): Found[] {
    return matchingDocuments(this.#database, what).flatMap(({ id, at, livedMs, held }) => {
      if (this.#takenDocuments.has(`${what} ${id}`)) return [];
      const bytes = documentFiles(join(this.#dataFolder, what, id)).reduce(
        (sum, file) => sum + (sizeOfFile(file) ?? 0),
        0,
      );
      return bytes === 0 ? [] : [{ what, bytes, at, livedMs, isHeld: held, of: id }];
    });
  }
}

/** The files of an export or report; none where its folder is gone. */
export function documentFiles(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

class Preview {
  readonly #name: string;
  readonly #counts = new Map<KeptKind, { files: number; bytes: number }>();
  readonly #held = new Set<number | string>();
  #oldest: string | null = null;
  #newest: string | null = null;

  constructor({ name, what }: KeepingRule) {
    this.#name = name;
    for (const kind of what) this.#counts.set(kind, { files: 0, bytes: 0 });
  }

  leave({ of }: Found): void {
    this.#held.add(of);
  }

  take({ what, bytes, at }: Found): void {
    const count = this.#counts.get(what);
    if (count === undefined) return;
    count.files += 1;
    count.bytes += bytes;
    if (this.#oldest === null || at < this.#oldest) this.#oldest = at;
    if (this.#newest === null || at > this.#newest) this.#newest = at;
  }

  result(): RulePreview {
    return {
      name: this.#name,
      files: [...this.#counts].map(([what, count]) => ({ what, ...count })),
      held: this.#held.size,
      oldest: this.#oldest,
      newest: this.#newest,
    };
  }
}

function bitOf(what: KeptKind): number {
  return BITS[what] ?? 0;
}

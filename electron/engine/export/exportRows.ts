import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AmongGood, type SourceId, signatureSchema } from '../../../shared/domain/index.ts';
import { sha256Of } from '../../files/index.ts';
import {
  ConfigurationTables,
  type Plain,
  RECORD_COLUMNS,
  type Statement,
  type StationDatabase,
} from '../storage/index.ts';
import { ChainEntries, type ChainEntry } from './chainEntries.ts';

export type Cell = string | number | null;

/** What was decided last about a record, as far as an export shows it. */
export interface Decided {
  readonly decision: string;
  readonly reason: string;
  /** The printed names of whoever decided, and of whoever signed; null at an open station, and where no signature was asked for. */
  readonly operator: string | null;
  readonly signer: string | null;
}

/** The part of several views that a record shows, as it is when the export is made. */
export interface ShownPart {
  readonly number: number;
  readonly state: string;
  /** Null while it waits for a view. */
  readonly verdict: string | null;
}

/** A record, and what an export says beside it. */
export interface ExportRow {
  /** In the order of `RECORD_COLUMNS`. */
  readonly values: readonly Plain[];
  readonly entry: ChainEntry | null;
  readonly decided: Decided | null;
  /** Null where its image shows a part of its own. */
  readonly part: ShownPart | null;
}

/** What ends an export: records and dispositions that came later are not in it. */
export interface ExportBounds {
  readonly records: number;
  readonly dispositions: number;
}

/** The numbers of the newest record and the newest disposition: what an export that begins now can hold. */
export function createExportBounds(database: StationDatabase): () => ExportBounds {
  const last = database.prepare<ExportBounds>(
    `SELECT COALESCE((SELECT MAX(sequence) FROM inspection), 0) AS records,
       COALESCE((SELECT MAX(id) FROM disposition), 0) AS dispositions`,
  );
  return () => last.get() ?? { records: 0, dispositions: 0 };
}

/** Records read at once: few enough to hold, enough that a look for their entries is shared. */
const PORTION = 1000;

const NAMES = RECORD_COLUMNS.map(({ name }) => name);
const ID = NAMES.indexOf('id');
const RECORDED_AT = NAMES.indexOf('recorded_at');
const NUMBER = NAMES.indexOf('sequence');

interface DecidedRow {
  readonly inspection: number;
  readonly decision: string;
  readonly reason: string;
  readonly name: string | null;
  readonly signature: string | null;
}

/** Reads what exports are made of, with a connection of its own, in portions: between two of them nothing is held open. */
export class ExportRows {
  readonly #dataFolder: string;
  readonly #bounds: ExportBounds;
  readonly #entries: ChainEntries | null;
  readonly #span: Statement<never>;
  readonly #listed: Statement<never>;
  readonly #decided: Statement<DecidedRow>;
  readonly #parts: Statement<ShownPart & { readonly record: number }>;
  readonly #sources: ConfigurationTables;
  readonly #folders = new Map<Cell, string | null>();
  readonly #recipes = new Map<string, string | null>();

  /** @param withEntries whether anything of the export shows hashes of the audit chain */
  constructor(database: StationDatabase, dataFolder: string, bounds: ExportBounds, withEntries: boolean) {
    this.#dataFolder = dataFolder;
    this.#bounds = bounds;
    this.#entries = withEntries ? new ChainEntries(database) : null;
    const select = `SELECT ${NAMES.join(', ')} FROM inspection WHERE sequence`;
    this.#span = database.prepare(`${select} BETWEEN ? AND ? ORDER BY sequence`);
    this.#listed = database.prepare(`${select} IN (SELECT value FROM json_each(?)) ORDER BY sequence`);
    this.#decided = database.prepare(
      `SELECT inspection, decision, reason, name, signature FROM disposition WHERE id IN (
         SELECT MAX(id) FROM disposition WHERE inspection BETWEEN ? AND ? AND id <= ? GROUP BY inspection)
       AND decision <> 'undecided'`,
    );
    this.#parts = database.prepare(
      `SELECT record, number, state, verdict FROM part_view JOIN part ON part.number = part_view.part WHERE record BETWEEN ? AND ?`,
    );
    this.#sources = new ConfigurationTables(database);
  }

  /** The records of these numbers, in their order, in portions. */
  *read(numbers: Iterable<Uint32Array>): Generator<ExportRow[]> {
    for (const found of numbers) {
      for (let at = 0; at < found.length; at += PORTION) {
        yield this.#rowsOf(found.subarray(at, at + PORTION));
      }
    }
  }

  /** The folder of a source, also of one that is not watched any more. */
  folderOf(source: Cell): string | null {
    const known = this.#folders.get(source);
    if (known !== undefined) return known;
    const folder = this.#sources.folderOf(source as SourceId);
    this.#folders.set(source, folder);
    return folder;
  }

  /** The SHA-256 of `recipe.json`, which holds that of the graph too; null where the version is gone. */
  recipeHash(id: Cell, version: Cell): string | null {
    if (id === null || version === null) return null;
    const key = `${id}/${version}`;
    const known = this.#recipes.get(key);
    if (known !== undefined) return known;
    let hash: string | null = null;
    try {
      hash = sha256Of(readFileSync(join(this.#dataFolder, 'recipes', key, 'recipe.json')));
    } catch {
      // Somebody removed the version; the record stands all the same.
    }
    this.#recipes.set(key, hash);
    return hash;
  }

  #rowsOf(numbers: Uint32Array): ExportRow[] {
    const [first = 0, last = 0] = [numbers[0], numbers.at(-1)];
    const isSpan = last - first + 1 === numbers.length;
    const values = isSpan ? this.#span.arrays(first, last) : this.#listed.arrays(JSON.stringify([...numbers]));
    const records = values.map((row) => ({ id: String(row[ID]), recordedAt: String(row[RECORDED_AT]) }));
    const entries = this.#entries?.of(records);
    const decided = new Map(
      this.#decided.all(first, last, this.#bounds.dispositions).map((row) => [row.inspection, decidedIn(row)]),
    );
    const parts = new Map(this.#parts.all(first, last).map(({ record, ...part }) => [record, part]));
    return values.map((row) => ({
      values: row,
      entry: entries?.get(String(row[ID])) ?? null,
      decided: decided.get(Number(row[NUMBER])) ?? null,
      part: parts.get(Number(row[NUMBER])) ?? null,
    }));
  }
}

function decidedIn({ decision, reason, name, signature }: DecidedRow): Decided {
  const signer = signature === null ? null : signatureSchema.parse(JSON.parse(signature)).name;
  return { decision, reason, operator: name, signer };
}

/** The share of the calibration's held-out scores that are below the record's, 0..1; null where nothing was judged by them. */
export function calibrationPercentile(amongGood: Plain | undefined): number | null {
  if (typeof amongGood !== 'string') return null;
  // A million rows: what the station wrote is not checked again.
  const { asUnusual, count } = JSON.parse(amongGood) as AmongGood;
  return (count - asUnusual) / count;
}

import { readStationDatabase } from '../../../electron/engine/storage/index.ts';

/** A record as the database has it, with the content of the ledger that it belongs to. */
export interface StoredRecord {
  readonly number: number;
  readonly id: string;
  readonly sourceName: string;
  readonly file: string;
  readonly sha256: string | null;
  readonly verdict: 'pass' | 'review' | 'fail' | 'error';
  readonly score: number | null;
  readonly errorCode: string | null;
  /** Folder below maps/ and thumbnails/; null where it has neither. */
  readonly filesFolder: string | null;
  readonly sameContentAs: string | null;
  readonly followsError: string | null;
  readonly size: number;
  readonly modifiedUs: number;
  readonly ledgerState: string;
}

/** What a station has done and has still to do, read beside it or after it. */
export interface StationContent {
  /** The oldest first. */
  readonly records: readonly StoredRecord[];
  /** Files that are at work or wait: their ledger rows have no record. */
  readonly waiting: readonly { readonly file: string; readonly state: string; readonly laneDeaths: number }[];
}

const RECORDS = `SELECT sequence AS number, inspection.id, source_name AS sourceName, file, sha256, verdict, score, error_code AS errorCode,
    files_folder AS filesFolder, same_content_as AS sameContentAs, follows_error AS followsError, size, modified_us AS modifiedUs,
    state AS ledgerState
  FROM inspection JOIN ledger ON ledger.inspection_id = inspection.id WHERE sequence > ? ORDER BY sequence`;
const WAITING = `SELECT path AS file, state, lane_deaths AS laneDeaths FROM ledger WHERE state IN ('seen', 'settled', 'claimed')`;

/** @param after records up to this sequence number are left out */
export function readStation(dataFolder: string, after = 0): StationContent {
  const database = readStationDatabase(dataFolder);
  try {
    // In this order a file that is recorded meanwhile still waits: it is never in neither.
    const waiting = database.prepare<StationContent['waiting'][number]>(WAITING).all();
    return { waiting, records: database.prepare<StoredRecord>(RECORDS).all(after) };
  } finally {
    database.close();
  }
}

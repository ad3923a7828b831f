import { readdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** A backup as its name tells it. Only a verified one ever gets such a name. */
export interface BackupFile {
  readonly path: string;
  /** When it was begun: everything committed before lies in it. */
  readonly at: Date;
  /** The last sequence number in it; null for one that was made before a change of the schema. */
  readonly lastSequence: number | null;
}

const TIME = String.raw`(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z`;
const NAME = new RegExp(String.raw`^station-(?:schema-\d+-)?${TIME}(?:-to-(\d+))?\.sqlite$`);

export function backupName(at: Date, lastSequence: number): string {
  return `station-${at.toISOString().replace(/[:.]/g, '-')}-to-${lastSequence}.sqlite`;
}

function parseBackupName(folder: string, name: string): BackupFile | null {
  const found = NAME.exec(name);
  if (found === null) return null;
  const [, day, hour, minute, second, millisecond, sequence] = found;
  const at = new Date(`${day}T${hour}:${minute}:${second}.${millisecond}Z`);
  if (Number.isNaN(at.getTime())) return null;
  return { path: join(folder, name), at, lastSequence: sequence === undefined ? null : Number(sequence) };
}

/**
 * The newest first. A folder that is not there holds none. What was made in the future, by a clock that was ahead, comes last and by the number of its
 * records.
 */
export function listBackups(folders: readonly string[], now = new Date()): BackupFile[] {
  return newestFirst(
    folders.flatMap((folder) => backupsAmong(folder, namesIn(folder))),
    now,
  );
}

/** As `listBackups`, without anybody waiting for a share that does not answer. */
export async function findBackups(folders: readonly string[], now: Date): Promise<BackupFile[]> {
  const found = await Promise.all(
    folders.map(async (folder) => backupsAmong(folder, await readdir(folder).catch(() => []))),
  );
  return newestFirst(found.flat(), now);
}

function backupsAmong(folder: string, names: readonly string[]): BackupFile[] {
  return names.map((name) => parseBackupName(folder, name)).filter((backup) => backup !== null);
}

function newestFirst(backups: readonly BackupFile[], now: Date): BackupFile[] {
  const byTime = backups.toSorted((first, second) => second.at.getTime() - first.at.getTime());
  const ahead = byTime.filter((backup) => isAhead(backup, now));
  const numbered = ahead.sort((first, second) => (second.lastSequence ?? 0) - (first.lastSequence ?? 0));
  return [...byTime.filter((backup) => !isAhead(backup, now)), ...numbered];
}

/** A clock may be set back a little at any time. */
const FUTURE_MS = 10 * 60_000;

/** Whether it was made in the future: its name says nothing of its age then. */
export function isAhead({ at }: BackupFile, now: Date): boolean {
  return at.getTime() - now.getTime() > FUTURE_MS;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

export interface BackupRetention {
  /** The newest of each of so many hours that have one. */
  readonly hourly: number;
  /** The newest of each of so many days that have one. */
  readonly daily: number;
}

/**
 * The backups that are kept no longer. The newest is always kept, also if the clock was behind when it was made, and so is one made before a change of
 * the schema. One that was made in the future is kept until then.
 */
export function outlivedBackups(
  backups: readonly BackupFile[],
  { hourly, daily }: BackupRetention,
  now: Date,
): BackupFile[] {
  const regular = newestFirst(backups, now).filter((backup) => backup.lastSequence !== null && !isAhead(backup, now));
  const byNumber = regular.toSorted((first, second) => (second.lastSequence ?? 0) - (first.lastSequence ?? 0));
  const kept = new Set<BackupFile>([...regular.slice(0, 1), ...byNumber.slice(0, 1)]);
  for (const [unit, count] of [
    ['YYYY-MM-DDTHH'.length, hourly],
    ['YYYY-MM-DD'.length, daily],
  ] as const) {
    const spans = new Map<string, BackupFile>();
    for (const backup of regular) {
      const span = backup.at.toISOString().slice(0, unit);
      if (!spans.has(span)) spans.set(span, backup);
    }
    for (const backup of [...spans.values()].slice(0, count)) kept.add(backup);
  }
  return regular.filter((backup) => !kept.has(backup));
}

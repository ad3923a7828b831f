import { describe, expect, it } from 'vitest';
import { type BackupFile, outlivedBackups } from './backupFiles.ts';

const start = Date.parse('2026-11-23T12:00:00.000Z');
const MINUTE = 60_000;

/** One backup every half hour, the newest first. */
function halfHourly(count: number): BackupFile[] {
  return Array.from({ length: count }, (_, index) => ({
    path: `${index}`,
    at: new Date(start - index * 30 * MINUTE),
    lastSequence: count - index,
  }));
}

const keptOf = (backups: readonly BackupFile[], hourly: number, daily: number): string[] => {
  const gone = new Set(outlivedBackups(backups, { hourly, daily }));
  return backups.filter((backup) => !gone.has(backup)).map(({ at }) => at.toISOString().slice(5, 16));
};

describe('the backups that are kept', () => {
  it('are the newest of each of the last hours and of each of the last days', () => {
    expect(keptOf(halfHourly(48 * 5), 3, 3)).toEqual([
      '11-23T12:00',
      '11-23T11:30',
      '11-23T10:30',
      '11-22T23:30',
      '11-21T23:30',
    ]);
  });

  it('stay for as long as there are no newer ones, however old they are', () => {
    const old = halfHourly(1).map((backup) => ({ ...backup, at: new Date(start - 1000 * 24 * 60 * MINUTE) }));
    expect(outlivedBackups(old, { hourly: 1, daily: 1 })).toEqual([]);
  });

  it('include every one that was made before a change of the schema', () => {
    const schema: BackupFile = { path: 'schema', at: new Date(start - 500 * 24 * 60 * MINUTE), lastSequence: null };
    expect(outlivedBackups([...halfHourly(10), schema], { hourly: 1, daily: 1 })).not.toContain(schema);
  });
});

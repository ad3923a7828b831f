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
  const gone = new Set(outlivedBackups(backups, { hourly, daily }, new Date(start)));
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
    expect(outlivedBackups(old, { hourly: 1, daily: 1 }, new Date(start))).toEqual([]);
  });

  it('are not replaced by one of a clock that was ahead, which is kept too until its day', () => {
    const ahead: BackupFile = { path: 'ahead', at: new Date(start + 60 * 24 * 60 * MINUTE), lastSequence: 3 };
    expect(keptOf([ahead, ...halfHourly(10)], 2, 1)).toEqual(['01-22T12:00', '11-23T12:00', '11-23T11:30']);
  });

  it('include the one with the newest records, also if the clock was at 1970 when it was made', () => {
    const behind: BackupFile = { path: 'behind', at: new Date(60_000), lastSequence: 11 };
    expect(outlivedBackups([behind, ...halfHourly(10)], { hourly: 1, daily: 1 }, new Date(start))).not.toContain(
      behind,
    );
  });

  it('include every one that was made before a change of the schema', () => {
    const schema: BackupFile = { path: 'schema', at: new Date(start - 500 * 24 * 60 * MINUTE), lastSequence: null };
    expect(outlivedBackups([...halfHourly(10), schema], { hourly: 1, daily: 1 }, new Date(start))).not.toContain(
      schema,
    );
  });
});

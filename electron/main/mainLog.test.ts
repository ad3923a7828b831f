import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openMainLog } from './mainLog.ts';

describe('the log of the main process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sigmaline-log-'));
  const file = join(folder, 'logs', 'window.log');

  afterAll(() => rmSync(folder, { recursive: true }));

  it('keeps each line with its time', () => {
    const log = openMainLog(folder);
    log('first');
    log('second');
    expect(readFileSync(file, 'utf8')).toMatch(/^\S+Z first\n\S+Z second\n$/);
  });

  it('begins anew when it is full, and keeps the one before', () => {
    writeFileSync(file, 'x'.repeat(1_000_001));
    openMainLog(folder)('third');
    expect(readFileSync(file, 'utf8')).toMatch(/^\S+Z third\n$/);
    expect(statSync(join(folder, 'logs', 'window.old.log')).size).toBe(1_000_001);
  });

  it('does not stop the station where it cannot be written', () => {
    const elsewhere = join(folder, 'file');
    writeFileSync(elsewhere, '');
    expect(() => openMainLog(elsewhere)('lost')).not.toThrow();
    mkdirSync(join(folder, 'other', 'logs', 'window.log'), { recursive: true });
    expect(() => openMainLog(join(folder, 'other'))('lost')).not.toThrow();
    expect(existsSync(join(elsewhere, 'logs'))).toBe(false);
  });
});

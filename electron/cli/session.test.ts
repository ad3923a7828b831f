import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keptToken, tokenIn } from './session.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sigmaline-token-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const file = (): string => join(root, 'data', 'session.token');

describe('the token of a station', () => {
  it('is the same after a restart, and nobody else can read its file', () => {
    const token = keptToken(join(root, 'data'));
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(keptToken(join(root, 'data'))).toBe(token);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it.skipIf(process.platform === 'win32')('is replaced if others could have read it', () => {
    const token = keptToken(join(root, 'data'));
    chmodSync(file(), 0o644);
    expect(keptToken(join(root, 'data'))).not.toBe(token);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it.each(['', 'short', 'with spaces and umlauts: äöü'])('is replaced if its file holds none (%j)', (text) => {
    keptToken(join(root, 'data'));
    writeFileSync(file(), text);
    const token = keptToken(join(root, 'data'));
    expect(readFileSync(file(), 'utf8')).toBe(`${token}\n`);
  });

  it('can be given in a file', () => {
    const given = join(root, 'given');
    writeFileSync(given, 'kiosk-3-of-hall-7-a8f2\n');
    expect(tokenIn(given)).toBe('kiosk-3-of-hall-7-a8f2');
    writeFileSync(given, 'short');
    expect(() => tokenIn(given)).toThrow(given);
    expect(() => tokenIn(join(root, 'missing'))).toThrow('ENOENT');
  });

  it.runIf(process.platform === 'linux')('tells that there can be no data folder', () => {
    expect(() => keptToken('/proc/nope')).toThrow('The data folder /proc/nope cannot be used');
  });
});

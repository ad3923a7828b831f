import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RotatingFile } from './rotatingFile.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-log-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () => new RotatingFile({ path: join(folder, 'station.log'), largestBytes: 30, files: 3 });

describe('the log', () => {
  it('goes on in the same file after a restart', () => {
    for (const line of ['first\n', 'second\n']) {
      const file = open();
      file.write(line);
      file.close();
    }
    expect(readFileSync(join(folder, 'station.log'), 'utf8')).toBe('first\nsecond\n');
  });

  it('keeps the newest lines in a few files of bounded size', () => {
    const file = open();
    for (let line = 10; line < 60; line++) file.write(`line ${line}\n`);
    file.close();
    expect(readdirSync(folder).sort()).toEqual(['station.log', 'station.log.1', 'station.log.2']);
    const kept = ['station.log.2', 'station.log.1', 'station.log'].map((name) =>
      readFileSync(join(folder, name), 'utf8'),
    );
    const lines = kept.join('').trim().split('\n');
    expect(lines).toEqual(Array.from(lines, (_, index) => `line ${60 - lines.length + index}`));
    expect(Math.max(...kept.map((text) => text.length))).toBeLessThanOrEqual(38);
  });

  it('fills each file before it begins the next, also one from before a restart', () => {
    for (const names of ['abcd', 'efgh', 'ijkl']) {
      const file = open();
      for (const name of names) file.write(`line ${name} 8\n`);
      file.close();
    }
    const linesIn = (name: string) =>
      readFileSync(join(folder, name), 'utf8')
        .match(/line ./g)
        ?.join('');
    expect(linesIn('station.log.2')).toBe('line aline bline cline d');
    expect(linesIn('station.log.1')).toBe('line eline fline gline h');
    expect(linesIn('station.log')).toBe('line iline jline kline l');
  });

  it('does not stop the station where it cannot be written', () => {
    rmSync(folder, { recursive: true });
    const file = open();
    expect(() => file.write('lost\n')).not.toThrow();
    file.close();
  });
});

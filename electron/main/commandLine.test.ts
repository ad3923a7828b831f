import { describe, expect, it } from 'vitest';
import { readCommandLine } from './commandLine.ts';

describe('the command line of the window', () => {
  it('is an ordinary window on the usual data folder where nothing is said', () => {
    expect(readCommandLine([])).toEqual({ kiosk: false, board: false, dataFolder: undefined });
  });

  it('names the data folder in both ways that people write it', () => {
    expect(readCommandLine(['--data', '/srv/line 4']).dataFolder).toBe('/srv/line 4');
    expect(readCommandLine(['--data=/srv/line=4']).dataFolder).toBe('/srv/line=4');
  });

  it('reads past the switches of Chromium', () => {
    expect(readCommandLine(['/app', '--no-sandbox', '--kiosk', '--board', '--lang=de', '--data', 'd'])).toEqual({
      kiosk: true,
      board: true,
      dataFolder: 'd',
    });
  });
});

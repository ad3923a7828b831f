import { describe, expect, it } from 'vitest';
import { dataFolderOf } from './dataFolder.ts';

const machine = { platform: 'linux', environment: {}, homeFolder: '/home/lee' } as const;

describe('the data folder', () => {
  it('is the one that was asked for, before the one of the environment', () => {
    const environment = { SIGMALINE_DATA: '/srv/station' };
    expect(dataFolderOf('/data', { ...machine, environment })).toBe('/data');
    expect(dataFolderOf(undefined, { ...machine, environment })).toBe('/srv/station');
  });

  it('lies where the platform keeps such data', () => {
    expect(dataFolderOf(undefined, machine)).toBe('/home/lee/.local/share/sigmaline');
    expect(dataFolderOf('', machine)).toBe('/home/lee/.local/share/sigmaline');
    expect(dataFolderOf(undefined, { ...machine, environment: { XDG_DATA_HOME: '/x' } })).toBe('/x/sigmaline');
    expect(dataFolderOf(undefined, { ...machine, platform: 'darwin' })).toBe(
      '/home/lee/Library/Application Support/Sigmaline',
    );
    const windows = { ...machine, platform: 'win32', environment: { LOCALAPPDATA: '/local' } } as const;
    expect(dataFolderOf(undefined, windows)).toBe('/local/Sigmaline');
  });

  it('is absolute', () => {
    expect(dataFolderOf('here', machine)).toBe(`${process.cwd()}/here`);
  });
});

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildIfStale } from '../../build/bundles.ts';
import { ended, Installation, waitFor } from './installation.ts';

describe('starting the station', () => {
  let installation: Installation;

  beforeAll(() => buildIfStale('electron'));
  beforeEach(() => {
    installation = new Installation();
  });
  afterEach(() => installation.close());

  it('says why the engine cannot work, tries again, and takes the message away when it can', async () => {
    const lock = join(installation.dataFolder, 'locked');
    writeFileSync(lock, '');
    await installation.start();
    await waitFor(() => installation.calls('dialog.showMessageBox').length > 0);
    expect(installation.calls('dialog.showMessageBox')[0]?.details).toEqual([
      'The station cannot run at the moment.',
      expect.stringContaining(installation.dataFolder),
    ]);
    rmSync(lock);
    await waitFor(() => installation.calls('dialog.showMessageBox closed').length > 0);
    expect(installation.calls('dialog.showMessageBox')).toHaveLength(1);
    expect(installation.engineLog().length).toBeGreaterThan(1);
  });

  it('refuses a data folder that cannot be one', async () => {
    const file = join(installation.folder, 'package.json');
    const { process: main } = await installation.start('--data', file);
    expect(await ended(main)).toBe(1);
    expect(installation.calls('dialog.showErrorBox')[0]?.details).toEqual(['Sigmaline', expect.stringContaining(file)]);
  });

  it('shows an ordinary window, and asks where an export goes, where no kiosk was asked for', async () => {
    const { page } = await installation.openWindow();
    expect(installation.calls('BrowserWindow')).toMatchObject([{ details: [{ kiosk: false }] }]);
    await page.evaluate(() => {
      globalThis.location.href = 'sigmaline-image://export/11111111-2222-4333-8444-555555555555/0';
    });
    await waitFor(() => installation.calls('download').length > 0);
    expect(installation.calls('download')).toMatchObject([{ details: [{ cancelled: false, savePath: null }] }]);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OpenConnection } from '../driver.ts';
import { itemsFixture, type SurroundingsFixture, surroundingsFixture } from '../surroundings.fixture.ts';
import { openFiles } from './index.ts';

const run = (...[command = '', ...more]: readonly string[]): boolean => spawnSync(command, more).status === 0;
const mountable = mkdtempSync(join(tmpdir(), 'sigmaline-mount-'));
/** Only root may mount, and not in every container. */
const CAN_MOUNT = process.platform === 'linux' && run('mount', '-t', 'tmpfs', 'none', mountable);
if (CAN_MOUNT) run('umount', mountable);
else console.warn('Shares that are full, read-only or gone are not tried: this user cannot mount a file system.');
rmSync(mountable, { recursive: true });

let root: string;
/** What the share holds, wherever it is mounted. */
let server: string;
let folder: string;
let fixture: SurroundingsFixture<'files'>;
let connection: OpenConnection;
const never = new AbortController().signal;

const mount = (): boolean => run('mount', '--bind', server, folder);
/** As a server that is gone: at once, whoever uses it. */
const unmount = (): boolean => run('umount', '--lazy', folder);
const deliver = (count: number, first = 1) => connection.deliver?.(itemsFixture(count, first), never);
const names = (place: string) => readdirSync(place).toSorted();

beforeEach(async () => {
  if (!CAN_MOUNT) return;
  root = mkdtempSync(join(tmpdir(), 'sigmaline-share-'));
  server = join(root, 'server');
  folder = join(root, 'share');
  for (const each of [server, folder]) mkdirSync(each);
  expect(run('mount', '-t', 'tmpfs', '-o', 'size=128k', 'none', server)).toBe(true);
  expect(mount()).toBe(true);
  fixture = surroundingsFixture({ kind: 'files', folder });
  connection = await openFiles(fixture.surroundings);
});

afterEach(() => {
  if (!CAN_MOUNT) return;
  fixture.remove();
  unmount();
  run('umount', '--lazy', server);
  rmSync(root, { recursive: true, force: true });
});

describe.runIf(CAN_MOUNT)('a share', () => {
  test('that is full is told, keeps no half file, and takes the rest once there is space', async () => {
    await expect(deliver(200)).rejects.toMatchObject({ code: 'connection.folder-full', details: { folder } });
    const before = names(server);
    expect(before.length).toBeGreaterThan(5);
    expect(before.filter((name) => !name.endsWith('.csv'))).toEqual([]);
    for (const name of before) expect(readFileSync(join(server, name), 'utf8')).toMatch(/\r\n$/);
    // The receiver has taken them away.
    for (const name of before) rmSync(join(server, name));
    await deliver(5, before.length + 1);
    expect(names(server)).toHaveLength(5);
  });

  test('that is read-only is told with the reason of the system, and takes it once it can be written to', async () => {
    expect(run('mount', '-o', 'remount,ro,bind', folder)).toBe(true);
    const reason = { code: 'connection.reason-read-only', details: { code: 'EROFS' } };
    await expect(deliver(2)).rejects.toMatchObject({ code: 'connection.folder', details: { folder, reason } });
    expect(run('mount', '-o', 'remount,rw,bind', folder)).toBe(true);
    await deliver(2);
    expect(names(server)).toHaveLength(2);
  });

  test('that is not mounted any more is told, after a restart too, and nothing is written to the disk below it', async () => {
    await deliver(2);
    expect(unmount()).toBe(true);
    const away = { code: 'connection.folder-away', details: { folder, mount: folder } };
    await expect(deliver(2, 3)).rejects.toMatchObject(away);
    const again = surroundingsFixture({ kind: 'files', folder }, {}, { folder: fixture.surroundings.folder });
    connection = await openFiles(again.surroundings);
    await expect(deliver(2, 3)).rejects.toMatchObject(away);
    expect(names(folder)).toEqual([]);
    expect(mount()).toBe(true);
    await deliver(2, 3);
    expect(names(server)).toHaveLength(4);
  });

  test('that goes and comes at any moment has every message once it stays, and the disk below it none', async () => {
    let isOver = false;
    const toggling = (async () => {
      while (!isOver) {
        await pause(20 + Math.random() * 60);
        unmount();
        await pause(Math.random() * 10);
        mount();
      }
    })();
    let failures = 0;
    let sent = 0;
    // A quick machine sends all of them between two moments without a share: then more, until one is met.
    while (sent < 25 || failures === 0) {
      try {
        await deliver(1, sent + 1);
        sent += 1;
      } catch {
        failures += 1;
        await pause(2);
      }
    }
    isOver = true;
    await toggling;
    expect(failures).toBeGreaterThan(0);
    expect(names(server).filter((name) => name.endsWith('.csv'))).toHaveLength(sent);
    unmount();
    expect(names(folder).filter((name) => name.endsWith('.csv'))).toEqual([]);
  });
});

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diagnosticsOptionsSchema } from '../../../shared/contract/index.ts';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { openLog } from '../log/index.ts';
import { collectDiagnostics } from './bundle.ts';

const SECRETS = [
  'Kim Meyer',
  'kmeyer',
  'B-4711',
  'SN 000609',
  'Lot Ahorn',
  'hunter2-hash',
  'token-of-the-session',
  'Anna',
];
const OPTIONS = diagnosticsOptionsSchema.parse({});

let root: string;
let data: string;
let out: string;
let station: TestKernel;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sigmaline-diagnostics-'));
  [data, out] = [join(root, 'data'), join(root, 'bundle.zip')];
  mkdirSync(data);
  station = openTestKernel(data);
  const { database, audit } = station.kernel;
  database.pragma('foreign_keys = OFF');
  database.execute(`
    INSERT INTO person (sign_in_id, name, role, badge, is_active, must_change, added_at) VALUES ('kmeyer', 'Kim Meyer', 'quality', 'B-4711', 1, 0, 't');
    INSERT INTO person_secret (sign_in_id, kind, hash, since) VALUES ('kmeyer', 'pin', 'hunter2-hash', 't');
    INSERT INTO source (id, folder, name, position, recipe_id, options) VALUES ('s', '${root}/Anna/camera', 'Camera of Anna', 0, 'ring', '{}');
    INSERT INTO inspection (sequence, id, recorded_at, source_id, source_name, file, verdict, error_code, error_details, software_version, part_serial, lot)
      VALUES (1, 'i', '2026-11-28T06:00:00.000Z', 's', 'Camera of Anna', 'Lot Ahorn/SN 000609.png', 'error', 'image.empty',
        '{"file":"Lot Ahorn/SN 000609.png"}', '0', 'SN 000609', 'Lot Ahorn');
  `);
  audit.observed({ action: 'lane.died', object: { kind: 'lane', id: '2' } });
  writeFileSync(join(data, 'session.token'), 'token-of-the-session');
  writeFileSync(join(data, 'connections.secrets'), 'password-of-the-broker');
  mkdirSync(join(root, 'Anna', 'camera', 'Lot Ahorn'), { recursive: true });
  writeFileSync(join(root, 'Anna', 'camera', 'Lot Ahorn', 'SN 000609.png'), 'picture');
  const log = openLog(data);
  log.logger.info({ dataFolder: join(root, 'Anna') }, 'started');
  log.logger.error({
    err: new SigmalineError('image.unreadable', { file: 'Lot Ahorn/SN 000609.png', reason: 'EACCES' }),
  });
  log.logger.error({
    err: new Error("ENOENT: no such file, open '/home/kmeyer/Lot Ahorn/SN 000609.png' of Kim Meyer, part SN 000609"),
  });
  log.close();
});

afterEach(() => {
  station.close();
  rmSync(root, { recursive: true });
});

/** The files of a ZIP by name, read by its central directory. */
function unpacked(): Map<string, string> {
  const zip = readFileSync(out);
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const files = new Map<string, string>();
  let at = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [packed, nameLength, extra, comment] = [
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
    ];
    const local = zip.readUInt32LE(at + 42);
    const begins = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(begins, begins + packed);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    files.set(name, (zip.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes)).toString('utf8'));
    at += 46 + nameLength + extra + comment;
  }
  return files;
}

describe('the bundle for support', () => {
  it('holds exactly what was listed, and no name, secret, token or serial', async () => {
    const listed = await collectDiagnostics(data, OPTIONS, { name: 'Kim Meyer', state: 'ok' }, null);
    expect(readdirSync(root)).not.toContain('bundle.zip');
    await collectDiagnostics(data, OPTIONS, { name: 'Kim Meyer', state: 'ok' }, out);
    const files = unpacked();
    expect([...files.keys()]).toEqual(listed.map(({ name }) => name));
    const all = [...files].flat().join('\n');
    for (const secret of [...SECRETS, '000609', 'Ahorn', 'Meyer', root])
      expect([secret, all.includes(secret)]).toEqual([secret, false]);
    for (const useful of [
      'image.empty',
      'image.unreadable',
      'lane.died',
      'ENOENT',
      'started',
      process.version.slice(1),
    ])
      expect(all).toContain(useful);
    expect(JSON.parse(files.get('database.json') ?? '')).toMatchObject({ quickCheck: 'ok' });
    expect(JSON.parse(files.get('faults.json') ?? '')).toMatchObject([{ sequence: 1, code: 'image.empty' }]);
  });

  it('has names and images only where that was chosen, and secrets never', async () => {
    await collectDiagnostics(data, { ...OPTIONS, names: true, images: 3 }, null, out);
    const files = unpacked();
    const all = [...files].flat().join('\n');
    expect(all).toContain('SN 000609');
    expect(files.get('images/1.png')).toBe('picture');
    for (const secret of ['hunter2-hash', 'token-of-the-session', 'password-of-the-broker'])
      expect(all).not.toContain(secret);
  });

  it('is made of a data folder whose database is damaged or missing', async () => {
    station.close();
    writeFileSync(join(data, 'station.sqlite'), 'no database at all, and long enough to be taken for one'.repeat(100));
    rmSync(join(data, 'station.sqlite-wal'), { force: true });
    await collectDiagnostics(data, OPTIONS, null, out);
    expect(unpacked().get('database.json')).toContain('storage.corrupt');
    rmSync(join(data, 'station.sqlite'));
    await collectDiagnostics(data, OPTIONS, null, out);
    expect(unpacked().get('database.json')).toContain('storage.not-found');
    const all = [...unpacked().values()].join('\n');
    expect(all).toContain('started');
    // Nobody can say any more who people are: what looks like a name of a file, a part or a folder is replaced all the same.
    for (const secret of ['000609', root, 'kmeyer']) expect(all).not.toContain(secret);
    station = openTestKernel(join(data));
  });
});

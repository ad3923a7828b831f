import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as pki from 'pkijs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SigmalineError } from '../../../../shared/domain/index.ts';
import { Sheet } from '../pdf/sheet.ts';
import { readSigner, SignerStore } from '../signerStore.ts';
import { signPdf } from './pades.ts';
import { readPkcs12 } from './pkcs12.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sigmaline-signing-'));
});

afterEach(() => rm(folder, { recursive: true }));

const openssl = (...options: string[]): Buffer => execFileSync('openssl', options, { cwd: folder, stdio: 'pipe' });

interface Wish {
  readonly key?: readonly string[];
  readonly days?: string;
  readonly form?: readonly string[];
}

/** A PKCS#12 file as OpenSSL, another program, writes it. */
async function pkcs12({ key = ['rsa:2048'], days = '30', form = [] }: Wish = {}): Promise<Buffer> {
  const asked = [
    '-x509',
    '-nodes',
    '-keyout',
    'key.pem',
    '-out',
    'own.pem',
    '-days',
    days,
    '-subj',
    '/C=DE/CN=Quality Line 3',
  ];
  openssl('req', '-newkey', ...key, ...asked);
  openssl(
    'pkcs12',
    '-export',
    '-inkey',
    'key.pem',
    '-in',
    'own.pem',
    '-out',
    'own.p12',
    '-passout',
    'pass:geheim ß',
    ...form,
  );
  return readFile(join(folder, 'own.p12'));
}

const codeOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (thrown) {
    return (thrown as SigmalineError).code;
  }
  return 'no error';
};

async function signedReport(file: Buffer): Promise<string> {
  const path = join(folder, 'report.pdf');
  const facts = { title: 'Shift report', subject: 'a night', station: 'Line 3', madeAt: 'today', by: 'Kim' };
  const sheet = new Sheet({ ...facts, paper: 'a4', madeAtTime: new Date(), isSigned: true });
  sheet.paragraph('All parts passed.');
  await sheet.end(path);
  await signPdf(path, readPkcs12(file, 'geheim ß'));
  return path;
}

describe('a certificate file', () => {
  it.each([
    ['as OpenSSL 3 writes it (AES)', []],
    [
      'as older programs write it (triple DES)',
      ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'],
    ],
  ])('is read %s', async (_, form) => {
    const { key, certificates } = readPkcs12(await pkcs12({ form }), 'geheim ß');
    expect(key).toContain('BEGIN PRIVATE KEY');
    expect(new X509Certificate(certificates[0] ?? '').subject).toContain('CN=Quality Line 3');
  });

  it('with another passphrase, of another kind, or without a key is refused by its own code', async () => {
    const file = await pkcs12();
    expect(codeOf(() => readPkcs12(file, 'wrong'))).toBe('report.signer-passphrase');
    expect(codeOf(() => readPkcs12(Buffer.from('no certificate'), ''))).toBe('report.signer-unreadable');
    expect(codeOf(() => readPkcs12(file.subarray(0, 200), 'geheim ß'))).toBe('report.signer-unreadable');
    openssl('pkcs12', '-export', '-nokeys', '-in', 'own.pem', '-out', 'none.p12', '-passout', 'pass:x');
    const without = await readFile(join(folder, 'none.p12'));
    expect(codeOf(() => readPkcs12(without, 'x'))).toBe('report.signer-no-key');
  });

  it('that has expired, or whose key is too weak, is refused', async () => {
    const later = new Date(Date.now() + 60 * 24 * 3600 * 1000);
    await expect(readSigner(await pkcs12(), 'geheim ß', later)).rejects.toMatchObject({
      code: 'report.signer-expired',
    });
    const weak = await pkcs12({ key: ['rsa:1024'] });
    await expect(readSigner(weak, 'geheim ß', new Date())).rejects.toMatchObject({ code: 'report.signer-kind' });
  });

  it.each([
    ['a file that its owner alone can read', null],
    ['a file that is sealed', new Uint8Array(32).fill(7)],
  ])('is kept in %s', async (_, secret) => {
    const store = new SignerStore(folder, secret);
    await store.take(await pkcs12(), 'geheim ß', new Date());
    const kept = join(folder, 'reports.signer');
    expect((await stat(kept)).mode & 0o077).toBe(0);
    expect((await readFile(kept, 'utf8')).includes('PRIVATE KEY')).toBe(secret === null);
    const again = new SignerStore(folder, secret);
    expect(again.state(new Date())).toMatchObject({ subject: 'Quality Line 3', problem: null });
    expect(again.current(new Date()).key).toBe(store.current(new Date()).key);
    if (secret !== null)
      expect(new SignerStore(folder, null).state(new Date())?.problem?.code).toBe('report.signer-sealed');
    again.remove();
    expect(new SignerStore(folder, secret).state(new Date())).toBeNull();
  });
});

describe('a signed report', () => {
  it.each([
    ['RSA', ['rsa:2048']],
    ['P-256', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256']],
    ['P-384', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384']],
  ])('by %s holds in the eyes of Poppler, over the whole file', async (_, key) => {
    const path = await signedReport(await pkcs12({ key }));
    const said = execFileSync('pdfsig', ['-nocert', path], { encoding: 'utf8' });
    expect(said).toContain('Signature is Valid');
    expect(said).toContain('ETSI.CAdES.detached');
    expect(said).toContain('Total document signed');
    expect(said).toContain('Quality Line 3');
  });

  it('names the certificate in what is signed, and no time', async () => {
    const path = await signedReport(await pkcs12());
    const { bytes, signed } = await signatureOf(path);
    const attributes = signed.signerInfos[0]?.signedAttrs?.attributes ?? [];
    expect(attributes.map(({ type }) => type).sort()).toEqual(
      ['1.2.840.113549.1.9.3', '1.2.840.113549.1.9.4', '1.2.840.113549.1.9.16.2.47'].sort(),
    );
    const own = new X509Certificate(await readFile(join(folder, 'own.pem')));
    const hash = createHash('sha256').update(own.raw).digest();
    expect(Buffer.from(signed.toSchema().toBER()).includes(hash)).toBe(true);
    await expect(signed.verify({ signer: 0, data: Uint8Array.from(bytes).buffer })).resolves.toBe(true);
  });

  it('that was changed does not hold any more', async () => {
    const path = await signedReport(await pkcs12());
    const changed = await readFile(path);
    const at = changed.indexOf('/Title');
    changed.writeUInt8(changed.readUInt8(at + 8) ^ 1, at + 8);
    await writeFile(path, changed);
    const { bytes, signed } = await signatureOf(path);
    await expect(signed.verify({ signer: 0, data: Uint8Array.from(bytes).buffer })).rejects.toBeDefined();
    expect(execFileSync('pdfsig', ['-nocert', path], { encoding: 'utf8' })).not.toContain('Signature is Valid');
  });
});

/** The signed bytes of a report, and its signature. */
async function signatureOf(path: string): Promise<{ bytes: Buffer; signed: pki.SignedData }> {
  const file = await readFile(path);
  const range = /\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\s*\]/.exec(file.toString('latin1'))?.slice(1).map(Number) ?? [];
  const [, start = 0, end = 0, rest = 0] = range;
  expect(end + rest).toBe(file.length);
  const der = Buffer.from(file.subarray(start + 1, end - 1).toString('latin1'), 'hex');
  const length = der.readUInt16BE(2) + 4;
  const { content } = pki.ContentInfo.fromBER(der.subarray(0, length));
  return {
    bytes: Buffer.concat([file.subarray(0, start), file.subarray(end)]),
    signed: new pki.SignedData({ schema: content }),
  };
}

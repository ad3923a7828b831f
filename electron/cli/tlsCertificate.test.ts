import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprintOf, makeCertificate, selfSigned, tlsFilesAt } from './tlsCertificate.ts';

const NOW = new Date('2026-11-28T12:00:00Z');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-tls-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a certificate that signs itself', () => {
  it('is for the names and addresses of the machine, for servers, for 825 days', async () => {
    const { certificate, key } = await makeCertificate(['line-3.plant', '10.0.0.7', 'fd00::1:0:7', '::1'], NOW);
    const found = new X509Certificate(certificate);
    expect(found.verify(found.publicKey)).toBe(true);
    expect(found.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect(found.ca).toBe(false);
    expect(found.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(found.checkHost('line-3.plant')).toBe('line-3.plant');
    for (const address of ['10.0.0.7', 'fd00::1:0:7', '::1']) expect(found.checkIP(address)).toBe(address);
    expect([found.checkHost('line-4.plant'), found.checkIP('10.0.0.8')]).toEqual([undefined, undefined]);
    const days = (Date.parse(found.validTo) - Date.parse(found.validFrom)) / 86_400_000;
    expect(days).toBe(825);
    expect(found.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
  });

  it('is kept with its key, which only its owner can read, until it ends or the station has another address', async () => {
    const first = await selfSigned(folder, '10.0.0.7', NOW);
    expect(statSync(join(folder, 'tls.key.pem')).mode & 0o077).toBe(0);
    expect(await selfSigned(folder, '10.0.0.7', NOW)).toEqual(first);
    expect(tlsFilesAt(join(folder, 'tls.certificate.pem'), join(folder, 'tls.key.pem'))).toEqual(first);
    expect(new X509Certificate(first.certificate).checkHost(hostname().toLowerCase())).toBeDefined();
    const elsewhere = await selfSigned(folder, '10.0.0.8', NOW);
    expect(fingerprintOf(elsewhere)).not.toBe(fingerprintOf(first));
    const later = new Date(NOW.getTime() + 800 * 86_400_000);
    expect(fingerprintOf(await selfSigned(folder, '10.0.0.8', later))).not.toBe(fingerprintOf(elsewhere));
  });
});

it('a certificate that cannot be read says why', () => {
  expect(() => tlsFilesAt(join(folder, 'none.pem'), join(folder, 'none.key'))).toThrow('ENOENT');
  expect(() => fingerprintOf({ certificate: 'no certificate', key: '' })).toThrow('PEM');
});

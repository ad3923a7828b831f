import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CERTIFICATES } from '../../../shared/processes/connector.ts';
import { type SurroundingsFixture, surroundingsFixture } from '../surroundings.fixture.ts';
import { certificateWarnings, dropOldKnocks, MOST_KNOCKED, outOfTime, ownCertificate } from './certificates.ts';

const DAY_MS = 86_400_000;
let fixture: SurroundingsFixture<'opcua'>;
let folder: string;

beforeEach(() => {
  fixture = surroundingsFixture({ kind: 'opcua', address: '0.0.0.0', user: 'line' }, { password: 'x' });
  folder = fixture.surroundings.folder;
});
afterEach(() => {
  vi.useRealTimers();
  fixture.remove();
});

function makeCertificate(place: string, name: string, days: number): void {
  const file = join(folder, place);
  mkdirSync(dirname(file), { recursive: true });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', join(folder, 'key')];
  const names = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:line3,IP:10.0.0.5'];
  execFileSync('openssl', ['req', '-x509', ...key, ...names, '-days', String(days), '-out', file], { stdio: 'pipe' });
}

it('tells in time of certificates that end, and of addresses that the station did not have when its own was made', () => {
  makeCertificate(CERTIFICATES.own, 'Line 3', 100);
  makeCertificate(`${CERTIFICATES.trusted}/plc.pem`, 'PLC', 40);
  const warned = (days: number, ...names: string[]) =>
    certificateWarnings(fixture.surroundings, Date.now() + days * DAY_MS, names).map(({ code, details }) => [
      code.replace('connection.', ''),
      details?.names ?? details?.client ?? '',
    ]);
  expect(warned(0, 'line3', '10.0.0.5')).toEqual([]);
  expect(warned(0, 'line4', '10.0.0.5', '10.0.0.6')).toEqual([['certificate-names', 'line4, 10.0.0.6']]);
  expect(warned(9)).toEqual([]);
  expect(warned(12)).toEqual([
    ['certificate-ends', ''],
    ['client-certificate-ends', 'PLC'],
  ]);
  expect(warned(41)).toEqual([
    ['certificate-ends', ''],
    ['client-certificate-ended', 'PLC'],
  ]);
  expect(warned(101)[0]).toEqual(['certificate-ended', '']);
  // Who only speaks with this machine finds it under one name for ever.
  const here = { ...fixture.surroundings, settings: { ...fixture.surroundings.settings, address: '127.0.0.1' } };
  expect(certificateWarnings(here, Date.now(), ['line4'])).toEqual([]);
});

it('says of a certificate that is not valid now from when to when it is, and what the clock of the station shows', () => {
  makeCertificate(CERTIFICATES.own, 'PLC', 100);
  const certificate = new X509Certificate(readFileSync(join(folder, CERTIFICATES.own)));
  const { code, details } = outOfTime(certificate, new Date('2026-01-02T03:04:05Z'));
  expect(code).toBe('connection.client-certificate-time');
  const minute = certificate.validFromDate.toISOString().slice(0, 16).replace('T', ' ');
  expect(details).toMatchObject({ client: 'PLC', from: `${minute} UTC`, now: '2026-01-02 03:04 UTC' });
});

it('makes its certificate once, again when it has ended, and valid also for a client whose clock is behind', async () => {
  const made: { readonly startDate: Date; readonly outputFile: string; readonly subject: string }[] = [];
  const store = {
    createSelfSignedCertificate: async (options: object) => void made.push(options as (typeof made)[number]),
  };
  const own = () => ownCertificate(fixture.surroundings, store as never, 'urn:sigmaline:7');
  expect(await own()).toBe(join(folder, CERTIFICATES.own));
  expect(made).toHaveLength(1);
  expect(Date.now() - (made[0]?.startDate.getTime() ?? 0)).toBeGreaterThanOrEqual(DAY_MS);
  makeCertificate(CERTIFICATES.own, 'Line 3', 1);
  await own();
  expect(made).toHaveLength(1);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * DAY_MS });
  await own();
  expect(made).toHaveLength(2);
});

it('keeps the newest certificates of those that knocked, none that is larger than certificates are, and counts the others', () => {
  const place = join(folder, CERTIFICATES.knocked);
  mkdirSync(place, { recursive: true });
  const knock = (name: string, second: number, size = 800): void => {
    writeFileSync(join(place, name), 'x'.repeat(size));
    utimesSync(join(place, name), second, second);
  };
  const dropped = (): unknown => JSON.parse(readFileSync(join(folder, CERTIFICATES.dropped), 'utf8'));
  for (let second = 0; second < MOST_KNOCKED; second += 1) knock(`${second}.pem`, second);
  dropOldKnocks(folder);
  expect(readdirSync(place)).toHaveLength(MOST_KNOCKED);
  expect(dropped).toThrow();
  for (let second = 1000; second < 1010; second += 1) knock(`${second}.pem`, second);
  knock('huge.pem', 2000, 100_000);
  dropOldKnocks(folder, new Date('2026-11-29T12:00:00Z'));
  const kept = readdirSync(place);
  expect(kept).toHaveLength(MOST_KNOCKED);
  expect(kept).toContain('1009.pem');
  expect(['9.pem', 'huge.pem'].filter((name) => kept.includes(name))).toEqual([]);
  expect(dropped()).toEqual({ count: 11, at: '2026-11-29T12:00:00.000Z' });
  const then = Date.parse('2026-11-29T13:00:00Z') / 1000;
  for (let number = 0; number < MOST_KNOCKED + 2; number += 1) knock(`${then}-${number}.pem`, then);
  // The store has not seen all of these yet.
  expect(dropOldKnocks(folder, new Date((then + 1) * 1000))).toBe(true);
  expect(dropped()).toMatchObject({ count: 111 });
  expect(dropOldKnocks(folder, new Date((then + 10) * 1000))).toBe(false);
  expect(dropped()).toMatchObject({ count: 113 });
  expect(readdirSync(place)).toHaveLength(MOST_KNOCKED);
});

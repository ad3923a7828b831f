import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectionIdSchema } from '../../../shared/domain/index.ts';
import { ClientCertificates } from './clientCertificates.ts';

const ID = connectionIdSchema.parse('11111111-1111-4111-8111-111111111111');
let dataFolder: string;
let certificates: ClientCertificates;

const folder = (inside: string): string => join(dataFolder, 'connections', ID, 'pki', ...inside.split('/'));

/** As a client makes its own; it knocks at `at`. */
function knock(name: string, at: string, extra: readonly string[] = []): void {
  const file = join(folder('rejected'), `${name}[1].pem`);
  const key = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    join(dataFolder, 'key'),
  ];
  const options = ['req', '-x509', ...key, '-days', '30'];
  execFileSync('openssl', [...options, '-out', file, '-subj', `/CN=${name}/O=Plant`, ...extra], { stdio: 'pipe' });
  utimesSync(file, new Date(at), new Date(at));
}
const trusts = () => certificates.of(ID).clients.map(({ subject, trust }) => `${subject}: ${trust}`);
const fingerprintOf = (name: string): string =>
  certificates.of(ID).clients.find(({ subject }) => subject.includes(name))?.fingerprint ?? '';

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'sigmaline-certificates-'));
  for (const inside of ['rejected', 'trusted/certs', 'own/certs']) mkdirSync(folder(inside), { recursive: true });
  certificates = new ClientCertificates(dataFolder);
});
afterEach(() => rmSync(dataFolder, { recursive: true, force: true }));

it('lists who knocked, those without a decision first; one that was refused stays so when it knocks again', () => {
  knock('Panel', '2026-11-01T06:00:00Z', ['-addext', 'subjectAltName=URI:urn:panel:client,DNS:panel']);
  knock('Tester', '2026-11-02T06:00:00Z', ['-addext', 'basicConstraints=critical,CA:FALSE']);
  writeFileSync(join(folder('rejected'), 'rubbish.pem'), 'no certificate');
  expect(trusts()).toEqual(['CN=Tester, O=Plant: waiting', 'CN=Panel, O=Plant: waiting']);
  expect(certificates.of(ID).clients[1]).toMatchObject({
    ...{ application: 'urn:panel:client', since: '2026-11-01T06:00:00.000Z', isAuthority: true },
  });
  certificates.decide(ID, fingerprintOf('Panel'), true);
  expect(readdirSync(folder('trusted/certs'))).toEqual(['Panel[1].pem']);
  certificates.decide(ID, fingerprintOf('Tester'), false);
  expect(certificates.of(ID).clients.some(({ isAuthority, subject }) => isAuthority && /Tester/.test(subject))).toBe(
    false,
  );
  copyFileSync(join(folder('refused'), 'Tester[1].pem'), join(folder('rejected'), 'Tester[1].pem'));
  expect(trusts()).toEqual(['CN=Tester, O=Plant: refused', 'CN=Panel, O=Plant: trusted']);
  // A file that is no certificate is counted until somebody looks.
  rmSync(join(folder('rejected'), 'rubbish.pem'));
  expect(certificates.knocking(ID)).toBe(0);
  certificates.decide(ID, fingerprintOf('Tester'), true);
  expect([readdirSync(folder('rejected')), readdirSync(folder('refused'))]).toEqual([[], []]);
  expect(trusts()).toEqual(['CN=Tester, O=Plant: trusted', 'CN=Panel, O=Plant: trusted']);
});

it('knows nobody before the connection was open for the first time, and names a certificate that is gone', () => {
  rmSync(join(dataFolder, 'connections'), { recursive: true });
  expect(certificates.of(ID)).toEqual({ own: null, clients: [], dropped: null });
  expect(() => certificates.one(ID, 'AA')).toThrow(expect.objectContaining({ code: 'connection.certificate-unknown' }));
});

it('leaves nothing of a connection that is removed: neither its key nor whom it trusted', () => {
  knock('Panel', '2026-11-01T06:00:00Z');
  writeFileSync(join(folder('own'), 'private_key.pem'), 'secret');
  certificates.forget(ID);
  expect(readdirSync(join(dataFolder, 'connections'))).toEqual([]);
  certificates.forget(ID);
});

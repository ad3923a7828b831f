import assert from 'node:assert/strict';
import { sign, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CertificateDecisions } from '../../../electron/engine/connections/certificateDecisions.ts';
import { ClientCertificates } from '../../../electron/engine/connections/clientCertificates.ts';
import type { KeptConnection } from '../../../electron/engine/connections/connectionTable.ts';
import { openTestKernel } from '../../../electron/engine/kernel/kernel.fixture.ts';
import { CERTIFICATES } from '../../../shared/processes/connector.ts';
import { LineClient, pemOf, trusted } from './lineClient.ts';
import { SecureChannel } from './secureChannel.ts';
import { endpointsOf, type Identity, identityOf, SpecificationClient } from './specificationClient.ts';
import { nodeOf, PASSWORD } from './station.ts';
import { OPCUA, SOURCE, type StationProcess, until } from './stationProcess.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TEN_YEARS_DAYS = 3640;
const CHECKS_FAILED = /0x80130000/;
const TIME_INVALID = /0x80140000/;
/** How a time begins in a certificate (DER): its type and its length. */
const UTC_TIME = Buffer.from([0x17, 13]);
const HEAD_BYTES = 4;
const NAMESPACE = 3;

/** Certificates that are over or not valid yet, of clients and of the station, and clients whose clock is an hour off. */
export async function tryClocks(station: StationProcess): Promise<void> {
  const now = Date.now();
  const made = (name: string, fromDay: number, toDay: number): Identity =>
    trusted(station, name, (identity) => withTimes(identity, now + fromDay * DAY_MS, now + toDay * DAY_MS));
  const identities = {
    ...{ over: made('over', -40, -1), early: made('early', 1 / 24, 40) },
    ...{ soon: made('soon', -1, 20), right: made('right', -1, 100) },
  };
  await station.open();
  const report = () => station.reports.get(OPCUA);
  const signIn = (name: keyof typeof identities, clockAheadMs = 0): Promise<SpecificationClient> =>
    SpecificationClient.signIn(station.url, 'Basic256Sha256', { ...identities[name], clockAheadMs }, PASSWORD);
  station.judge(1);
  for (const aheadMs of [0, HOUR_MS, -HOUR_MS]) {
    const client = await signIn('right', aheadMs);
    const read = await client.read([nodeOf({ namespace: NAMESPACE, source: SOURCE.id }, 'Result/Sequence')]);
    assert.deepEqual([read[0]?.value, read[0]?.status], [1, 0], `a clock that is ${aheadMs / HOUR_MS} h ahead`);
    await client.close();
  }
  for (const name of ['over', 'early'] as const) {
    const refused = report()?.refused ?? 0;
    await assert.rejects(signIn(name), TIME_INVALID);
    await until(`the card tells of ${name}`, () => report()?.error?.details?.client === name);
    assert.equal(report()?.error?.code, 'connection.client-certificate-time');
    assert.ok((report()?.refused ?? 0) > refused);
  }
  await (await signIn('soon')).close();
  assert.deepEqual(
    report()?.warnings.map(({ code, details }) => [code, details?.client]),
    [
      ['connection.client-certificate-ended', 'over'],
      ['connection.client-certificate-ends', 'soon'],
    ],
  );
  console.log('a certificate that is over or not valid yet is refused as such and told of; a clock may be an hour off');

  const file = join(station.folder, CERTIFICATES.own);
  writeFileSync(file, pemOf(identities.over.certificate));
  await station.kill();
  await station.isOpen();
  const own = new X509Certificate(readFileSync(file));
  assert.ok(own.validToDate.getTime() > now + TEN_YEARS_DAYS * DAY_MS);
  const [offered] = await endpointsOf(station.url);
  assert.equal(new X509Certificate(offered?.certificate ?? '').fingerprint256, own.fingerprint256);
  await (await signIn('right')).close();
  console.log('a station whose own certificate is over makes a new one when the connection opens');
}

/** An engineer presses New certificate while clients are there: who trusts the new one comes back, and what was decided about clients stands. */
export async function tryNewCertificate(station: StationProcess): Promise<void> {
  const identity = trusted(station, 'panel');
  const stranger = identityOf(station.root, 'stranger');
  await station.open();
  const { kernel, close } = openTestKernel(station.root);
  const kept = { id: OPCUA, name: 'Plant', isOn: true } as KeptConnection;
  const certificates = new ClientCertificates(station.root);
  const decisions = new CertificateDecisions(kernel, certificates, station.process);
  const signIn = (who: Identity): Promise<SpecificationClient> =>
    SpecificationClient.signIn(station.url, 'Basic256Sha256', who, PASSWORD);
  const decided = () => certificates.of(OPCUA).clients.map(({ application, trust }) => [application, trust]);

  await assert.rejects(signIn(stranger), CHECKS_FAILED);
  await until('the stranger is on the list', () => decided().length === 2);
  const knocked = certificates.of(OPCUA).clients.find(({ application }) => application === stranger.uri);
  assert.ok(knocked);
  await decisions.trust(kept, { id: OPCUA, fingerprint: knocked.fingerprint, isTrusted: false, seen: 'waiting' });
  const before = decided();
  const own = certificates.of(OPCUA).own?.fingerprint ?? '';
  const [offered] = await endpointsOf(station.url);
  assert.ok(offered);

  const client = await LineClient.come(station, { name: 'panel', reconnects: true, watched: ['Result/Sequence'] });
  const bound = await signIn(identity);
  station.judge(1);
  await until('the client hears part 1', () => client.newest('Result/Sequence') === 1);
  const after = await decisions.renew(kept, own);
  await bound.channel.closedByServer();
  assert.notEqual(after.own?.fingerprint, own);
  assert.deepEqual(decided(), before, 'who is trusted and who is refused');
  const security = { policy: 'Basic256Sha256', ...identity, serverCertificate: offered.certificate } as const;
  await assert.rejects(SecureChannel.open(station.url, security), 'with the certificate of before');
  await assert.rejects(signIn(stranger), CHECKS_FAILED);
  await (await signIn(identity)).close();
  station.judge(2);
  await until('the client that trusts the new one hears part 2', () => client.newest('Result/Sequence') === 2);
  await assert.rejects(
    decisions.renew(kept, own),
    { code: 'connection.changed-meanwhile' },
    'somebody else has pressed it',
  );
  const said = kernel.database
    .prepare<{ action: string; body: string }>('SELECT action, body FROM audit_entry ORDER BY sequence')
    .all()
    .filter(({ action }) => action.startsWith('connection.'));
  assert.deepEqual(
    said.map(({ action }) => action),
    ['connection.client-refused', 'connection.certificate-renewed'],
  );
  assert.ok(said[1]?.body.includes(own), 'the entry names the certificate of before');
  await client.client.disconnect();
  close();
  console.log('a new certificate on a running connection: clients are cut off, come back with it, and decisions stand');
}

/** The same certificate, valid from and to other times (ms), signed anew by its own key. */
function withTimes({ certificate, ...others }: Identity, fromMs: number, toMs: number): Identity {
  const copy = Buffer.from(certificate);
  let at = 0;
  for (const ms of [fromMs, toMs]) {
    at = copy.indexOf(UTC_TIME, at) + UTC_TIME.length;
    copy.write(`${new Date(ms).toISOString().replace(/\D/g, '').slice(2, 14)}Z`, at, 'latin1');
  }
  const signed = copy.subarray(HEAD_BYTES, 2 * HEAD_BYTES + copy.readUInt16BE(HEAD_BYTES + 2));
  const signature = sign('sha256', signed, others.key);
  signature.copy(copy, copy.length - signature.length);
  return { ...others, certificate: copy };
}

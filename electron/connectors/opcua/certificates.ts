import { X509Certificate } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { ErrorFact } from '../../../shared/domain/index.ts';
import { CERTIFICATES, readDropped } from '../../../shared/processes/connector.ts';
import { readCertificate, readJsonSync, writeJsonSync } from '../../files/index.ts';
import type { Surroundings } from '../driver.ts';
import { isThisMachine } from '../networkErrors.ts';
import type { CertificateManager, UaServer } from './stack.ts';

const DAY_MS = 86_400_000;
const CERTIFICATE_DAYS = 3650;
/** How long before a certificate ends somebody is told: a new one of the station's is to be trusted at each client. */
const OWN_TOLD_DAYS = 90;
const CLIENT_TOLD_DAYS = 30;
const MOST_TOLD = 5;
/** Of those that knocked: so many are kept, and none that is larger than certificates are. */
export const MOST_KNOCKED = 100;
const LARGEST_BYTES = 32_768;
/** The store sees a file some moments after it was written. One that is gone before that is known to it for ever, and its client never appears again. */
const SEEN_BY_STORE_MS = 5000;

/** What the folder of a connection is asked for. */
type Place = Pick<Surroundings<'opcua'>, 'folder' | 'settings' | 'station'>;

/**
 * Makes the station's certificate where it has none, or where it has ended: then no client accepts the old one.
 *
 * @returns its file
 */
export async function ownCertificate(
  { folder, settings, station }: Place,
  store: CertificateManager,
  applicationUri: string,
): Promise<string> {
  const outputFile = join(folder, CERTIFICATES.own);
  const known = readCertificate(outputFile);
  if (known !== null && known.validToDate.getTime() > Date.now()) return outputFile;
  await store.createSelfSignedCertificate({
    ...{ applicationUri, outputFile, validity: CERTIFICATE_DAYS },
    // A client whose clock is behind this one would not accept it yet.
    startDate: new Date(Date.now() - DAY_MS),
    // What has a meaning in such a name is left out of the station's.
    subject: `/CN=${station.name.replace(/[^\p{L}\p{N} ._-]/gu, ' ').slice(0, 60)}`,
    ...{ dns: [hostname()], ip: addressesOf(settings.address) },
  });
  return outputFile;
}

/** What somebody has to know of the certificates of a connection, before a client is refused because of it. */
export function certificateWarnings(
  { folder, settings }: Pick<Place, 'folder' | 'settings'>,
  nowMs = Date.now(),
  names: readonly string[] = [hostname(), ...addressesOf(settings.address).filter((address) => isIP(address) === 4)],
): ErrorFact[] {
  const own = readCertificate(join(folder, CERTIFICATES.own));
  const missing = own === null || isThisMachine(settings.address) ? [] : names.filter((name) => !isNamed(own, name));
  const clients = certificatesIn(join(folder, CERTIFICATES.trusted))
    .filter((client) => endsWithin(client, CLIENT_TOLD_DAYS, nowMs))
    .toSorted((one, other) => one.validToDate.getTime() - other.validToDate.getTime())
    .slice(0, MOST_TOLD);
  return [
    ...(own !== null && endsWithin(own, OWN_TOLD_DAYS, nowMs)
      ? [{ code: endCodes(own, nowMs)[0], details: { until: dayOf(own) } } as const]
      : []),
    ...(missing.length > 0
      ? [{ code: 'connection.certificate-names', details: { names: missing.join(', ') } } as const]
      : []),
    ...clients.map((client) => ({
      code: endCodes(client, nowMs)[1],
      details: { client: commonName(client), until: dayOf(client) },
    })),
  ];
}

/** Of the station's own and of a client's certificate. */
function endCodes(certificate: X509Certificate, nowMs: number) {
  return endsWithin(certificate, 0, nowMs)
    ? (['connection.certificate-ended', 'connection.client-certificate-ended'] as const)
    : (['connection.certificate-ends', 'connection.client-certificate-ends'] as const);
}

/** Why a client that is trusted was refused: one of the two clocks is wrong, or nobody made a new certificate in time. */
export function outOfTime(certificate: X509Certificate, now: Date): ErrorFact {
  const { validFromDate, validToDate } = certificate;
  const details = { from: minuteOf(validFromDate), until: minuteOf(validToDate), now: minuteOf(now) };
  return { code: 'connection.client-certificate-time', details: { client: commonName(certificate), ...details } };
}

/**
 * Whoever reaches the port can knock with as many certificates as there are: the newest are kept, and how many were dropped is kept with them. The store hears of a
 * file that is gone, so that its client appears again when it knocks next.
 *
 * @returns whether there are too many still, which came just now
 */
export function dropOldKnocks(folder: string, now = new Date()): boolean {
  const place = join(folder, CERTIFICATES.knocked);
  const files = readdirSync(place)
    .map((name) => ({ file: join(place, name), stat: statSync(join(place, name), { throwIfNoEntry: false }) }))
    .flatMap(({ file, stat }) => (stat?.isFile() ? [{ file, size: stat.size, atMs: stat.mtimeMs }] : []))
    .toSorted((one, other) => other.atMs - one.atMs);
  const kept = files.filter(({ size }) => size <= LARGEST_BYTES).slice(0, MOST_KNOCKED);
  const surplus = files.filter((each) => !kept.includes(each));
  const dropped = surplus.filter(({ atMs }) => atMs < now.getTime() - SEEN_BY_STORE_MS);
  for (const { file } of dropped) rmSync(file, { force: true });
  const isMore = dropped.length < surplus.length;
  if (dropped.length === 0) return isMore;
  const path = join(folder, CERTIFICATES.dropped);
  const before = readDropped(() => readJsonSync(path))?.count ?? 0;
  writeJsonSync(path, { count: before + dropped.length, at: now.toISOString() });
  return isMore;
}

/** Cuts off whoever is connected with this certificate. */
export async function refuse(server: UaServer, store: CertificateManager, refused: X509Certificate): Promise<void> {
  // By itself the store learns of a moved file some moments later, and a client that comes back at once gets in.
  await store.rejectCertificate(refused.raw).catch(() => undefined);
  for (const channel of server.endpoints.flatMap((endpoint) => endpoint.getChannels())) {
    const { clientCertificate } = channel;
    const isRefused =
      clientCertificate !== null && new X509Certificate(clientCertificate).fingerprint256 === refused.fingerprint256;
    if (isRefused) channel.abruptlyInterrupt();
  }
}

/** How people call whose certificate it is: its common name, else the whole. */
export function commonName({ subject }: X509Certificate): string {
  return /(?:^|\n)CN=(.+)/.exec(subject)?.[1] ?? subject.split('\n').join(', ');
}

/** Under which addresses clients find the station, for its certificate. */
function addressesOf(address: string): string[] {
  if (address !== '0.0.0.0' && address !== '::') return isIP(address) === 0 ? [] : [address];
  return Object.values(networkInterfaces()).flatMap((cards = []) =>
    cards.map((card) => card.address.replace(/%.*/, '')),
  );
}

function isNamed(certificate: X509Certificate, name: string): boolean {
  return (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined;
}

function certificatesIn(folder: string): X509Certificate[] {
  try {
    return readdirSync(folder).flatMap((name) => readCertificate(join(folder, name)) ?? []);
  } catch {
    return [];
  }
}

function endsWithin({ validToDate }: X509Certificate, days: number, nowMs: number): boolean {
  return validToDate.getTime() - nowMs < days * DAY_MS;
}

function minuteOf(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function dayOf({ validToDate }: X509Certificate): string {
  return validToDate.toISOString().slice(0, 10);
}

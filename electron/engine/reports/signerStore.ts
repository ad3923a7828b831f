import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ErrorFact, factOf, messageOf, type ReportSigner, SigmalineError } from '../../../shared/domain/index.ts';
import {
  errnoReason,
  isSealedText,
  OWNER_ONLY,
  removeDurablySync,
  sealed,
  unsealed,
  writeWholeSync,
} from '../../files/index.ts';
import type { SigningKeyFile } from './signing/pkcs12.ts';

const BEGIN = '-----BEGIN ';

/** The certificate that signs reports, with its key: in `reports.signer` of the data folder, kept as the key of the audit chain is. */
export class SignerStore {
  readonly #file: string;
  readonly #secret: Uint8Array | null;
  #kept: SigningKeyFile | null = null;
  #problem: ErrorFact | null = null;

  /** @param secret 32 bytes of the operating system's store; null where there is none */
  constructor(dataFolder: string, secret: Uint8Array | null) {
    this.#file = join(dataFolder, 'reports.signer');
    this.#secret = secret;
    if (existsSync(this.#file)) this.#read();
  }

  /** Null where none was given; a problem says why it cannot sign. */
  state(now: Date): ReportSigner | null {
    const [own] = this.#kept?.certificates ?? [];
    const keeping = this.#secret === null ? 'file' : 'system';
    if (own === undefined) {
      const unknown = { subject: '', issuer: '', validFrom: EPOCH, validTo: EPOCH, keeping } as const;
      return this.#problem === null ? null : { ...unknown, problem: this.#problem };
    }
    const certificate = new X509Certificate(own);
    return { ...namesOf(certificate), keeping, problem: expiryOf(certificate, now) };
  }

  /** What signs. @throws SigmalineError `report.signer-missing`, `report.signer-sealed`, `report.signer-expired` */
  current(now: Date): SigningKeyFile {
    const problem = this.state(now)?.problem ?? null;
    if (problem !== null) throw new SigmalineError(problem);
    if (this.#kept === null) throw new SigmalineError('report.signer-missing');
    return this.#kept;
  }

  /** @throws SigmalineError `report.signer-*`, `station.data-folder`: then the one before is kept */
  async take(file: Uint8Array, passphrase: string, now: Date): Promise<void> {
    const given = await readSigner(file, passphrase, now);
    const text = [given.key.trim(), ...given.certificates.map((pem) => pem.trim())].join('\n');
    try {
      writeWholeSync(this.#file, this.#secret === null ? text : sealed(text, this.#secret), true, OWNER_ONLY);
    } catch (thrown) {
      throw new SigmalineError('station.data-folder', { folder: this.#file, reason: errnoReason(thrown) }, thrown);
    }
    this.#kept = given;
    this.#problem = null;
  }

  /** @throws SigmalineError `station.data-folder` */
  remove(): void {
    try {
      removeDurablySync(this.#file);
    } catch (thrown) {
      throw new SigmalineError('station.data-folder', { folder: this.#file, reason: errnoReason(thrown) }, thrown);
    }
    this.#kept = null;
    this.#problem = null;
  }

  #read(): void {
    try {
      const text = readFileSync(this.#file, 'utf8');
      if (isSealedText(text) && this.#secret === null) throw new Error('it is sealed');
      const pem = isSealedText(text) && this.#secret !== null ? unsealed(text, this.#secret) : text;
      const [key = '', ...certificates] = pem
        .split(BEGIN)
        .slice(1)
        .map((part) => BEGIN + part);
      createPrivateKey(key);
      this.#kept = { key, certificates };
    } catch (thrown) {
      this.#problem = factOf(
        new SigmalineError('report.signer-sealed', { file: `${this.#file}: ${messageOf(thrown)}` }),
      );
    }
  }
}

/** Reads a PKCS#12 file that is to sign. @throws SigmalineError `report.signer-*` */
export async function readSigner(file: Uint8Array, passphrase: string, now: Date): Promise<SigningKeyFile> {
  // What reads such files is loaded only where one is given.
  const [{ readPkcs12 }, { schemeOf }] = await Promise.all([
    import('./signing/pkcs12.ts'),
    import('./signing/pades.ts'),
  ]);
  const given = readPkcs12(file, passphrase);
  schemeOf(given.key);
  const expired = expiryOf(new X509Certificate(given.certificates[0] ?? ''), now);
  if (expired !== null) throw new SigmalineError(expired);
  return given;
}

const EPOCH = new Date(0).toISOString();

function namesOf(certificate: X509Certificate): Pick<ReportSigner, 'subject' | 'issuer' | 'validFrom' | 'validTo'> {
  const { subject, issuer, validFromDate, validToDate } = certificate;
  return {
    subject: commonName(subject),
    issuer: commonName(issuer),
    validFrom: validFromDate.toISOString(),
    validTo: validToDate.toISOString(),
  };
}

/** Of "C=DE\nCN=Name"; all of it where it has none. */
function commonName(name: string): string {
  const line = name.split('\n').find((part) => part.startsWith('CN='));
  return line?.slice('CN='.length) ?? name.replaceAll('\n', ', ');
}

function expiryOf(certificate: X509Certificate, now: Date): ErrorFact | null {
  const { subject, validFrom: from, validTo: to } = namesOf(certificate);
  const isValid = certificate.validFromDate <= now && now <= certificate.validToDate;
  return isValid ? null : factOf(new SigmalineError('report.signer-expired', { subject, from, to }));
}

import type { X509Certificate } from 'node:crypto';
import { type Dirent, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Certificates, ClientCertificate, Trust } from '../../../shared/contract/index.ts';
import { type ConnectionId, SigmalineError } from '../../../shared/domain/index.ts';
import { CERTIFICATES, readDropped } from '../../../shared/processes/connector.ts';
import { errnoReason, makeFolderSync, readCertificate, readJsonSync } from '../../files/index.ts';

/** Whoever reaches the port can knock with as many certificates as there are: the newest are shown. */
const MOST_SHOWN = 200;

interface Found extends ClientCertificate {
  readonly file: string;
  readonly pem: string;
}

/** Certificates of the programs that want to connect, as files in the folders of connections. A person decides about them, and nobody else. */
export class ClientCertificates {
  readonly #dataFolder: string;

  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder;
  }

  of(id: ConnectionId): Certificates {
    const own = readCertificate(this.#path(id, CERTIFICATES.own));
    const clients = this.#found(id)
      .toSorted((one, other) => rank(one) - rank(other) || other.since.localeCompare(one.since))
      .slice(0, MOST_SHOWN)
      .map(({ file: _, pem: __, ...client }) => client);
    const dropped = readDropped(() => readJsonSync(this.#path(id, CERTIFICATES.dropped)));
    return { own: own === null ? null : { ...toldOf(own), pem: own.toString() }, clients, dropped };
  }

  /**
   * Removes the station's own certificate: the connection makes another one when it is opened next.
   *
   * @throws SigmalineError `connection.folder`
   */
  removeOwn(id: ConnectionId): void {
    const file = this.#path(id, CERTIFICATES.own);
    try {
      rmSync(file, { force: true });
    } catch (thrown) {
      throw new SigmalineError('connection.folder', { folder: dirname(file), reason: errnoReason(thrown) }, thrown);
    }
  }

  /** How many knocked, and nobody has decided about them. */
  knocking(id: ConnectionId): number {
    const refused = new Set(this.#files(id, 'refused').map((file) => basename(file)));
    return this.#files(id, 'knocked').filter((file) => !refused.has(basename(file))).length;
  }

  /** @throws SigmalineError `connection.certificate-unknown` */
  one(id: ConnectionId, fingerprint: string): ClientCertificate & { readonly pem: string } {
    const found = this.#found(id).find((each) => each.fingerprint === fingerprint);
    if (found === undefined) throw new SigmalineError('connection.certificate-unknown', { fingerprint });
    return found;
  }

  /**
   * Puts it where it belongs from now on. The process of the connections sees that by itself.
   *
   * @throws SigmalineError `connection.folder`: then nothing was moved
   */
  decide(id: ConnectionId, fingerprint: string, isTrusted: boolean): void {
    const folder = this.#path(id, isTrusted ? CERTIFICATES.trusted : CERTIFICATES.refused);
    // One that was refused may have knocked again: then it lies in two folders.
    const [first, ...copies] = this.#found(id, true).filter((each) => each.fingerprint === fingerprint);
    if (first === undefined) return;
    try {
      makeFolderSync(folder);
      renameSync(first.file, join(folder, basename(first.file)));
      for (const { file } of copies) if (file !== join(folder, basename(first.file))) rmSync(file);
    } catch (thrown) {
      throw new SigmalineError('connection.folder', { folder, reason: errnoReason(thrown) }, thrown);
    }
  }

  /** The connection is removed: so are its own key and whom it trusted. What is in use still stays, and is told of nowhere. */
  forget(id: ConnectionId): void {
    try {
      rmSync(this.#path(id, ''), { recursive: true, force: true });
    } catch {
      // A file that is open cannot be removed on Windows.
    }
  }

  #found(id: ConnectionId, withCopies = false): Found[] {
    const found = new Map<string, Found>();
    for (const [folder, trust] of FOLDERS) {
      for (const file of this.#files(id, folder)) {
        const certificate = readCertificate(file);
        if (certificate === null) continue;
        const key = withCopies ? file : certificate.fingerprint256;
        if (found.has(key)) continue;
        const told = { ...toldOf(certificate), trust, since: sinceOf(file) };
        found.set(key, { ...told, file, pem: certificate.toString() });
      }
    }
    return [...found.values()];
  }

  #files(id: ConnectionId, folder: (typeof FOLDERS)[number][0]): string[] {
    const path = this.#path(id, CERTIFICATES[folder]);
    if (!existsSync(path)) return [];
    const isCertificate = (entry: Dirent): boolean => entry.isFile() && /\.(pem|der|crt|cer)$/i.test(entry.name);
    return readdirSync(path, { withFileTypes: true })
      .filter(isCertificate)
      .map(({ name }) => join(path, name));
  }

  #path(id: ConnectionId, inside: string): string {
    return join(this.#dataFolder, 'connections', id, ...inside.split('/'));
  }
}

/** What somebody decided counts, also of one that knocked since then. */
const FOLDERS: readonly (readonly ['trusted' | 'refused' | 'knocked', Trust])[] = [
  ['trusted', 'trusted'],
  ['refused', 'refused'],
  ['knocked', 'waiting'],
];

function rank({ trust }: ClientCertificate): number {
  return trust === 'waiting' ? 0 : 1;
}

function sinceOf(file: string): string {
  return (statSync(file, { throwIfNoEntry: false })?.mtime ?? new Date()).toISOString();
}

function toldOf(certificate: X509Certificate): Omit<ClientCertificate, 'trust' | 'since'> {
  const { fingerprint256, subject, issuer, subjectAltName, ca, validFromDate, validToDate } = certificate;
  const inOneLine = (name: string): string => name.split('\n').join(', ');
  return {
    ...{ fingerprint: fingerprint256, subject: inOneLine(subject), issuer: inOneLine(issuer) },
    application: /URI:"?([^,"]+)/.exec(subjectAltName ?? '')?.[1] ?? null,
    ...{ isAuthority: ca, validFrom: validFromDate.toISOString(), validTo: validToDate.toISOString() },
  };
}

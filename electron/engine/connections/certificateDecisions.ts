import type { Certificates, Handlers } from '../../../shared/contract/index.ts';
import { SigmalineError } from '../../../shared/domain/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { ClientCertificates } from './clientCertificates.ts';
import type { KeptConnection } from './connectionTable.ts';
import type { ConnectorProcess } from './connectorProcess.ts';

/** What people decide about certificates: each time an entry of the audit chain, and the process of the connections acts by it at once. */
export class CertificateDecisions {
  readonly #kernel: Kernel;
  readonly #certificates: ClientCertificates;
  readonly #process: ConnectorProcess;

  constructor(kernel: Kernel, certificates: ClientCertificates, process: ConnectorProcess) {
    this.#kernel = kernel;
    this.#certificates = certificates;
    this.#process = process;
  }

  async trust(
    { id, isOn }: KeptConnection,
    { fingerprint, isTrusted, seen }: Parameters<Handlers['connection.trust']>[0],
  ): Promise<Certificates> {
    const { trust, subject, isAuthority, pem } = this.#certificates.one(id, fingerprint);
    if (trust !== seen) throw new SigmalineError('connection.changed-meanwhile', { name: subject });
    if (trust === (isTrusted ? 'trusted' : 'refused')) return this.#certificates.of(id);
    // Whoever is connected already is cut off by the process.
    if (!isTrusted && isOn && this.#process.isReady)
      await this.#process.call(id, { kind: 'refuse', certificate: pem }).catch(this.#kernel.report);
    this.#kernel.database.transaction(() => {
      this.#kernel.audit.append({
        ...{ action: isTrusted ? 'connection.client-trusted' : 'connection.client-refused' },
        ...{ object: { kind: 'connection', id }, old: { trust }, new: { subject, fingerprint, isAuthority } },
      });
      this.#certificates.decide(id, fingerprint, isTrusted);
    });
    this.#kernel.changed();
    return this.#certificates.of(id);
  }

  /** Two engineers who press at once would have the clients trust a certificate that is not there any more: hence what was `seen`. */
  async renew({ id, name, isOn }: KeptConnection, seen: string): Promise<Certificates> {
    const { own } = this.#certificates.of(id);
    if (own?.fingerprint !== seen) throw new SigmalineError('connection.changed-meanwhile', { name });
    this.#kernel.database.transaction(() => {
      this.#kernel.audit.append({
        ...{ action: 'connection.certificate-renewed', object: { kind: 'connection', id } },
        old: { fingerprint: own.fingerprint, validTo: own.validTo },
      });
      this.#certificates.removeOwn(id);
    });
    if (isOn && this.#process.isReady) await this.#process.call(id, { kind: 'reopen' });
    this.#kernel.changed();
    return this.#certificates.of(id);
  }
}

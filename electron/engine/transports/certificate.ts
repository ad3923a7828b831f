import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { messageOf, SigmalineError } from '../../../shared/domain/index.ts';
import type { TlsFiles } from '../../../shared/processes/engine.ts';

/** Tells whether a certificate is for a host. */
export type NamesHost = (host: string) => boolean;

/** @throws SigmalineError `station.tls` */
export function certificateOf({ certificate, key }: TlsFiles): NamesHost {
  const read = (): X509Certificate => {
    try {
      const found = new X509Certificate(certificate);
      if (!found.checkPrivateKey(createPrivateKey(key))) throw new Error('the key is not its own');
      return found;
    } catch (thrown) {
      throw new SigmalineError('station.tls', { reason: messageOf(thrown) }, thrown);
    }
  };
  const found = read();
  return (host) => (isIP(host) === 0 ? found.checkHost(host) : found.checkIP(host)) !== undefined;
}

import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** @returns null for a file that is no certificate, is not there, or went away meanwhile */
export function readCertificate(file: string): X509Certificate | null {
  try {
    return new X509Certificate(readFileSync(file));
  } catch {
    return null;
  }
}

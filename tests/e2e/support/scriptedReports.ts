import { randomUUID } from 'node:crypto';
import type { Handlers } from '../../../shared/contract/index.ts';
import { type Report, type ReportSigner, type ReportSubject, SigmalineError } from '../../../shared/domain/index.ts';

const HOUR_MS = 60 * 60 * 1000;
const SIGNER: ReportSigner = {
  subject: 'Quality Line 3',
  issuer: 'Example Works CA',
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: '2036-01-01T00:00:00.000Z',
  keeping: 'file',
  problem: null,
};

/** Reports that are there as soon as somebody asks. */
export function scriptedReports(): Pick<Handlers, Extract<keyof Handlers, `report.${string}`>> {
  let reports: Report[] = [];
  let signer: ReportSigner | null = null;
  const make = (subject: ReportSubject): Report => {
    const file = { name: 'shift-report.pdf', sha256: 'ab'.repeat(32), bytes: 180_000, pages: 4, isSigned: false };
    const made = { id: randomUUID(), subject, at: new Date().toISOString(), cause: 'asked' as const, by: null };
    const report = { ...made, state: 'made' as const, progress: null, file, error: null };
    reports = [report, ...reports];
    return report;
  };
  return {
    'report.make': make,
    'report.makeShift': ({ span }) => {
      const now = Date.now();
      const [from, to] = [new Date(now - 8 * HOUR_MS).toISOString(), new Date(now).toISOString()];
      return make({ kind: 'shift', ...(typeof span === 'string' ? { from, to } : span) });
    },
    'report.list': () => reports,
    'report.cancel': () => ({}),
    'report.locate': ({ id }) => {
      throw new SigmalineError('resource.not-found', { resource: id });
    },
    'report.signer': () => ({ signer }),
    'report.setSigner': ({ passphrase }) => {
      if (passphrase === 'wrong') throw new SigmalineError('report.signer-passphrase');
      signer = SIGNER;
      return { signer };
    },
    'report.removeSigner': () => {
      signer = null;
      return { signer };
    },
  };
}

import type { AuditState, Handlers } from '../../../shared/contract/index.ts';
import { SigmalineError } from '../../../shared/domain/index.ts';

/** The audit trail of a station that was just started. */
export const FRESH_AUDIT: AuditState = {
  station: '0c2f6f0e-8a0f-4a4a-9df0-1f4f6a3c5d21',
  entries: 2,
  adoption: null,
  key: { text: 'sigmaline/0c2f6f0e+00000000+AQ==', keeping: 'file', problem: null },
  checkpoint: null,
  deliveryProblem: null,
  verification: {
    state: 'never',
    progress: null,
    at: null,
    entries: null,
    faults: [],
    faultCount: 0,
    acknowledged: null,
  },
  review: { lastAt: null, lastBy: null, dueAt: null },
};

export function scriptedAudit(): Pick<Handlers, Extract<keyof Handlers, `audit.${string}`>> {
  const state = (): AuditState => FRESH_AUDIT;
  return {
    'audit.state': state,
    'audit.page': () => ({ items: [], hasMore: false }),
    'audit.choices': () => ({ actions: [], actors: [] }),
    'audit.entry': ({ sequence }) => {
      throw new SigmalineError('audit.no-entry', { sequence });
    },
    'audit.verify': () => ({}),
    'audit.cancelVerify': () => ({}),
    'audit.checkpoint': () => {
      throw new SigmalineError('audit.no-key', { problem: '' });
    },
    'audit.changeKey': state,
    'audit.acknowledge': state,
    'audit.review': state,
  };
}

import type { ConnectionReport, Delivery, ErrorFact } from '../../../shared/domain/index.ts';
import type { Statement } from '../kernel/index.ts';
import type { KeptConnection } from './connectionTable.ts';

/** A receiver may be away for so long before anybody is told; from a share of the time that messages are kept it is urgent. */
const NOTE_AFTER_MS = 10 * 60_000;
const URGENT_SHARE = 0.2;
const DAY_MS = 86_400_000;
/** Of what a connection warns of on its card, what nobody learns of in time who does not look there. */
const ENDS: Partial<Record<ErrorFact['code'], Statement['severity']>> = {
  'connection.certificate-ends': 'note',
  'connection.client-certificate-ends': 'note',
  'connection.certificate-ended': 'warning',
  'connection.client-certificate-ended': 'warning',
};

interface Standing extends Pick<KeptConnection, 'id' | 'name' | 'settings' | 'tooOld'> {
  /** Undefined before its process has told. */
  readonly report: ConnectionReport | undefined;
  /** Null where it sends no history. */
  readonly delivery: Delivery | null;
  /** Somebody has read how many were too old to be sent: nobody can do anything about them. */
  readonly onTooOldRead: () => void;
}

/** What is wrong with a connection that is on. */
export function statementsOf(standing: Standing, now: Date): Statement[] {
  const { id, name, settings, tooOld, report, delivery, onTooOldRead: onRead } = standing;
  const subject = { kind: 'connection', id, name } as const;
  const why = report?.error ?? '';
  const found: Statement[] = [];
  if (report?.state === 'failed' && report.error !== null)
    found.push({ ...told('connection.failed', { name, why }), subject });
  for (const warning of report?.warnings ?? []) {
    const severity = ENDS[warning.code];
    if (severity !== undefined) found.push({ ...warning, subject, severity });
  }
  if (!('tries' in settings) || delivery === null) return found;
  const { waiting, waitingSince, setAside } = delivery;
  const waitsMs = waitingSince === null ? 0 : now.getTime() - Date.parse(waitingSince);
  const days = settings.keepsDays;
  const isUrgent = waitsMs > days * DAY_MS * URGENT_SHARE;
  const details = { count: waiting, name, since: waitingSince ?? '', days };
  if (report?.state === 'working') {
    // A receiver that takes less than there is loses messages one day too, and nothing fails before.
    if (isUrgent) found.push({ ...told('connection.far-behind', details), subject });
  } else if (waitsMs > NOTE_AFTER_MS) {
    const severity = isUrgent ? 'warning' : 'note';
    found.push({ code: 'connection.waiting-long', details: { ...details, why }, subject, severity });
  }
  if (setAside > 0) found.push({ ...told('connection.set-aside', { count: setAside, name }), subject });
  if (tooOld > 0)
    found.push({ ...told('connection.too-old', { count: tooOld, name, days }), subject, severity: 'note', onRead });
  return found;
}

export function told(code: ErrorFact['code'], details: ErrorFact['details']) {
  return { code, details, severity: 'warning' } as const;
}

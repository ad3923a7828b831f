import { expect, it, vi } from 'vitest';
import { type ConnectionReport, connectionIdSchema, connectionSettingsSchema } from '../../../shared/domain/index.ts';
import { statementsOf } from './connectionConditions.ts';

const NOW = new Date('2026-05-01T12:00:00.000Z');
const HOUR_MS = 3_600_000;
const REPORT: ConnectionReport = {
  ...{ state: 'working', since: NOW.toISOString(), error: null, errorAt: null, delay: null, warnings: [] },
  ...{ clients: 0, told: 0, refused: 0, asked: 0, garbled: 0 },
};

/** What is said of a webhook that keeps messages for ten days, and whose oldest message waits for so long. */
function said(waitsMs: number, state: ConnectionReport['state'], tooOld = 0, onTooOldRead = (): void => undefined) {
  const standing = {
    id: connectionIdSchema.parse('44444444-4444-4444-8444-444444444444'),
    name: 'MES',
    settings: connectionSettingsSchema.parse({ kind: 'webhook', url: 'https://mes.plant/', keepsDays: 10 }),
    tooOld,
    report: { ...REPORT, state },
    delivery: {
      ...{ position: 1, waiting: waitsMs === 0 ? 0 : 7, isAtMost: false, setAside: 0 },
      waitingSince: waitsMs === 0 ? null : new Date(NOW.getTime() - waitsMs).toISOString(),
    },
    onTooOldRead,
  };
  return statementsOf(standing, NOW);
}
const severities = (waitsMs: number, state: ConnectionReport['state']) =>
  said(waitsMs, state).map(({ code, severity }) => `${code} ${severity}`);

it('a receiver that is away is noted after ten minutes, and urgent days before a message is too old', () => {
  expect(severities(HOUR_MS / 10, 'waiting')).toEqual([]);
  expect(severities(HOUR_MS, 'waiting')).toEqual(['connection.waiting-long note']);
  expect(severities(49 * HOUR_MS, 'waiting')).toEqual(['connection.waiting-long warning']);
});

it('a receiver that works and takes fewer than there are is told of as early, and not while it only catches up', () => {
  expect(severities(0, 'working')).toEqual([]);
  expect(severities(47 * HOUR_MS, 'working')).toEqual([]);
  expect(severities(49 * HOUR_MS, 'working')).toEqual(['connection.far-behind warning']);
  expect(said(49 * HOUR_MS, 'working')[0]?.details).toMatchObject({ count: 7, name: 'MES', days: 10 });
});

it('what was too old is told until somebody has read it', () => {
  const onRead = vi.fn();
  const [statement] = said(0, 'working', 12, onRead);
  expect(statement).toMatchObject({ code: 'connection.too-old', severity: 'note', details: { count: 12 } });
  statement?.onRead?.();
  expect(onRead).toHaveBeenCalledOnce();
});

it('a certificate that ends is noted long before, also by those who never look at the card of the connection', () => {
  const warnings = (
    [
      ['connection.no-authentication', {}],
      ['connection.certificate-ends', { until: '2026-07-01' }],
      ['connection.client-certificate-ended', { client: 'PLC', until: '2026-04-01' }],
    ] as const
  ).map(([code, details]) => ({ code, details }));
  const found = statementsOf(
    {
      id: connectionIdSchema.parse('55555555-5555-4555-8555-555555555555'),
      name: 'Plant',
      settings: connectionSettingsSchema.parse({ kind: 'opcua' }),
      tooOld: 0,
      report: { ...REPORT, warnings },
      delivery: null,
      onTooOldRead: () => undefined,
    },
    NOW,
  );
  expect(found.map(({ code, severity, details }) => [code, severity, details])).toEqual([
    ['connection.certificate-ends', 'note', { until: '2026-07-01' }],
    ['connection.client-certificate-ended', 'warning', { client: 'PLC', until: '2026-04-01' }],
  ]);
});

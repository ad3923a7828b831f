import type { AccessState, AuditItem, AuditState, RequestOutput } from '../../../shared/contract/index.ts';
import { type Person, type Role, storedPoliciesSchema } from '../../../shared/domain/index.ts';
import type { FakeStation } from './fakeStation.ts';
import { openAccess } from './states.ts';

const HOUR = 3_600_000;

export function person(signInId: string, name: string, role: Role, change: Partial<Person> = {}): Person {
  return {
    signInId,
    name,
    role,
    badge: null,
    isActive: true,
    secretKind: role === 'operator' ? 'pin' : 'password',
    secretSince: '2026-11-02T08:00:00.000Z',
    mustChangeSecret: false,
    addedAt: '2026-11-02T08:00:00.000Z',
    lastSignedInAt: new Date(Date.now() - 2 * HOUR).toISOString(),
    lockedMinutes: null,
    ...change,
  };
}

export const ADMINISTRATOR = person('weber', 'Anna Weber', 'administrator');
export const OPERATOR = person('ivanov', 'Pjotr Ivanov', 'operator', { badge: 'B00012345' });
export const QUALITY = person('chen', 'Chen Wei', 'quality', { mustChangeSecret: true, lastSignedInAt: null });
export const ENGINEER = person('lopez', 'María del Carmen López Hernández-Villanueva', 'engineer');
/** With every state that a person can be in, and the longest name that fits nowhere. */
export const PEOPLE: readonly Person[] = [
  ADMINISTRATOR,
  OPERATOR,
  { ...ENGINEER, lockedMinutes: 28 },
  QUALITY,
  person('olsen', 'Kari Olsen', 'operator', { isActive: false }),
];

/** A protected station at which somebody is signed in, or nobody. */
export function protectedAccess(who: Person | null, change: Partial<AccessState> = {}): AccessState {
  const signedIn = who === null ? null : { ...who, signedInAt: new Date().toISOString(), hasSigned: false };
  return {
    ...openAccess(),
    station: 'protected',
    person: signedIn,
    role: who?.role ?? null,
    rights: ['view', 'export'],
    idleSeconds: 900,
    recent: PEOPLE.filter(({ isActive }) => isActive).map(({ signInId, name }) => ({ signInId, name })),
    ...change,
  };
}

const FAULT = {
  code: 'entry.altered',
  sequence: 4711,
  details: { sequence: 4711, what: { code: 'altered.before', details: { next: 4712 } } },
  text: 'Entry 4711 was altered: it is not the one that entry 4712 was written behind.',
} as const;
export const BROKEN: Partial<AuditState['verification']> = { state: 'broken', faults: [{ ...FAULT }], faultCount: 3 };

function auditState(verification: Partial<AuditState['verification']>): AuditState {
  const now = Date.now();
  return {
    station: '5f2c9be0a1d34477',
    entries: 48_210,
    adoption: null,
    key: { text: `sigmaline/5f2c9be0a1d34477+b3d1c2aa+${'A'.repeat(44)}`, keeping: 'file', problem: null },
    checkpoint: {
      size: 48_000,
      at: new Date(now - HOUR / 6).toISOString(),
      cause: 'entries',
      note: '',
      code: '7KQM-92XA-PD3R',
      deliveredTo: null,
      deliveredAt: null,
    },
    deliveryProblem: null,
    verification: {
      state: 'intact',
      progress: null,
      at: new Date(now - HOUR).toISOString(),
      entries: 47_800,
      faults: [],
      faultCount: 0,
      acknowledged: null,
      ...verification,
    },
    review: { lastAt: '2026-11-01T10:00:00.000Z', lastBy: 'Chen Wei', dueAt: '2026-11-27T10:00:00.000Z' },
  };
}

function auditItems(): AuditItem[] {
  const nobody = { actor: 'station', name: null, role: null, reason: null };
  const kinds: Omit<AuditItem, 'sequence' | 'at'>[] = [
    {
      ...nobody,
      action: 'inspection.recorded',
      object: { kind: 'inspection', id: '0d8ec1c6-55a7-4b0d-bd04-1f6a5c6b2e55' },
    },
    {
      actor: 'weber',
      name: 'Anna Weber',
      role: 'administrator',
      reason: null,
      action: 'settings.changed',
      object: { kind: 'settings', id: 'station' },
    },
    {
      actor: 'lopez',
      name: PEOPLE[2]?.name ?? null,
      role: 'engineer',
      reason: 'new light',
      action: 'recipe.chosen',
      object: { kind: 'recipe', id: 'bearing-ring' },
    },
    { ...nobody, actor: 'ivanov', action: 'access.refused', object: { kind: 'person', id: 'ivanov' } },
  ];
  return Array.from({ length: 60 }, (_, index) => ({
    ...(kinds[index % kinds.length] as (typeof kinds)[number]),
    sequence: 48_210 - index,
    at: new Date(Date.now() - index * 47_000).toISOString(),
  }));
}

/** Gives a station people and a chain. */
export function withPeople(
  station: FakeStation,
  access: AccessState,
  verification: Partial<AuditState['verification']> = {},
): void {
  const items = auditItems();
  station.access = access;
  Object.assign(station.handlers, {
    'people.list': () => PEOPLE,
    'policies.get': () => storedPoliciesSchema.parse({}),
    'audit.state': () => auditState(verification),
    'audit.choices': () => ({
      actions: [...new Set(items.map(({ action }) => action))].sort(),
      actors: ['ivanov', 'lopez', 'station', 'weber'],
    }),
    'audit.page': ({ before }: { readonly before: number | null }) => ({
      items: before === null ? items : [],
      hasMore: false,
    }),
    'audit.entry': ({ sequence }: { readonly sequence: number }): RequestOutput<'audit.entry'> => ({
      ...(items.find((item) => item.sequence === sequence) as AuditItem),
      session: 'session',
      livedMs: 1,
      old: { stationName: 'Line 3', shiftStarts: ['06:00', '14:00'], lanes: 'latency' },
      new: { stationName: 'Line 3, end of line', shiftStarts: ['06:00', '14:00', '22:00'], lanes: 'latency' },
      schema: 240,
      hash: 'ab'.repeat(32),
      previousHash: 'cd'.repeat(32),
    }),
  });
}

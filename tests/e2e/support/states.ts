import type { AccessState, CalibrationAnalysis, SourceStatus, StationStatus } from '../../../shared/contract/index.ts';
import {
  type Condition,
  type ErrorCode,
  type ListedVersion,
  type RecipeLife,
  type RecipeList,
  type RecipeSummary,
  recipeIdSchema,
  recipeSummarySchema,
  sourceIdSchema,
  sourceOptionsSchema,
  type Verdict,
} from '../../../shared/domain/index.ts';
import { LIMITS, randomFrom, type SamplePart, SOURCE_ID, samplePart } from './sampleParts.ts';

const GIGABYTE = 1e9;

export const idleLane: StationStatus['lanes'][number] = {
  id: 1,
  state: 'idle',
  executionProvider: 'cpu',
  executionDevice: 'A processor, 2 threads',
  executionReason: {
    code: 'execution.on',
    details: { provider: 'cpu', reason: { code: 'execution.only-cpu', details: {} } },
  },
  threads: 2,
  memoryBytes: 3e8,
};
export const failedLane = { ...idleLane, state: 'failed', executionProvider: null } as const;

/** Held-out scores of so many good images, about as a normal distribution has them. */
export function analysisOf(count: number): CalibrationAnalysis {
  const random = randomFrom(count);
  const images = Array.from({ length: count }, (_, order) => {
    const score = Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
    const partDistance = 18 + 2 * score;
    return {
      file: `ring-${String(order + 1).padStart(4, '0')}.png`,
      sha256: 'ab'.repeat(32),
      ...{ score, partDistance, patchScore: 9 + score, setAside: false, order, kind: null },
      hasPictures: true,
    };
  }).toSorted((one, other) => other.score - one.score);
  const limits = [0.1, 0.05, 0.02].map((target) => {
    const rank = Math.ceil((count + 1) * (1 - target));
    const value = images[count - rank]?.score ?? 0;
    return { target, value, rank, count, bound95: target * 1.9, approximate: true };
  });
  return { images, chiSquareDegrees: 272, drift: null, limits };
}

/** What an open station says of whoever stands at it. */
export function openAccess(): AccessState {
  return {
    station: 'open',
    person: null,
    role: 'engineer',
    rights: ['view', 'dispose', 'changeRecipe', 'bypass', 'approve', 'export'],
    due: null,
    secretAtAction: false,
    signRecipeUse: false,
    signRecipeChange: false,
    signApproval: false,
    signAgainMinutes: 0,
    idleSeconds: null,
    shortestPassword: 12,
    recent: [],
  };
}

/** A station on its very first start. */
export function emptyStatus(): StationStatus {
  return {
    name: 'Line 3, end of line',
    softwareVersion: '0.1.0',
    protection: 'open',
    startedAt: new Date().toISOString(),
    sources: [],
    lanes: [idleLane],
    laneSplit: { goal: 'latency', lanes: 1, threads: 2, cores: 2 },
    load: null,
    executionProviders: ['cpu', 'webgpu'],
    backlog: 0,
    oldestWaitingSeconds: null,
    disk: {
      state: 'ok',
      scarce: 'bytes',
      freeBytes: 412 * GIGABYTE,
      totalBytes: 512 * GIGABYTE,
      freeFiles: 0,
    },
    backup: { lastAt: null, folder: '/data/backups', onSameDisk: true },
    notices: [],
    shift: { startedAt: shiftStart(), pass: 0, review: 0, fail: 0, error: 0, ...NO_MORE },
    waiting: { parts: 0, held: null, claims: [] },
    bypasses: [],
    handover: [],
    conditions: [],
    demo: 'off',
  };
}

/** What else the counts of a shift say. */
const NO_MORE = {
  dispositions: { open: 0, confirmed: 0, released: 0, rework: 0, scrap: 0 },
  mixesRecipes: false,
  late: 0,
  downtimeSeconds: 0,
  bypassed: 0,
  bypassedSeconds: 0,
};

/** A station with one camera, working. */
export function workingStatus(): StationStatus {
  return {
    ...emptyStatus(),
    sources: [watchedSource()],
    shift: {
      startedAt: shiftStart(),
      pass: 1184,
      review: 9,
      fail: 21,
      error: 2,
      ...NO_MORE,
      dispositions: { open: 26, confirmed: 3, released: 2, rework: 1, scrap: 0 },
    },
  };
}

/** Something that is wrong since a while; with the station unless it is said with what. */
export function condition(
  code: ErrorCode,
  details: Condition['details'],
  severity: Condition['severity'] = 'warning',
  subject: Condition['subject'] = { kind: 'station' },
): Condition {
  return { code, details, severity, subject, since: new Date(Date.now() - 90_000).toISOString() };
}

export const ALL_LANES_FAILED = condition('lane.start', { reason: 'exit code 1' }, 'alarm');
export const SETTINGS_RESET = condition('settings.corrupt', {
  file: '/data/settings.json',
  reason: 'it is not JSON',
  kept: '/data/settings.corrupt.json',
});

export function watchedSource(change: Partial<SourceStatus> = {}): SourceStatus {
  return {
    id: sourceIdSchema.parse(SOURCE_ID),
    name: 'Camera 1',
    folder: '/data/camera-1',
    recipeId: recipeIdSchema.parse('bearing-ring'),
    options: sourceOptionsSchema.parse({}),
    state: 'watching',
    lastListedAt: new Date().toISOString(),
    quietSince: null,
    cycleSeconds: null,
    waitingSince: null,
    overtaken: null,
    downtime: null,
    backlog: 0,
    oldestWaitingSeconds: null,
    capacity: null,
    delay: null,
    arrivalsPerMinute: null,
    slowDecoding: null,
    recipeChange: null,
    proposedRecipe: null,
    ...change,
  };
}

/** The last time that it was six o'clock. */
function shiftStart(): string {
  const start = new Date();
  start.setDate(start.getDate() - (start.getHours() < 6 ? 1 : 0));
  start.setHours(6, 0, 0, 0);
  return start.toISOString();
}

export function bearingRing(change: Partial<RecipeSummary> = {}): RecipeSummary {
  return recipeSummarySchema.parse({
    id: 'bearing-ring',
    name: 'Bearing ring',
    version: 1,
    createdAt: '2026-11-20T09:12:00.000Z',
    backboneId: 'scattering',
    backboneSha256: 'ab'.repeat(32),
    sizePx: 384,
    goodImages: 60,
    setAside: [],
    turnsDegrees: [],
    limits: LIMITS,
    limit: { target: 0.05, value: LIMITS.fail, rank: 58, count: 60, bound95: 0.1009, approximate: true },
    ...change,
  });
}

/** A recipe with these versions as the station lists it; `used` is the version in use. */
export function listedRecipe(
  versions: readonly ListedVersion[],
  used: number,
  since = '2026-11-20T09:14:00.000Z',
): RecipeList['recipes'][number] {
  const inUse = versions.find((version) => version.version === used);
  if (inUse === undefined || 'problem' in inUse) throw new Error(`version ${used} cannot be in use`);
  const use = { version: used, since, by: { person: null, role: 'engineer', channel: 'browser' } };
  const sorted = versions.toSorted((one, other) => other.version - one.version);
  const life: RecipeLife = {
    planned: null,
    versions: sorted.map(({ version }) => ({
      version,
      state: version === used ? 'active' : 'approved',
      since: version === used ? since : '2026-11-20T09:12:00.000Z',
      by: null,
      reason: null,
      isApproved: true,
      verification: 'none',
      fitted: null,
    })),
  };
  return { ...inUse, use, versions: sorted, life };
}

/** Parts of an ordinary run: mostly good, some not, one every few seconds, the newest a moment ago. */
export function ordinaryParts(count: number, lastVerdict: Verdict): SamplePart[] {
  const random = randomFrom(count);
  const now = Date.now();
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    const chance = random();
    const verdict = chance < 0.9 ? 'pass' : chance < 0.93 ? 'review' : chance < 0.985 ? 'fail' : 'error';
    const isLast = number === count;
    return samplePart({
      number,
      verdict: isLast ? lastVerdict : verdict,
      recordedAt: new Date(now - (count - number) * 3400 - 1200),
    });
  });
}

/** Parts of an hour on which something went wrong: each with a serial, some failed, one to review, one not judged. */
export function troubledParts(): SamplePart[] {
  const begin = Date.now() - 60 * 60_000;
  return Array.from({ length: 120 }, (_, index) => {
    const number = index + 1;
    const verdict = number % 40 === 17 ? 'error' : number % 40 === 29 ? 'review' : number % 8 === 3 ? 'fail' : 'pass';
    return samplePart({
      number,
      verdict,
      recordedAt: new Date(begin + index * 30_000),
      changes: { serial: `A9991234${5000 + index}C5D6`, lot: number <= 60 ? '2026-W47' : '2026-W48' },
    });
  });
}

import { randomUUID } from 'node:crypto';
import {
  decideVerdict,
  type FeedItem,
  feedItemSchema,
  type Inspection,
  type NpyArray,
  type Verdict,
} from '../../../shared/domain/index.ts';
import { exampleInspection } from '../../../shared/domain/inspection.fixture.ts';

/** A record of a made-up part, with what its image and its anomaly map show. */
export interface SamplePart {
  readonly inspection: Inspection;
  readonly map: NpyArray<Float32Array> | null;
  /** Where the drawn defect lies, as shares of the image; null where there is none. */
  readonly defect: { readonly x: number; readonly y: number } | null;
  /** Turn of the part in degrees. */
  readonly turn: number;
}

export interface SamplePartWish {
  readonly number: number;
  readonly verdict: Verdict;
  readonly recordedAt?: Date;
  readonly arrivedAt?: Date;
  readonly fileTime?: Date;
  readonly score?: number;
  readonly errorMessage?: string;
  readonly changes?: Partial<Inspection>;
}

export const LIMITS = { fail: 2.31, review: 1.9 } as const;
const GRID = 24;
/** Of sixty good parts. */
const AS_UNUSUAL = { pass: 30, review: 4, fail: 0 } as const;

/** Repeatable numbers in [0, 1): mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The score of the number's part, so that it gets the verdict that was wished for. */
function scoreFor(verdict: Verdict, random: () => number): number {
  switch (verdict) {
    case 'pass':
      return (random() + random() + random() - 1.5) * 1.6;
    case 'review':
      return LIMITS.review + 0.05 + random() * (LIMITS.fail - LIMITS.review - 0.1);
    case 'fail':
      return LIMITS.fail + 0.4 + random() * 5;
    case 'error':
      return Number.NaN;
  }
}

export function samplePart(wish: SamplePartWish): SamplePart {
  const random = randomFrom(wish.number);
  const score = wish.score ?? scoreFor(wish.verdict, random);
  const verdict = decideVerdict(score, LIMITS);
  const angle = random() * Math.PI * 2;
  const defect =
    verdict === 'fail' || verdict === 'review'
      ? { x: 0.5 + 0.3 * Math.cos(angle), y: 0.5 + 0.3 * Math.sin(angle) }
      : null;
  const map = verdict === 'error' ? null : sampleMap(defect, verdict === 'fail' ? 11 : 6, random);
  const judged = verdict !== 'error';
  const recordedAt = wish.recordedAt ?? new Date();
  const inspection = exampleInspection({
    id: randomUUID(),
    number: wish.number,
    recordedAt: recordedAt.toISOString(),
    arrivedAt: (wish.arrivedAt ?? recordedAt).toISOString(),
    fileTime: (wish.fileTime ?? wish.arrivedAt ?? recordedAt).toISOString(),
    file: `2026-11-23/ring_${String(wish.number).padStart(6, '0')}.png`,
    verdict,
    score: judged ? score : null,
    limit: judged ? LIMITS.fail : null,
    hasThumbnail: judged,
    sourceId: SOURCE_ID,
    sha256: judged ? 'a'.repeat(64) : null,
    recipeId: 'bearing-ring',
    recipeVersion: judged ? 1 : null,
    backboneId: judged ? 'scattering' : null,
    limits: judged ? LIMITS : null,
    partDistance: judged ? score : null,
    patchScore: judged ? score : null,
    mapMaximum: map === null ? null : Math.max(...map.values),
    placement: null,
    mapMaximumX: defect?.x ?? (judged ? 0.5 : null),
    mapMaximumY: defect?.y ?? (judged ? 0.5 : null),
    imageWidthPx: judged ? 640 : null,
    imageHeightPx: judged ? 640 : null,
    durationMs: judged ? 71 : null,
    executionProvider: judged ? 'cpu' : null,
    pValue: judged ? (1 + AS_UNUSUAL[verdict]) / 61 : null,
    amongGood: judged ? { asUnusual: AS_UNUSUAL[verdict], count: 60, atLimit: 3 } : null,
    unusualShare: judged ? 0.05 : null,
    partShare: judged ? 0.25 : null,
    look: null,
    lateMs: null,
    error: judged
      ? null
      : {
          code: 'image.truncated',
          details: { file: `ring_${String(wish.number).padStart(6, '0')}.png` },
          sentence: wish.errorMessage ?? null,
        },
    ...wish.changes,
  });
  return { inspection, map, defect, turn: random() * 8 - 4 };
}

export const SOURCE_ID = '3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c11';

function sampleMap(defect: SamplePart['defect'], height: number, random: () => number): NpyArray<Float32Array> {
  const values = Float32Array.from({ length: GRID * GRID }, (_, cell) => {
    const x = ((cell % GRID) + 0.5) / GRID;
    const y = (Math.floor(cell / GRID) + 0.5) / GRID;
    const ordinary = random() * 1.6;
    if (defect === null) return ordinary;
    const distance = Math.hypot(x - defect.x, y - defect.y);
    return Math.max(ordinary, height * Math.exp(-((distance / 0.075) ** 2)));
  });
  return { width: GRID, height: GRID, values };
}

/** A drawing of the part: a metal ring with holes, and its defect. */
export function drawingOf(part: SamplePart): string {
  const holes = Array.from({ length: 6 }, (_, hole) => {
    const angle = (hole * Math.PI) / 3;
    return `<circle cx="${320 + 195 * Math.cos(angle)}" cy="${320 + 195 * Math.sin(angle)}" r="26" fill="#15191b"/>`;
  }).join('');
  const scratch =
    part.defect === null
      ? ''
      : `<path d="M${part.defect.x * 640 - 34} ${part.defect.y * 640 + 16}q30-22 68-30" stroke="#f4f2ec" stroke-width="5" fill="none"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="640" viewBox="0 0 640 640">
<defs><linearGradient id="metal" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#d9dcdd"/><stop offset=".5" stop-color="#8d9496"/><stop offset="1" stop-color="#c9cdce"/></linearGradient></defs>
<rect width="640" height="640" fill="#25292b"/><g transform="rotate(${part.turn} 320 320)">
<circle cx="320" cy="320" r="270" fill="url(#metal)"/><circle cx="320" cy="320" r="110" fill="#25292b"/>${holes}</g>${scratch}</svg>`;
}

export function feedItemOf(part: SamplePart): FeedItem {
  return feedItemSchema.parse(part.inspection);
}

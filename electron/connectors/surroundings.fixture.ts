import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ConnectionKind,
  connectionSettingsSchema,
  type ErrorFact,
  type LineAnswer,
  type LineCommand,
  type OutboxMessage,
  type Outlet,
  type OutletResult,
  type SettingsOf,
  type SourceId,
} from '../../shared/domain/index.ts';
import type { OutboxItem, OutletView, Surroundings } from './driver.ts';
import { testMessage } from './outboxReader.ts';

const STATION = { id: '7b0a3f0e-51d4-4c7e-9f1b-2d6a0c9e8a11', name: 'Line 3' };
const SOURCES = [
  { id: '11111111-1111-4111-8111-111111111111' as SourceId, name: 'Top' },
  { id: '22222222-2222-4222-8222-222222222222' as SourceId, name: 'Side/left' },
];

/** What a driver said, and what surrounds it; `remove` deletes its folder. */
export interface SurroundingsFixture<Kind extends ConnectionKind> {
  readonly surroundings: Surroundings<Kind>;
  readonly states: { readonly state: string; readonly error: ErrorFact | null }[];
  readonly warnings: ErrorFact[];
  readonly asked: LineCommand[];
  /** What the engine answers from now on. */
  answer: LineAnswer;
  clients: number;
  garbled: number;
  refused: number;
  readonly remove: () => void;
}

/** Surroundings of a connection with two sources and one recipe. Defaults of its settings are filled in. */
export function surroundingsFixture<Kind extends ConnectionKind>(
  settings: { readonly kind: Kind } & Readonly<Record<string, unknown>>,
  secrets: Readonly<Record<string, string>> = {},
  others: Partial<Pick<Surroundings<Kind>, 'name' | 'station' | 'sources' | 'folder'>> = {},
): SurroundingsFixture<Kind> {
  const folder = others.folder ?? mkdtempSync(join(tmpdir(), 'sigmaline-connection-'));
  const fixture: SurroundingsFixture<Kind> = {
    states: [],
    warnings: [],
    asked: [],
    answer: null,
    clients: 0,
    garbled: 0,
    refused: 0,
    remove: () => rmSync(folder, { recursive: true, force: true }),
    surroundings: {
      name: 'Cell 3',
      settings: connectionSettingsSchema.parse(settings) as SettingsOf<Kind>,
      secrets,
      station: STATION,
      sources: SOURCES,
      ...others,
      folder,
      state: (state, error = null) => fixture.states.push({ state, error }),
      warn: (warnings) => fixture.warnings.splice(0, fixture.warnings.length, ...warnings),
      clients: (count) => {
        fixture.clients = count;
      },
      garbled: () => {
        fixture.garbled += 1;
      },
      refused: () => {
        fixture.refused += 1;
      },
      ask: async (command) => {
        fixture.asked.push(command);
        return fixture.answer;
      },
    },
  };
  return fixture;
}

/** An outlet that inspects and has no result; `result` gives it one that is valid for two seconds. */
export function viewFixture(
  view: Partial<Omit<OutletView, 'result'>> & { readonly result?: Partial<OutletResult> | null } = {},
): OutletView {
  const { result: given, ...others } = view;
  const result = given === undefined || given === null ? null : { ...RESULT, ...given };
  return {
    sourceId: SOURCES[0]?.id as SourceId,
    sourceName: 'Top',
    state: 'inspecting',
    reason: null,
    isBusy: false,
    recipe: { id: 'recipe-1' as never, number: 1, version: 2 },
    counters: { inspected: 10, pass: 8, review: 0, fail: 2, error: 0 },
    announced: null,
    sequence: result?.sequence ?? 0,
    validForMs: result === null ? 0 : 2000,
    isPass: result?.verdict === 'pass' && !result.isLate,
    ...others,
    result,
  };
}

/** What the engine tells of such an outlet. */
export function outletFixture(
  outlet: Partial<Omit<Outlet, 'result'>> & { readonly result?: Partial<OutletResult> | null } = {},
): Outlet {
  const { validForMs: _, sequence: __, isPass: ___, ...view } = viewFixture(outlet);
  return { ...view, state: outlet.state ?? 'inspecting' };
}

const RESULT: OutletResult = {
  sequence: 41,
  number: 7,
  recordId: '33333333-3333-4333-8333-333333333333' as never,
  serial: 'SN-0007',
  lot: 'L1',
  view: null,
  verdict: 'pass',
  isLate: false,
  score: 1.25,
  limit: 4.5,
  recipeId: 'recipe-1' as never,
  recipeVersion: 2,
  completeAtMs: 1_800_000_000_000,
  recordedAtMs: 1_800_000_000_050,
  ageMs: 0,
};

/** Messages of the outbox that tell of records, numbered from `first` on. */
export function itemsFixture(
  count: number,
  first = 1,
  change: (sequence: number) => Partial<OutboxMessage> = () => ({}),
): OutboxItem[] {
  return Array.from({ length: count }, (_, index) => {
    const sequence = first + index;
    const hash = sequence.toString(16).padStart(64, '0');
    const message: OutboxMessage = {
      ...testMessage(STATION, new Date(1_800_000_000_000 + sequence)),
      id: `${STATION.id}-${sequence}`,
      type: 'record',
      sequence,
      action: 'inspection.recorded',
      object: { kind: 'inspection', id: `inspection-${sequence}` },
      hash,
      record: {
        sequence,
        source: 'Top',
        verdict: sequence % 5 === 0 ? 'fail' : 'pass',
        score: sequence / 8,
        limit: 4.5,
      },
      ...change(sequence),
    };
    return { message, entry: { body: JSON.stringify({ sequence }), hash } };
  });
}

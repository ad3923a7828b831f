import type { FoundRecord, Handlers, RecordDetail, SavedFilter } from '../../../shared/contract/index.ts';
import {
  type Decision,
  type Disposition,
  dispositionStateOf,
  heldBy,
  type InspectedCounts,
  type Part,
  type RecordFilter,
  type RecordOrder,
  SigmalineError,
} from '../../../shared/domain/index.ts';
import type { FakeStation } from './fakeStation.ts';
import { feedItemOf, type SamplePart } from './sampleParts.ts';
import { partsOf } from './scriptedParts.ts';

export const REASONS = ['Really bad', 'Dust or oil', 'Light or camera', 'Wrong position'];
export const DEFECTS = ['Scratch', 'Dent', 'Stain', 'Crack'];

type Names = Extract<
  keyof Handlers,
  `records.${string}` | `record.${string}` | `filters.${string}` | `disposition.${string}`
>;

/** Records of the sample parts, and what is decided about them. */
export function scriptedRecords(station: FakeStation): Pick<Handlers, Names> {
  const histories = new Map<string, Disposition[]>();
  let saved: SavedFilter[] = [];
  let made = 0;

  const historyOf = (id: string): Disposition[] => histories.get(id) ?? [];

  /** What holds; null where nobody has decided, or that was taken back. */
  function heldOf(id: string): (Disposition & { readonly decision: Decision }) | null {
    const last = historyOf(id).at(-1);
    const decision = last === undefined ? null : heldBy(last.decision);
    return last === undefined || decision === null ? null : { ...last, decision };
  }

  function foundOf(part: SamplePart): FoundRecord {
    const { inspection } = part;
    const { sourceId, lot, view, recipeVersion, id } = inspection;
    const last = heldOf(id);
    const disposition =
      last === null
        ? null
        : {
            id: last.id,
            decision: last.decision,
            reason: last.reason,
            defect: last.defect,
            person: last.person,
            name: last.name,
            at: last.at,
          };
    return { ...feedItemOf(part), sourceId, lot, view, recipeVersion, disposition };
  }

  const stateOf = ({ verdict, disposition }: FoundRecord) =>
    dispositionStateOf({ verdict, decision: disposition?.decision ?? null });

  function numbersOfPart(number: number): number[] {
    const numbersOf = ({ views }: Part) => views.flatMap(({ record }) => record?.number ?? []);
    return (
      partsOf(station)
        .map(numbersOf)
        .find((numbers) => numbers.includes(number)) ?? [number]
    );
  }

  function isMeant(record: FoundRecord, filter: RecordFilter): boolean {
    const { verdicts, dispositions, serial, file, lot, number, from, to, reason, defect, recipe, source } = filter;
    const state = stateOf(record);
    const time = record.arrivedAt ?? record.recordedAt;
    const contains = (text: string | null, sought: string | null) =>
      sought === null || (text?.toLowerCase().includes(sought.toLowerCase()) ?? false);
    return (
      (verdicts.length === 0 || verdicts.includes(record.verdict)) &&
      (dispositions.length === 0 || (state !== null && dispositions.includes(state))) &&
      contains(record.serial, serial) &&
      contains(record.file, file) &&
      (lot === null || record.lot === lot) &&
      (number === null || record.number === number) &&
      (filter.part === null || numbersOfPart(filter.part).includes(record.number)) &&
      (from === null || time >= from) &&
      (to === null || time < to) &&
      (reason === null || record.disposition?.reason === reason) &&
      (defect === null || record.disposition?.defect === defect) &&
      (recipe === null || record.recipeId === recipe.id) &&
      (source === null || record.sourceId === source) &&
      (filter.scoreFrom === null || (record.score !== null && record.score >= filter.scoreFrom)) &&
      (filter.scoreTo === null || (record.score !== null && record.score <= filter.scoreTo)) &&
      (filter.error === null || record.errorCode === filter.error)
    );
  }

  function search(filter: RecordFilter, order: RecordOrder = { by: 'time', descending: true }): FoundRecord[] {
    const sign = order.descending ? -1 : 1;
    const found = station.parts.map(foundOf).filter((record) => isMeant(record, filter));
    return found.sort((a, b) => {
      if (order.by === 'time') return sign * (a.number - b.number);
      if (a.score === null || b.score === null) return Number(a.score === null) - Number(b.score === null);
      return sign * (a.score - b.score);
    });
  }

  function countsOf(records: readonly FoundRecord[]): InspectedCounts {
    const verdicts = { pass: 0, review: 0, fail: 0, error: 0 };
    const dispositions = { open: 0, confirmed: 0, released: 0, rework: 0, scrap: 0 };
    for (const record of records) {
      verdicts[record.verdict] += 1;
      const state = stateOf(record);
      if (state !== null) dispositions[state] += 1;
    }
    return { verdicts, dispositions };
  }

  const indexed = () => ({ from: 1, total: station.parts.length });

  function detailOf(id: string): RecordDetail {
    const part = station.partOf(id);
    const found = foundOf(part);
    const typical = station.parts.find(({ inspection }) => inspection.verdict === 'pass');
    return {
      inspection: part.inspection,
      sameContentAs: null,
      followsError: null,
      state: stateOf(found),
      history: historyOf(id),
      calibration:
        part.inspection.score === null
          ? null
          : {
              scores: Array.from({ length: 60 }, (_, index) => -1.8 + 4 * (index / 59) ** 1.6),
              percentile: part.inspection.verdict === 'pass' ? 0.5 : 1,
              target: 0.05,
            },
      typical: typical?.inspection.id ?? null,
      sameSerial: [],
      sameContent: [],
      chain: {
        sequence: part.inspection.number + 1,
        at: part.inspection.recordedAt,
        recordHash: '5e'.repeat(32),
        entryHash: 'c4'.repeat(32),
        checkpoint: null,
      },
      onHold: false,
    };
  }

  function decide(
    id: string,
    seen: number | null,
    said: Pick<Disposition, 'decision' | 'reason'> & Partial<Disposition>,
  ): Disposition {
    const { inspection } = station.partOf(id);
    const number = inspection.number;
    const part = partsOf(station).find((each) => each.number === number);
    if ((part?.verdict ?? inspection.verdict) === 'pass') throw new SigmalineError('disposition.not-due', { number });
    if ((heldOf(id)?.id ?? null) !== seen) throw new SigmalineError('disposition.changed', { number });
    made += 1;
    const person = station.access.person;
    const disposition: Disposition = {
      comment: null,
      defect: null,
      region: null,
      signature: null,
      together: 0,
      ...said,
      id: made,
      at: new Date().toISOString(),
      person: person?.signInId ?? null,
      name: person?.name ?? null,
      role: person?.role ?? null,
      entry: 1000 + made,
    };
    histories.set(id, [...historyOf(id), disposition]);
    const { disposition: decided } = foundOf(station.partOf(id));
    station.emit('disposition.made', { records: [{ id: inspection.id, disposition: decided }] });
    return disposition;
  }

  return {
    'records.search': ({ filter, order, after, backwards, limit }) => {
      const found = search(filter, order);
      const at = after === null ? -1 : found.findIndex(({ number }) => number === after.number);
      if (backwards) {
        const end = after === null ? found.length : at;
        const begin = Math.max(0, end - limit);
        return { records: found.slice(begin, end), hasMore: begin > 0, indexed: indexed() };
      }
      const records = found.slice(at + 1, at + 1 + limit);
      return { records, hasMore: at + 1 + limit < found.length, indexed: indexed() };
    },
    'records.count': ({ filter }) => ({ ...countsOf(search(filter)), indexed: indexed() }),
    'records.trend': ({ filter }) => {
      const hours = new Map<string, FoundRecord[]>();
      for (const record of search(filter, { by: 'time', descending: false })) {
        const hour = `${record.recordedAt.slice(0, 13)}:00:00.000Z`;
        hours.set(hour, [...(hours.get(hour) ?? []), record]);
      }
      const points = [...hours].map(([hour, records]) => {
        const scores = records.flatMap(({ score }) => score ?? []).sort((a, b) => a - b);
        const [median, p95] = [scores[Math.floor(scores.length / 2)], scores[Math.floor(scores.length * 0.95)]];
        const to = new Date(Date.parse(hour) + 3_600_000).toISOString();
        return {
          label: hour,
          filter: { ...filter, from: hour, to },
          ...countsOf(records),
          score: median === undefined || p95 === undefined ? null : { median, p95 },
        };
      });
      return { points, more: false };
    },
    'records.figures': ({ filter }) => {
      const found = search(filter);
      const causes = new Map<string, number>();
      for (const { verdict, errorCode, disposition } of found) {
        if (verdict === 'pass') continue;
        const key = verdict === 'error' ? `error:${errorCode}` : `reason:${disposition?.reason ?? ''}`;
        causes.set(key, (causes.get(key) ?? 0) + 1);
      }
      return {
        causes: [...causes]
          .sort(([, a], [, b]) => b - a)
          .map(([key, parts]) => {
            if (key === 'reason:') return { kind: 'open' as const, name: null, parts };
            const [kind, name] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)];
            return { kind: kind === 'error' ? ('error' as const) : ('reason' as const), name, parts };
          }),
        cycleMs: found.length < 2 ? null : { median: 3200, p95: 4100 },
        delayMs: found.length === 0 ? null : { median: 84, p95: 131 },
      };
    },
    'records.choices': () => {
      const found = station.parts.map(foundOf);
      const unique = <T>(values: readonly (T | null)[]): T[] => [...new Set(values.filter((value) => value !== null))];
      return {
        recipes: unique(found.map(({ recipeId }) => recipeId)).map((id) => ({ id, versions: [1] })),
        sources: unique(found.map(({ sourceId }) => sourceId)).map((id) => ({ id, name: 'Camera 1' })),
        lots: unique(found.map(({ lot }) => lot)),
        errors: unique(found.map(({ errorCode }) => errorCode)),
        reasons: REASONS,
        defects: DEFECTS,
        people: [],
      };
    },
    'record.get': ({ id }) => detailOf(id),
    'record.verify': () => ({
      checks: (['record', 'entry', 'link', 'checkpoint', 'dispositions', 'image', 'map'] as const).map((what) => ({
        what,
        state: what === 'checkpoint' ? ('gone' as const) : ('holds' as const),
      })),
    }),
    'record.judgeAgain': ({ id }) => {
      const { verdict, score } = station.partOf(id).inspection;
      const judged = { verdict, score, provider: 'cpu', mapSha256: 'ab'.repeat(32) };
      return { recorded: judged, again: judged, isSame: true };
    },
    'filters.list': () => saved,
    'filters.save': (wish) => {
      saved = [...saved.filter(({ name }) => name !== wish.name), { ...wish, id: saved.length + 1 }];
      return saved;
    },
    'filters.remove': ({ id }) => {
      saved = saved.filter((filter) => filter.id !== id);
      return saved;
    },
    'disposition.words': () => ({
      reasons: REASONS,
      defects: DEFECTS,
      usual: { confirmed: REASONS[0] ?? '' },
      signsOne: false,
      signsMany: station.access.station === 'protected',
    }),
    'disposition.newest': ({ id }) => {
      const { disposition } = foundOf(station.partOf(id));
      return { disposition, waits: disposition === null };
    },
    'disposition.make': ({ id, seen, signature: _, ...said }) => decide(id, seen, said),
    'disposition.takeBack': ({ id, seen, comment }) => decide(id, seen, { decision: 'undecided', reason: '', comment }),
    'disposition.makeMany': ({ records, signature: _, ...said }) => {
      for (const { id, seen } of records) decide(id, seen, { ...said, together: records.length - 1 });
      return { made: records.length };
    },
  };
}

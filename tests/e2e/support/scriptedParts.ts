import type { Handlers } from '../../../shared/contract/index.ts';
import {
  type InspectionId,
  type Part,
  partOf,
  sourceOptionsSchema,
  type Verdict,
} from '../../../shared/domain/index.ts';
import type { FakeStation } from './fakeStation.ts';
import { feedItemOf, type SamplePart, samplePart } from './sampleParts.ts';
import { watchedSource, workingStatus } from './states.ts';

const VIEWS = ['top', 'side', 'back'];

/** Its only source inspects parts of three views. */
export function withViews(station: FakeStation): void {
  const views = {
    names: VIEWS.map((name) => ({ name, recipeId: null })),
    together: { by: 'serial' },
    waitSeconds: 10,
    incomplete: 'review',
  } as const;
  const options = sourceOptionsSchema.parse({ views, pattern: '(?<serial>[0-9]+)_(?<view>[a-z]+)' });
  station.status = { ...workingStatus(), sources: [watchedSource({ options })] };
}

/** A part waits for no view any more. */
export function overdue(station: FakeStation, serial: string): void {
  station.overdue.add(serial);
  for (const part of partsOf(station)) if (part.serial === serial) station.tellPart(part);
}

/** "0007 top fail": the serial, the view and the verdict of an image. */
export function viewSample(station: FakeStation, said: string): SamplePart {
  const [serial = '', view = '', verdict = 'pass'] = said.split(' ');
  const changes = { serial, view, file: `ring_${serial}_${view}.png` };
  return samplePart({ number: station.parts.length + 1, verdict: verdict as Verdict, changes });
}

/** Parts of several views at a fake station: each serial is one where its only source has views. */
export function partsOf(station: FakeStation): Part[] {
  const [source] = station.status.sources;
  const views = source?.options.views ?? null;
  if (source === undefined || views === null) return [];
  const expected = views.names.map(({ name }) => name);
  const bySerial = Map.groupBy(station.parts, ({ inspection }) => inspection.serial ?? inspection.id);
  return [...bySerial.values()].map((samples): Part => {
    const [first] = samples;
    if (first === undefined) throw new Error('a group has a part');
    const { number, serial, lot } = first.inspection;
    const came = samples.map(({ inspection }) => ({ view: inspection.view ?? '', verdict: inspection.verdict }));
    const reopened = station.reopened.has(serial ?? '');
    const isOver = reopened || station.overdue.has(serial ?? '');
    const judged = partOf({ expected, views: came, isOver, incomplete: views.incomplete });
    const shown = expected.map((view) => {
      const sample = samples.findLast(({ inspection }) => inspection.view === view);
      return { view, record: sample === undefined ? null : feedItemOf(sample) };
    });
    const missing = [...judged.missing];
    return {
      ...judged,
      ...{ number, sourceId: source.id, serial, lot, missing, reopened, views: shown, change: station.parts.length },
    };
  });
}

export function scriptedParts(station: FakeStation): Pick<Handlers, 'part.of' | 'part.page'> {
  const shows = (id: InspectionId) => (part: Part) => part.views.some(({ record }) => record?.id === id);
  return {
    'part.of': ({ id }) => ({ part: partsOf(station).find(shows(id)) ?? null }),
    'part.page': ({ before, limit, verdicts }) => ({
      parts: partsOf(station)
        .filter(({ number }) => before === null || number < before)
        .filter(({ verdict }) => verdicts === null || verdicts.some((asked) => asked === verdict))
        .toReversed()
        .slice(0, limit),
    }),
  };
}

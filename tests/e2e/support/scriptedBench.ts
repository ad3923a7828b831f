import { randomUUID } from 'node:crypto';
import type { BenchDraft, BenchImage, Handlers } from '../../../shared/contract/index.ts';
import { calibrationSettingsSchema, SigmalineError } from '../../../shared/domain/index.ts';
import type { FakeStation } from './fakeStation.ts';

type Names = Extract<keyof Handlers, `bench.${string}`>;

/** A calibration wizard whose images are all alike, and whose fits end when a test says so. */
export function scriptedBench(station: FakeStation): Pick<Handlers, Names> {
  const drafts = new Map<string, { draft: BenchDraft; images: BenchImage[] }>();

  function found(id: string): { draft: BenchDraft; images: BenchImage[] } {
    const known = drafts.get(id);
    if (known === undefined) throw new SigmalineError('bench.not-found');
    return known;
  }

  function changed(id: string, change: Partial<BenchDraft>, images?: BenchImage[]): BenchDraft {
    const before = found(id);
    const now = images ?? before.images;
    const kept = now.filter(({ removed }) => !removed);
    const draft = {
      ...before.draft,
      ...change,
      revision: before.draft.revision + 1,
      changedAt: new Date().toISOString(),
      images: {
        good: kept.length,
        parts: kept.length,
        waiting: 0,
        removed: now.length - kept.length,
        failed: 0,
      },
    };
    drafts.set(id, { draft, images: now });
    station.emit('bench.changed', { draft, images: images !== undefined });
    return draft;
  }

  function add(id: string, count: number, from: BenchImage['from']): number {
    const before = found(id).images;
    const more = Array.from({ length: count }, (_, index): BenchImage => {
      const number = before.length + index + 1;
      return {
        key: number.toString(16).padStart(16, '0'),
        file: `ring-${String(number).padStart(4, '0')}.png`,
        from,
        number: from === 'record' ? number : null,
        released: false,
        state: 'examined',
        removed: false,
        widthPx: 1024,
        heightPx: 1024,
        part: number,
        marks: [],
        problem: null,
      };
    });
    changed(id, {}, [...before, ...more]);
    return count;
  }

  return {
    'bench.list': () => ({ drafts: [...drafts.values()].map(({ draft }) => draft) }),
    'bench.begin': ({ recipe = '' }) => {
      const id = randomUUID();
      const now = new Date().toISOString();
      const draft: BenchDraft = {
        id,
        revision: 0,
        createdAt: now,
        changedAt: now,
        step: 'images',
        settings: calibrationSettingsSchema.parse({ recipe }),
        fitted: null,
        runId: null,
        images: { good: 0, parts: 0, waiting: 0, removed: 0, failed: 0 },
        collecting: null,
      };
      drafts.set(id, { draft, images: [] });
      return draft;
    },
    'bench.get': ({ id }) => found(id).draft,
    'bench.change': ({ id, revision, step, settings, fitted }) => {
      const { draft } = found(id);
      if (draft.revision !== revision) throw new SigmalineError('bench.changed-meanwhile');
      return changed(id, {
        step: step ?? draft.step,
        settings: settings ?? draft.settings,
        fitted: fitted === undefined ? draft.fitted : fitted,
      });
    },
    'bench.remove': ({ id }) => {
      drafts.delete(id);
      station.emit('bench.removed', { id });
      return {};
    },
    'bench.folders': ({ path }) => ({
      path: path ?? '/images',
      parent: path === null ? null : '/images',
      folders: path === null ? [{ name: 'good', path: '/images/good' }] : [],
      images: path === null ? 0 : 60,
    }),
    'bench.addFolder': ({ id }) => ({ added: add(id, 60, 'folder') }),
    'bench.upload': ({ id, isLast }) => {
      if (isLast) add(id, 1, 'upload');
      return {};
    },
    'bench.addRecords': ({ id, most }) => ({ added: add(id, Math.min(most, 20), 'record'), gone: 0 }),
    'bench.collect': ({ id, from }) =>
      changed(id, { collecting: from === null ? null : { sourceId: from.sourceId, left: from.most } }),
    'bench.images': ({ id }) => ({ images: found(id).images }),
    'bench.takeOut': ({ id, keys, removed }) =>
      changed(
        id,
        {},
        found(id).images.map((image) => (keys.includes(image.key) ? { ...image, removed } : image)),
      ),
    'bench.survey': ({ id }) => ({
      placements: found(id).images.map(({ key }) => ({ key, placement: [1, 0, 0, 1, 0, 0], problem: null })),
      madeAt: new Date().toISOString(),
    }),
    'bench.fit': ({ id }) => {
      const runId = randomUUID();
      changed(id, { runId });
      return { runId };
    },
    'bench.command': () => ({
      command: 'sigmaline calibrate --settings ring.json --good /images/good',
      settings: '{\n  "recipe": "Bearing ring"\n}\n',
    }),
    'bench.locate': () => {
      throw new SigmalineError('image.not-found', { file: '' });
    },
  };
}

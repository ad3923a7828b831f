import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { heatmapPicture } from '../../../electron/pages/heatmapPicture.ts';
import type { BenchDraft, BenchImage, Handlers } from '../../../shared/contract/index.ts';
import {
  calibrationSettingsSchema,
  HEATMAP_SCALE,
  type ImageArea,
  type Placement,
  placementOf,
  SigmalineError,
} from '../../../shared/domain/index.ts';
import type { FakeStation } from './fakeStation.ts';

type Names = Extract<keyof Handlers, `bench.${string}`>;

const SAMPLES = 60;
const SURVEY_PX = 256;
const FOLDERS = ['good', 'many'] as const;
const imagesIn = (folder: string): number => (folder.endsWith('many') ? 2000 : SAMPLES);
const WHOLE = { x: 0, y: 0, width: 1, height: 1 };
/** What is odd about some of the images, by their numbers. */
const MARKS: Readonly<Record<number, BenchImage['marks'][number]>> = {
  7: { code: 'bench.duplicate', details: { other: 'ring-0006.png' } },
  12: { code: 'bench.blurred', details: {} },
  13: { code: 'bench.near-duplicate', details: { other: 'ring-0012.png' } },
  31: { code: 'bench.darker', details: {} },
  44: { code: 'bench.other-size', details: { found: '800 × 800', usual: '1024 × 1024' } },
  52: { code: 'bench.duplicate', details: { other: 'ring-0051.png' } },
};

/** A calibration wizard whose images are those of the sample product, over and over, and whose fits end when a test says so. */
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
        marks: MARKS[number] === undefined ? [] : [MARKS[number]],
        problem: null,
      };
    });
    changed(id, {}, [...before, ...more]);
    return count;
  }

  return {
    'bench.list': () => ({ drafts: [...drafts.values()].map(({ draft }) => draft) }),
    'bench.begin': ({ recipe = '', from }) => {
      const id = randomUUID();
      const now = new Date().toISOString();
      const draft: BenchDraft = {
        id,
        revision: 0,
        createdAt: now,
        changedAt: now,
        step: 'images',
        settings: calibrationSettingsSchema.parse({ recipe }),
        begunFrom: from === undefined ? null : { ...from, images: 60, taken: 0 },
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
        // A version ends the fit that goes on.
        ...(fitted !== undefined && { runId: null }),
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
      folders: path === null ? FOLDERS.map((name) => ({ name, path: `/images/${name}` })) : [],
      images: path === null ? 0 : imagesIn(path),
    }),
    'bench.addFolder': ({ id, folder }) => ({ added: add(id, imagesIn(folder), 'folder') }),
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
    'bench.survey': ({ id }) => {
      const { draft, images } = found(id);
      return {
        placements: images.map(({ key }, index) => placementIn(draft.settings.area, key, index)),
        madeAt: new Date().toISOString(),
        restless: draft.settings.area.region === null ? 0.57 : 0.2,
      };
    },
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

/** As if parts lay a little differently each time, and one was not in its image. */
function placementIn({ region, position }: ImageArea, key: string, index: number) {
  const { x, y, width, height } = region ?? WHOLE;
  if (position === 'fixed') return { key, placement: placementOf({ x, y, width, height }), problem: null };
  if (index === 8) return { key, placement: null, problem: { code: 'bench.other-position', details: {} } as const };
  const angle = position === 'turn' ? Math.sin(index * 2.3) * 0.6 : 0;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [middleX, middleY] = [x + width / 2 + 0.03 * Math.sin(index), y + height / 2 + 0.03 * Math.cos(index * 1.7)];
  const [a, b, c, d] = [width * cos, width * sin, -height * sin, height * cos];
  const placement: Placement = [a, b, c, d, middleX - (a + c) / 2, middleY - (b + d) / 2];
  return { key, placement, problem: null };
}

/** What is behind an address of a draft's pictures: the sample product's good parts, and what these have in common. @param rest behind the draft's id */
export async function benchPicture([which, kind]: readonly string[]): Promise<{ type: string; bytes: Uint8Array }> {
  if (which === 'average') return { type: 'image/png', bytes: (await samplesTogether()).average };
  if (which === 'variation') return { type: 'image/png', bytes: (await samplesTogether()).variation };
  const sample = (Number.parseInt(which ?? '1', 16) - 1) % SAMPLES;
  const file = sampleFile(sample);
  if (kind !== 'thumbnail') return { type: 'image/jpeg', bytes: await sharp(file).jpeg().toBuffer() };
  const known = thumbnails.get(sample) ?? sharp(file).resize(SURVEY_PX).jpeg().toBuffer();
  thumbnails.set(sample, known);
  return { type: 'image/jpeg', bytes: await known };
}

const thumbnails = new Map<number, Promise<Uint8Array>>();

function sampleFile(index: number): string {
  const name = `ring-${String(index + 1).padStart(2, '0')}.jpg`;
  return fileURLToPath(new URL(`../../../resources/samples/good/${name}`, import.meta.url));
}

let together: Promise<{ average: Uint8Array; variation: Uint8Array }> | undefined;
function samplesTogether(): NonNullable<typeof together> {
  together ??= putTogether();
  return together;
}

async function putTogether(): Promise<{ average: Uint8Array; variation: Uint8Array }> {
  const values = SURVEY_PX * SURVEY_PX;
  const [sums, squares] = [new Float64Array(values), new Float64Array(values)];
  for (let index = 0; index < SAMPLES; index++) {
    const grey = await sharp(sampleFile(index))
      .resize(SURVEY_PX, SURVEY_PX, { fit: 'fill' })
      .removeAlpha()
      .greyscale()
      .raw()
      .toBuffer();
    for (let at = 0; at < values; at++) {
      const value = grey[at] ?? 0;
      sums[at] = (sums[at] ?? 0) + value;
      squares[at] = (squares[at] ?? 0) + value * value;
    }
  }
  const means = sums.map((sum) => sum / SAMPLES);
  const spread = means.map((mean, at) => Math.sqrt(Math.max(0, (squares[at] ?? 0) / SAMPLES - mean * mean)));
  const most = spread.reduce((largest, value) => Math.max(largest, value), 0);
  const { from, to } = HEATMAP_SCALE;
  const scaled = Float32Array.from(spread, (value) => from + (value / most) * (to - from));
  const average = sharp(Uint8Array.from(means), { raw: { width: SURVEY_PX, height: SURVEY_PX, channels: 1 } });
  return {
    average: await average.png().toBuffer(),
    variation: await heatmapPicture({ width: SURVEY_PX, height: SURVEY_PX, values: scaled }),
  };
}

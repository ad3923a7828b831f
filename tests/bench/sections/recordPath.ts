import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import {
  decodeScaled,
  encodeJpeg,
  openImage,
  readImageFile,
  WIDEST_SAMPLE,
} from '../../../electron/lane/imaging/index.ts';
import { writeResult } from '../../../electron/lane/resultFile.ts';
import { ORDINARY_TRAITS } from '../../../shared/domain/imageTraits.fixture.ts';
import { encodeNpy } from '../../../shared/domain/index.ts';
import {
  type LaneMessage,
  type LaneRequest,
  laneMessageSchema,
  laneRequestSchema,
} from '../../../shared/processes/lane.ts';
import { type Spread, spreadOf } from '../measure/statistics.ts';
import { openRecordWriter } from './recording.ts';

export const RECORD_STEPS = ['map', 'thumbnail', 'messages', 'database'] as const;
type Step = (typeof RECORD_STEPS)[number];

/** Milliseconds of processor time an image. */
export interface RecordPathFigures {
  readonly steps: Readonly<Record<Step, Spread>>;
  readonly whole: Spread;
  /** Over reading and decoding the image. */
  readonly ratio: Spread;
}

const SIDE_PX = 384;
const MAP_SIDE = 24;
const THUMBNAIL_PX = 240;

/** What a verdict costs beside decoding and the network: each step on its own, in turn with decoding a camera's image. */
export async function measureRecordPath(
  imagePath: string,
  folder: string,
  { rounds, images }: { readonly rounds: number; readonly images: number },
): Promise<RecordPathFigures> {
  await mkdir(folder, { recursive: true });
  const { write, close } = openRecordWriter(folder);
  const size = { widthPx: SIDE_PX, heightPx: SIDE_PX };
  const decode = async () =>
    decodeScaled(await openImage(await readImageFile(imagePath)), { ...size, sampleMaximum: WIDEST_SAMPLE });
  const pixels = await decode();
  const map = { height: MAP_SIDE, width: MAP_SIDE, values: Float32Array.from({ length: MAP_SIDE ** 2 }, Math.sin) };
  const work: Readonly<Record<Step | 'decoding', (image: number) => unknown>> = {
    decoding: decode,
    map: (image) => writeResult(join(folder, 'maps', `${image}.npy`), encodeNpy(map)),
    thumbnail: async (image) =>
      writeResult(
        join(folder, 'thumbnails', `${image}.jpg`),
        await encodeJpeg(pixels, { widthPx: THUMBNAIL_PX, heightPx: THUMBNAIL_PX }),
      ),
    messages: (id) => {
      laneRequestSchema.parse(deserialize(serialize(requestOf(id, imagePath))));
      laneMessageSchema.parse(deserialize(serialize(answerTo(id))));
    },
    database: write,
  };
  const taken = Object.fromEntries(Object.keys(work).map((step) => [step, [] as number[]]));
  try {
    for (let round = -1; round < rounds; round += 1) {
      for (const [step, once] of Object.entries(work)) {
        const before = process.cpuUsage();
        for (let image = 0; image < images; image += 1) await once(image);
        const { user, system } = process.cpuUsage(before);
        // The first round only warms up.
        if (round >= 0) taken[step]?.push((user + system) / 1000 / images);
      }
    }
  } finally {
    close();
  }
  const of = (step: Step | 'decoding', round: number): number => taken[step]?.[round] ?? Number.NaN;
  const wholes = Array.from({ length: rounds }, (_, round) =>
    RECORD_STEPS.reduce((sum, step) => sum + of(step, round), 0),
  );
  return {
    steps: Object.fromEntries(RECORD_STEPS.map((step) => [step, spreadOf(taken[step] ?? [])])) as Record<Step, Spread>,
    whole: spreadOf(wholes),
    ratio: spreadOf(wholes.map((whole, round) => whole / of('decoding', round))),
  };
}

function requestOf(id: number, imagePath: string): LaneRequest {
  const job = {
    imagePath,
    recipeFolder: '/recipes/ring/1',
    mapPath: '/maps/1.npy',
    thumbnailPath: '/thumbnails/1.jpg',
  };
  return { id, job: { kind: 'inspect', ...job, executionProvider: 'cpu' } };
}

function answerTo(id: number): LaneMessage {
  const result = {
    ...{ sha256: 'a'.repeat(64), content: { size: 1, modifiedUs: 1, changedUs: 1, fileId: '1' } },
    ...{ imageWidthPx: 1024, imageHeightPx: 1024, traits: ORDINARY_TRAITS, score: 1.5, partDistance: 1, patchScore: 1 },
    ...{
      partShare: 0.5,
      look: null,
      levelDistances: [1, 2, 3],
      placement: null,
      mapMaximum: 1,
      mapMaximumX: 0.5,
      mapMaximumY: 0.5,
    },
    ...{ unusualShare: 0, relitScore: null, executionProvider: 'cpu', decodeMs: 20, networkMs: 40, durationMs: 60 },
    ...{ occupiedMs: 42, wasKeptBusy: true },
  };
  return { kind: 'done', id, result, memoryBytes: 5e8 };
}

import { copyFile, cp, mkdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { SourceStatus } from '../../../shared/contract/index.ts';
import { sourceOptionsSchema } from '../../../shared/domain/index.ts';
import { arrivalMs, type BuiltStation, openStation } from '../station.ts';
import type { FittedSubject } from '../subjects.ts';

/** What a whole station does: its engine and its lanes in processes of their own, from files in a folder to records. */
export interface CapacityFigures {
  /** Parts per minute while more wait than can be judged. */
  readonly judgedPerMinute: number;
  /** The same as the station tells it: after parts that came one by one, and once its lanes were kept busy. */
  readonly toldBefore: SourceStatus['capacity'];
  readonly told: SourceStatus['capacity'];
  /** From arrival to verdict while parts come at 70 % of that, one every so many milliseconds. */
  readonly everyMs: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly parts: number;
}

export interface CapacityOptions extends BuiltStation {
  readonly imagePaths: readonly string[];
  readonly folder: string;
  /** How many come at once, and how many one after the other. */
  readonly waiting: number;
  readonly live: number;
}

const LOAD = 0.7;
/** Parts one by one before the lanes are kept busy; enough for the station to tell what it holds. */
const SINGLE = 25;
/** They are judged beside fewer than a lane has on its way. */
const AT_EACH_END = 5;

export async function measureCapacity(
  { recipe, recipeFolder }: FittedSubject,
  { imagePaths, folder, bundleFolder, resourcesFolder, waiting, live }: CapacityOptions,
): Promise<CapacityFigures> {
  const [dataFolder, camera] = [join(folder, 'data'), join(folder, 'camera')];
  await mkdir(camera, { recursive: true });
  await cp(recipeFolder, join(dataFolder, 'recipes', recipe.id, '1'), { recursive: true });
  const station = await openStation({ dataFolder, resourcesFolder, bundleFolder });
  try {
    const options = sourceOptionsSchema.parse({});
    await station.client.request('source.add', { name: 'Camera', folder: camera, recipeId: recipe.id, options });
    let written = 0;
    const write = (): Promise<void> => {
      const from = imagePaths[written % imagePaths.length] ?? '';
      written += 1;
      return copyFile(from, join(camera, `part-${written}${extname(from)}`));
    };
    for (let part = 0; part < SINGLE; part += 1) {
      await write();
      await station.recorded(written);
    }
    const toldBefore = await station.capacity();
    const before = written;
    await Promise.all(Array.from({ length: waiting }, write));
    await station.recorded(written);
    const busy = station.arrivals.slice(before + AT_EACH_END, -AT_EACH_END);
    const told = await station.capacity();
    const spanMs = Date.parse(busy.at(-1)?.recordedAt ?? '') - Date.parse(busy[0]?.recordedAt ?? '');
    const imageMs = spanMs / (busy.length - 1);
    const everyMs = imageMs / LOAD;
    const [beganMs, first] = [performance.now(), written];
    for (let part = 0; part < live; part += 1) {
      await pause(Math.max(0, beganMs + part * everyMs - performance.now()));
      await write();
    }
    await station.recorded(written);
    const delays = station.arrivals
      .slice(first)
      .map(arrivalMs)
      .sort((one, other) => one - other);
    const quantile = (share: number): number => delays[Math.ceil(share * delays.length) - 1] ?? Number.NaN;
    const figures = { judgedPerMinute: 60_000 / imageMs, toldBefore, told, everyMs };
    return { ...figures, medianMs: quantile(0.5), p99Ms: quantile(0.99), parts: delays.length };
  } finally {
    await station.stop();
  }
}

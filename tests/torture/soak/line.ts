import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { deliver } from '../camera.ts';
import { withComment } from '../images.ts';
import type { Random } from '../random.ts';

/** A line that delivers a part every so often, for as long as it is let. */
export interface Line {
  /** How many parts it has delivered. */
  delivered(): number;
  /** Finishes the part at hand. */
  stop(): Promise<void>;
}

const SAMPLES = fileURLToPath(new URL('../../../resources/samples/test', import.meta.url));
/** As a camera's own storage: the oldest are removed, long after they were judged. */
const KEPT_FILES = 300;

export async function startLine(folder: string, everyMs: number, random: Random): Promise<Line> {
  const parts = await sampleParts();
  const beganMs = performance.now();
  let number = 0;
  let stopped = false;

  async function run(): Promise<void> {
    while (!stopped) {
      await deliver(
        join(folder, nameOf(number)),
        withComment(random.pick(parts), number),
        random.pick(['whole', 'chunks', 'renamed']),
        random,
      );
      number += 1;
      if (number > KEPT_FILES) await rm(join(folder, nameOf(number - KEPT_FILES - 1)));
      await pause(Math.max(0, beganMs + number * everyMs - performance.now()));
    }
  }

  const running = run();
  // What goes wrong is told to whoever stops the line.
  running.catch(() => undefined);
  return {
    delivered: () => number,
    async stop() {
      stopped = true;
      await running;
    },
  };
}

function nameOf(number: number): string {
  return `part-${String(number).padStart(7, '0')}.jpg`;
}

/** The good and the bad test parts of the sample product. */
async function sampleParts(): Promise<Buffer[]> {
  const folders = [join(SAMPLES, 'good'), join(SAMPLES, 'bad')];
  const names = await Promise.all(
    folders.map(async (folder) => (await readdir(folder)).map((name) => join(folder, name))),
  );
  return Promise.all(
    names
      .flat()
      .filter((name) => name.endsWith('.jpg'))
      .map((name) => readFile(name)),
  );
}

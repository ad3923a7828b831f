/** Test 6: files mutated from valid ones of every kind go through a whole station with lanes that really decode. Each has one record, and says why. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Print } from '../outcome.ts';
import {
  createTortureStation,
  eventually,
  type StoredRecord,
  TORTURE_TIMINGS,
  type TortureStation,
} from '../station/index.ts';
import { type Case, createCase, nameOf } from './cases.ts';
import { originals } from './corpus.ts';
import { laneDeathsOf } from './laneDeaths.ts';
import { PictureComparison } from './pixels.ts';
import { CountTable } from './table.ts';
import { type ProcessWatch, watchProcesses } from './watch.ts';

export interface MalformedOptions {
  readonly cases: number;
  readonly seed: number;
  readonly print: Print;
}

const BATCH = 250;
/** What is cut and what is no image need not wait as long as beside a real camera. */
const TIMINGS = { ...TORTURE_TIMINGS, incompleteMs: 300, unknownFormatMs: 150 };
/** Longer than one image may take a lane. */
const PATIENCE_MS = 180_000;
const MOST_BYTES = 2 * 1024 ** 3;

export async function malformedImages(options: MalformedOptions): Promise<{ summary: string; failures: string[] }> {
  const { cases, seed, print } = options;
  const corpus = await originals();
  print(`${cases} files mutated from ${corpus.length} valid ones, seed ${seed}`);
  const station = await createTortureStation({ lanes: 'real', laneGoal: 'throughput', settings: { timings: TIMINGS } });
  const tally = new Tally();
  try {
    const engine = await station.start();
    let isGone = false;
    void engine.gone.then(() => {
      isGone = true;
    });
    const watch = watchProcesses(engine);
    for (let first = 0; first < cases && !isGone; first += BATCH) {
      const batch = Array.from({ length: Math.min(BATCH, cases - first) }, (_, i) =>
        createCase(first + i, seed, corpus),
      );
      const records = await judged(batch, station, watch, () => isGone);
      for (const one of batch) await tally.add(one, records.get(one.file) ?? []);
      print(`${first + batch.length} of ${cases}`);
    }
    if (isGone) tally.failures.push('the engine ended');
    if (!isGone) await station.stop();
    tally.addProcesses(laneDeathsOf(station.dataFolder), watch.largestBytes());
  } finally {
    await station.remove();
  }
  for (const line of tally.lines()) print(line);
  return { summary: tally.summary(), failures: tally.failures };
}

/** Writes the files and waits for their records, which are returned by the file's name. */
async function judged(
  batch: readonly Case[],
  station: TortureStation,
  watch: ProcessWatch,
  isGone: () => boolean,
): Promise<Map<string, StoredRecord[]>> {
  const before = station.content().records.at(-1)?.number ?? 0;
  for (const { file, bytes } of batch) await writeFile(join(station.cameraFolder(1), file), bytes);
  await eventually(
    async () => {
      await watch.look();
      return isGone() || station.content(before).records.length >= batch.length;
    },
    PATIENCE_MS,
    250,
  );
  const records = new Map<string, StoredRecord[]>();
  for (const record of station.content(before).records) {
    records.set(record.file, [...(records.get(record.file) ?? []), record]);
  }
  return records;
}

/** What became of the files. */
class Tally {
  readonly failures: string[] = [];
  readonly #outcomes = new CountTable();
  readonly #pictures = new CountTable();
  readonly #mutations = new CountTable();
  readonly #comparison = new PictureComparison();
  #laneDeaths = 0;
  #largestBytes: number | null = null;
  #cases = 0;

  async add(one: Case, records: readonly StoredRecord[]): Promise<void> {
    this.#cases += 1;
    const [record] = records;
    if (record === undefined || records.length !== 1) {
      this.failures.push(`${nameOf(one)} has ${records.length} records`);
      this.#outcomes.add(one.kind, 'lost');
      return;
    }
    this.#outcomes.add(one.kind, record.errorCode ?? record.verdict);
    if (record.verdict === 'error') this.#checkError(one, record);
    else await this.#checkJudged(one, record);
  }

  #checkError(one: Case, { errorCode, sha256 }: StoredRecord): void {
    this.#mutations.add(one.mutation.name, 'refused');
    if (errorCode === null || !errorCode.startsWith('image.')) {
      this.failures.push(`${nameOf(one)} ended as ${errorCode ?? 'an error without a code'}`);
    }
    if (sha256 !== null && sha256 !== one.sha256) this.failures.push(`${nameOf(one)} was recorded with other bytes`);
  }

  async #checkJudged(one: Case, { sha256, score, verdict }: StoredRecord): Promise<void> {
    if (sha256 !== one.sha256) this.failures.push(`${nameOf(one)} was judged by other bytes`);
    if (score === null || !Number.isFinite(score)) this.failures.push(`${nameOf(one)} was judged without a score`);
    const change = await this.#comparison.changeOf(one);
    this.#mutations.add(one.mutation.name, change === 'same' ? 'same picture' : 'other picture');
    this.#pictures.add(one.kind, change === 'same' ? 'same picture' : `other picture, ${verdict}`);
    if (one.kind === 'png' && one.mutation.isInPlace && change !== 'same') {
      this.failures.push(`${nameOf(one)} was judged although its checksums must have betrayed it`);
    }
  }

  addProcesses(laneDeaths: number, largestBytes: number | null): void {
    this.#laneDeaths = laneDeaths;
    this.#largestBytes = largestBytes;
    if (laneDeaths > 0) this.failures.push(`${laneDeaths} lanes ended while they judged`);
    if (this.#largestBytes !== null && this.#largestBytes > MOST_BYTES) {
      this.failures.push(`a process held ${megabytes(this.#largestBytes)} MB`);
    }
  }

  lines(): string[] {
    return [
      ...this.#outcomes.lines('kind'),
      '',
      ...this.#pictures.lines('judged'),
      '',
      ...this.#mutations.lines('mutation'),
      '',
      this.summary(),
    ];
  }

  summary(): string {
    const judgedCases = this.#mutations.total('same picture') + this.#mutations.total('other picture');
    const memory = this.#largestBytes === null ? 'unknown' : `${megabytes(this.#largestBytes)} MB`;
    return [
      `${this.#cases} malformed files`,
      `${judgedCases} judged (${this.#mutations.total('other picture')} of them another picture than the original's)`,
      `${this.#mutations.total('refused')} refused with a code`,
      `${this.#outcomes.total('lost')} lost`,
      `${this.#laneDeaths} lane deaths`,
      `largest process ${memory}`,
    ].join(', ');
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 ** 2);
}

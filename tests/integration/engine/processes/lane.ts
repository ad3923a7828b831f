/**
 * A lane whose answers are known: the score follows from the content, and the file's name may ask for a misfortune. It is a real process with the
 * real protocol, so everything around it is tested as it runs.
 *
 * Names: "crash" ends the process, "crash-once" only the first time, "hang" never gets an answer, "slow" takes a while, "unwritable" and "full" meet
 * trouble of the disk, "leak" keeps memory for ever, "bloat" takes very much of it and is stuck.
 *
 * The patch score is the version of the recipe that judged, the part distance the length of its name.
 */

import { createHash } from 'node:crypto';
import { closeSync, existsSync, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connectToParent } from '../../../../electron/hosts/index.ts';
import { writeResult } from '../../../../electron/lane/resultFile.ts';
import { ORDINARY_TRAITS } from '../../../../shared/domain/imageTraits.fixture.ts';
import {
  encodeNpy,
  type Fingerprint,
  fingerprintOf,
  reportOf,
  SigmalineError,
} from '../../../../shared/domain/index.ts';
import {
  type InspectionResult,
  type LaneJob,
  type LaneMessage,
  laneRequestSchema,
} from '../../../../shared/processes/lane.ts';

const parent = connectToParent();
const send = (message: LaneMessage): void => {
  parent.send(message.kind === 'ready' ? message : { ...message, memoryBytes: process.memoryUsage.rss() });
};
const MAP = encodeNpy({ height: 2, width: 3, values: new Float32Array([0, 1, 2, 3, 4, 5]) });
const leaked: Buffer[] = [];
let last: Promise<void> = Promise.resolve();

parent.onGone(() => process.exit(0));
parent.onMessage((message) => {
  const { id, job } = laneRequestSchema.parse(message);
  last = last.then(() => answer(id, job));
});
send({ kind: 'ready', executionProvider: 'test' });

async function answer(id: number, job: LaneJob): Promise<void> {
  let sha256: string | null = null;
  let content: Fingerprint | null = null;
  try {
    if (!('imagePath' in job)) {
      await control(id, job);
      return;
    }
    await misfortune(job.imagePath);
    const { bytes, ...read } = readImage(job.imagePath);
    content = read.content;
    sha256 = createHash('sha256').update(bytes).digest('hex');
    refuseBadImage(job.imagePath, bytes);
    if (job.kind !== 'inspect') {
      writeResult(job.outputPath, 'picture');
      send({ kind: 'done', id, result: null });
      return;
    }
    if (job.mapPath !== null) {
      writeResult(job.mapPath, MAP);
    }
    if (job.thumbnailPath !== null) writeResult(job.thumbnailPath, 'thumbnail');
    const map = job.mapPath === null ? {} : { mapSha256: createHash('sha256').update(MAP).digest('hex') };
    send({ kind: 'done', id, result: { ...resultOf(sha256, content, job.recipeFolder), ...map } });
  } catch (thrown) {
    send({ kind: 'failed', id, error: reportOf(thrown), sha256, content });
  }
}

/** Jobs that need no image. */
async function control(id: number, job: Exclude<LaneJob, { imagePath: string }>): Promise<void> {
  if (job.kind === 'warm') block(Number(process.env.SIGMALINE_TEST_WARM_MS ?? 0));
  if (job.kind !== 'golden') {
    send({ kind: 'done', id, result: null });
    return;
  }
  const output = { score: 1, partDistance: 1, patchScore: 1, levelDistances: [], map: [0, 1, 2, 3, 4, 5] };
  const runs = Array.from({ length: job.runs }, () => ({ outputs: [output], durationMs: 2 }));
  const executionProvider = job.executionProvider ?? 'test';
  send({ kind: 'done', id, result: { runs, executionProvider } });
}

/** As ONNX Runtime does, but asleep: other processes of the tests need the processor. No number would be for ever. */
function block(durationMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs);
}

async function misfortune(path: string): Promise<void> {
  const name = basename(path);
  if (name.startsWith('slow')) await pause(Number(process.env.SIGMALINE_TEST_SLOW_MS ?? 0));
  if (name.startsWith('leak')) leaked.push(Buffer.alloc(25_000_000, 1));
  if (name.startsWith('bloat')) {
    leaked.push(...Array.from({ length: 12 }, () => Buffer.alloc(50_000_000, 1)));
    block(20_000);
  }
  if (name.startsWith('hang')) await new Promise(() => undefined);
  if (name.startsWith('crash-once')) {
    const marker = join(dirname(path), `.${name}.crashed`);
    if (existsSync(marker)) return;
    writeFileSync(marker, '');
    process.exit(9);
  }
  if (name.startsWith('crash')) process.exit(9);
  if (name.startsWith('full') && existsSync(join(dirname(path), '.disk-full'))) {
    throw new SigmalineError('station.disk-full', { folder: dirname(path) });
  }
}

function readImage(path: string): { readonly bytes: Buffer; readonly content: Fingerprint } {
  try {
    const handle = openSync(path, 'r');
    try {
      return { bytes: readFileSync(handle), content: fingerprintOf(fstatSync(handle, { bigint: true })) };
    } finally {
      closeSync(handle);
    }
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') throw new SigmalineError('image.not-found', { file: path }, thrown);
    throw new SigmalineError('image.unreadable', { file: path, reason: code ?? String(thrown) }, thrown);
  }
}

function refuseBadImage(path: string, bytes: Buffer): void {
  if (bytes.length === 0) throw new SigmalineError('image.empty', { file: path });
  if (!bytes.subarray(1, 4).equals(Buffer.from('PNG'))) throw new SigmalineError('image.not-an-image', { file: path });
  if (!bytes.includes('IEND')) throw new SigmalineError('image.truncated', { file: path });
}

/** Scores from 0 to 4, spread evenly by the content's hash: with a limit of 2, half of the parts fail. */
function resultOf(sha256: string, content: Fingerprint, recipeFolder: string): InspectionResult {
  const score = (Number.parseInt(sha256.slice(0, 8), 16) / 0xffffffff) * 4;
  return {
    sha256,
    content,
    imageWidthPx: 8,
    imageHeightPx: 8,
    traits: ORDINARY_TRAITS,
    score,
    partDistance: basename(dirname(recipeFolder)).length,
    patchScore: Number(basename(recipeFolder)),
    levelDistances: [],
    mapMaximum: 5,
    placement: null,
    mapMaximumX: 0.5,
    mapMaximumY: 0.5,
    unusualShare: 0,
    partShare: null,
    look: null,
    relitScore: null,
    executionProvider: 'test',
    decodeMs: 1,
    networkMs: 1,
    durationMs: 2,
    occupiedMs: 2,
    wasKeptBusy: false,
  };
}

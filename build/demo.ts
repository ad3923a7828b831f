/**
 * `npm run demo`: the whole job once, without a window. Builds, calibrates the sample product on the built-in backbone, starts a station on a
 * temporary data folder, lets a simulated camera write the sample images into the watched folder, prints every verdict as it falls, and
 * exports the CSV and the heatmaps. At the end the station's audit chain is verified.
 */
import { mkdir, mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runVerification, verificationLines } from '../electron/audit/index.ts';
import { writeLikeACamera } from '../electron/engine/index.ts';
import { createChildProcessHost, EngineSupervisor } from '../electron/hosts/index.ts';
import { ContractClient } from '../shared/contract/index.ts';
import { type FeedItem, recipeIdSchema, SigmalineError, type Verdict } from '../shared/domain/index.ts';
import { runTool } from './tasks.ts';

const RECIPE = 'sample-ring';
const NOTHING_NEW_FOR_MS = 120_000;

const root = fileURLToPath(new URL('..', import.meta.url));
const samples = join(root, 'resources', 'samples');
const commandLine = join(root, 'out', 'node', 'sigmaline.js');
const workFolder = await mkdtemp(join(tmpdir(), 'sigmaline-demo-'));
const dataFolder = join(workFolder, 'data');
const cameraFolder = join(workFolder, 'camera');
const heatmaps = join(workFolder, 'heatmaps');
const csv = join(workFolder, 'inspections.csv');

await runTool('build', 'node', ['build/build.ts', 'node']);
await runTool('calibrate the sample product', 'node', [
  commandLine,
  ...['calibrate', '--recipe', RECIPE, '--good', join(samples, 'good'), '--data', dataFolder],
]);

console.log('\n--- inspect what a simulated camera writes');
await mkdir(cameraFolder, { recursive: true });
const engine = await startEngine();
const client = clientOf(engine);
const images = await sampleImages();
const judged = judgeAll(client, images.length);
await client.request('source.add', {
  name: 'Demo camera',
  folder: cameraFolder,
  recipeId: recipeIdSchema.parse(RECIPE),
});
for (const image of images) await writeLikeACamera(image.path, join(cameraFolder, image.name));
const counts = await judged;
await engine.stop();

await runTool('export', 'node', [
  commandLine,
  ...['export', '--out', csv, '--heatmaps', heatmaps, '--data', dataFolder],
]);
console.log(`\n${verified()}`);
console.log(
  `demo: ${images.length} inspected, ${counts.pass} pass, ${counts.review} review, ${counts.fail} fail, ${counts.error} error; ` +
    `csv: ${csv}; heatmaps: ${heatmaps}`,
);

/** What the verifier says of the station's own chain and records, images and anomaly maps included. */
function verified(): string {
  const found = runVerification({
    ...{ path: join(dataFolder, 'station.sqlite'), record: undefined, proof: undefined },
    ...{ checkpoints: [], keys: [], withFiles: true },
  });
  if (found.isIntact) return `verify: intact, ${found.entries} entries`;
  process.exitCode = 1;
  return `verify: ${verificationLines(found).join('\n')}`;
}

/** Good and bad parts in turn, as a bad day on the line would bring them. */
async function sampleImages(): Promise<{ readonly path: string; readonly name: string }[]> {
  const [good, bad] = await Promise.all(
    ['good', 'bad'].map(async (kind) => {
      const folder = join(samples, 'test', kind);
      const names = (await readdir(folder)).sort();
      return names.map((name) => ({ path: join(folder, name), name: `${kind}-${name}` }));
    }),
  );
  return (good ?? []).flatMap((image, index) => [image, ...(bad?.slice(index, index + 1) ?? [])]);
}

function startEngine(): Promise<EngineSupervisor> {
  return new Promise((resolve, reject) => {
    const started = new EngineSupervisor({
      host: createChildProcessHost({ bundleFolder: join(root, 'out', 'node') }),
      start: { kind: 'start', dataFolder, resourcesFolder: join(root, 'resources'), http: null },
      timing: { firstMs: 500, longestMs: 5_000, settledAfterMs: 60_000 },
      stopGraceMs: 5_000,
      onFailure: (error) => reject(new SigmalineError(error)),
      log: (line) => console.error(line),
    });
    started.onOpen(() => resolve(started));
  });
}

function clientOf(engine: EngineSupervisor): ContractClient {
  return new ContractClient({
    send: (frame) => engine.send('host', frame),
    onFrame: (listener) => engine.onFrame('host', listener),
    onClose: (listener) => engine.onClose(listener),
    close: () => undefined,
  });
}

/** Prints verdicts as they fall and counts them, until all have fallen. */
function judgeAll(client: ContractClient, total: number): Promise<Record<Verdict, number>> {
  const counts = { pass: 0, review: 0, fail: 0, error: 0 };
  return new Promise((resolve, reject) => {
    let done = 0;
    let patience = setTimeout(giveUp, NOTHING_NEW_FOR_MS);
    function giveUp(): void {
      reject(
        new Error(`Only ${done} of ${total} images were judged; nothing came for ${NOTHING_NEW_FOR_MS / 1000} s.`),
      );
    }
    client.on('feed.appended', ({ items }) => {
      clearTimeout(patience);
      for (const item of items) {
        counts[item.verdict] += 1;
        done += 1;
        console.log(lineOf(item, done, total));
      }
      if (done >= total) resolve(counts);
      else patience = setTimeout(giveUp, NOTHING_NEW_FOR_MS);
    });
  });
}

function lineOf({ verdict, score, limit, file }: FeedItem, done: number, total: number): string {
  const place = `${String(done).padStart(3)}/${total}`;
  const judgement =
    score === null || limit === null ? '' : `score ${score.toFixed(2).padStart(7)}  limit ${limit.toFixed(2)}`;
  return `${place}  ${verdict.toUpperCase().padEnd(6)}  ${judgement}  ${file}`;
}

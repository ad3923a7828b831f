/**
 * `npm run ablation -- [COMMAND] FOLDER... [--backbone ID] [--data FOLDER] [--target RATE] [--cache FOLDER] [--images N,N] [--fits N] [--share N,N]`: what each part of the method is worth, on
 * data sets in MVTec layout. Features are extracted once and stay in the cache folder. Commands: those of COMMANDS; `scores` where none is named.
 * `npm run ablation -- render FOLDER [SET...]` renders data sets: all, or those named.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BackboneStore } from '../electron/engine/index.ts';
import { contaminate } from './ablation/contamination.ts';
import { FeatureStore } from './ablation/datasetFeatures.ts';
import { compareFew } from './ablation/few.ts';
import { compareLooks } from './ablation/looks.ts';
import { checkPromise } from './ablation/promise.ts';
import { renderSets } from './ablation/renderSets.ts';
import { compareScores } from './ablation/variants.ts';

const COMMANDS = new Map([
  ['scores', compareScores],
  ['promise', checkPromise],
  ['few', compareFew],
  ['looks', compareLooks],
  ['contamination', contaminate],
]);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    backbone: { type: 'string' },
    data: { type: 'string', default: 'data' },
    cache: { type: 'string', default: 'out/ablation' },
    target: { type: 'string', default: '0.05' },
    images: { type: 'string' },
    fits: { type: 'string' },
    share: { type: 'string' },
  },
});
const [named = ''] = positionals;
if (named === 'render') {
  const [, root, ...sets] = positionals;
  if (root === undefined) throw new Error('Name a folder to render into: npm run ablation -- render FOLDER [SET...]');
  await renderSets(root, sets.length > 0 ? sets : undefined);
} else {
  const command = COMMANDS.get(named) ?? compareScores;
  const resourcesFolder = fileURLToPath(new URL('../resources', import.meta.url));
  const backbones = new BackboneStore({ resourcesFolder, dataFolder: values.data });
  const backbone = await backbones.load(values.backbone ?? null);
  const store = await FeatureStore.open(backbone.folder, values.cache);
  await command(COMMANDS.has(named) ? positionals.slice(1) : positionals, store, {
    target: Number(values.target),
    images: values.images?.split(',').map(Number),
    shares: values.share?.split(',').map((share) => Number(share) / 100),
    fits: values.fits === undefined ? undefined : Number(values.fits),
  });
}

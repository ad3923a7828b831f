/**
 * `npm run ablation -- [COMMAND] FOLDER... [--backbone ID] [--data FOLDER] [--target RATE] [--cache FOLDER]`: what each part of the method is worth, on
 * data sets in MVTec layout. Features are extracted once and stay in the cache folder. Commands: those of COMMANDS; `scores` where none is named.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BackboneStore } from '../electron/engine/index.ts';
import { FeatureStore } from './ablation/datasetFeatures.ts';
import { checkPromise } from './ablation/promise.ts';
import { compareScores } from './ablation/variants.ts';

const COMMANDS = new Map([
  ['scores', compareScores],
  ['promise', checkPromise],
]);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    backbone: { type: 'string' },
    data: { type: 'string', default: 'data' },
    cache: { type: 'string', default: 'out/ablation' },
    target: { type: 'string', default: '0.05' },
    images: { type: 'string', default: '60,100' },
    fits: { type: 'string', default: '20' },
  },
});
const [named = ''] = positionals;
const command = COMMANDS.get(named) ?? compareScores;
const resourcesFolder = fileURLToPath(new URL('../resources', import.meta.url));
const backbones = new BackboneStore({ resourcesFolder, dataFolder: values.data });
const backbone = await backbones.load(values.backbone ?? null);
const store = await FeatureStore.open(backbone.folder, values.cache);
await command(COMMANDS.has(named) ? positionals.slice(1) : positionals, store, {
  target: Number(values.target),
  images: values.images.split(',').map(Number),
  fits: Number(values.fits),
});

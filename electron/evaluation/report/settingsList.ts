import { createRequire } from 'node:module';
import { providerName, type RecipeVersion, scoredLevels } from '../../../shared/domain/index.ts';
import { DEFAULT_SCORING } from '../../gaussian/index.ts';
import type { Evaluation } from '../evaluation.ts';
import { rankText, shareText } from '../figureText.ts';
import { type Markup, markup, SCORE_TITLES } from './markup.ts';

type Setting = readonly [name: string, value: string | number];

/** Everything that somebody needs to get the same figures again. */
export function settingsList(evaluation: Evaluation): Markup {
  return markup`<div class="settings">
${group('Data', data(evaluation))}
${group('Score and limit', scoreAndLimit(evaluation))}
${group('Backbone', backbone(evaluation))}
${group('Recipe', recipe(evaluation))}
${group('Machine', machine(evaluation))}
</div>`;
}

function group(title: string, settings: readonly Setting[]): Markup {
  return markup`<section><h4>${title}</h4><dl>
${settings.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}
</dl></section>`;
}

function data({ figures, settings }: Evaluation): readonly Setting[] {
  const { trainGood, testGood, testDefective, notFound } = figures.images;
  return [
    ['Folder', settings.folder],
    ['Good, to calibrate', trainGood],
    ['Doubles left out', settings.duplicates],
    ['Good, to test', testGood],
    ['Defective, to test', testDefective],
    ['Part not found in', `${notFound.good} good, ${notFound.defective} defective; in no other figure`],
    ['Pixel figures', 'maps and masks at 256 x 256'],
  ];
}

function scoreAndLimit({ figures, limit, settings }: Evaluation): readonly Setting[] {
  const { standardisation, heldOut } = settings.recipe;
  const setAside = heldOut.filter((image) => image.setAside);
  const sigma = ({ mean, deviation }: { mean: number; deviation: number }): string =>
    `mean ${mean.toFixed(4)}, deviation ${deviation.toFixed(4)}`;
  return [
    ['Score evaluated', SCORE_TITLES[figures.score]],
    ['Target false-reject rate', shareText(limit.target)],
    ['Limit', `${limit.value.toFixed(6)}, ${rankText(limit)}`],
    ['Set aside from it', setAside.map(({ file }) => file).join(', ') || 'no good image'],
    ['Held-out logarithm of the part distance', sigma(standardisation.part)],
    ...(standardisation.sizes ?? [{ topShare: DEFAULT_SCORING.topShares[0], ...standardisation.patch }]).map(
      ({ topShare, ...values }): Setting => [
        `Held-out mean of the highest ${topShare * 100} % of the patch distances`,
        sigma(values),
      ],
    ),
    ...(standardisation.fine ?? []).map(
      ({ level, ...values }): Setting => [`Held-out patch score of level ${level}`, sigma(values)],
    ),
    [
      'Sigmaline score',
      `ln(mean of exp(${settings.recipe.steepness} z)) / ${settings.recipe.steepness}, z being the values above in sigma`,
    ],
  ];
}

function backbone({ settings }: Evaluation): readonly Setting[] {
  const { name, id, sizePx, levels, scoring, mean, std, licence, source, sha256 } = settings.backbone;
  const scored = scoredLevels(settings.backbone);
  const used = levels.filter(({ level }) => scored.includes(level));
  const shapes = used.map(({ level, channels, height, width }) => `${level}: ${channels} x ${height} x ${width}`);
  return [
    ['Name', `${name} (${id})`],
    ['Input', `${sizePx} x ${sizePx} px, RGB`],
    ['Mean and deviation', `${mean.join(', ')} and ${std.join(', ')}`],
    ['Levels', shapes.join('; ')],
    [
      'Part, patch, map',
      `levels ${scoring.part}, ${scoring.patch}, ${scoring.map}${scoring.mapIsDrawnOnly === true ? ' (drawn only)' : ''}`,
    ],
    ['Licence', licence],
    ['Source', source],
    ['SHA-256', sha256],
  ];
}

const SCALING_TEXTS = {
  exact: 'equal pixels give equal results',
  shrinkOnLoad: 'large JPEG decoded at a part of their size',
};

function recipe({ settings }: Evaluation): readonly Setting[] {
  const { recipe: version, graphBytes, graphMetadata, fitMs } = settings;
  const { preprocessing, anomalyMap } = version;
  return [
    ['Made', version.createdAt],
    [
      'Preprocessing',
      `decoded, turned as EXIF says, squashed to ${preprocessing.sizePx} x ${preprocessing.sizePx} px (cubic, ${SCALING_TEXTS[preprocessing.scaling]})`,
    ],
    ['16-bit white', preprocessing.sampleMaximum ?? 'no 16-bit images'],
    ['Variations of good images', variationsText(version)],
    ['Anomaly map', `${anomalyMap.width} x ${anomalyMap.height} places`],
    ['Graph', `${(graphBytes / 1e6).toFixed(1)} MB`],
    ['Graph SHA-256', version.graph.sha256],
    ['Calibration SHA-256', graphMetadata['calibration-sha256'] ?? 'not noted'],
    ['Time to fit', `${(fitMs / 1000).toFixed(1)} s, features not included`],
  ];
}

function variationsText({ variations: { perImage, turnsDegrees } }: RecipeVersion): string {
  if (perImage === 0) return 'none';
  const turns = turnsDegrees.length === 0 ? 'none of them turned' : `turned by 0, ${turnsDegrees.join(', ')} degrees`;
  return `${perImage} of each, moved a little, ${turns}`;
}

function machine({ settings }: Evaluation): readonly Setting[] {
  const { machine: place, recipe: version, executionProvider } = settings;
  return [
    ['Processor', `${place.processor}, ${place.cores} cores`],
    ['Memory', `${(place.memoryBytes / 2 ** 30).toFixed(1)} GiB`],
    ['System', place.system],
    ['Execution provider', providerName(executionProvider)],
    ['Sigmaline', version.softwareVersion],
    ['ONNX Runtime', versionOf('onnxruntime-node')],
    ['Node.js', place.node],
  ];
}

/** The version of a package beside us; it is read, never loaded: only lanes load native packages. */
function versionOf(packageName: string): string {
  try {
    const { version } = createRequire(import.meta.url)(`${packageName}/package.json`) as { version: string };
    return version;
  } catch {
    return 'unknown';
  }
}

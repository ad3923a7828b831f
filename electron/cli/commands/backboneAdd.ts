import { type Command, InvalidArgumentError } from 'commander';
import {
  BackboneInstaller,
  BackboneStore,
  type InstallProgress,
  type OnnxRequest,
  PUBLISHED_IDS,
  type PublishedRequest,
  type StoredBackbone,
} from '../../engine/index.ts';
import { createChildProcessHost } from '../../hosts/index.ts';
import { dataFolderOf, dataOption, resourcesFolder } from '../options.ts';
import { type ProgressDisplay, print, say, showProgress, wrongUse } from '../terminal.ts';

type Triple = [number, number, number];

interface AddOptions {
  readonly data?: string;
  readonly from?: string;
  readonly sha256?: string;
  readonly licence?: string;
  readonly id?: string;
  readonly name?: string;
  readonly levels?: readonly string[];
  readonly mean?: Triple;
  readonly std?: Triple;
  readonly size?: number;
  readonly tokensSkip?: number;
}

const BYTES_PER_MEGABYTE = 1e6;

export function addBackboneAddCommand(backbone: Command): void {
  backbone
    .command('add')
    .description('Add EfficientNet from its published weights, or any ONNX file with named feature outputs.')
    .argument('<backbone>', `${PUBLISHED_IDS[0]} to ${PUBLISHED_IDS.at(-1)}, or an ONNX file`)
    .option('--from <place>', 'EfficientNet: safetensors file or address (default: the official address)')
    .option('--sha256 <hash>', 'expected SHA-256 of the file', parseHash)
    .option('--licence <text>', 'licence of the weights, recorded in every recipe')
    .option('--id <id>', 'ONNX: id of the new backbone')
    .option('--name <name>', 'ONNX: name of the new backbone (default: its id)')
    .option('--levels <names>', 'ONNX: names of the feature outputs, shallow to deep: a,b,c', parseNames)
    .option('--mean <r,g,b>', 'ONNX: mean of red, green and blue, from 0 to 1', parseTriple)
    .option('--std <r,g,b>', 'ONNX: standard deviation of red, green and blue', parseDeviations)
    .option('--size <pixels>', 'ONNX: side of the input, if the file leaves it open', parseSize)
    .option('--tokens-skip <count>', 'ONNX: tokens at the start that are no places (default: found out)', parseCount)
    .addOption(dataOption())
    .action(add);
}

async function add(wanted: string, options: AddOptions): Promise<void> {
  const dataFolder = dataFolderOf(options.data);
  const installer = new BackboneInstaller({
    host: createChildProcessHost(),
    backbones: new BackboneStore({ resourcesFolder: resourcesFolder(), dataFolder }),
    dataFolder,
  });
  const progress = showProgress();
  const cancellation = new AbortController();
  const cancel = (): void => cancellation.abort();
  process.once('SIGINT', cancel);
  const install = {
    signal: cancellation.signal,
    onProgress: (step: InstallProgress) => showStep(step, progress),
  };
  try {
    const added = wanted.toLowerCase().endsWith('.onnx')
      ? await installer.addOnnx(onnxRequest(wanted, options), install)
      : await installer.addPublished(publishedRequest(wanted, options), install);
    progress.end();
    print(describeBackbone(added));
    say(`Saved in ${added.folder}`);
  } finally {
    progress.end();
    process.off('SIGINT', cancel);
  }
}

function publishedRequest(id: string, options: AddOptions): PublishedRequest {
  const foreign = (['id', 'name', 'levels', 'mean', 'std', 'size', 'tokensSkip'] as const).find(
    (name) => options[name] !== undefined,
  );
  if (foreign !== undefined)
    throw wrongUse(`--${foreign === 'tokensSkip' ? 'tokens-skip' : foreign} is for ONNX files; ${id} has its own.`);
  const { from = null, sha256 = null, licence = null } = options;
  return { id, from, sha256, licence };
}

function onnxRequest(file: string, options: AddOptions): OnnxRequest {
  if (options.from !== undefined)
    throw wrongUse('--from is for published weights; for an ONNX file, give the file itself.');
  const {
    id,
    levels,
    mean,
    std,
    name = null,
    licence = null,
    sha256 = null,
    size: sizePx = null,
    tokensSkip: tokensSkipped = null,
  } = options;
  if (id === undefined || levels === undefined || mean === undefined || std === undefined) {
    throw wrongUse('An ONNX file needs --id, --levels, --mean and --std: they cannot be read from it.');
  }
  return { file, id, name, licence, sha256, sizePx, mean, std, tokensSkipped, outputs: levels };
}

function showStep(step: InstallProgress, display: ProgressDisplay): void {
  if (step.phase === 'building') {
    display.end();
    say('Building the network and running it ...');
  } else if (step.total !== null) {
    const megabytes = (bytes: number): number => Math.round(bytes / BYTES_PER_MEGABYTE);
    display.update('Downloading (MB)', megabytes(step.done), Math.max(1, megabytes(step.total)));
  }
}

function parseHash(text: string): string {
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new InvalidArgumentError('It must be 64 hexadecimal digits.');
  return text.toLowerCase();
}

function parseNames(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('It must be names with commas between them: a,b,c.');
  if (new Set(names).size < names.length) throw new InvalidArgumentError('Each name may appear only once.');
  return names;
}

function parseTriple(text: string): Triple {
  const [red, green, blue, ...more] = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (red === undefined || green === undefined || blue === undefined || more.length > 0) {
    throw new InvalidArgumentError('It must be three numbers: 0.485,0.456,0.406.');
  }
  const triple: Triple = [red, green, blue];
  if (!triple.every(Number.isFinite)) throw new InvalidArgumentError('It must be three numbers: 0.485,0.456,0.406.');
  return triple;
}

function parseDeviations(text: string): Triple {
  const triple = parseTriple(text);
  if (triple.some((value) => value <= 0)) throw new InvalidArgumentError('Each must be greater than 0.');
  return triple;
}

function parseSize(text: string): number {
  const size = Number(text);
  if (!/^\d+$/.test(text) || size < 1 || size > 4096)
    throw new InvalidArgumentError('It must be a whole number up to 4096.');
  return size;
}

function parseCount(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** What a person should know of a backbone, licence, source and hash included. */
export function describeBackbone({ manifest, isBuiltIn }: StoredBackbone): string {
  const { id, name, sizePx, levels, scoring, licence, source, sha256 } = manifest;
  const shapes = levels.map(({ level, channels, height, width, averagedFrom: from }) => {
    const shape = `${level}: ${channels} x ${height} x ${width}`;
    return from === undefined ? shape : `${shape} (means over ${from.height} x ${from.width})`;
  });
  return [
    `${id}  ${name}`,
    `  origin   ${isBuiltIn ? 'built in' : 'added'}`,
    `  input    ${sizePx} px`,
    `  levels   ${shapes.join(', ')}`,
    `  scores   part level ${scoring.part}, patch level ${scoring.patch}, map level ${scoring.map}`,
    `  licence  ${licence}`,
    `  source   ${source}`,
    `  SHA-256  ${sha256}`,
  ].join('\n');
}

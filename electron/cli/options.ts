import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvalidArgumentError, Option } from 'commander';
import {
  type CalibrationSettings,
  messageOf,
  type PrecisionChoice,
  parseCalibrationSettings,
  precisionChoiceSchema,
  SigmalineError,
} from '../../shared/domain/index.ts';

/** `--data`, the same for every command. */
export function dataOption(): Option {
  return new Option(
    '--data <folder>',
    "the station's data folder (default: SIGMALINE_DATA, or the platform's data folder)",
  );
}

/** `--token-file`, for the station and for those who ask it. */
export function tokenFileOption(): Option {
  return new Option(
    '--token-file <file>',
    "file that holds the token of the station's address (default: one kept in the data folder)",
  );
}

/** `--as`, for those who ask a station that is protected. */
export function asOption(): Option {
  return new Option('--as <sign-in id>', 'who asks a protected station that runs; the secret is asked for');
}

export function backboneOption(otherwise = 'the built-in one'): Option {
  return new Option('--backbone <id>', `backbone to use (default: ${otherwise})`);
}

export function targetOption(): Option {
  return new Option('--target <share>', 'target false-reject rate (default: 0.05)').argParser(parseShare);
}

export function settingsOption(): Option {
  return new Option('--settings <file>', 'JSON file with the settings of the calibration; options come before it');
}

/** What options of a command say in place of its file of settings. */
export interface GivenSettings {
  readonly settings?: string;
  readonly recipe?: string;
  readonly backbone?: string;
  readonly target?: number;
  readonly precision?: PrecisionChoice;
  readonly draft?: boolean;
  readonly group?: string;
}

/** @throws SigmalineError `settings.*` */
export async function settingsGiven(options: GivenSettings): Promise<CalibrationSettings> {
  const { settings: file, recipe, backbone, target, precision, draft, group } = options;
  const text = file === undefined ? '{}' : await readSettings(file);
  const given = { recipe, backbone, target, precision, draft, group };
  const said = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...parseCalibrationSettings(text, file ?? ''), ...Object.fromEntries(said) };
}

async function readSettings(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new SigmalineError('settings.file', { file, reason: messageOf(cause) }, cause);
  });
}

export function precisionOption(): Option {
  return new Option(
    '--precision <choice>',
    'whether the network also runs in 8-bit integers; auto: where it then tells faults as well as in floats (default: auto)',
  ).choices(precisionChoiceSchema.options);
}

/** The values of an option that can be given several times. */
export function collected(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

export function parseShare(text: string): number {
  return numberIn(text, 'a share such as 0.05');
}

export function parseNumber(text: string): number {
  return numberIn(text, 'a number');
}

function numberIn(text: string, form: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) throw new InvalidArgumentError(`It must be ${form}.`);
  return number;
}

/** A moment: a date (midnight, local time) or a full ISO time. As an ISO time in UTC. */
export function parseMoment(text: string): string {
  const local = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00` : text;
  const time = new Date(local);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(time.getTime())) {
    throw new InvalidArgumentError('It must be a date such as 2026-11-23 or a time such as 2026-11-23T06:00.');
  }
  return time.toISOString();
}

export { dataFolderOf } from '../hosts/index.ts';

/** The folder that came with the program and holds `name`; the program may run from source or from its bundle. */
function folderBesideProgram(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, name))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`The folder ${name} is missing from this installation of Sigmaline.`);
    folder = parent;
  }
  return join(folder, name);
}

export function resourcesFolder(): string {
  return dirname(folderBesideProgram(join('resources', 'backbones')));
}

/** Where the built interface lies; it need not be there. */
export function rendererFolder(): string {
  return join(dirname(resourcesFolder()), 'out', 'renderer');
}

import { basename, dirname, join } from 'node:path';
import type { RequestOutput } from '../../../shared/contract/index.ts';
import type { ExcludedImage } from '../../../shared/domain/index.ts';
import { writeWhole } from '../../files/index.ts';
import { listImages } from '../recipes/index.ts';
import type { Draft } from './draft.ts';

type Command = RequestOutput<'bench.command'>;

/** Words that mean nothing else to a shell. */
const PLAIN = /^[\w./:=@%+-]+$/;
const PLAIN_ON_WINDOWS = /^[\w.\\/:=@+-]+$/;

/**
 * The command and the file of settings that fit what a draft holds: from its folders where these hold nothing else, else from a list of images beside the draft.
 *
 * @throws the file system's error where the list cannot be written
 */
export async function commandOf(draft: Draft, platform: NodeJS.Platform = process.platform): Promise<Command> {
  const folders = await wholeFolders(draft);
  const list = join(draft.folder, 'images.txt');
  if (folders === null) await writeWhole(list, listOf(draft));
  const from = folders?.flatMap((folder) => ['--good', folder]) ?? ['--images', list];
  const name = `${draft.settings.recipe.replace(/[^\p{L}\p{N}-]+/gu, '-') || 'calibration'}.json`;
  const words = ['sigmaline', 'calibrate', '--settings', name, ...from];
  const without = folders === null ? draft.settings.without : withoutOf(draft);
  return {
    command: words.map((word) => quoted(word, platform)).join(' '),
    settings: `${JSON.stringify({ ...draft.settings, without }, null, 2)}\n`,
  };
}

/** What a calibration is to leave out of all images, kept and removed: by name, so only where no image that is kept has the same name. */
export function withoutOf(draft: Draft): readonly ExcludedImage[] {
  const { without } = draft.settings;
  const taken = new Set([...without.map(({ file }) => file), ...draft.good.map(({ path }) => basename(path))]);
  const removed = draft.images.filter((image) => image.removed).map(({ path }) => basename(path));
  return [...without, ...[...new Set(removed)].filter((file) => !taken.has(file)).map(toldOf)];
}

function toldOf(file: string): ExcludedImage {
  return { file, reason: 'told' };
}

/** The folders of the images, where all that lies there is in the draft, and what is left out can be told by its name; else null. */
async function wholeFolders(draft: Draft): Promise<readonly string[] | null> {
  const isElsewhere = draft.images.some(({ from, serial }) => from !== 'folder' || serial !== null);
  if (isElsewhere) return null;
  const left = new Set(withoutOf(draft).map(({ file }) => file));
  const good = new Set(draft.good.map((image) => draft.pathOf(image)));
  const folders = [...new Set([...good].map((path) => dirname(path)))];
  for (const folder of folders) {
    const paths = await listImages(folder).catch(() => null);
    if (paths?.every((path) => good.has(path) || left.has(basename(path))) !== true) return null;
  }
  return folders;
}

/** A path on each line, and behind a tab the part that it shows where its record says so. */
function listOf(draft: Draft): string {
  const lines = draft.good.map((image) => {
    const path = draft.pathOf(image);
    return image.serial === null ? path : `${path}\t${image.serial}`;
  });
  return `${lines.join('\n')}\n`;
}

/** As the usual shell of the platform takes it for one word. */
export function quoted(word: string, platform: NodeJS.Platform): string {
  // Windows has no names with quotation marks.
  if (platform === 'win32') return PLAIN_ON_WINDOWS.test(word) ? word : `"${word.replaceAll('"', '')}"`;
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

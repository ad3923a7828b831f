import { randomUUID } from 'node:crypto';
import { realpath, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { type Afterwards, type PartViews, SigmalineError, type SourceOptions } from '../../../shared/domain/index.ts';
import { errnoReason } from '../../files/index.ts';
import { checkFilePatterns, requirePartPattern, requireRecipeRules, requireViewRules } from '../intake/index.ts';
import { overlap, realFolder } from './folders.ts';

export interface OptionSurroundings {
  readonly dataFolder: string;
  /** The folders of all sources, this one included. */
  readonly sourceFolders: readonly string[];
  /** The views of the source that says how its parts are put together; null where each image shows a part of its own. */
  readonly views: PartViews | null;
}

/**
 * What the schema cannot tell of a source's options is checked here, before they are kept.
 *
 * @returns the options with the real path of the archive
 * @throws SigmalineError `source.*`, `archive.*`, each about one field of the form
 */
export async function checkOptions(options: SourceOptions, surroundings: OptionSurroundings): Promise<SourceOptions> {
  checkFilePatterns(options);
  if (options.pattern !== null) requirePartPattern(options.pattern);
  requireRecipeRules(options);
  requireViewRules(options, surroundings.views);
  return { ...options, afterwards: await checkAfterwards(options.afterwards, surroundings) };
}

async function checkAfterwards(afterwards: Afterwards, surroundings: OptionSurroundings): Promise<Afterwards> {
  if (afterwards.kind !== 'archive') return afterwards;
  const folder = await archiveFolder(afterwards.folder);
  if (overlap(await realpath(surroundings.dataFolder), folder)) throw new SigmalineError('archive.in-data', { folder });
  for (const source of surroundings.sourceFolders) {
    if (overlap(source, folder)) throw new SigmalineError('archive.in-source', { folder, source });
  }
  await requireWritable(folder);
  return { kind: 'archive', folder };
}

/** A folder that does not exist is not made: it may be a share that is not connected, and images would fill the station's own disk. */
async function archiveFolder(given: string): Promise<string> {
  if (!isAbsolute(given)) throw new SigmalineError('archive.relative', { folder: given });
  try {
    return await realFolder(given);
  } catch (thrown) {
    if (!(thrown instanceof SigmalineError)) throw thrown;
    const folder = given;
    if (thrown.code === 'folder.not-found') throw new SigmalineError('archive.not-found', { folder }, thrown);
    if (thrown.code === 'folder.not-a-folder') throw new SigmalineError('archive.not-a-folder', { folder }, thrown);
    throw new SigmalineError('archive.unwritable', { folder, reason: thrown.details.reason ?? thrown.message }, thrown);
  }
}

/** Permissions alone do not tell: a share may be read-only, a disk full. */
async function requireWritable(folder: string): Promise<void> {
  const probe = join(folder, `.sigmaline-${randomUUID()}.tmp`);
  try {
    await writeFile(probe, '', { flag: 'wx' });
    await rm(probe);
  } catch (thrown) {
    throw new SigmalineError('archive.unwritable', { folder, reason: errnoReason(thrown) }, thrown);
  }
}

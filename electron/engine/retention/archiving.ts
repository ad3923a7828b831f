import { dirname, join } from 'node:path';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { errnoCode } from '../../files/index.ts';
import type { Duty } from './duties.ts';
import type { FileActions } from './fileActions.ts';
import { CopyDiffers, dayFolder, numbered, placeOnAnyDisk, removeLeftCopy } from './placing.ts';
import { isNameRefused, namesForArchive } from './safeNames.ts';
import type { TakenFile } from './takenFile.ts';

export interface ArchivingNeeds {
  readonly files: FileActions;
  readonly archive: string;
  readonly sidecarEnding: string | null;
  /** Writes down where the image is about to be, so that it is found there whatever happens next. */
  readonly plan: (target: string) => void;
}

/**
 * Moves a file that was taken aside into the archive: `archive/YYYY/MM/DD/<path in its source>`, under a numbered name where another file has that.
 *
 * A name that the archive's disk does not take is changed to one that it does; what is planned says which.
 *
 * @returns false where its bytes are not those that were judged; it was not moved then
 * @throws SigmalineError `archive.*`
 */
export async function archive(duty: Duty, taken: TakenFile, needs: ArchivingNeeds): Promise<boolean> {
  const { files } = needs;
  // A share that is not connected leaves an empty place, or none: the archive itself is never made.
  if (!(await files.isFolder(needs.archive))) throw new SigmalineError('archive.not-found', { folder: needs.archive });
  try {
    const target = await moveUnderSomeName(duty, taken.image, needs);
    if (target === null) return false;
    await archiveSidecar(duty, taken.sidecar, target, needs);
    return true;
  } catch (thrown) {
    throw archiveError(thrown, needs.archive);
  }
}

export function wantedPlace({ recordedAt, file }: Duty, folder: string): string {
  return join(dayFolder(folder, recordedAt), file);
}

async function moveUnderSomeName(duty: Duty, image: string, needs: ArchivingNeeds): Promise<string | null> {
  const day = dayFolder(needs.archive, duty.recordedAt);
  // Trouble with this folder is the archive's, and not that of a name.
  await needs.files.makeFolder(day);
  let refusal: unknown;
  for (const name of namesForArchive(duty.file)) {
    const wanted = join(day, name);
    try {
      await needs.files.makeFolder(dirname(wanted));
      return await moveImage(duty, image, wanted, needs);
    } catch (thrown) {
      if (!isNameRefused(thrown)) throw thrown;
      refusal ??= thrown;
    }
  }
  const details = { file: join(duty.sourceFolder, duty.file), reason: errnoCode(refusal) ?? '' };
  throw new SigmalineError('archive.name-refused', details, refusal);
}

/** @throws SigmalineError `archive.*` */
export async function archiveSidecar(
  duty: Duty,
  sidecar: string | null,
  target: string,
  needs: ArchivingNeeds,
): Promise<void> {
  if (sidecar === null || needs.sidecarEnding === null) return;
  const { files } = needs;
  try {
    const sha256 = await files.sha256(sidecar);
    for (let number = 1; ; number += 1) {
      const name = numbered(`${target}${needs.sidecarEnding}`, number);
      const found = await files.probe(name);
      if (found.kind === 'missing') {
        await placeOnAnyDisk(sidecar, name, { files, copy: copyName(name, duty), sha256: () => sha256 });
        return;
      }
      if (found.kind === 'file' && (await files.sha256(name)) === sha256) {
        await removeLeftCopy(copyName(name, duty), files);
        await files.remove(sidecar);
        return;
      }
    }
  } catch (thrown) {
    throw archiveError(thrown, needs.archive);
  }
}

async function moveImage(duty: Duty, image: string, wanted: string, needs: ArchivingNeeds): Promise<string | null> {
  const { files } = needs;
  for (let number = 1; ; number += 1) {
    const target = numbered(wanted, number);
    if (await hasJudgedBytes(target, duty, files)) {
      await removeLeftCopy(copyName(target, duty), files);
      if (!(await hasJudgedBytes(image, duty, files))) return null;
      needs.plan(target);
      await files.remove(image);
      return target;
    }
    if ((await files.probe(target)).kind !== 'missing') continue;
    needs.plan(target);
    try {
      await placeOnAnyDisk(image, target, { files, copy: copyName(target, duty), sha256: () => duty.sha256 });
      return target;
    } catch (thrown) {
      if (thrown instanceof CopyDiffers && (await files.sha256(image)) !== duty.sha256) return null;
      if (errnoCode(thrown) !== 'EEXIST') throw thrown;
    }
  }
}

function copyName(target: string, { inspectionId }: Duty): string {
  return join(dirname(target), `.sigmaline-${inspectionId}.part`);
}

/** Whether the very bytes that were judged lie under a name. */
export async function hasJudgedBytes(
  path: string,
  { size, sha256 }: Pick<Duty, 'size' | 'sha256'>,
  files: Pick<FileActions, 'probe' | 'sha256'>,
): Promise<boolean> {
  const found = await files.probe(path);
  return found.kind === 'file' && found.fingerprint.size === size && (await files.sha256(path)) === sha256;
}

function archiveError(thrown: unknown, folder: string): unknown {
  if (thrown instanceof SigmalineError) return thrown;
  const reason = thrown instanceof CopyDiffers ? 'a copy differed' : errnoCode(thrown);
  return reason === undefined ? thrown : new SigmalineError('archive.unwritable', { folder, reason }, thrown);
}

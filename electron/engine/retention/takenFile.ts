import { dirname, join } from 'node:path';
import { type Fingerprint, SigmalineError, sameFingerprint } from '../../../shared/domain/index.ts';
import { errnoCode } from '../../files/index.ts';
import type { Duty } from './duties.ts';
import type { FileActions } from './fileActions.ts';
import { numbered, place } from './placing.ts';

/**
 * A judged file that was taken aside, in its own folder and under a name that the intake passes over. What is looked at afterwards is then what
 * is moved or removed, whatever a camera writes to the old name meanwhile.
 */
export interface TakenFile {
  /** Where the image lies now. */
  readonly image: string;
  /** The empty file or the like that a camera puts beside the image; null where there is none. */
  readonly sidecar: string | null;
}

export type Taking = { readonly kind: 'taken'; readonly file: TakenFile } | { readonly kind: 'replaced' | 'missing' };

export interface TakingNeeds {
  readonly files: FileActions;
  /** What the names of sidecars end with; null where the source has none. */
  readonly sidecarEnding: string | null;
  /** Called before the first change. */
  readonly begin: () => void;
}

/** Takes a file aside, or finds the one that an interrupted try took. */
export async function take(duty: Duty, needs: TakingNeeds): Promise<Taking> {
  const { files } = needs;
  const names = namesOf(duty, needs.sidecarEnding);
  try {
    if ((await files.probe(names.takenImage)).kind === 'missing') {
      const found = await files.probe(names.image);
      if (found.kind === 'missing') return { kind: 'missing' };
      if (found.kind !== 'file' || !(await isJudged(names.image, found.fingerprint, duty, files)))
        return { kind: 'replaced' };
      needs.begin();
      // The sidecar first: while the judged image still has its name, the sidecar cannot be that of a later one.
      await takeSidecar(names, files);
      await files.rename(names.image, names.takenImage);
    }
    const taken = await files.probe(names.takenImage);
    // Its new name has changed the time of its last change.
    const isTaken = taken.kind === 'file' && { ...taken.fingerprint, changedUs: duty.changedUs };
    if (!isTaken || !(await isJudged(names.takenImage, isTaken, duty, files))) {
      await giveBack(duty, needs);
      return { kind: 'replaced' };
    }
    const hasSidecar = names.takenSidecar !== null && (await files.probe(names.takenSidecar)).kind === 'file';
    return { kind: 'taken', file: { image: names.takenImage, sidecar: hasSidecar ? names.takenSidecar : null } };
  } catch (thrown) {
    throw sourceError(thrown, names.image);
  }
}

/** What differs in its times or its id alone may have been written once more, or only touched: its bytes say so. */
async function isJudged(path: string, found: Fingerprint, duty: Duty, files: FileActions): Promise<boolean> {
  return sameFingerprint(found, duty) || (found.size === duty.size && (await files.sha256(path)) === duty.sha256);
}

/** It was not the judged file after all. It goes back to its name, or to a numbered one where a camera has used the name again: nothing is lost. */
export async function giveBack(duty: Duty, { files, sidecarEnding }: Omit<TakingNeeds, 'begin'>): Promise<void> {
  const names = namesOf(duty, sidecarEnding);
  if ((await files.probe(names.takenImage)).kind === 'missing') return;
  const image = await placeNumbered(names.takenImage, names.image, files);
  if (names.takenSidecar !== null && (await files.probe(names.takenSidecar)).kind === 'file') {
    await placeNumbered(names.takenSidecar, `${image}${sidecarEnding}`, files);
  }
}

/** The sidecar of an image that was taken by an interrupted try and is gone since. */
export async function leftSidecar(
  duty: Duty,
  { files, sidecarEnding }: Omit<TakingNeeds, 'begin'>,
): Promise<string | null> {
  const { takenSidecar } = namesOf(duty, sidecarEnding);
  return takenSidecar !== null && (await files.probe(takenSidecar)).kind === 'file' ? takenSidecar : null;
}

interface Names {
  readonly image: string;
  readonly takenImage: string;
  readonly sidecar: string | null;
  readonly takenSidecar: string | null;
}

function namesOf({ sourceFolder, file, inspectionId }: Duty, sidecarEnding: string | null): Names {
  const image = join(sourceFolder, file);
  const takenImage = join(dirname(image), `.sigmaline-${inspectionId}.tmp`);
  return {
    image,
    takenImage,
    sidecar: sidecarEnding === null ? null : `${image}${sidecarEnding}`,
    takenSidecar: sidecarEnding === null ? null : `${takenImage}-sidecar`,
  };
}

async function takeSidecar({ sidecar, takenSidecar }: Names, files: FileActions): Promise<void> {
  if (sidecar === null || takenSidecar === null) return;
  if ((await files.probe(sidecar)).kind === 'file') await files.rename(sidecar, takenSidecar);
}

async function placeNumbered(from: string, wanted: string, files: FileActions): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = numbered(wanted, number);
    try {
      await place(from, name, files);
      return name;
    } catch (thrown) {
      if (errnoCode(thrown) !== 'EEXIST') throw thrown;
      // An interrupted try gave it back already.
      if (await files.isOne(from, name)) {
        await files.remove(from);
        return name;
      }
    }
  }
}

export function sourceError(thrown: unknown, file: string): unknown {
  const reason = errnoCode(thrown);
  return reason === undefined ? thrown : new SigmalineError('source.unwritable', { file, reason }, thrown);
}

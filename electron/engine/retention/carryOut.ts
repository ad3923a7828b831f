import { dirname } from 'node:path';
import type { Afterwards, SourceOptions } from '../../../shared/domain/index.ts';
import { archive, archiveSidecar, hasJudgedBytes, wantedPlace } from './archiving.ts';
import type { Duty, DutyEnd } from './duties.ts';
import type { FileActions } from './fileActions.ts';
import { isNameRefused } from './safeNames.ts';
import { giveBack, leftSidecar, sourceError, type TakenFile, take } from './takenFile.ts';

export interface CarryOutNeeds {
  readonly files: FileActions;
  readonly afterwards: Exclude<Afterwards, { kind: 'leave' }>;
  readonly completion: SourceOptions['completion'];
  /** Writes down that the file is about to be taken aside, or where it is going. */
  readonly begin: (target: string | null) => void;
  /** Whether a file that is not there is gone for good, and not merely behind a share that is coming back. */
  readonly canTellMissing: () => boolean;
}

/**
 * Carries out one duty. It may have been interrupted after any step before: every step finds what the last try left and goes on from there. Only the
 * very file that was judged is moved or removed.
 *
 * @returns null where it cannot be said yet
 * @throws SigmalineError where it has to be tried again
 */
export async function carryOut(duty: Duty, needs: CarryOutNeeds): Promise<DutyEnd | null> {
  const { afterwards } = needs;
  const taking = {
    files: needs.files,
    sidecarEnding: endingOf(needs.completion),
    begin() {
      if (duty.begun === 0) needs.begin(afterwards.kind === 'archive' ? wantedPlace(duty, afterwards.folder) : null);
    },
  };
  const taken = await take(duty, taking);
  switch (taken.kind) {
    case 'replaced':
      return 'replaced';
    case 'missing':
      return withoutFile(duty, needs);
    case 'taken': {
      const isDone = await finish(duty, taken.file, needs).catch(async (thrown: unknown) => {
        // Until the next try it lies where everybody looks for it. Where even that fails, the next try finds it aside.
        await giveBack(duty, taking).catch(() => undefined);
        throw thrown;
      });
      if (isDone) {
        await needs.files.flushFolder(dirname(taken.file.image));
        return 'done';
      }
      await giveBack(duty, taking);
      return 'replaced';
    }
  }
}

/** @returns false where its bytes are not those that were judged */
function finish(duty: Duty, taken: TakenFile, needs: CarryOutNeeds): Promise<boolean> {
  const { afterwards, files } = needs;
  return afterwards.kind === 'archive'
    ? archive(duty, taken, archiving(afterwards.folder, needs))
    : remove(duty, taken, files);
}

/** The file is in the archive already where the last try was interrupted right after its last step. */
async function withoutFile(duty: Duty, needs: CarryOutNeeds): Promise<DutyEnd | null> {
  const { files, afterwards } = needs;
  const sidecar = await leftSidecar(duty, { files, sidecarEnding: endingOf(needs.completion) });
  if (afterwards.kind === 'archive' && duty.target !== null && (await isArchived(duty.target, duty, files))) {
    await archiveSidecar(duty, sidecar, duty.target, archiving(afterwards.folder, needs));
    return 'done';
  }
  if (afterwards.kind === 'delete' && sidecar !== null) {
    await files.remove(sidecar);
    return 'done';
  }
  return needs.canTellMissing() ? 'missing' : null;
}

/** Nothing lies under a name that the archive's disk does not take. */
async function isArchived(target: string, duty: Duty, files: FileActions): Promise<boolean> {
  try {
    return await hasJudgedBytes(target, duty, files);
  } catch (thrown) {
    if (isNameRefused(thrown)) return false;
    throw thrown;
  }
}

/** @returns false where its bytes are not those that were judged; it was not removed then */
async function remove(duty: Duty, { image, sidecar }: TakenFile, files: FileActions): Promise<boolean> {
  try {
    if (!(await hasJudgedBytes(image, duty, files))) return false;
    await files.remove(image);
    if (sidecar !== null) await files.remove(sidecar);
    return true;
  } catch (thrown) {
    throw sourceError(thrown, image);
  }
}

function archiving(folder: string, needs: CarryOutNeeds): Parameters<typeof archive>[2] {
  return { files: needs.files, archive: folder, sidecarEnding: endingOf(needs.completion), plan: needs.begin };
}

export function endingOf(completion: SourceOptions['completion']): string | null {
  return completion.kind === 'sidecar' ? completion.ending : null;
}

import { SigmalineError } from '../../../shared/domain/index.ts';
import { errnoReason, isDiskFull } from '../../files/index.ts';

/** Writes in a folder. @throws SigmalineError `station.disk-full`, `station.data-folder`, and those of `write` as they are */
export function storing<Result>(folder: string, write: () => Result): Result {
  try {
    return write();
  } catch (thrown) {
    if (thrown instanceof SigmalineError) throw thrown;
    if (isDiskFull(thrown)) throw new SigmalineError('station.disk-full', { folder }, thrown);
    throw new SigmalineError('station.data-folder', { folder, reason: errnoReason(thrown) }, thrown);
  }
}

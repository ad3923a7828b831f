import { join } from 'node:path';
import { andMore, type ErrorFact, type SourceId } from '../../../shared/domain/index.ts';
import { errnoReason, probeFile } from '../../files/index.ts';
import type { FoundContent } from './nameContents.ts';

export interface FoundFilesNeeds {
  readonly sourceId: SourceId;
  readonly folder: string;
  /** The row of the content that a name had last, where that is known. */
  readonly rowOf: (path: string) => number | undefined;
}

/** Asks for what lies under the names of one source, and remembers which of them cannot be asked. */
export class FoundFiles {
  readonly #needs: FoundFilesNeeds;
  /** Files that are listed and cannot be asked for their size, each with the reason. */
  readonly #unreachable = new Map<string, string>();

  constructor(needs: FoundFilesNeeds) {
    this.#needs = needs;
  }

  beginWalk(): void {
    this.#unreachable.clear();
  }

  /** @returns null where nothing lies there that could be judged */
  async find(path: string, isHinted: boolean): Promise<FoundContent | null> {
    const { sourceId, folder, rowOf } = this.#needs;
    try {
      const found = await probeFile(join(folder, path));
      this.#unreachable.delete(path);
      if (found.kind !== 'file') return null;
      return { sourceId, path, fingerprint: found.fingerprint, before: rowOf(path), isHinted };
    } catch (thrown) {
      this.#unreachable.set(path, errnoReason(thrown));
      return null;
    }
  }

  remarks(): ErrorFact[] {
    const [unreachable] = this.#unreachable;
    if (unreachable === undefined) return [];
    const [path, reason] = unreachable;
    const details = { file: join(this.#needs.folder, path), reason, others: andMore(this.#unreachable.size - 1) };
    return [{ code: 'source.file-unreachable', details }];
  }
}

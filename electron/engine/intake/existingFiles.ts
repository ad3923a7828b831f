import { join } from 'node:path';
import type { SourceId } from '../../../shared/domain/index.ts';
import { atMost, probeFile, walkFolder } from '../../files/index.ts';
import type { StationDatabase } from '../storage/index.ts';
import { createFileSelection, type SelectionOptions } from './fileSelection.ts';
import { isPart } from './folderImages.ts';
import { checkFilePatterns } from './sourceRules.ts';

const BATCH = 256;
const PROBES_AT_ONCE = 4;

/** The files that lie in a folder before it is watched: the person who adds the source says whether they are judged. */
export class ExistingFiles {
  readonly #database: StationDatabase;

  constructor(database: StationDatabase) {
    this.#database = database;
  }

  /** How many images would be judged if the folder were watched from now on. @throws SigmalineError `folder.*`, `source.include`, `source.exclude` */
  async count(folder: string, options: SelectionOptions): Promise<number> {
    const known = this.#database.prepare(
      `SELECT 1 FROM ledger JOIN source ON source.id = ledger.source_id
       WHERE source.folder = ? AND ledger.path = ? LIMIT 1`,
    );
    let count = 0;
    await walk(folder, options, async (paths) => {
      const news = paths.filter((path) => known.get(folder, path) === undefined);
      const looks = await atMost(PROBES_AT_ONCE, news, (path) => isPart(join(folder, path)));
      count += looks.filter(Boolean).length;
    });
    return count;
  }

  /**
   * What lies in the folder now is never judged, unless it changes. What cannot be asked for its size is not left: it is judged, and tells what is wrong.
   *
   * @throws SigmalineError `folder.*`
   */
  async leave(sourceId: SourceId, folder: string, options: SelectionOptions): Promise<void> {
    const insert = this.#database.prepare(
      `INSERT OR REPLACE INTO left_file (source_id, path, size, modified_us, changed_us, file_id)
       VALUES (:sourceId, :path, :size, :modifiedUs, :changedUs, :fileId)`,
    );
    await walk(folder, options, async (paths) => {
      for (let start = 0; start < paths.length; start += BATCH) {
        const found = await atMost(PROBES_AT_ONCE, paths.slice(start, start + BATCH), async (path) => {
          const probe = await probeFile(join(folder, path)).catch(() => null);
          return probe?.kind === 'file' ? { path, ...probe.fingerprint } : null;
        });
        const files = found.filter((file) => file !== null);
        this.#database.transaction(() => {
          for (const file of files) insert.run({ sourceId, ...file });
        });
      }
    });
  }

  /** What was left before is judged after all. */
  takeUp(sourceId: SourceId): void {
    this.#database.prepare('DELETE FROM left_file WHERE source_id = ?').run(sourceId);
  }
}

async function walk(
  folder: string,
  options: SelectionOptions,
  onFiles: (paths: readonly string[]) => Promise<void>,
): Promise<void> {
  checkFilePatterns(options);
  const selection = createFileSelection(options);
  await walkFolder(folder, { selection, onFiles, onRelease: () => undefined, onProgress: () => undefined });
}

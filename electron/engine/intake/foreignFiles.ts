import { extname } from 'node:path';
import { andMore, type ErrorFact } from '../../../shared/domain/index.ts';
import { IMAGE_EXTENSIONS, UNJUDGED_EXTENSIONS } from '../../formats/index.ts';

const IMAGE_ENDINGS: ReadonlySet<string> = new Set([...IMAGE_EXTENSIONS, ...UNJUDGED_EXTENSIONS]);

/**
 * Whether a file whose content is no image may lie there for another purpose. One that is called an image, or that has no ending at all, may be a part
 * whose picture was spoilt: it gets its error record.
 */
export function mayBeForeign(path: string): boolean {
  const ending = extname(path).toLowerCase();
  return ending !== '' && !IMAGE_ENDINGS.has(ending);
}

/** The files of one source that are no images: its camera's notes, drawings and tables. They are counted, and are no parts. */
export class ForeignFiles {
  readonly #paths = new Set<string>();

  add(path: string): void {
    this.#paths.add(path);
  }

  delete(path: string): void {
    this.#paths.delete(path);
  }

  keepOnly(isThere: (path: string) => boolean): void {
    for (const path of this.#paths) if (!isThere(path)) this.#paths.delete(path);
  }

  /** @returns the ending that most of them have, as a pattern that would leave them out */
  remarks(): ErrorFact[] {
    const byPattern = Map.groupBy(this.#paths, (path) => `*${extname(path).toLowerCase()}`);
    const [most] = [...byPattern].sort(([, first], [, second]) => second.length - first.length);
    if (most === undefined) return [];
    const [pattern, paths] = most;
    const details = {
      count: paths.length,
      pattern,
      others: andMore(this.#paths.size - paths.length),
    };
    return [{ code: 'source.files-foreign', details }];
  }
}

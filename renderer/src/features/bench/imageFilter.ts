import type { BenchImage } from '../../../../shared/contract/index.ts';
import { type ErrorCode, sentenceOf } from '../../../../shared/domain/index.ts';
import { texts } from '../../lib/texts.ts';

/** Which images of a draft are shown: all, some by their state, or those with a mark. */
export type ImageFilter = 'all' | 'removed' | 'failed' | ErrorCode;

export interface FilterChoice {
  readonly filter: ImageFilter;
  readonly label: string;
  readonly count: number;
}

/** What can be chosen: all, then what is odd about some, the most frequent first, then what does not count. */
export function filterChoices(images: readonly BenchImage[]): FilterChoice[] {
  const { filters } = texts.bench.images;
  const codes = [...new Set(images.flatMap(({ marks }) => marks.map(({ code }) => code)))];
  const of = (filter: ImageFilter, label: string): FilterChoice => {
    return { filter, label, count: images.filter((image) => isShown(image, filter)).length };
  };
  const marked = codes.map((code) => of(code, markWord(code))).sort((one, other) => other.count - one.count);
  return [
    { filter: 'all', label: filters.all, count: images.length },
    ...[...marked, of('failed', filters.failed), of('removed', filters.removed)].filter(({ count }) => count > 0),
  ];
}

export function isShown({ removed, state, marks }: BenchImage, filter: ImageFilter): boolean {
  if (filter === 'all') return true;
  if (filter === 'removed') return removed;
  if (filter === 'failed') return state === 'failed';
  return !removed && marks.some(({ code }) => code === filter);
}

/** A mark as one or two words; one that has none is said by its sentence. */
export function markWord(code: ErrorCode): string {
  const words: Partial<Record<ErrorCode, string>> = texts.bench.images.marks;
  return words[code] ?? sentenceOf({ code, details: {} });
}

/** What a tile says below its picture. */
export function tileWord({ removed, state, marks }: BenchImage): string | null {
  const { filters, waiting } = texts.bench.images;
  if (removed) return filters.removed;
  if (state === 'failed') return filters.failed;
  if (state === 'waiting') return waiting;
  const [first] = marks;
  return first === undefined ? null : markWord(first.code);
}

import { type SourceOptions, sourceOptionsSchema } from '../../../../shared/domain/index.ts';
import { count, duration } from '../../lib/format.ts';
import { texts } from '../../lib/texts.ts';

const DEFAULTS = sourceOptionsSchema.parse({});

/** What is special about a source, in words; nothing where all its options are as they come. */
export function specialities(options: SourceOptions): string[] {
  const words = texts.source.speciality;
  const { include, exclude, depth, completion, afterwards } = options;
  const found = [
    include.length > 0 ? words.include(include.join(', ')) : null,
    exclude.length > 0 ? words.exclude(exclude.join(', ')) : null,
    options.leaveOutSystemFiles ? null : words.systemFiles,
    depth === null ? null : depth === 0 ? words.thisFolder : words.depth(count(depth)),
    options.pattern === null ? null : words.pattern,
    completion.kind === 'sidecar' ? words.sidecar(completion.ending) : null,
    completion.kind === 'rename' ? words.rename(completion.ending) : null,
    options.incompleteAfterSeconds === DEFAULTS.incompleteAfterSeconds
      ? null
      : words.incompleteAfter(exactDuration(options.incompleteAfterSeconds)),
    options.lookEverySeconds === DEFAULTS.lookEverySeconds
      ? null
      : words.lookEvery(exactDuration(options.lookEverySeconds)),
    afterwards.kind === 'archive' ? words.archive(afterwards.folder) : null,
    afterwards.kind === 'delete' ? words.delete(afterwards.days) : null,
  ];
  return found.filter((words) => words !== null);
}

/** Whole minutes and hours as such, everything else in seconds. */
function exactDuration(seconds: number): string {
  const isWhole = seconds % 3600 === 0 || (seconds < 3600 && seconds % 60 === 0);
  return isWhole ? duration(seconds) : texts.duration.seconds(seconds);
}

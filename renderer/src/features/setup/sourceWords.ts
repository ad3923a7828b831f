import {
  type Afterwards,
  type Completion,
  type RecipeByName,
  type SourceOptions,
  sourceOptionsSchema,
} from '../../../../shared/domain/index.ts';
import { count, duration, listOf } from '../../lib/format.ts';
import { texts } from '../../lib/texts.ts';
import type { SourceDraft, SourceWish } from './sourceDraft.ts';

const DEFAULTS = sourceOptionsSchema.parse({});

/** What is special about a source, in words; nothing where all its options are as they come. */
export function specialities(options: SourceOptions): string[] {
  const words = texts.source.speciality;
  const { include, exclude, depth, completion, afterwards } = options;
  const found = [
    include.length > 0 ? words.include(listOf(include)) : null,
    exclude.length > 0 ? words.exclude(listOf(exclude)) : null,
    options.leaveOutSystemFiles ? null : words.systemFiles,
    depth === null ? null : depth === 0 ? words.thisFolder : words.depth(count(depth)),
    options.pattern === null ? null : words.pattern,
    options.recipeByName === null
      ? null
      : words.recipeByName(new Set(options.recipeByName.table.map(({ recipeId }) => recipeId)).size),
    options.views === null ? null : words.views(listOf(options.views.names.map(({ name }) => name))),
    options.oneView === null ? null : words.oneView(options.oneView.name),
    completion.kind === 'sidecar' ? words.sidecar(completion.ending) : null,
    completion.kind === 'rename' ? words.rename(completion.ending) : null,
    options.incompleteAfterSeconds === DEFAULTS.incompleteAfterSeconds
      ? null
      : words.incompleteAfter(exactDuration(options.incompleteAfterSeconds)),
    options.lookEverySeconds === DEFAULTS.lookEverySeconds
      ? null
      : words.lookEvery(exactDuration(options.lookEverySeconds)),
    options.cycleSeconds === null ? null : words.cycle(exactDuration(options.cycleSeconds)),
    options.deadlineSeconds === null ? null : words.deadline(exactDuration(options.deadlineSeconds)),
    options.holdOnFail ? words.holdOnFail : null,
    afterwards.kind === 'archive' ? words.archive(afterwards.folder) : null,
    afterwards.kind === 'delete' ? words.delete(afterwards.days) : null,
  ];
  return found.filter((words) => words !== null);
}

/** A source as the fields of its form name it. */
export function sourceInWords(
  { name, recipeId, options }: SourceWish,
  recipeName: (id: string) => string,
): Partial<Record<keyof SourceDraft, string>> {
  const words = texts.source;
  const { include, exclude, depth, completion, afterwards } = options;
  return {
    name,
    recipeId: recipeName(recipeId),
    include: include.length === 0 ? words.everyFile : listOf(include),
    exclude: exclude.length === 0 ? words.noFile : listOf(exclude),
    systemFiles: options.leaveOutSystemFiles ? words.systemFilesOut : words.systemFilesTaken,
    depth: depthInWords(depth),
    pattern: options.pattern ?? words.noPattern,
    recipeWords: recipesInWords(options.recipeByName, recipeName),
    recipeOtherwise:
      options.recipeByName?.otherwise === 'source' ? words.recipeOtherwiseSource : words.recipeOtherwiseError,
    partsBy:
      options.views === null
        ? options.oneView === null
          ? words.views.image
          : words.speciality.oneView(options.oneView.name)
        : words.speciality.views(listOf(options.views.names.map(({ name: view }) => view))),
    completion: completionInWords(completion),
    incompleteAfter: `${options.incompleteAfterSeconds} ${words.secondsUnit}`,
    lookEvery: `${options.lookEverySeconds} ${words.secondsUnit}`,
    cycle: options.cycleSeconds === null ? words.cycleLearnt : `${options.cycleSeconds} ${words.secondsUnit}`,
    deadline: options.deadlineSeconds === null ? words.deadlineNone : `${options.deadlineSeconds} ${words.secondsUnit}`,
    holdOnFail: options.holdOnFail ? words.hold : words.goOn,
    afterwards: afterwardsInWords(afterwards),
  };
}

function recipesInWords(rules: RecipeByName | null, recipeName: (id: string) => string): string {
  if (rules === null) return texts.source.recipeOne;
  return listOf(rules.table.map(({ word, recipeId }) => `${word} → ${recipeName(recipeId)}`));
}

export function depthInWords(depth: number | null): string {
  const words = texts.source;
  if (depth === null) return words.depthAll;
  return depth === 0 ? words.depthNone : words.depthSome(count(depth), depth);
}

function completionInWords(completion: Completion): string {
  const words = texts.source;
  switch (completion.kind) {
    case 'content':
      return words.completionContent;
    case 'sidecar':
      return `${words.completionSidecar} (${completion.ending})`;
    case 'rename':
      return `${words.completionRename} (${completion.ending})`;
  }
}

function afterwardsInWords(afterwards: Afterwards): string {
  const words = texts.source;
  switch (afterwards.kind) {
    case 'leave':
      return words.leave;
    case 'archive':
      return words.speciality.archive(afterwards.folder);
    case 'delete':
      return words.speciality.delete(afterwards.days);
  }
}

/** Whole minutes and hours as such, everything else in seconds. */
function exactDuration(seconds: number): string {
  const isWhole = seconds % 3600 === 0 || (seconds < 3600 && seconds % 60 === 0);
  return isWhole ? duration(seconds) : texts.duration.seconds(seconds);
}

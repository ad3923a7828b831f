import {
  type Afterwards,
  type Completion,
  type ErrorCode,
  type ErrorFact,
  mixOfViews,
  type RecipeByName,
  type SourceOptions,
  sourceOptionsSchema,
} from '../../../../shared/domain/index.ts';
import { Sentence } from '../../lib/sentence.ts';
import { texts } from '../../lib/texts.ts';
import { typedNumber, typedOptional } from '../../lib/typedNumber.ts';
import { namesIn, VIEW_FIELDS, type ViewsDraft, viewOptionsOf, viewsDraftOf } from './viewsDraft.ts';

/** What can be changed of a source. */
export interface SourceWish {
  readonly name: string;
  /** Empty while none is chosen for a new source. */
  readonly recipeId: string;
  readonly options: SourceOptions;
}

/** The form of a source, as a person types it. */
export interface SourceDraft extends ViewsDraft {
  name: string;
  recipeId: string;
  include: string;
  exclude: string;
  /** `leave-out` or `take`. */
  systemFiles: string;
  depth: string;
  pattern: string;
  /** Lines "recipe: word, word"; empty where the source has one recipe for all files. */
  recipeWords: string;
  /** `error` or `source`. */
  recipeOtherwise: RecipeByName['otherwise'];
  completion: Completion['kind'];
  sidecarEnding: string;
  temporaryEnding: string;
  incompleteAfter: string;
  lookEvery: string;
  /** Empty where it is learnt. */
  cycle: string;
  /** Empty where there is none. */
  deadline: string;
  /** `go-on` or `hold`. */
  holdOnFail: string;
  afterwards: Afterwards['kind'];
  archive: string;
  days: string;
}

export type OptionField =
  | 'include'
  | 'exclude'
  | 'pattern'
  | 'recipeWords'
  | 'viewNames'
  | 'ownView'
  | 'viewSource'
  | 'within'
  | 'wait'
  | 'ending'
  | 'incompleteAfter'
  | 'lookEvery'
  | 'cycle'
  | 'deadline'
  | 'archive'
  | 'days';
export type OptionErrors = Partial<Record<OptionField, Sentence>>;

/** The two answers to what systems put beside images. */
export const LEAVE_OUT = 'leave-out';
export const TAKE = 'take';
/** The two answers to what becomes of a part that did not pass. */
export const GO_ON = 'go-on';
export const HOLD = 'hold';
/** The value of "all the way down" among the depths that can be chosen. */
export const EVERY_DEPTH = 'all';
const DEPTHS = [0, 1, 2, 3];

const DEFAULT_SIDECAR_ENDING = '.done';
const DEFAULT_TEMPORARY_ENDING = '.part';
const DEFAULT_DAYS = '30';

/** Fields that say one thing only together. */
export const TOGETHER = [
  ['recipeWords', 'recipeOtherwise'],
  VIEW_FIELDS,
  ['completion', 'sidecarEnding', 'temporaryEnding'],
  ['afterwards', 'archive', 'days'],
] as const satisfies readonly (readonly (keyof SourceDraft)[])[];

export function sourceDraftOf({ name, recipeId, options }: SourceWish): SourceDraft {
  const { completion, afterwards } = options;
  return {
    name,
    recipeId,
    include: options.include.join('\n'),
    exclude: options.exclude.join('\n'),
    systemFiles: options.leaveOutSystemFiles ? LEAVE_OUT : TAKE,
    depth: options.depth === null ? EVERY_DEPTH : String(options.depth),
    pattern: options.pattern ?? '',
    recipeWords: recipeLines(options.recipeByName),
    recipeOtherwise: options.recipeByName?.otherwise ?? 'error',
    ...viewsDraftOf(options),
    completion: completion.kind,
    sidecarEnding: completion.kind === 'sidecar' ? completion.ending : DEFAULT_SIDECAR_ENDING,
    temporaryEnding: completion.kind === 'rename' ? completion.ending : DEFAULT_TEMPORARY_ENDING,
    incompleteAfter: String(options.incompleteAfterSeconds),
    lookEvery: String(options.lookEverySeconds),
    cycle: options.cycleSeconds === null ? '' : String(options.cycleSeconds),
    deadline: options.deadlineSeconds === null ? '' : String(options.deadlineSeconds),
    holdOnFail: options.holdOnFail ? HOLD : GO_ON,
    afterwards: afterwards.kind,
    archive: afterwards.kind === 'archive' ? afterwards.folder : '',
    days: afterwards.kind === 'delete' ? String(afterwards.days) : DEFAULT_DAYS,
  };
}

/** The depths to choose from: the usual ones, and the present one where it is none of them. */
export function depthsFor(draft: SourceDraft): readonly number[] {
  const present = draft.depth === EVERY_DEPTH ? 0 : Number(draft.depth);
  return DEPTHS.includes(present) ? DEPTHS : [...DEPTHS, present];
}

/** What was typed, as options, or what is wrong with it beside each field. */
export function optionsOf(draft: SourceDraft): { readonly options: SourceOptions } | { readonly errors: OptionErrors } {
  const candidate = {
    include: linesOf(draft.include),
    exclude: linesOf(draft.exclude),
    leaveOutSystemFiles: draft.systemFiles === LEAVE_OUT,
    depth: draft.depth === EVERY_DEPTH ? null : Number(draft.depth),
    pattern: draft.pattern.trim() === '' ? null : draft.pattern.trim(),
    recipeByName: recipeByNameOf(draft),
    ...viewOptionsOf(draft),
    completion: completionOf(draft),
    incompleteAfterSeconds: typedNumber(draft.incompleteAfter),
    lookEverySeconds: typedNumber(draft.lookEvery),
    cycleSeconds: typedOptional(draft.cycle),
    deadlineSeconds: typedOptional(draft.deadline),
    holdOnFail: draft.holdOnFail === HOLD,
    afterwards: afterwardsOf(draft),
  };
  const parsed = sourceOptionsSchema.safeParse(candidate);
  if (parsed.success) return { options: parsed.data };
  const errors: OptionErrors = {};
  for (const { path } of parsed.error.issues) {
    const field = viewFieldOf(path.map(String)) ?? fieldOf(String(path[0]), draft.afterwards);
    if (field !== null) errors[field] ??= new Sentence(() => texts.source.invalid[field]);
  }
  return { errors };
}

/** What to say of the typed time in which images are put together; null where it is none or leaves neighbours apart. @param knownCycle of the source, in seconds, should none be typed */
export function mixOfDraft(
  { partsBy, together, within, cycle }: Pick<SourceDraft, 'partsBy' | 'together' | 'within' | 'cycle'>,
  knownCycle: number | null,
): ErrorFact | null {
  const withinSeconds = Number(typedNumber(within));
  if (partsBy !== 'names' || together !== 'arrival' || !(withinSeconds > 0)) return null;
  const typedCycle = Number(typedOptional(cycle) ?? Number.NaN);
  return mixOfViews({ together: { by: together, withinSeconds } }, typedCycle > 0 ? typedCycle : knownCycle);
}

function viewFieldOf([option, part]: readonly string[]): OptionField | null {
  if (option === 'oneView') return part === 'source' ? 'viewSource' : 'ownView';
  if (option !== 'views') return null;
  return part === 'together' ? 'within' : part === 'waitSeconds' ? 'wait' : 'viewNames';
}

function fieldOf(option: string, afterwards: Afterwards['kind']): OptionField | null {
  switch (option) {
    case 'include':
    case 'exclude':
    case 'pattern':
      return option;
    case 'recipeByName':
      return 'recipeWords';
    case 'completion':
      return 'ending';
    case 'incompleteAfterSeconds':
      return 'incompleteAfter';
    case 'lookEverySeconds':
      return 'lookEvery';
    case 'cycleSeconds':
      return 'cycle';
    case 'deadlineSeconds':
      return 'deadline';
    case 'afterwards':
      return afterwards === 'archive' ? 'archive' : 'days';
    default:
      return null;
  }
}

function recipeLines(rules: RecipeByName | null): string {
  const words = Map.groupBy(rules?.table ?? [], ({ recipeId }) => recipeId);
  return [...words].map(([id, rows]) => `${id}: ${rows.map(({ word }) => word).join(', ')}`).join('\n');
}

/** The words of one recipe, as they are typed. */
export function wordsOfRecipe({ recipeWords }: SourceDraft, id: string): string {
  const line = recipeWords.split('\n').find((known) => known.startsWith(`${id}: `));
  return line?.slice(id.length + 2) ?? '';
}

export function withWordsOfRecipe({ recipeWords }: SourceDraft, id: string, words: string): string {
  const others = linesOf(recipeWords).filter((line) => !line.startsWith(`${id}: `));
  return [...others, ...(words.trim() === '' ? [] : [`${id}: ${words}`])].sort().join('\n');
}

/** What the lines say, not yet checked; null where they say nothing. */
export function recipeByNameOf({ recipeWords, recipeOtherwise }: SourceDraft): {
  readonly table: readonly { readonly word: string; readonly recipeId: string }[];
  readonly otherwise: RecipeByName['otherwise'];
} | null {
  const table = linesOf(recipeWords).flatMap((line) => {
    const [recipeId = '', words = ''] = line.split(/: ?(.*)/);
    return namesIn(words).map((word) => ({ word, recipeId }));
  });
  return table.length === 0 ? null : { table, otherwise: recipeOtherwise };
}

function completionOf({ completion, sidecarEnding, temporaryEnding }: SourceDraft): Completion {
  switch (completion) {
    case 'content':
      return { kind: 'content' };
    case 'sidecar':
      return { kind: 'sidecar', ending: sidecarEnding.trim() };
    case 'rename':
      return { kind: 'rename', ending: temporaryEnding.trim() };
  }
}

function afterwardsOf({ afterwards, archive, days }: SourceDraft): Afterwards {
  switch (afterwards) {
    case 'leave':
      return { kind: 'leave' };
    case 'archive':
      return { kind: 'archive', folder: archive.trim() };
    case 'delete':
      return { kind: 'delete', days: typedNumber(days) };
  }
}

function linesOf(typed: string): string[] {
  return typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The field that an error of the station is about; null where it is about none of them. */
export function sourceFieldOf(code: ErrorCode): 'name' | 'folder' | 'recipe' | OptionField | null {
  switch (code) {
    case 'source.name-taken':
      return 'name';
    case 'source.include':
      return 'include';
    case 'source.exclude':
      return 'exclude';
    case 'source.pattern':
    case 'source.pattern-groups':
      return 'pattern';
    case 'source.recipe-group':
    case 'source.view-group':
    case 'source.serial-group':
      return 'pattern';
    case 'source.view-unknown':
      return 'ownView';
    case 'source.view-source':
      return 'viewSource';
    case 'source.recipe-table':
      return 'recipeWords';
    case 'source.duplicate':
    case 'source.nested':
    case 'source.overlap':
    case 'source.holds-data':
    case 'source.holds-archive':
      return 'folder';
    default:
      if (code.startsWith('recipe.')) return 'recipe';
      if (code.startsWith('archive.')) return 'archive';
      return code.startsWith('folder.') ? 'folder' : null;
  }
}

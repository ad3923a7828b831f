import type { ErrorCode } from '../i18n/errors.ts';
import type { Condition } from './condition.ts';
import type { SourceId } from './ids.ts';

/** Why a source does not inspect, as downtime is counted by it. */
export const DOWNTIME_REASONS = [
  'nothing-arrived',
  'source-unreachable',
  'no-lane',
  'no-recipe',
  'not-recordable',
  'fault',
  'station-off',
] as const;
export type DowntimeReason = (typeof DOWNTIME_REASONS)[number];

/**
 * What a condition does to inspection. A reason of downtime: nothing is judged. `bypass`: nothing is judged because a
 * person switched it off, which is no downtime. `doubt`: parts are judged, and nobody may rely on it. `behind`: parts
 * leave before they are judged. `none`: verdicts hold as they are.
 */
export type Effect =
  | Exclude<DowntimeReason, 'nothing-arrived' | 'station-off'>
  | 'bypass'
  | 'doubt'
  | 'behind'
  | 'none';

type FamilyOf<Code extends string> = Code extends `${infer Family}.${string}` ? Family : Code;
type Family = FamilyOf<ErrorCode>;
/** Families of which each code is decided by itself: what is new in them fails the type check until it is. */
type DecidedEach = 'station' | 'storage' | 'lane' | 'recipe' | 'source' | 'clock' | 'audit' | 'provider' | 'bypass';

/** Families that are decided as a whole: most of them never are conditions, but answers to people and remarks about one image. */
const FAMILIES: { readonly [F in Exclude<Family, DecidedEach>]: Effect } = {
  folder: 'source-unreachable',
  backbone: 'no-recipe',
  internal: 'fault',
  access: 'none',
  afterwards: 'none',
  altered: 'none',
  archive: 'none',
  backup: 'none',
  bench: 'none',
  calibration: 'none',
  changed: 'none',
  chain: 'none',
  checkpoint: 'none',
  'checkpoint-other': 'none',
  'checkpoint-signature': 'none',
  'checkpoint-unreadable': 'none',
  comparison: 'none',
  connection: 'none',
  count: 'none',
  cut: 'none',
  database: 'none',
  dataset: 'none',
  demo: 'none',
  detection: 'none',
  diagnostics: 'none',
  differs: 'none',
  disposition: 'none',
  download: 'none',
  drift: 'none',
  entry: 'none',
  'entry-altered': 'none',
  execution: 'none',
  export: 'none',
  file: 'none',
  filters: 'none',
  gate: 'none',
  handover: 'none',
  hold: 'none',
  image: 'none',
  inspection: 'none',
  keeping: 'none',
  key: 'none',
  line: 'none',
  map: 'none',
  measure: 'none',
  notice: 'none',
  onnx: 'none',
  package: 'none',
  person: 'none',
  position: 'none',
  proof: 'none',
  reason: 'none',
  record: 'none',
  right: 'none',
  role: 'none',
  report: 'none',
  request: 'none',
  resource: 'none',
  restore: 'none',
  review: 'none',
  search: 'none',
  settings: 'none',
  signature: 'none',
  stamp: 'none',
  target: 'none',
  'test-run': 'none',
  'test-set': 'none',
  usage: 'none',
  weights: 'none',
  word: 'none',
};

const CODES: { readonly [Code in Extract<ErrorCode, `${DecidedEach}.${string}`>]: Effect } = {
  'station.disk-full': 'not-recordable',
  'station.disk-files-full': 'not-recordable',
  'station.data-folder': 'not-recordable',
  'station.backlog-stuck': 'behind',
  'station.backlog-slow': 'none',
  'station.backlog-growing': 'none',
  'station.disk-low': 'none',
  'station.disk-ending': 'none',
  'station.disk-files-low': 'none',
  'station.disk-files-ending': 'none',
  'station.locked': 'none',
  'station.no-interface': 'none',
  'station.not-asked': 'none',
  'station.not-running': 'none',
  'station.not-protected': 'none',
  'station.port': 'none',
  'station.restored': 'none',
  'station.tls': 'none',
  'station.tls-needed': 'none',
  'station.token': 'none',
  'storage.failed': 'not-recordable',
  'storage.corrupt': 'not-recordable',
  'storage.read-only': 'not-recordable',
  'storage.moved': 'not-recordable',
  'storage.newer': 'not-recordable',
  'storage.older': 'not-recordable',
  'storage.not-found': 'not-recordable',
  // What was restored is told as a notice: inspection goes on.
  'storage.restored': 'none',
  'storage.begun-anew': 'none',
  'storage.suspected': 'none',
  'storage.log-held': 'none',
  'lane.start': 'no-lane',
  'lane.unwritable': 'not-recordable',
  // Of one image, which becomes an error.
  'lane.crashed': 'none',
  'lane.timeout': 'none',
  'lane.run-failed': 'none',
  'lane.not-finite': 'none',
  'lane.memory': 'none',
  'lane.provider-failed': 'none',
  'provider.failed': 'none',
  'provider.refused': 'none',
  'provider.memory': 'none',
  'recipe.not-found': 'no-recipe',
  'recipe.version-not-found': 'no-recipe',
  'recipe.corrupt': 'no-recipe',
  'recipe.not-approved': 'no-recipe',
  'recipe.retired': 'no-recipe',
  // The version of before goes on judging.
  'recipe.plan-failed': 'none',
  'recipe.approved-already': 'none',
  'recipe.changed-meanwhile': 'none',
  'recipe.draft-unasked': 'none',
  'recipe.file': 'none',
  'recipe.in-use': 'none',
  'recipe.judges-already': 'none',
  'recipe.name': 'none',
  'recipe.name-taken': 'none',
  'recipe.no-limit': 'none',
  'recipe.no-lots': 'none',
  'recipe.nothing-planned': 'none',
  'recipe.not-tested': 'none',
  'recipe.own-fit': 'none',
  'recipe.plan-past': 'none',
  'recipe.planned': 'none',
  'recipe.planned-later': 'none',
  'recipe.test-failed': 'none',
  // A source with such options is not watched.
  'source.include': 'source-unreachable',
  'source.exclude': 'source-unreachable',
  'source.pattern': 'source-unreachable',
  'source.pattern-groups': 'source-unreachable',
  'source.view-group': 'none',
  'source.serial-group': 'none',
  'source.recipe-group': 'none',
  'source.recipe-by-name': 'none',
  'source.recipe-by-view': 'none',
  'source.recipe-same': 'none',
  'source.recipe-change-over': 'none',
  'source.first-part-due': 'none',
  'source.view-unknown': 'source-unreachable',
  'source.view-source': 'source-unreachable',
  'source.view-shown': 'none',
  'source.recipe-table': 'none',
  'source.recipe-named': 'none',
  // Said as "nothing arrives", which is known earlier by the source itself.
  'source.quiet': 'none',
  // Parts are judged; what may be wrong is which images show them.
  'source.views-mix': 'none',
  // Each of the parts has its verdict, fail or error: none of them passes that should not.
  'source.wrong-product': 'none',
  'source.fails-unlikely': 'none',
  'source.errors-unlikely': 'none',
  'source.images-differ': 'none',
  'source.verdicts-late': 'none',
  // Parts of before wait; those of now are judged.
  'source.recipe-before': 'none',
  'source.duplicate': 'none',
  'source.file-endless': 'none',
  'source.file-garbled': 'none',
  'source.file-refused': 'none',
  'source.file-unreachable': 'none',
  'source.files-foreign': 'none',
  'source.files-unfinished': 'none',
  'source.folder-unreadable': 'none',
  'source.holds-archive': 'none',
  'source.holds-data': 'none',
  'source.name-taken': 'none',
  'source.names-slow': 'none',
  'source.names-unmatched': 'none',
  'source.nested': 'none',
  'source.not-found': 'none',
  'source.overlap': 'none',
  'source.pattern-slow': 'none',
  'source.shared': 'none',
  'source.stored': 'none',
  'source.unwatched': 'none',
  'source.unwritable': 'none',
  'bypass.active': 'bypass',
  'bypass.not-inspected': 'none',
  'bypass.already': 'none',
  'bypass.too-long': 'none',
  'bypass.unknown-reason': 'none',
  'bypass.over': 'none',
  'bypass.all-sources': 'none',
  'bypass.somebody': 'none',
  // A record of such a time proves nothing.
  'clock.jumped': 'doubt',
  'clock.moved': 'doubt',
  'clock.held': 'none',
  'clock.jumped-again': 'none',
  'audit.broken': 'doubt',
  'audit.broken-acknowledged': 'none',
  // Checkpoints wait; the chain goes on.
  'audit.no-head': 'none',
  'audit.no-key': 'none',
  'audit.key-missing': 'none',
  'audit.key-unreadable': 'none',
  'audit.key-sealed': 'none',
  'audit.key-foreign': 'none',
  'audit.checkpoint-folder': 'none',
  'audit.checkpoint-in-data': 'none',
  'audit.checkpoint-relative': 'none',
  'audit.fault': 'none',
  'audit.more-faults': 'none',
  'audit.no-entry': 'none',
  'audit.not-broken': 'none',
  'audit.period': 'none',
  'audit.review-due': 'none',
  'audit.unreadable': 'none',
  'audit.verifier-crashed': 'none',
};

const EFFECTS: Readonly<Record<string, Effect>> = { ...FAMILIES, ...CODES };
/** These hold however severe the condition is; of the others only an alarm says that parts are not judged (one of several lanes that fails is a warning). */
const HOLD_ALWAYS: ReadonlySet<Effect> = new Set(['doubt', 'behind', 'bypass']);

/** What a condition does to the inspection of its subject. */
export function effectOf({ code, severity }: Pick<Condition, 'code' | 'severity'>): Effect {
  const effect = EFFECTS[code] ?? EFFECTS[code.split('.')[0] ?? ''] ?? 'none';
  return severity === 'alarm' || HOLD_ALWAYS.has(effect) ? effect : 'none';
}

/** Why a source does not inspect, or why nobody may rely on it. */
export interface Stop {
  readonly effect: Exclude<Effect, 'none'>;
  readonly condition: Condition;
}

export interface StoppedSource extends Stop {
  readonly source: InspectingSituation['sources'][number];
}

/** What stops sources, as far as it takes to know. */
export interface InspectingSituation {
  readonly sources: readonly { readonly id: SourceId; readonly name: string }[];
  /** The worst first. */
  readonly conditions: readonly Condition[];
}

/** Why the parts of this source are not inspected now, the worst first; empty while they are. What stops the station stops each of its sources. */
export function stopsOf({ conditions }: Pick<InspectingSituation, 'conditions'>, source: SourceId): readonly Stop[] {
  const stops = conditions.flatMap((condition): Stop[] => {
    const effect = effectOf(condition);
    const { subject } = condition;
    const concerns = subject.kind === 'station' || (subject.kind === 'source' && subject.id === source);
    return effect === 'none' || !concerns ? [] : [{ effect, condition }];
  });
  // What a person decided comes first, because people can end it; then that nothing is judged, before that nobody may rely on it.
  const ranked = (rank: (effect: Stop['effect']) => boolean): Stop[] => stops.filter(({ effect }) => rank(effect));
  const isBypass = (effect: Effect): boolean => effect === 'bypass';
  return [...ranked(isBypass), ...ranked(isDowntime), ...ranked((effect) => !isBypass(effect) && !isDowntime(effect))];
}

/** Sources that do not inspect, each with the worst of its reasons. */
export function stoppedSources({ sources, conditions }: InspectingSituation): readonly StoppedSource[] {
  return sources.flatMap((source) => {
    const [stop] = stopsOf({ conditions }, source.id);
    return stop === undefined ? [] : [{ ...stop, source }];
  });
}

/** Whether nothing is judged meanwhile, so that the time counts as downtime. */
export function isDowntime(effect: Effect): effect is Exclude<Effect, 'none' | 'bypass' | 'doubt' | 'behind'> {
  return effect !== 'none' && effect !== 'bypass' && effect !== 'doubt' && effect !== 'behind';
}

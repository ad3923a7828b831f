import type { LastingBypass, SourceStatus, StationStatus } from '../../../../shared/contract/index.ts';
import { type Condition, type StoppedSource, sentenceOf, stoppedSources } from '../../../../shared/domain/index.ts';
import type { CalibrationState } from '../../lib/calibrationRun.svelte.ts';
import type { ConnectionState } from '../../lib/connection/index.ts';
import { count, duration, listOf, moment, sentences, time } from '../../lib/format.ts';
import { hasGoneOn, isStillOpen, recordsOf, type Whole } from '../../lib/parts.svelte.ts';
import type { PresentedPart } from '../../lib/presentedPart.ts';
import { texts } from '../../lib/texts.ts';

/** What the screen says where no verdict is that of the part at the line now. */
export interface Rest {
  /** `stopped`, where nothing is inspected, must be told from everything else at a glance; `quiet`: nothing comes, and it should. */
  readonly kind: 'idle' | 'waiting' | 'quiet' | 'stopped';
  readonly word: string;
  readonly sentence: string;
  readonly details: readonly string[];
  /** What stands in the place of the image while there is none. */
  readonly stage: string;
  /** Why nothing is inspected, where a condition says so; its sentence stands among the details. */
  readonly condition: Condition | null;
  /** What a person switched off, where that is why nothing is inspected. */
  readonly bypass: LastingBypass | null;
  readonly progress: { readonly done: number; readonly total: number; readonly label: string } | null;
}

type ShownPart = Pick<PresentedPart, 'item' | 'inspection'>;

export interface RestSituation {
  readonly connection: ConnectionState;
  readonly lostAt: number | null;
  readonly synchronised: boolean;
  /** Number of inspections of the station. */
  readonly inspected: number;
  /** The part that would be shown; null while there is none. */
  readonly part: ShownPart | null;
  /** The part of several views that it shows a view of; left out where its image shows a part of its own. */
  readonly whole?: Whole;
  /** False while somebody looks at a part of before: that is shown as what it is, whatever the line does. */
  readonly isLive: boolean;
  readonly status: StationStatus | null;
  readonly calibration: CalibrationState;
  readonly now: number;
}

/** Remembers whose verdict has gone: it does not come back while the pictures of the part that was judged next are on their way. */
export class Rests {
  #gone: string | null = null;

  /** What stands in the place of the large verdict; null where the verdict of the part stands there. */
  of(situation: RestSituation): Rest | null {
    const rest = restOf(situation);
    const { connection, part, status, isLive } = situation;
    if (connection !== 'open' || part === null || status === null || !isLive) return rest;
    const verdict = `${part.item.id} ${part.item.verdict}`;
    const waitingSince = sourceOf(part, status)?.waitingSince ?? null;
    const isOver = waitingSince !== null && waitingSince >= judgedAt(situation, part);
    if (isOver && viewsRest(situation) === null) this.#gone = verdict;
    if (rest !== null || this.#gone !== verdict) return rest;
    const { judging, judgingWord } = texts.lineWaits;
    return { ...waiting('waiting', judging, []), word: judgingWord };
  }
}

/** Decided by what the station says of itself. */
export function restOf(situation: RestSituation): Rest | null {
  const { connection, lostAt, synchronised, inspected, part, status, isLive } = situation;
  if (connection === 'lost' || (connection === 'connecting' && lostAt !== null)) return lostRest(situation);
  const words = texts.connection;
  if (connection === 'connecting') return idle(words.connecting, words.connectingSentence);
  if (status === null) return idle(words.connecting, words.reading);
  if (part !== null && !isLive) return viewsRest(situation);
  const stopped = stoppedRest(status, part, situation.now);
  if (stopped !== null) return stopped;
  if (part === null) {
    return !synchronised || inspected > 0
      ? idle(words.connecting, words.reading)
      : firstPartRest(status, situation.calibration);
  }
  return nextPartRest(situation, status, part) ?? viewsRest(situation) ?? goneOnRest(situation, status, part);
}

/** Sources that do not inspect while the verdict of a part of another one stands, or while somebody looks at a part of before. */
export function standingStill({ connection, status, part, isLive }: RestSituation): readonly StoppedSource[] {
  if (connection !== 'open' || status === null || part === null) return [];
  const shown = isLive ? sourceOf(part, status)?.id : null;
  return stoppedSources(status).filter(({ source }) => source.id !== shown);
}

/** What is read from three metres of why a source stands still. */
export function headlineOf({ effect }: Pick<StoppedSource, 'effect'>): string {
  return texts.notInspecting.headline[effect];
}

/** Null where all views of the part are judged, or one of them has failed: that of a single view is never the verdict of the part. */
function viewsRest({ whole = null }: RestSituation): Rest | null {
  if (whole === null || (whole !== 'unread' && !isStillOpen(whole))) return null;
  const words = texts.partViews;
  const rest = { ...waiting('waiting', words.together, []), word: words.word };
  if (whole === 'unread') return rest;
  const came = whole.views.filter(({ record }) => record !== null).length;
  const details = [words.came(count(came), count(whole.views.length))];
  return { ...rest, sentence: words.waitsFor(listOf(whole.missing)), details };
}

function lostRest({ lostAt, now }: RestSituation): Rest {
  const words = texts.connection;
  const since =
    lostAt === null ? [] : [words.lostSince(time(new Date(lostAt)), duration(Math.max(0, now - lostAt) / 1000))];
  return {
    kind: 'stopped',
    word: texts.notInspecting.word,
    sentence: texts.notInspecting.noConnection,
    details: [words.lostSentence, ...since],
    stage: words.lostRemedy,
    condition: null,
    bypass: null,
    progress: null,
  };
}

/** Null while the source whose part would be shown inspects. */
function stoppedRest(status: StationStatus, part: ShownPart | null, now: number): Rest | null {
  const words = texts.notInspecting;
  const { sources, demo } = status;
  if (sources.length === 0 && demo === 'off') return stopped(words.noSource, [words.noSourceRemedy]);
  const all = stoppedSources(status);
  const shown = part === null ? undefined : sourceOf(part, status);
  const isAll = all.length === sources.length;
  const [first] = all;
  const worst = all.find(({ source }) => source.id === shown?.id) ?? (isAll ? first : undefined);
  if (worst === undefined) return null;
  const { effect, condition, source } = worst;
  const bypass = effect === 'bypass' ? bypassOf(source, status) : null;
  const isOfSource = sources.length > 1 && condition.subject.kind === 'source';
  const others = sources.filter(({ id }) => all.every((other) => other.source.id !== id)).map(({ name }) => name);
  const sentence = isOfSource ? words.of(source.name, headlineOf(worst)) : headlineOf(worst);
  if (bypass !== null) return { ...stopped(sentence, detailsOf(bypass, now)), condition, bypass };
  const since = words.since(
    moment(condition.since, now),
    duration(Math.max(0, now - Date.parse(condition.since)) / 1000),
  );
  const more = [
    ...(effect === 'doubt' ? [words.doubtful] : []),
    ...(others.length > 0 ? [words.others(listOf(others))] : []),
  ];
  return { ...stopped(sentence, [sentenceOf(condition), sentences([since, ...more])]), condition };
}

/** The by-pass of a source; null where the status does not tell it. */
export function bypassOf({ id }: Pick<SourceStatus, 'id'>, { bypasses }: StationStatus): LastingBypass | null {
  return bypasses.find(({ source }) => source === null || source.id === id) ?? null;
}

/** Who said so and why stands in the band below. */
function detailsOf({ began }: LastingBypass, now: number): readonly string[] {
  const words = texts.bypass;
  const since = words.since(moment(began, now), duration(Math.max(0, now - Date.parse(began)) / 1000));
  return [sentences([since, words.check])];
}

function stopped(sentence: string, details: readonly string[]): Rest {
  const { word, stage } = texts.notInspecting;
  return { kind: 'stopped', word, sentence, details, stage, condition: null, bypass: null, progress: null };
}

/** Null while the verdict of the part is that of the part at the line. */
function nextPartRest(situation: RestSituation, status: StationStatus, part: ShownPart): Rest | null {
  const { now } = situation;
  const source = sourceOf(part, status);
  // A demo line or a source that was taken away: its part is gone, and the line is what is left.
  if (source === undefined) {
    const isQuiet = status.sources.every(({ quietSince }) => quietSince !== null);
    const last = status.sources
      .toSorted((one, other) => (one.quietSince ?? '').localeCompare(other.quietSince ?? ''))
      .at(-1);
    return (isQuiet ? quietRest(last, now) : null) ?? waiting('waiting', texts.lineWaits.sentence, []);
  }
  const { waitingSince, cycleSeconds, backlog } = source;
  if (waitingSince === null) return null;
  // What the status says may be older than the verdict, which comes first: then others wait behind it where more than it waited.
  if (waitingSince < judgedAt(situation, part) && backlog <= 1) return null;
  const quiet = quietRest(source, now);
  if (quiet !== null) return quiet;
  const words = texts.lineWaits;
  const cycle = cycleSeconds === null ? [] : [words.cycle(count(Math.max(0.1, Math.round(cycleSeconds * 10) / 10)))];
  if (backlog > 0) return { ...waiting('waiting', words.judging, cycle), word: words.judgingWord };
  return waiting('waiting', words.sentence, cycle);
}

/** Null unless the part passed when the line had gone on: another one may be there by now. */
function goneOnRest({ whole = null }: RestSituation, status: StationStatus, part: ShownPart): Rest | null {
  // The view that came last may be that of another source.
  const overtaken = status.sources.map((source) => source.overtaken);
  if (part.item.verdict !== 'pass' || !hasGoneOn(part.item, whole, overtaken)) return null;
  const { sentence, goneOn } = texts.lineWaits;
  return waiting('waiting', sentence, [goneOn]);
}

/** Null where parts come. */
function quietRest(source: SourceStatus | undefined, now: number): Rest | null {
  if (source === undefined || source.quietSince === null) return null;
  const words = texts.lineWaits;
  const { quietSince, downtime } = source;
  const since = downtime?.reason === 'nothing-arrived' ? downtime.since : quietSince;
  return waiting('quiet', words.nothing(moment(quietSince, now)), [
    words.nothingAction,
    words.downtime(duration(Math.max(0, now - Date.parse(since)) / 1000)),
  ]);
}

/** When the last image of the part was judged; which was the last one, no clock that is set back can change. */
function judgedAt({ whole = null }: RestSituation, part: ShownPart): string {
  const [first = part.item, ...others] = recordsOf(part.item, whole);
  return others.reduce((last, record) => (record.number > last.number ? record : last), first).recordedAt;
}

function waiting(kind: 'waiting' | 'quiet', sentence: string, details: readonly string[]): Rest {
  const { word, quietWord } = texts.lineWaits;
  return { ...idle(kind === 'quiet' ? quietWord : word, sentence, details), kind };
}

/** A source goes by its name until the record of the part has been read. */
function sourceOf({ item, inspection }: ShownPart, { sources }: StationStatus): SourceStatus | undefined {
  return sources.find(({ id }) => id === inspection?.sourceId) ?? sources.find(({ name }) => name === item.sourceName);
}

function firstPartRest(status: StationStatus, calibration: CalibrationState): Rest {
  const words = texts.waiting;
  if (status.demo === 'preparing') {
    const progress = calibration.kind === 'running' ? calibration.progress : null;
    return {
      ...idle(words.preparing, words.preparingDemo, progress === null ? [words.preparingSentence] : []),
      progress:
        progress === null
          ? null
          : {
              done: progress.done,
              total: progress.total,
              label: `${texts.calibration.phase[progress.phase]}${texts.colon}${texts.calibration.progress(count(progress.done), count(progress.total))}`,
            },
    };
  }
  if (status.demo === 'running') return idle(words.word, words.sentence, [words.starting]);
  const [only] = status.sources;
  const watched =
    status.sources.length === 1 && only !== undefined
      ? words.watching(only.folder)
      : words.watchingSeveral(status.sources.length);
  return idle(words.word, words.sentence, [watched]);
}

function idle(word: string, sentence: string, details: readonly string[] = []): Rest {
  return {
    kind: 'idle',
    word,
    sentence,
    details,
    stage: texts.waiting.stage,
    condition: null,
    bypass: null,
    progress: null,
  };
}

import type { SourceStatus, StationStatus } from '../../../../shared/contract/index.ts';
import { type Condition, keyOfSubject, runsOnCpu, sentenceOf } from '../../../../shared/domain/index.ts';
import type { ConnectionState } from '../../lib/connection/index.ts';
import { bytes, count, dateAndTime, duration, percent, shortTime } from '../../lib/format.ts';
import { texts } from '../../lib/texts.ts';

export type Level = 'ok' | 'unknown' | 'attention' | 'trouble';

/** What has to work for the station to work. */
type Area = 'connection' | 'source' | 'backlog' | 'lane' | 'disk';

/** One thing that has to work for the station to work, in a few words. */
export interface HealthItem {
  readonly id: Area;
  readonly name: string;
  readonly level: Level;
  readonly state: string;
  /** How much it can take, the most telling first, as far as it is known. */
  readonly figures: readonly string[];
}

/** One sentence that says what is wrong and what to do. */
export interface Trouble {
  readonly level: 'attention' | 'trouble';
  readonly name: string;
  readonly sentence: string;
  /** What it is made of; null where no condition says it. */
  readonly condition: Condition | null;
  /** What an engineer can say to it; null for trouble that ends by itself. */
  readonly answer: Answer | null;
}

/** A notice stays until it is acknowledged, some conditions until they are read, and a clock that jumped is in doubt until it is confirmed. */
export type Answer =
  | { readonly request: 'condition.read'; readonly input: Pick<Condition, 'code' | 'subject'> }
  | { readonly request: 'notice.acknowledge'; readonly input: { readonly id: number } }
  | { readonly request: 'clock.confirm'; readonly input: { readonly to: string } };

export interface Health {
  readonly items: readonly HealthItem[];
  /** The worst first. */
  readonly troubles: readonly Trouble[];
}

/** Of an image that is just passing through, an age would only flicker. */
const PASSING_SECONDS = 3;

/** The tiles of the bar. Without a connection nothing else is known. */
export function tilesOf(connection: ConnectionState, status: StationStatus | null): Readonly<Record<Area, HealthItem>> {
  const reached = connectionItem(connection);
  if (connection !== 'open' || status === null) {
    const unknown = (id: Area): HealthItem => ({
      id,
      name: texts.health[id].name,
      level: 'unknown',
      state: texts.health.unknown,
      figures: [],
    });
    const [source, backlog, lane, disk] = [unknown('source'), unknown('backlog'), unknown('lane'), unknown('disk')];
    return { connection: reached, source, backlog, lane, disk };
  }
  return {
    connection: reached,
    source: sourceItem(status),
    backlog: backlogItem(status),
    lane: laneItem(status),
    disk: diskItem(status),
  };
}

/** What the screen says about the health of the station. */
export function healthOf(connection: ConnectionState, status: StationStatus | null): Health {
  const items = Object.values(tilesOf(connection, status));
  if (connection !== 'open' || status === null) {
    const { name, remedy } = texts.health.connection;
    const lost: Trouble = { level: 'trouble', name, sentence: remedy, condition: null, answer: null };
    return { items, troubles: connection === 'lost' ? [lost] : [] };
  }
  const troubles = [
    ...status.conditions.map(troubleOf),
    ...status.notices.map(noticeTrouble),
    ...withoutSource(status),
  ];
  return {
    items,
    troubles: [
      ...troubles.filter((trouble) => trouble.level === 'trouble'),
      ...troubles.filter((trouble) => trouble.level === 'attention'),
    ],
  };
}

/**
 * What the strip tells beside a screen that tells some of it already: nothing twice.
 *
 * @param told the conditions whose sentences stand on the screen, with what can be answered to them
 */
export function troublesBeside({ troubles }: Health, told: readonly Condition[]): readonly Trouble[] {
  const keyOf = ({ code, subject }: Condition): string => `${code} ${keyOfSubject(subject)}`;
  const keys = new Set(told.map(keyOf));
  return troubles.filter(({ condition }) => condition === null || !keys.has(keyOf(condition)));
}

/** The tile that a condition belongs to; null for one of the station as a whole. */
export function areaOf({ code, subject }: Condition): Area | null {
  if (code.startsWith('station.backlog-')) return 'backlog';
  if (code.startsWith('station.disk-') || code.startsWith('storage.')) return 'disk';
  if (subject.kind === 'recipe' || code.startsWith('lane.') || code.startsWith('provider.')) return 'lane';
  return subject.kind === 'source' ? 'source' : null;
}

/** Of what a source's tile tells instead of its name; verdicts go on all the same. */
type Absurdity = 'foreign' | 'fails' | 'changed' | 'errors' | 'differ' | 'leaving' | 'late';
const ABSURD: Readonly<Partial<Record<Condition['code'], Absurdity>>> = {
  'source.wrong-product': 'foreign',
  'source.fails-unlikely': 'fails',
  'detection.good-parts-changed': 'changed',
  'source.errors-unlikely': 'errors',
  'source.images-differ': 'differ',
  'gate.leaving': 'leaving',
  'source.verdicts-late': 'late',
};

function troubleOf(condition: Condition): Trouble {
  const { code, subject, severity } = condition;
  const area = code.startsWith('clock.') ? 'clock' : (areaOf(condition) ?? 'warning');
  const name = subject.kind === 'source' ? subject.name : texts.health[area].name;
  const sentence = sentenceOf(condition);
  const level = severity === 'alarm' ? 'trouble' : 'attention';
  return { level, name, sentence, condition, answer: answerTo(condition) };
}

export function answerTo({ code, subject, details: { to }, endsWhenRead }: Condition): Answer | null {
  if (endsWhenRead === true) return { request: 'condition.read', input: { code, subject } };
  const isOfClock = code === 'clock.jumped' || code === 'clock.moved';
  return isOfClock && typeof to === 'string' ? { request: 'clock.confirm', input: { to } } : null;
}

function conditionsOf(status: StationStatus, area: Area): readonly Condition[] {
  return status.conditions.filter((condition) => areaOf(condition) === area);
}

/** A tile whose state is as bad as the worst condition of its area. */
function item(id: Area, status: StationStatus, state: string, figures: readonly string[] = []): HealthItem {
  const severities = conditionsOf(status, id).map(({ severity }) => severity);
  const level = severities.includes('alarm') ? 'trouble' : severities.includes('warning') ? 'attention' : 'ok';
  return { id, name: texts.health[id].name, level, state, figures };
}

/** Of what is bad by itself: its condition comes a moment later. */
function atLeast(level: 'attention' | 'trouble', item: HealthItem): HealthItem {
  return item.level === 'trouble' ? item : { ...item, level };
}

function connectionItem(state: ConnectionState): HealthItem {
  const level = { open: 'ok', connecting: 'attention', lost: 'trouble' } as const;
  const words = texts.health.connection;
  return { id: 'connection', name: words.name, level: level[state], state: words[state], figures: [] };
}

/** Nothing is inspected without a source. A demo line brings its own along. */
function withoutSource({ sources, demo }: StationStatus): Trouble[] {
  const { name, noneRemedy } = texts.health.source;
  const isIdle = sources.length === 0 && demo === 'off';
  return isIdle ? [{ level: 'attention', name, sentence: noneRemedy, condition: null, answer: null }] : [];
}

function sourceItem(status: StationStatus): HealthItem {
  const words = texts.health.source;
  const [only, ...others] = status.sources;
  if (only === undefined) return { ...item('source', status, words.none), level: 'unknown' };
  const inTrouble = status.sources.filter(({ state }) => state !== 'watching');
  const [first] = inTrouble;
  if (first === undefined) {
    const watched = others.length === 0 ? words.watching(only.name) : words.watchingSeveral(status.sources.length);
    const bypassed = status.sources.filter((source) => isBypassed(source, status)).length;
    if (bypassed > 0)
      return { ...item('source', status, words.bypassed(bypassed, status.sources.length)), level: 'attention' };
    // The worst comes first.
    const [absurd = watched] = conditionsOf(status, 'source')
      .flatMap(({ code }) => ABSURD[code] ?? [])
      .map((name) => texts.health.source[name]);
    return item('source', status, absurd, others.length === 0 ? figuresOf(only) : []);
  }
  if (others.length > 0) return item('source', status, words.several(inTrouble.length, status.sources.length));
  return item('source', status, first.state === 'unreachable' ? words.unreachable : words.unready);
}

/** Whether people switched its inspection off. */
export function isBypassed({ id }: Pick<SourceStatus, 'id'>, { bypasses }: Pick<StationStatus, 'bypasses'>): boolean {
  return bypasses.some(({ source }) => source === null || source.id === id);
}

/** What the station holds of a source, and how soon its verdicts come. */
function figuresOf({ capacity, delay }: SourceStatus): string[] {
  const words = texts.health.source;
  return [
    ...(capacity === null ? [] : [words.holds(count(capacity.partsPerMinute), capacity.isLeast)]),
    ...(delay === null ? [] : [words.within(shortTime(delay.p99Ms))]),
  ];
}

function backlogItem(status: StationStatus): HealthItem {
  const words = texts.health.backlog;
  const { backlog, oldestWaitingSeconds, load } = status;
  const figures = load === null ? [] : [words.load(percent(load.share))];
  if (backlog === 0) return item('backlog', status, words.none, figures);
  const isPassingThrough = oldestWaitingSeconds === null || oldestWaitingSeconds < PASSING_SECONDS;
  const waiting = count(backlog);
  return item(
    'backlog',
    status,
    isPassingThrough ? words.waitingUnknown(waiting) : words.waiting(waiting, duration(oldestWaitingSeconds)),
    figures,
  );
}

function laneItem(status: StationStatus): HealthItem {
  const words = texts.health.lane;
  const { lanes, sources } = status;
  const failed = lanes.filter((lane) => lane.state === 'failed').length;
  if (lanes.length === 0) {
    // A station that inspects nothing yet needs no lane.
    return { ...item('lane', status, words.none), level: sources.length === 0 ? 'unknown' : 'attention' };
  }
  if (failed === lanes.length) return atLeast('trouble', item('lane', status, words.failed));
  if (failed > 0) return atLeast('attention', item('lane', status, words.someFailed(failed, lanes.length)));
  if (lanes.every((lane) => lane.state === 'starting')) return item('lane', status, words.starting);
  const isBusy = lanes.some((lane) => lane.state === 'busy');
  if (lanes.some(({ executionProvider }) => executionProvider !== null && !runsOnCpu(executionProvider))) {
    return item('lane', status, isBusy ? words.busyOnGraphics : words.readyOnGraphics);
  }
  const ready = lanes.length === 1 ? words.ready : words.readySeveral(lanes.length);
  return item('lane', status, isBusy ? words.busy : ready);
}

function diskItem(status: StationStatus): HealthItem {
  const words = texts.health.disk;
  const { scarce, freeBytes, freeFiles } = status.disk;
  const free = scarce === 'files' ? words.files(count(freeFiles)) : bytes(freeBytes);
  const worst = conditionsOf(status, 'disk').find(({ severity }) => severity === 'alarm');
  if (worst?.code === 'station.disk-full' || status.disk.state === 'full') return item('disk', status, words.full);
  if (worst !== undefined) {
    return item('disk', status, worst.code === 'storage.read-only' ? words.readOnly : words.failing);
  }
  return item('disk', status, status.disk.state === 'low' ? words.low(free) : words.free(free));
}

function noticeTrouble(notice: StationStatus['notices'][number]): Trouble {
  const name = texts.health.noticed(dateAndTime(notice.at));
  const answer: Answer = { request: 'notice.acknowledge', input: { id: notice.id } };
  return { level: 'attention', name, sentence: sentenceOf(notice), condition: null, answer };
}

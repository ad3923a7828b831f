import type { Connection, SourceStatus, StationStatus } from '../../../../shared/contract/index.ts';
import {
  type Condition,
  detailText,
  providerName,
  type RecipeId,
  sentenceOf,
} from '../../../../shared/domain/index.ts';
import type { ConnectionState } from '../../lib/connection/index.ts';
import { bytes, count, dateAndTime, listOf, plainNumber, shortTime } from '../../lib/format.ts';
import { texts } from '../../lib/texts.ts';
import { type Answer, answerTo, areaOf, type HealthItem, isBypassed, type Level, tilesOf } from './health.ts';

/** What is wrong with a thing, and what to do. */
export interface Remark {
  readonly level: 'attention' | 'trouble';
  readonly sentence: string;
  readonly since: string;
  readonly answer: Answer | null;
}

/** A thing that has to work, in words. */
export interface HealthRow {
  readonly id: string;
  readonly name: string;
  readonly level: Level;
  readonly state: string;
  /** What is known of it, the most telling first. */
  readonly facts: readonly string[];
  /** The worst first. */
  readonly remarks: readonly Remark[];
}

export interface HealthGroup {
  readonly id: 'line' | 'judging' | 'records' | 'connections' | 'station';
  readonly title: string;
  readonly rows: readonly HealthRow[];
}

/**
 * Everything that has to work, each thing with its state; every condition and notice stands at one thing. Without a connection nothing is known of the rest.
 *
 * @param plant the connections to machines, brokers and databases; none where they are not known, or not for whoever looks
 */
export function healthSheet(
  connection: ConnectionState,
  status: StationStatus | null,
  plant: readonly Connection[] = [],
): readonly HealthGroup[] {
  const { groups } = texts.healthSheet;
  const { connection: reached, source, backlog, disk } = tilesOf(connection, status);
  if (connection !== 'open' || status === null) {
    return [{ id: 'station', title: groups.station, rows: [connectionRow(reached)] }];
  }
  const placed = Map.groupBy(status.conditions, rowOf);
  const said = (id: string): readonly Condition[] => placed.get(id) ?? [];
  const lanes = status.lanes.map((lane) => laneRow(lane));
  const all: readonly HealthGroup[] = [
    {
      id: 'line',
      title: groups.line,
      rows: [
        ...(status.sources.length === 0 && status.demo === 'off' ? [noSourceRow(source)] : []),
        ...status.sources.map((each) => sourceRow(each, said(`source ${each.id}`), isBypassed(each, status))),
        tileRow(backlog, said('backlog')),
      ],
    },
    {
      id: 'judging',
      title: groups.judging,
      rows: [
        ...lanes,
        processorRow(status, said('lane')),
        ...[...placed].flatMap(([id, conditions]) =>
          id.startsWith('recipe ') ? [recipeRow(id.slice(7) as RecipeId, conditions)] : [],
        ),
      ],
    },
    {
      id: 'records',
      title: groups.records,
      rows: [
        tileRow(disk, said('disk'), [texts.healthSheet.disk(bytes(status.disk.totalBytes))]),
        backupRow(status, said('backup')),
        plainRow('chain', said('chain')),
      ],
    },
    {
      id: 'connections',
      title: texts.connections.title,
      rows: plant.filter(({ isOn }) => isOn).map((each) => plantRow(each, said(`connection ${each.id}`))),
    },
    {
      id: 'station',
      title: groups.station,
      rows: [
        connectionRow(reached),
        plainRow('clock', said('clock')),
        stationRow(status, [...said('station'), ...ofNothingShown(status, plant, placed)]),
      ],
    },
  ];
  return all.filter(({ rows }) => rows.length > 0);
}

/** The row that a condition stands at. */
function rowOf(condition: Condition): string {
  const { code, subject } = condition;
  if (subject.kind === 'source') return `source ${subject.id}`;
  if (subject.kind === 'connection') return `connection ${subject.id}`;
  if (code.startsWith('clock.')) return 'clock';
  if (code.startsWith('audit.')) return 'chain';
  if (code.startsWith('backup.')) return 'backup';
  if (subject.kind === 'recipe') return `recipe ${subject.id}`;
  const area = areaOf(condition);
  return area === null || area === 'source' || area === 'connection' ? 'station' : area;
}

/** Of a source that was removed a moment ago, and of connections that are not known. */
function ofNothingShown(
  { sources }: StationStatus,
  plant: readonly Connection[],
  placed: ReadonlyMap<string, readonly Condition[]>,
): readonly Condition[] {
  const shown = plant.filter(({ isOn }) => isOn).map(({ id }) => `connection ${id}`);
  const known = new Set([...sources.map(({ id }) => `source ${id}`), ...shown]);
  return [...placed].flatMap(([id, conditions]) =>
    /^(source|connection) /.test(id) && !known.has(id) ? conditions : [],
  );
}

const RANK = { alarm: 0, warning: 1, note: 2 } as const;

function rowWith(
  row: Omit<HealthRow, 'level' | 'remarks'>,
  conditions: readonly Condition[],
  best: Level = 'ok',
): HealthRow {
  const remarks = conditions
    .toSorted((a, b) => RANK[a.severity] - RANK[b.severity])
    .map(
      (condition): Remark => ({
        level: condition.severity === 'alarm' ? 'trouble' : 'attention',
        sentence: sentenceOf(condition),
        since: condition.since,
        answer: answerTo(condition),
      }),
    );
  return { ...row, level: remarks[0]?.level ?? best, remarks };
}

/** A thing that the bar at the foot tells as well, in the same words. */
function tileRow(
  { id, name, state, figures }: HealthItem,
  conditions: readonly Condition[],
  more: readonly string[] = [],
): HealthRow {
  return rowWith({ id, name, state, facts: [...figures, ...more] }, conditions);
}

function connectionRow({ level, state, name }: HealthItem): HealthRow {
  const facts = level === 'trouble' ? [texts.health.connection.remedy] : [];
  return { id: 'connection', name, level, state, facts, remarks: [] };
}

function noSourceRow(source: HealthItem): HealthRow {
  return { ...tileRow(source, []), level: 'attention', facts: [texts.health.source.noneRemedy] };
}

function sourceRow(source: SourceStatus, conditions: readonly Condition[], bypassed: boolean): HealthRow {
  const { health, healthSheet: words } = texts;
  const { capacity, delay, cycleSeconds, arrivalsPerMinute, backlog, downtime } = source;
  const watched = bypassed ? health.source.bypassed(1, 1) : words.source[source.state];
  const state = downtime !== null ? words.source.stopped : watched;
  const facts = [
    ...(downtime === null ? [] : [words.since(dateAndTime(downtime.since))]),
    ...(cycleSeconds === null ? [] : [words.source.cycle(rounded(cycleSeconds))]),
    ...(arrivalsPerMinute === null ? [] : [words.source.arrivals(rounded(arrivalsPerMinute))]),
    ...(capacity === null ? [] : [health.source.holds(count(capacity.partsPerMinute), capacity.isLeast)]),
    ...(delay === null ? [] : [health.source.within(shortTime(delay.p99Ms))]),
    ...(backlog === 0 ? [] : [health.backlog.waitingUnknown(count(backlog))]),
  ];
  return rowWith(
    { id: `source ${source.id}`, name: source.name, state, facts },
    conditions,
    downtime === null && !bypassed ? 'ok' : 'attention',
  );
}

function laneRow({
  id,
  state,
  executionProvider,
  executionDevice,
  memoryBytes,
}: StationStatus['lanes'][number]): HealthRow {
  const words = texts.healthSheet.lane;
  return {
    id: `lane ${id}`,
    name: texts.lanes.name(id),
    level: state === 'failed' ? 'trouble' : 'ok',
    state: words[state],
    facts: [
      ...(executionProvider === null
        ? []
        : [executionDevice === null ? providerName(executionProvider) : detailText(executionDevice)]),
      ...(memoryBytes === null ? [] : [texts.lanes.memory(bytes(memoryBytes))]),
    ],
    remarks: [],
  };
}

/** What lanes and providers say together: lanes themselves carry only their state. */
function processorRow(
  { lanes, executionProviders, sources }: StationStatus,
  conditions: readonly Condition[],
): HealthRow {
  const words = texts.healthSheet.processor;
  const used = [...new Set(lanes.flatMap(({ executionProvider }) => executionProvider ?? []))];
  const state = used.length === 0 ? texts.health.lane.none : listOf(used.map(providerName));
  const facts = executionProviders.length === 0 ? [] : [words.offered(listOf(executionProviders.map(providerName)))];
  return rowWith(
    { id: 'lane', name: words.name, state, facts },
    conditions,
    used.length === 0 && sources.length === 0 ? 'unknown' : 'ok',
  );
}

function recipeRow(id: RecipeId, conditions: readonly Condition[]): HealthRow {
  return rowWith(
    { id: `recipe ${id}`, name: texts.healthSheet.recipe(id), state: texts.health.attention, facts: [] },
    conditions,
  );
}

function backupRow({ backup }: StationStatus, conditions: readonly Condition[]): HealthRow {
  const words = texts.healthSheet.backup;
  const state = backup.lastAt === null ? words.none : words.last(dateAndTime(backup.lastAt));
  const facts = [backup.folder, ...(backup.onSameDisk === true ? [words.sameDisk] : [])];
  return rowWith(
    { id: 'backup', name: texts.health.backup, state, facts },
    conditions,
    backup.lastAt === null ? 'unknown' : 'ok',
  );
}

function plantRow({ id, name, settings, report, delivery }: Connection, conditions: readonly Condition[]): HealthRow {
  const words = texts.connections;
  const { state, since, error, errorAt } = report;
  const waiting = delivery?.waiting ?? 0;
  const facts = [
    words.kinds[settings.kind].label,
    words.since(dateAndTime(since)),
    ...(waiting === 0
      ? []
      : [`${words.counters.waiting}${texts.colon}${words.toSend(count(waiting), delivery?.isAtMost === true)}`]),
  ];
  const row = rowWith({ id: `connection ${id}`, name, state: words.states[state], facts }, conditions);
  // Its receiver has not been away for long enough for a condition.
  const isAway = state === 'waiting' && error !== null && errorAt !== null && errorAt >= since;
  if (!isAway || row.remarks.length > 0) return row;
  return {
    ...row,
    level: 'attention',
    remarks: [{ level: 'attention', sentence: sentenceOf(error), since, answer: null }],
  };
}

/** A thing of which nothing is told but what is wrong with it. */
function plainRow(id: 'clock' | 'chain', conditions: readonly Condition[]): HealthRow {
  const { name, good, bad } = texts.healthSheet[id];
  return rowWith({ id, name, state: conditions.length === 0 ? good : bad, facts: [] }, conditions);
}

function stationRow(
  { name, softwareVersion, startedAt, notices }: StationStatus,
  conditions: readonly Condition[],
): HealthRow {
  const words = texts.healthSheet;
  const row = rowWith(
    {
      id: 'station',
      name,
      state: words.runs,
      facts: [words.version(softwareVersion), words.since(dateAndTime(startedAt))],
    },
    conditions,
  );
  const told = notices.map(
    (notice): Remark => ({
      level: 'attention',
      sentence: sentenceOf(notice),
      since: notice.at,
      answer: { request: 'notice.acknowledge', input: { id: notice.id } },
    }),
  );
  const level = row.level === 'ok' && told.length > 0 ? 'attention' : row.level;
  return { ...row, level, remarks: [...row.remarks, ...told] };
}

function rounded(value: number): string {
  return plainNumber(Math.round(value * 10) / 10);
}

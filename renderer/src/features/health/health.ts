import type { StationStatus } from '../../../../shared/contract/index.ts';
import type { ConnectionState } from '../../lib/connection/index.ts';
import { bytes, count, dateAndTime, duration } from '../../lib/format.ts';
import { texts } from '../../lib/texts.ts';

export type Level = 'ok' | 'unknown' | 'attention' | 'trouble';

/** One thing that has to work for the station to work, in a few words. */
export interface HealthItem {
  readonly id: 'connection' | 'source' | 'backlog' | 'lane' | 'disk';
  readonly name: string;
  readonly level: Level;
  readonly state: string;
}

/** One sentence that says what is wrong and what to do. */
export interface Trouble {
  readonly level: 'attention' | 'trouble';
  readonly name: string;
  readonly sentence: string;
  /** The notice behind it, which stays until an engineer has acknowledged it; null for trouble that ends by itself. */
  readonly noticeId: number | null;
}

export interface Health {
  readonly items: readonly HealthItem[];
  /** The worst first. */
  readonly troubles: readonly Trouble[];
}

/** Of an image that is just passing through, an age would only flicker. */
const PASSING_SECONDS = 3;
/** A part normally waits far less than a second; these many seconds are worth a look, and a stop of the line. */
const SLOW_SECONDS = 10;
const STUCK_SECONDS = 60;

/** The execution provider of every machine; any other is a graphics processor. */
const MAIN_PROCESSOR = 'cpu';

/** How old the newest verdict may be while inspection is in trouble, before it must not look current any more. */
const CURRENT_SECONDS = 15;

/**
 * Whether the newest verdict may be shown as current: not where the line goes on while parts can no longer be judged, for then the part in
 * front of the screen is another one.
 */
export function isCurrent(health: Health, recordedAt: string, now: number): boolean {
  const stopped = health.items.some((item) => item.level === 'trouble');
  return !stopped || now - Date.parse(recordedAt) <= CURRENT_SECONDS * 1000;
}

interface Finding {
  readonly item: HealthItem;
  readonly troubles: readonly Trouble[];
}

/** What the screen says about the health of the station. Without a connection nothing else is known. */
export function healthOf(connection: ConnectionState, status: StationStatus | null): Health {
  const findings = [connectionHealth(connection)];
  if (connection === 'open' && status !== null) {
    findings.push(sourceHealth(status), backlogHealth(status), laneHealth(status), diskHealth(status));
  } else {
    findings.push(...(['source', 'backlog', 'lane', 'disk'] as const).map(unknownHealth));
  }
  const troubles = findings.flatMap((finding) => finding.troubles);
  if (connection === 'open' && status !== null) {
    const { name } = texts.health.warning;
    troubles.push(...status.notices.map(noticeTrouble));
    const { problem } = status.backup;
    if (problem !== null)
      troubles.push({ level: 'attention', name: texts.health.backup, sentence: problem, noticeId: null });
    troubles.push(
      ...status.warnings.map((sentence): Trouble => ({ level: 'attention', name, sentence, noticeId: null })),
    );
  }
  return {
    items: findings.map((finding) => finding.item),
    troubles: [
      ...troubles.filter((trouble) => trouble.level === 'trouble'),
      ...troubles.filter((trouble) => trouble.level === 'attention'),
    ],
  };
}

function finding(
  id: HealthItem['id'],
  name: string,
  level: Level,
  state: string,
  sentences: readonly string[] = [],
): Finding {
  const severity = level === 'trouble' ? 'trouble' : 'attention';
  const troubles = sentences.map((sentence): Trouble => ({ level: severity, name, sentence, noticeId: null }));
  return { item: { id, name, level, state }, troubles };
}

function unknownHealth(id: 'source' | 'backlog' | 'lane' | 'disk'): Finding {
  return finding(id, texts.health[id].name, 'unknown', texts.health.unknown);
}

function connectionHealth(state: ConnectionState): Finding {
  const words = texts.health.connection;
  switch (state) {
    case 'open':
      return finding('connection', words.name, 'ok', words.open);
    case 'connecting':
      return finding('connection', words.name, 'attention', words.connecting);
    case 'lost':
      return finding('connection', words.name, 'trouble', words.lost, [words.remedy]);
  }
}

function sourceHealth({ sources, demo }: StationStatus): Finding {
  const words = texts.health.source;
  const [only] = sources;
  if (only === undefined) {
    // A demo line brings its own source along.
    return finding('source', words.name, 'unknown', words.none, demo === 'off' ? [words.noneRemedy] : []);
  }
  const inTrouble = sources.filter((source) => source.state !== 'watching');
  const [first] = inTrouble;
  if (first === undefined) {
    const state = sources.length === 1 ? words.watching(only.name) : words.watchingSeveral(sources.length);
    return finding('source', words.name, 'ok', state);
  }
  const state =
    sources.length > 1
      ? words.several(inTrouble.length, sources.length)
      : first.state === 'unreachable'
        ? words.unreachable
        : words.unready;
  const sentences = inTrouble.map((source) => {
    if (source.problem !== null) return `${source.name}: ${source.problem}`;
    return source.state === 'unreachable'
      ? words.unreachableRemedy(source.name, source.folder)
      : words.unreadyRemedy(source.name);
  });
  return finding('source', words.name, 'trouble', state, sentences);
}

function backlogHealth({ backlog, oldestWaitingSeconds }: StationStatus): Finding {
  const words = texts.health.backlog;
  if (backlog === 0) return finding('backlog', words.name, 'ok', words.none);
  const waiting = count(backlog);
  const isPassingThrough = oldestWaitingSeconds === null || oldestWaitingSeconds < PASSING_SECONDS;
  if (isPassingThrough) return finding('backlog', words.name, 'ok', words.waitingUnknown(waiting));
  const oldest = duration(oldestWaitingSeconds);
  const state = words.waiting(waiting, oldest);
  if (oldestWaitingSeconds >= STUCK_SECONDS) {
    return finding('backlog', words.name, 'trouble', state, [words.stuckRemedy(waiting, oldest)]);
  }
  if (oldestWaitingSeconds >= SLOW_SECONDS) {
    return finding('backlog', words.name, 'attention', state, [words.slowRemedy(waiting, oldest)]);
  }
  return finding('backlog', words.name, 'ok', state);
}

function laneHealth({ lanes, sources }: StationStatus): Finding {
  const words = texts.health.lane;
  const failed = lanes.filter((lane) => lane.state === 'failed').length;
  if (lanes.length === 0) {
    // A station that inspects nothing yet needs no lane.
    return finding('lane', words.name, sources.length === 0 ? 'unknown' : 'attention', words.none);
  }
  if (failed === lanes.length) return finding('lane', words.name, 'trouble', words.failed, [words.failedRemedy]);
  if (failed > 0) {
    const state = words.someFailed(failed, lanes.length);
    return finding('lane', words.name, 'attention', state, [words.someFailedRemedy(failed, lanes.length)]);
  }
  if (lanes.every((lane) => lane.state === 'starting')) return finding('lane', words.name, 'ok', words.starting);
  const isBusy = lanes.some((lane) => lane.state === 'busy');
  if (lanes.some(({ executionProvider }) => executionProvider !== null && executionProvider !== MAIN_PROCESSOR)) {
    return finding('lane', words.name, 'ok', isBusy ? words.busyOnGraphics : words.readyOnGraphics);
  }
  const ready = lanes.length === 1 ? words.ready : words.readySeveral(lanes.length);
  return finding('lane', words.name, 'ok', isBusy ? words.busy : ready);
}

function noticeTrouble({ id, at, message }: StationStatus['notices'][number]): Trouble {
  return { level: 'attention', name: texts.health.noticed(dateAndTime(at)), sentence: message, noticeId: id };
}

function lowSentence({ freeBytes, outlook }: StationStatus['disk']): string {
  const words = texts.health.disk;
  const sentence = words.lowRemedy(bytes(freeBytes));
  return outlook === null
    ? sentence
    : `${sentence} ${words.partsLeft(count(outlook.parts), duration(outlook.seconds))}`;
}

function diskHealth({ disk, storage }: StationStatus): Finding {
  const words = texts.health.disk;
  const free = bytes(disk.freeBytes);
  if (storage.state !== 'ok') {
    return finding('disk', words.name, 'trouble', words[storage.state], [storage.problem ?? words.fullRemedy]);
  }
  switch (disk.state) {
    case 'ok':
      return finding('disk', words.name, 'ok', words.free(free));
    case 'low':
      return finding('disk', words.name, 'attention', words.low(free), [lowSentence(disk)]);
    case 'full':
      return finding('disk', words.name, 'trouble', words.full, [words.fullRemedy]);
  }
}

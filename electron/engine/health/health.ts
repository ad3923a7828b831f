import type { Handlers, SourceStatus, StationStatus } from '../../../shared/contract/index.ts';
import {
  type Condition,
  SigmalineError,
  SOFTWARE_VERSION,
  type SourceId,
  stationSubject,
  stopsOf,
} from '../../../shared/domain/index.ts';
import type { Bypasses } from '../bypass/index.ts';
import type { Downtime } from '../downtime/index.ts';
import type { Inspector } from '../inspection/index.ts';
import { type Intake, type Ledger, NOTHING_WAITS } from '../intake/index.ts';
import type { Feature, Kernel, Statement } from '../kernel/index.ts';
import type { LanePool } from '../lanes/index.ts';
import type { Parts } from '../parts/index.ts';
import { type InspectionRecords, type MadeDisposition, NOTHING_COUNTED, type Reader } from '../records/index.ts';
import type { Backups, Disk } from '../safety/index.ts';
import type { SettingsStore, SourceSettings, Sources } from '../settings/index.ts';
import { isStorageTrouble, type Notices } from '../storage/index.ts';
import type { Capacity } from './capacity.ts';
import { ShiftCounters } from './shiftCounters.ts';
import { StandingVerdicts } from './standingVerdicts.ts';

export interface HealthNeeds {
  readonly settings: Pick<SettingsStore, 'current' | 'onChanged'>;
  readonly records: Pick<InspectionRecords, 'total' | 'lastRecordedAt'>;
  readonly reader: Reader;
  readonly sources: Pick<Sources, 'list'>;
  readonly intake: Pick<Intake, 'condition' | 'unfinishedIds'>;
  readonly inspector: Pick<Inspector, 'problemOf'>;
  readonly pool: Pick<LanePool, 'status' | 'offeredProviders'>;
  readonly laneSplit: () => StationStatus['laneSplit'];
  readonly capacity: Pick<Capacity, 'figuresOf' | 'load'>;
  readonly ledger: Pick<Ledger, 'backlogs' | 'livedMsOf'>;
  readonly disk: Pick<Disk, 'state' | 'scarce' | 'space'>;
  readonly backups: Pick<Backups, 'state'>;
  readonly notices: Notices;
  readonly demo: () => StationStatus['demo'];
  readonly protection: () => StationStatus['protection'];
  readonly downtime: Pick<Downtime, 'of' | 'secondsIn'>;
  readonly waiting: () => StationStatus['waiting'];
  readonly recipeChanges: { of(source: SourceSettings): SourceStatus['recipeChange'] };
  readonly proposals: { of(source: SourceId): SourceStatus['proposedRecipe'] };
  readonly bypasses: Pick<Bypasses, 'lasting' | 'secondsIn'>;
  readonly handover: () => StationStatus['handover'];
  readonly parts: Pick<Parts, 'isView' | 'onChanged'>;
}

type HealthRequest = 'station.status' | 'station.shifts' | 'station.notices' | 'condition.read' | 'notice.acknowledge';

const STATUS_EVERY_MS = 250;
/** For ages, and for the shift that ends by the clock alone. */
const CLOCK_EVERY_MS = 1000;
/** Free bytes change with every record; nobody needs them more exactly. */
const ROUND_BYTES = 16 * 1024 * 1024;
const ROUND_FILES = 1000;
/** A part normally waits far less than a second; these many seconds are worth a look, and a stop of the line. */
const SLOW_SECONDS = 10;
const STUCK_SECONDS = 60;

/** Gathers what the screens show of the station's state, and tells it whenever it is another than the one told last. */
export class Health implements Feature<HealthRequest> {
  readonly handlers: Handlers<HealthRequest>;
  readonly #kernel: Kernel;
  readonly #needs: HealthNeeds;
  readonly #startedAt: string;
  readonly #shift: ShiftCounters;
  readonly #standing: StandingVerdicts;
  /** What the ledger last said of each source. */
  #backlogs: ReturnType<Ledger['backlogs']> | null = null;
  #clock: NodeJS.Timeout | null = null;
  #isLooking = false;
  #announcement: NodeJS.Timeout | null = null;
  #announcedMs = Number.NEGATIVE_INFINITY;
  #lastTold = '';

  constructor(kernel: Kernel, needs: HealthNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#startedAt = kernel.clock.now().toISOString();
    this.#standing = new StandingVerdicts(kernel, {
      ...needs,
      sources: () => needs.sources.list(),
      cycleMs: (id) => needs.intake.condition(id).cycleMs,
    });
    needs.settings.onChanged(() => this.#standing.sourcesChanged());
    this.#shift = new ShiftCounters({
      clock: kernel.clock,
      downtimeSeconds: (span) => needs.downtime.secondsIn(span),
      bypassedSeconds: (span) => needs.bypasses.secondsIn(span),
      settings: () => needs.settings.current(),
      // A new station need not start the thread that reads.
      count: async (span) => (needs.records.total() === 0 ? NOTHING_COUNTED : needs.reader.run('records.count', span)),
      onCounted: kernel.changed,
      report: kernel.report,
    });
    kernel.recorders.onCommitted((item) => {
      this.#shift.add({ ...item, uncounted: needs.parts.isView(item.number) ? 1 : 0 });
      kernel.changed();
    }, 'first');
    needs.parts.onChanged((change) => this.#shift.partChanged(change));
    kernel.conditions.register(() => this.#backlogStatements());
    kernel.conditions.onLooked((conditions) => this.#takeBackWhereStopped(conditions));
    kernel.onChanged(() => {
      this.#lookSoon();
      this.#announceSoon();
    });
    this.handlers = {
      'station.status': () => this.status(),
      'station.shifts': ({ count }) => this.#shift.ended(count),
      'station.notices': () => needs.notices.all(),
      'condition.read': (condition) => {
        const { code, subject } = condition;
        kernel.audit.append({ action: 'condition.read', object: { kind: 'condition', id: code }, new: { subject } });
        kernel.conditions.read(condition);
        kernel.changed();
        return {};
      },
      'notice.acknowledge': ({ id }) => {
        kernel.database.transaction(() => {
          kernel.audit.append({ action: 'notice.acknowledged', object: { kind: 'notice', id: String(id) } });
          if (!needs.notices.acknowledge(id)) throw new SigmalineError('notice.not-found', { notice: id });
        });
        kernel.changed();
        return {};
      },
    };
  }

  /** Before this, changes are not announced: not everything is there yet that they tell of. */
  begin(): void {
    this.#clock = setInterval(this.#kernel.changed, CLOCK_EVERY_MS);
    this.#announceSoon();
  }

  stop(): void {
    clearInterval(this.#clock ?? undefined);
    clearTimeout(this.#announcement ?? undefined);
    this.#standing.stop();
    this.#clock = null;
  }

  status(): StationStatus {
    const { settings, sources, pool, disk, backups, notices, laneSplit, capacity, demo, protection } = this.#needs;
    const backlogs = this.backlogs();
    const conditions = [...this.#kernel.conditions.current()];
    const sourceStatuses = sources.list().map((source) => this.sourceStatus(source, backlogs));
    const { freeBytes, totalBytes, freeFiles } = disk.space;
    const { stationName, language } = settings.current();
    return {
      name: stationName,
      ...(language === null ? {} : { language }),
      softwareVersion: SOFTWARE_VERSION,
      protection: protection(),
      startedAt: this.#startedAt,
      sources: sourceStatuses,
      lanes: pool.status(),
      laneSplit: laneSplit(),
      load: capacity.load(),
      executionProviders: [...pool.offeredProviders()],
      ...this.#waiting(sourceStatuses),
      disk: {
        state: disk.state,
        scarce: disk.scarce,
        freeBytes: Math.floor(freeBytes / ROUND_BYTES) * ROUND_BYTES,
        totalBytes,
        freeFiles: Math.floor(freeFiles / ROUND_FILES) * ROUND_FILES,
      },
      backup: backups.state(),
      notices: [...notices.open()],
      shift: this.#shift.current(),
      waiting: this.#needs.waiting(),
      bypasses: this.#needs.bypasses.lasting(),
      handover: this.#needs.handover(),
      conditions,
      demo: demo(),
    };
  }

  /** What the shift that runs has counted. */
  shift(): StationStatus['shift'] {
    return this.#shift.current();
  }

  /** Images without a verdict. Where the database is in trouble people look at the status, so it must not fail then: the ledger's last word holds. */
  backlogs(): ReturnType<Ledger['backlogs']> {
    try {
      this.#backlogs = this.#needs.ledger.backlogs(this.#needs.intake.unfinishedIds());
    } catch (thrown) {
      if (!isStorageTrouble(thrown)) throw thrown;
    }
    return this.#backlogs ?? new Map();
  }

  /** Whether a record that was just made passed when the line had gone on: its verdict is not that of the part at the line. */
  isOvertaken(record: Parameters<StandingVerdicts['isOvertaken']>[0]): boolean {
    return this.#standing.isOvertaken(record);
  }

  /** Somebody decided about records. */
  decided(made: readonly MadeDisposition[]): void {
    this.#shift.decided(made);
  }

  sourceStatus(source: SourceSettings, backlogs = this.backlogs()): SourceStatus {
    const { intake, inspector } = this.#needs;
    const { problem, lastListedAt, quietSince, cycleMs } = intake.condition(source.id);
    const backlog = backlogs.get(source.id) ?? NOTHING_WAITS;
    const { files, oldestSeenAt } = backlog;
    return {
      ...source,
      state: problem !== null ? 'unreachable' : inspector.problemOf(source) === null ? 'watching' : 'unready',
      lastListedAt,
      quietSince,
      cycleSeconds: cycleMs === null ? null : cycleMs / 1000,
      waitingSince: this.#standing.waitingSince(source.id, backlog),
      overtaken: this.#standing.overtaken(source.id),
      downtime: this.#needs.downtime.of(source.id),
      backlog: files,
      oldestWaitingSeconds: oldestSeenAt === null ? null : this.#secondsSince(oldestSeenAt),
      ...this.#needs.capacity.figuresOf(source.id),
      recipeChange: this.#needs.recipeChanges.of(source),
      proposedRecipe: this.#needs.proposals.of(source.id),
    };
  }

  #waiting(sources: readonly Pick<SourceStatus, 'backlog' | 'oldestWaitingSeconds'>[]) {
    const waits = sources.map(({ oldestWaitingSeconds }) => oldestWaitingSeconds).filter((wait) => wait !== null);
    return {
      backlog: sources.reduce((sum, source) => sum + source.backlog, 0),
      oldestWaitingSeconds: waits.length === 0 ? null : Math.max(...waits),
    };
  }

  #backlogStatements(): Statement[] {
    // The status has just asked the ledger, and asks for conditions next.
    const backlogs = this.#backlogs ?? this.backlogs();
    const waits = this.#needs.sources.list().map(({ id }) => backlogs.get(id) ?? NOTHING_WAITS);
    const oldest = waits
      .map(({ oldestSeenAt }) => oldestSeenAt)
      .filter((seenAt) => seenAt !== null)
      .sort()[0];
    if (oldest === undefined) return [];
    const seconds = this.#secondsSince(oldest);
    if (seconds < SLOW_SECONDS) return [];
    const details = { count: waits.reduce((sum, { files }) => sum + files, 0), seconds };
    const subject = stationSubject();
    return seconds >= STUCK_SECONDS
      ? [{ code: 'station.backlog-stuck', details, subject, severity: 'alarm' }]
      : [{ code: 'station.backlog-slow', details, subject, severity: 'warning' }];
  }

  #secondsSince(seenAt: string): number {
    return Math.floor(this.#kernel.clock.ageMs(seenAt) / 1000);
  }

  /** A part of several cameras is not inspected where one of them does not inspect. */
  #takeBackWhereStopped(conditions: readonly Condition[]): void {
    const sources = this.#needs.sources.list();
    const ownerOf = ({ id, options }: SourceSettings): SourceId => options.oneView?.source ?? id;
    const stopped = new Set(sources.filter(({ id }) => stopsOf({ conditions }, id).length > 0).map(ownerOf));
    for (const source of sources) if (stopped.has(ownerOf(source))) this.#standing.takeBack(source.id);
  }

  /** At the end of what goes on now: a fault may be over before anybody asks for the status, and parts have gone by all the same. */
  #lookSoon(): void {
    if (this.#clock === null || this.#isLooking) return;
    this.#isLooking = true;
    queueMicrotask(() => {
      try {
        // What changes by being looked at is looked at next time.
        if (this.#clock !== null) this.#kernel.conditions.current();
      } catch (thrown) {
        this.#kernel.report(thrown);
      } finally {
        this.#isLooking = false;
      }
    });
  }

  /** Soon after the first of several changes, and at most once in every period. */
  #announceSoon(): void {
    if (this.#clock === null || this.#announcement !== null) return;
    const delayMs = Math.max(0, this.#announcedMs + STATUS_EVERY_MS - performance.now());
    this.#announcement = setTimeout(() => {
      this.#announcement = null;
      this.#announcedMs = performance.now();
      this.#announce();
    }, delayMs);
  }

  /** A status that cannot be told now is told again soon: it ends nothing. */
  #announce(): void {
    try {
      const status = this.status();
      const text = JSON.stringify(status);
      if (text !== this.#lastTold) this.#kernel.emit('station.changed', status);
      this.#lastTold = text;
    } catch (thrown) {
      this.#kernel.report(thrown);
    }
  }
}

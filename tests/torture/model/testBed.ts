import { existsSync, globSync } from 'node:fs';
import { appendFile, copyFile, lstat, mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sha256Of, tinyPng } from '../images.ts';
import {
  brokenInvariants,
  createTortureStation,
  eventually,
  type StoredRecord,
  type TortureStation,
} from '../station/index.ts';
import {
  type Content,
  closed,
  type LedgerModel,
  presentFiles,
  type RecordKind,
  type Version,
  wrongRecords,
} from './ledgerModel.ts';

/** The real station on which commands are carried out. Runs share it, one after the other; each has a folder of its own in the station's source. */
export interface TestBed {
  /** Begins a run with a running engine. */
  begin(): Promise<void>;
  write(path: string, content: Content, mark: number, way: 'whole' | 'renamed'): Promise<void>;
  /** Appends what a cut file lacks. */
  finish(path: string, content: Content): Promise<void>;
  copy(from: string, to: string, mark: number): Promise<void>;
  touch(path: string, mark: number): Promise<void>;
  /** The times of all these files move by an hour, as on FAT or a share where summer begins. */
  shiftTimes(paths: readonly string[]): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  startEngine(): Promise<void>;
  stopEngine(): Promise<void>;
  killEngine(): Promise<void>;
  killLane(): void;
  /** Fills the disk and waits until the station knows, or makes room; nothing may be recorded in between. */
  fillDisk(): Promise<void>;
  makeRoom(): Promise<void>;
  /** Sets the clock of the machine wrong by so much. */
  setClock(errorMs: number): void;
  /** Waits for a backup of all records: only what it holds is deleted. After a full disk it may come late, and nothing is deleted then. */
  backUp(): Promise<void>;
  /** An engineer says that the clock is right, however wrong it is. */
  confirmClock(): Promise<void>;
  /** Writes what is no part. */
  writeForeign(path: string): Promise<void>;
  takeFolderAway(): Promise<void>;
  bringFolderBack(): Promise<void>;
  /** Waits until the station is quiet and compares. @throws Error with everything that is wrong */
  settle(model: LedgerModel): Promise<LedgerModel>;
  close(): Promise<void>;
}

/** Quicker still than in other tests: what is cut, or of no known format, is given up soon. */
const TIMINGS = { lookEveryMs: 120, settleMs: 20, unknownFormatMs: 120, incompleteMs: 250, missingMs: 150 };
const ROOM_BYTES = 5e11;
const PATIENCE_MS = 30_000;
/** What is recorded once more is recorded within two looks. */
const SECOND_THOUGHTS_MS = 300;
/** Times that no file gets by itself, a second apart. */
const FIRST_TIME_S = 1_600_000_000;
const BACKUP_PATIENCE_MS = 3000;
const CUT_BYTES = 20;
const HOUR_MS = 60 * 60_000;

export async function openTestBed(): Promise<TestBed> {
  const settings = { freeBytes: ROOM_BYTES, clockErrorMs: 0, retentionEveryMs: 100, backupLookEveryMs: 700 };
  const station = await createTortureStation({ lanes: 'test', laneGoal: 'latency', settings, timings: TIMINGS });
  await keepForAMonth(station);
  let run = 0;
  let isRunning = false;
  let recordsWhenFull: number | null = null;
  let firstSequence = 0;

  const folder = (): string => join(station.cameraFolder(1), `run-${run}`);
  const away = (): string => `${station.cameraFolder(1)}-away`;
  const real = (path: string): string => join(folder(), path);

  /** As cameras do that write under another name first; so the time is set before the station can see the file. */
  async function intoPlace(path: string, mark: number, prepare: (temporary: string) => Promise<void>): Promise<void> {
    await mkdir(dirname(real(path)), { recursive: true });
    const temporary = `${real(path)}.tmp`;
    await prepare(temporary);
    await utimes(temporary, FIRST_TIME_S + mark, FIRST_TIME_S + mark);
    await rename(temporary, real(path));
  }

  async function start(): Promise<void> {
    await station.start();
    isRunning = true;
  }

  function problems(model: LedgerModel, isQuiet: boolean): string[] {
    const { records, waiting } = station.content(firstSequence);
    const isKnown = (record: StoredRecord): boolean => model.versions.some((version) => isOf(record, version));
    const strangers = records
      .filter((record) => !isKnown(record))
      .map(
        ({ file, errorCode, verdict }) =>
          `${file} has a record (${errorCode ?? verdict}) of a content that it never had`,
      );
    const wrong = model.versions.flatMap((version) => {
      const problem = wrongRecords(version, recordsOf(version, records), isQuiet);
      const { path, content } = version;
      return problem === null ? [] : [`${path}, content ${content.number} (${content.kind}): ${problem}`];
    });
    return [...strangers, ...wrong, ...waiting.map(({ file, state }) => `${file} is still ${state}`)];
  }

  /** Contents are of different lengths. */
  function isOf({ file, size }: StoredRecord, { path, content }: Version): boolean {
    return file === `run-${run}/${path}` && size === bytesOf(content).length;
  }

  function recordsOf(version: Version, records: readonly StoredRecord[]): readonly RecordKind[] {
    return records.filter((record) => isOf(record, version)).map((record) => kindOf(record, version.content));
  }

  return {
    async begin() {
      run += 1;
      await mkdir(folder(), { recursive: true });
      if (!isRunning) await start();
      firstSequence = station.content().records.length;
    },
    async write(path, content, mark, way) {
      if (way === 'renamed') {
        await intoPlace(path, mark, (temporary) => writeFile(temporary, bytesOf(content)));
        return;
      }
      await mkdir(dirname(real(path)), { recursive: true });
      await writeFile(real(path), bytesOf(content));
    },
    async finish(path, content) {
      const whole = bytesOf({ ...content, kind: 'image' });
      await appendFile(real(path), whole.subarray(whole.length - CUT_BYTES));
    },
    copy: (from, to, mark) => intoPlace(to, mark, (temporary) => copyFile(real(from), temporary)),
    touch: (path, mark) => utimes(real(path), FIRST_TIME_S + mark, FIRST_TIME_S + mark),
    async shiftTimes(paths) {
      for (const path of paths) {
        const { atime, mtimeMs } = await lstat(real(path));
        await utimes(real(path), atime, new Date(mtimeMs + HOUR_MS));
      }
    },
    async rename(from, to) {
      await mkdir(dirname(real(to)), { recursive: true });
      await rename(real(from), real(to));
    },
    remove: (path) => rm(real(path)),
    startEngine: start,
    async stopEngine() {
      await station.stop();
      isRunning = false;
    },
    async killEngine() {
      await station.engine().kill();
      isRunning = false;
    },
    killLane() {
      // With its second dead lane an image is an error, rightly so: one that has lost a lane is spared.
      const [lane] = station.engine().lanes();
      const isSpared = station.content(Number.MAX_SAFE_INTEGER).waiting.some(({ laneDeaths }) => laneDeaths > 0);
      if (lane !== undefined && !isSpared) tryToKill(lane);
    },
    async fillDisk() {
      settings.freeBytes = 0;
      if (!isRunning) return;
      station.engine().setFreeBytes(0);
      const isFull = async (): Promise<boolean> => {
        const { disk } = await station.engine().client().request('station.status', {});
        return disk.state === 'full' && station.content().waiting.every(({ state }) => state !== 'claimed');
      };
      if (!(await eventually(isFull, PATIENCE_MS))) throw new Error('the station does not see that the disk is full');
      recordsWhenFull = station.content().records.length;
    },
    async makeRoom() {
      if (recordsWhenFull !== null && station.content().records.length !== recordsWhenFull) {
        throw new Error('something was recorded while the disk was full');
      }
      recordsWhenFull = null;
      settings.freeBytes = ROOM_BYTES;
      if (isRunning) station.engine().setFreeBytes(ROOM_BYTES);
    },
    setClock(errorMs) {
      settings.clockErrorMs = errorMs;
      if (isRunning) station.engine().setClockError(errorMs);
    },
    async backUp() {
      const number = station.content().records.at(-1)?.number ?? 0;
      const backups = { cwd: join(station.dataFolder, 'backups') };
      const isHeld = (): boolean => number === 0 || globSync(`*-to-${number}.sqlite`, backups).length > 0;
      await eventually(isHeld, BACKUP_PATIENCE_MS);
    },
    async confirmClock() {
      const client = station.engine().client();
      const { conditions } = await client.request('station.status', {});
      const doubt = conditions.find(({ code }) => code === 'clock.jumped' || code === 'clock.moved');
      // The clock may jump again before the answer.
      const to = doubt?.details.to;
      if (typeof to === 'string') await client.request('clock.confirm', { to }).catch(() => undefined);
    },
    async writeForeign(path) {
      await mkdir(dirname(real(path)), { recursive: true });
      const isDocument = /\.(csv|svg)$/u.test(path);
      await appendFile(real(path), isDocument ? 'part;width;height\n' : bytesOf({ number: 1, kind: 'image' }));
    },
    takeFolderAway: () => rename(station.cameraFolder(1), away()),
    bringFolderBack: () => rename(away(), station.cameraFolder(1)),
    async settle(model) {
      await eventually(() => problems(model, true).length === 0, PATIENCE_MS);
      await pause(SECOND_THOUGHTS_MS);
      // A start looks anew at what is no image, and forgets it again.
      await eventually(() => station.content(Number.MAX_SAFE_INTEGER).waiting.length === 0, PATIENCE_MS);
      const lost = presentFiles(model).filter(({ path }) => !existsSync(real(path)));
      const wrong = [
        ...problems(model, true),
        ...lost.map(({ path }) => `${path} was deleted, though not a minute has passed`),
        ...(await brokenInvariants(station.dataFolder)),
      ];
      if (wrong.length > 0) throw new Error([...new Set(wrong)].join('\n'));
      const { records } = station.content(firstSequence);
      return closed(model, (version) => recordsOf(version, records));
    },
    close: () => station.remove(),
  };
}

/** Images are deleted after a month, once a backup holds their records. No run takes a month: whatever is deleted is lost. */
async function keepForAMonth(station: TortureStation): Promise<void> {
  const engine = await station.start();
  const { sources } = await engine.client().request('station.status', {});
  for (const { id, name, recipeId, options } of sources) {
    const afterwards = { kind: 'delete', days: 30 } as const;
    await engine.client().request('source.change', { id, name, recipeId, options: { ...options, afterwards } });
  }
  await station.stop();
}

/** Contents are numbered so far apart that no cut one is as long as a whole one. */
const NUMBERS_APART = 50;

function bytesOf({ number, kind }: Content): Buffer {
  const image = tinyPng(number * NUMBERS_APART);
  switch (kind) {
    case 'image':
      return image;
    case 'cut':
      return image.subarray(0, image.length - CUT_BYTES);
    case 'text':
      return Buffer.from(`no image ${'.'.repeat(number * NUMBERS_APART)}`);
  }
}

function kindOf(record: StoredRecord, content: Content): RecordKind {
  const isRight = record.sha256 === sha256Of(bytesOf(content)) && record.errorCode === RIGHT_ERRORS[content.kind];
  if (isRight) return 'as it should be';
  return record.errorCode ?? `judged ${record.verdict} by other bytes`;
}

const RIGHT_ERRORS = { image: null, cut: 'image.truncated', text: 'image.not-an-image' } as const;

function tryToKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself a moment ago.
  }
}

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  areAlike,
  assertNever,
  type Completion,
  type ErrorCode,
  type ErrorFact,
  type Fingerprint,
  type RecipeVersion,
  reportOf,
  SigmalineError,
  sameFingerprint,
} from '../../../shared/domain/index.ts';
import { folderTrouble, probeFile, sampleOfFile, sha256OfFile } from '../../files/index.ts';
import { type LedgerEntry, RECIPE_UNKNOWN } from '../intake/index.ts';
import type { JudgedResult, LaneOutcome, LanePool } from '../lanes/index.ts';
import type { NewInspection, RecordFiles } from '../records/index.ts';
import { failedInspection, judgedInspection, type Subject } from './newInspection.ts';

/** How long a part occupied its lane, and whether the lane had no pause before and after it. */
export type Occupancy = Pick<JudgedResult, 'occupiedMs' | 'wasKeptBusy' | 'decodeMs' | 'networkMs'> & {
  /** Of its file. */
  readonly kind: string;
};

/** What becomes of a claimed file. */
export type Judgement =
  | {
      readonly kind: 'record';
      readonly inspection: NewInspection;
      readonly fingerprint: Fingerprint;
      /** Where a lane judged it. */
      readonly occupancy?: Occupancy;
    }
  /** Nothing is wrong with the file: it waits again. */
  | { readonly kind: 'giveBack' }
  | { readonly kind: 'giveBackAfterLaneDeath' }
  /** Not the file but its source, its recipe or the disk is in trouble: the whole source waits. */
  | { readonly kind: 'hold'; readonly problem: ErrorFact };

export interface JudgeNeeds {
  readonly pool: Pick<LanePool, 'inspect'>;
  readonly files: RecordFiles;
  /** Whether a file of the source that is not there is gone for good. */
  readonly canTellMissing: (entry: LedgerEntry) => boolean;
  /** A folder that does not answer for so long keeps its images waiting, and no others. */
  readonly silentMs?: number;
  /** The pauses before an image that cannot be read is read again. */
  readonly patienceMs?: readonly number[];
}

/** A subject with the folders that its file and its recipe's graph lie in. */
export interface PlacedSubject extends Subject {
  readonly sourceFolder: string;
  readonly completion: Completion;
  /** Null where the recipe cannot be used. */
  readonly recipeFolder: string | null;
  /** Why the image is recorded without being judged, because a person switched inspection off; null where it is judged. */
  readonly bypass: ErrorFact | null;
}

const SILENT_MS = 20_000;
/** What cannot be read now may be read a moment later: a share that stumbles, a scanner that holds the file, too many open files. */
const PATIENCE_MS = [100, 300, 800];
/** With its second lane death an image counts as the cause. */
const MOST_LANE_DEATHS = 2;

/**
 * Judges one file. Whatever goes wrong that was not foreseen is recorded as the error of this file: it is seen then, and the line goes on.
 */
export async function judge(subject: PlacedSubject, needs: JudgeNeeds): Promise<Judgement> {
  try {
    const judgement = await new Judging(subject, needs).judge();
    if (judgement.kind === 'record' && judgement.inspection.filesFolder === null) {
      // An earlier try, or this one before its image was overwritten, may have left a map that belongs to no score.
      await needs.files.discard(subject.filesFolder, subject.entry.inspectionId);
    }
    return judgement;
  } catch (thrown) {
    const error = reportOf(thrown);
    return isStationTrouble(error.code) ? hold(error) : failed(subject, subject.entry, error, null);
  }
}

type Comparison = 'same' | 'changed' | 'missing' | 'unreadable';

/** One file on its way through a lane. */
class Judging {
  readonly #subject: PlacedSubject;
  readonly #needs: JudgeNeeds;
  /** What was found of the file last. */
  #found: Fingerprint;

  constructor(subject: PlacedSubject, needs: JudgeNeeds) {
    this.#subject = subject;
    this.#needs = needs;
    this.#found = subject.entry;
  }

  async judge(): Promise<Judgement> {
    for (const pauseMs of this.#needs.patienceMs ?? PATIENCE_MS) {
      const judgement = await this.#judgeOnce();
      if (judgement.kind !== 'record' || judgement.inspection.error?.code !== 'image.unreadable') return judgement;
      await delay(pauseMs);
    }
    return this.#judgeOnce();
  }

  get #file(): string {
    return this.#subject.entry.path;
  }

  get #imagePath(): string {
    return join(this.#subject.sourceFolder, this.#file);
  }

  /** Is the file still what the ledger says, what does a lane say, and was it the same all the while? */
  async #judgeOnce(): Promise<Judgement> {
    const before = await this.#compare();
    if (before !== 'same') return this.#withoutLane(before);
    const { entry, completion } = this.#subject;
    if (entry.lack === 'release') {
      const sidecar = completion.kind === 'sidecar' ? entry.path + completion.ending : 'its release';
      return this.#failed(new SigmalineError('image.not-released', { file: entry.path, sidecar }));
    }
    const { bypass, recipe, recipeFolder } = this.#subject;
    if (bypass !== null) return this.#bypassed(bypass);
    if (entry.recipeId === RECIPE_UNKNOWN)
      return this.#failed(new SigmalineError('image.recipe-unknown', { file: entry.path }));
    if (recipe === null || recipeFolder === null) return { kind: 'giveBack' };
    const outcome = await this.#askLane(recipeFolder);
    switch (outcome.kind) {
      case 'judged':
        return this.#judged(outcome, recipe);
      case 'refused':
        return this.#refused(outcome);
      case 'lost':
        return outcome.blamed ? this.#blamed(outcome.error) : { kind: 'giveBack' };
      default:
        return assertNever(outcome);
    }
  }

  /** The record names the very bytes: the image can be judged later. */
  async #bypassed(bypass: ErrorFact): Promise<Judgement> {
    let sha256: string;
    try {
      sha256 = await this.#answered(sha256OfFile(this.#imagePath));
    } catch (thrown) {
      if (thrown instanceof SigmalineError) throw thrown;
      return this.#stumble('it cannot be reached', null);
    }
    const after = await this.#compare();
    return after === 'same' ? this.#failed(bypass, sha256) : this.#withoutLane(after);
  }

  async #askLane(recipeFolder: string): Promise<LaneOutcome> {
    const { entry, filesFolder } = this.#subject;
    const { files, pool } = this.#needs;
    const mapPath = files.mapPath(filesFolder, entry.inspectionId);
    const thumbnailPath = files.thumbnailPath(filesFolder, entry.inspectionId);
    await files.makeRoomFor(mapPath);
    await files.makeRoomFor(thumbnailPath);
    const job = { kind: 'inspect', imagePath: this.#imagePath, recipeFolder, mapPath, thumbnailPath } as const;
    return pool.inspect(job, { alone: entry.laneDeaths > 0 });
  }

  async #judged({ result }: Extract<LaneOutcome, { kind: 'judged' }>, recipe: RecipeVersion): Promise<Judgement> {
    const after = await this.#compare();
    if (after === 'changed') return this.#withoutLane(after);
    const own = await this.#ownOf(result.content, result.sha256, after);
    if (own === null) return this.#exchanged(after, result.sha256);
    const { occupiedMs, wasKeptBusy, decodeMs, networkMs, traits } = result;
    return {
      kind: 'record',
      inspection: judgedInspection({ ...renewed(this.#subject, own), recipe }, result),
      fingerprint: own,
      occupancy: { occupiedMs, wasKeptBusy, decodeMs, networkMs, kind: traits.kind },
    };
  }

  async #refused({ error, sha256, content }: Extract<LaneOutcome, { kind: 'refused' }>): Promise<Judgement> {
    if (isStationTrouble(error.code)) return hold(error);
    const after = await this.#compare();
    if (after === 'changed' || after === 'missing') return this.#withoutLane(after);
    const own = content === null ? this.#subject.entry : await this.#ownOf(content, sha256, after);
    if (own === null) return this.#exchanged(after, sha256);
    if (error.code === 'image.unreadable') return this.#unreadable(error, sha256);
    // It is there now, the very file: for the lane it was away for a moment.
    if (error.code === 'image.not-found') return this.#stumble('it was not there for a moment', sha256);
    return failed(this.#subject, own, error, sha256);
  }

  /**
   * The fingerprint of the ledger's content, where a lane read that one; null where it read another. Its time may have been set when it was whole
   * already, by a camera's file transfer for instance.
   */
  async #ownOf(
    read: Fingerprint,
    sha256: string | null,
    after: Exclude<Comparison, 'changed'>,
  ): Promise<Fingerprint | null> {
    const { entry } = this.#subject;
    if (sameFingerprint(read, entry)) return entry;
    if (read.size !== entry.size) return null;
    if (after !== 'same') return areAlike(read, entry) ? entry : null;
    const found = this.#found;
    if (sameFingerprint(read, found)) return found;
    const isThere = sha256 !== null && (await this.#answered(sha256OfFile(this.#imagePath))) === sha256;
    return isThere ? found : null;
  }

  /** For a moment another content had the name, and a lane read that one: what it said is not of this content, which is read again. */
  #exchanged(after: Exclude<Comparison, 'changed'>, sha256: string | null): Promise<Judgement> {
    if (after === 'missing') return this.#missing();
    return this.#stumble('what was read had another size or time than the file', sha256);
  }

  /** A lane that waits for a share hangs by no fault of the image. */
  async #blamed(error: SigmalineError): Promise<Judgement> {
    const trouble = await this.#sourceTrouble();
    if (trouble !== null) return hold(trouble);
    if (this.#subject.entry.laneDeaths + 1 < MOST_LANE_DEATHS) return { kind: 'giveBackAfterLaneDeath' };
    return this.#failed(error);
  }

  async #withoutLane(comparison: Exclude<Comparison, 'same'>): Promise<Judgement> {
    switch (comparison) {
      case 'changed':
        return this.#failed(new SigmalineError('image.changed', { file: this.#file }));
      case 'missing':
        return this.#missing();
      case 'unreadable':
        return this.#stumble('it cannot be reached', null);
      default:
        return assertNever(comparison);
    }
  }

  /** A share that goes away takes its files with it; only in a folder that has been there for a while is a missing file an error. */
  async #missing(): Promise<Judgement> {
    const trouble = await this.#sourceTrouble();
    if (trouble !== null) return hold(trouble);
    // The folder may have been away for no longer than that: its files are back with it.
    if ((await this.#compare()) !== 'missing') return { kind: 'giveBack' };
    const error = new SigmalineError('image.not-found', { file: this.#file });
    return this.#needs.canTellMissing(this.#subject.entry) ? this.#failed(error) : hold(error);
  }

  #stumble(reason: string, sha256: string | null): Promise<Judgement> {
    return this.#unreadable(new SigmalineError('image.unreadable', { file: this.#file, reason }), sha256);
  }

  async #unreadable(error: ErrorFact, sha256: string | null): Promise<Judgement> {
    const trouble = await this.#sourceTrouble();
    return trouble === null ? this.#failed(error, sha256) : hold(trouble);
  }

  #failed(error: ErrorFact, sha256: string | null = null): Judgement {
    return failed(this.#subject, this.#subject.entry, error, sha256);
  }

  /** Whether the very content of the ledger's row lies under its name. */
  async #compare(): Promise<Comparison> {
    try {
      const found = await this.#answered(probeFile(this.#imagePath));
      if (found.kind === 'missing') return 'missing';
      if (found.kind === 'refused') return 'changed';
      this.#found = found.fingerprint;
      return (await this.#isOwn(found.fingerprint)) ? 'same' : 'changed';
    } catch (thrown) {
      if (thrown instanceof SigmalineError) throw thrown;
      return 'unreadable';
    }
  }

  /** Of what differs only in its times or its id, the bytes say whether it was overwritten. */
  async #isOwn(found: Fingerprint): Promise<boolean> {
    const { entry } = this.#subject;
    if (sameFingerprint(found, entry)) return true;
    if (found.size !== entry.size) return false;
    if (entry.sample === null) return areAlike(found, entry);
    return (await this.#answered(sampleOfFile(this.#imagePath, found.size))) === entry.sample;
  }

  #sourceTrouble(): Promise<SigmalineError | null> {
    return this.#answered(folderTrouble(this.#subject.sourceFolder));
  }

  /** @throws SigmalineError `folder.silent` if the share does not answer in time */
  async #answered<Answer>(question: Promise<Answer>): Promise<Answer> {
    const timeIsUp = new AbortController();
    const options = { ref: false, signal: timeIsUp.signal };
    const silence = delay(this.#needs.silentMs ?? SILENT_MS, undefined, options).then(() => {
      throw new SigmalineError('folder.silent', { folder: this.#subject.sourceFolder });
    });
    try {
      return await Promise.race([question, silence]);
    } finally {
      timeIsUp.abort();
    }
  }
}

/** Troubles of the station, which a lane may be the first to meet. They say nothing of the image. */
function isStationTrouble(code: ErrorCode): boolean {
  const area = code.split('.')[0] ?? '';
  return STATION_AREAS.has(area) || code === 'lane.start' || code === 'lane.unwritable';
}

const STATION_AREAS: ReadonlySet<string> = new Set(['recipe', 'backbone', 'station', 'storage', 'folder']);

function hold({ code, details }: ErrorFact): Judgement {
  return { kind: 'hold', problem: { code, details } };
}

function failed(subject: Subject, own: Fingerprint, error: ErrorFact, sha256: string | null): Judgement {
  return { kind: 'record', inspection: failedInspection(renewed(subject, own), error, sha256), fingerprint: own };
}

function renewed(subject: Subject, own: Fingerprint): Subject {
  return { ...subject, entry: { ...subject.entry, ...own } };
}

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type Completion,
  type ErrorCode,
  type ErrorFact,
  reportOf,
  SigmalineError,
  sameFingerprint,
} from '../../../shared/domain/index.ts';
import { folderTrouble, probeFile } from '../../files/index.ts';
import type { LedgerEntry } from '../intake/index.ts';
import type { LaneOutcome, LanePool } from '../lanes/index.ts';
import type { NewInspection, RecordFiles } from '../records/index.ts';
import { failedInspection, judgedInspection, type Subject } from './newInspection.ts';

/** What becomes of a claimed file. */
export type Judgement =
  | { readonly kind: 'record'; readonly inspection: NewInspection }
  /** Nothing is wrong with the file: it waits again. */
  | { readonly kind: 'giveBack' }
  | { readonly kind: 'giveBackAfterLaneDeath' }
  /** Not the file but its source, its recipe or the disk is in trouble: the whole source waits. */
  | { readonly kind: 'hold'; readonly problem: string };

export interface JudgeNeeds {
  readonly pool: Pick<LanePool, 'inspect'>;
  readonly files: RecordFiles;
  /** Whether a file of the source that is not there is gone for good. */
  readonly canTellMissing: (entry: LedgerEntry) => boolean;
  /** A folder that does not answer for so long keeps its images waiting, and no others. */
  readonly silentMs?: number;
}

const SILENT_MS = 20_000;

/** A subject with the folders that its file and its recipe's graph lie in. */
export interface PlacedSubject extends Subject {
  readonly sourceFolder: string;
  readonly completion: Completion;
  readonly recipeFolder: string;
}

/** With its second lane death an image counts as the cause. */
const MOST_LANE_DEATHS = 2;

/**
 * Judges one file. Whatever goes wrong that was not foreseen is recorded as the error of this file: it is seen then, and the line goes on.
 */
export async function judge(subject: PlacedSubject, needs: JudgeNeeds): Promise<Judgement> {
  try {
    const judgement = await judgeWithPatience(subject, needs);
    if (judgement.kind === 'record' && judgement.inspection.filesFolder === null) {
      // An earlier try, or this one before its image was overwritten, may have left a map that belongs to no score.
      await needs.files.discard(subject.filesFolder, subject.entry.inspectionId);
    }
    return judgement;
  } catch (thrown) {
    const error = reportOf(thrown);
    if (isStationTrouble(error.code)) return { kind: 'hold', problem: error.message };
    return failed(subject, error, null);
  }
}

/** What cannot be read now may be read a moment later: a share that stumbles, a scanner that holds the file, too many open files. */
const PATIENCE_MS = [100, 300, 800];

async function judgeWithPatience(subject: PlacedSubject, needs: JudgeNeeds): Promise<Judgement> {
  for (const delayMs of PATIENCE_MS) {
    const judgement = await judgeByLane(subject, needs);
    if (judgement.kind !== 'record' || judgement.inspection.error?.code !== 'image.unreadable') return judgement;
    await delay(delayMs);
  }
  return judgeByLane(subject, needs);
}

/** Is the file still what the ledger says, what does a lane say, and was it the same all the while? */
async function judgeByLane(subject: PlacedSubject, needs: JudgeNeeds): Promise<Judgement> {
  const before = await compare(subject, needs);
  if (before !== 'same') return withoutLane(before, subject, needs);

  const { entry, filesFolder, completion } = subject;
  if (entry.lack === 'release') {
    const sidecar = completion.kind === 'sidecar' ? entry.path + completion.ending : 'its release';
    return failed(subject, new SigmalineError('image.not-released', { file: entry.path, sidecar }), null);
  }
  const mapPath = needs.files.mapPath(filesFolder, entry.inspectionId);
  const thumbnailPath = needs.files.thumbnailPath(filesFolder, entry.inspectionId);
  await needs.files.makeRoomFor(mapPath);
  await needs.files.makeRoomFor(thumbnailPath);
  const outcome = await needs.pool.inspect(
    { kind: 'inspect', imagePath: imagePath(subject), recipeFolder: subject.recipeFolder, mapPath, thumbnailPath },
    { alone: entry.laneDeaths > 0 },
  );

  switch (outcome.kind) {
    case 'judged': {
      const after = await compare(subject, needs);
      if (after === 'changed') return withoutLane(after, subject, needs);
      if (!sameFingerprint(outcome.result.content, entry))
        return exchanged(after, subject, needs, outcome.result.sha256);
      return { kind: 'record', inspection: judgedInspection(subject, outcome.result) };
    }
    case 'refused':
      return refused(subject, needs, outcome);
    case 'lost':
      if (!outcome.blamed) return { kind: 'giveBack' };
      return blamed(subject, needs, outcome.error);
  }
}

/** For a moment another content had the name, and a lane read that one: what it said is not of this content, which is read again. */
function exchanged(
  after: Exclude<Comparison, 'changed'>,
  subject: PlacedSubject,
  needs: JudgeNeeds,
  sha256: string | null,
): Promise<Judgement> {
  if (after === 'missing') return missing(subject, needs);
  const reason = 'what was read had another size or time than the file';
  const error = new SigmalineError('image.unreadable', { file: subject.entry.path, reason });
  return unreadable(subject, needs, error, sha256);
}

/** A lane that waits for a share hangs by no fault of the image. */
async function blamed(subject: PlacedSubject, needs: JudgeNeeds, error: SigmalineError): Promise<Judgement> {
  const trouble = await sourceTrouble(subject, needs);
  if (trouble !== null) return { kind: 'hold', problem: trouble.message };
  if (subject.entry.laneDeaths + 1 < MOST_LANE_DEATHS) return { kind: 'giveBackAfterLaneDeath' };
  return failed(subject, error, null);
}

type Comparison = 'same' | 'changed' | 'missing' | 'unreadable';

async function compare(subject: PlacedSubject, needs: JudgeNeeds): Promise<Comparison> {
  try {
    const found = await answered(probeFile(imagePath(subject)), subject, needs);
    if (found.kind === 'missing') return 'missing';
    return found.kind === 'file' && sameFingerprint(found.fingerprint, subject.entry) ? 'same' : 'changed';
  } catch (thrown) {
    if (thrown instanceof SigmalineError) throw thrown;
    return 'unreadable';
  }
}

/** @throws SigmalineError `folder.silent` where the share does not answer in time */
async function answered<Answer>(question: Promise<Answer>, subject: PlacedSubject, needs: JudgeNeeds): Promise<Answer> {
  const timeIsUp = new AbortController();
  const silence = delay(needs.silentMs ?? SILENT_MS, undefined, { ref: false, signal: timeIsUp.signal }).then(() => {
    throw new SigmalineError('folder.silent', { folder: subject.sourceFolder });
  });
  try {
    return await Promise.race([question, silence]);
  } finally {
    timeIsUp.abort();
  }
}

function sourceTrouble(subject: PlacedSubject, needs: JudgeNeeds): Promise<SigmalineError | null> {
  return answered(folderTrouble(subject.sourceFolder), subject, needs);
}

async function withoutLane(
  comparison: Exclude<Comparison, 'same'>,
  subject: PlacedSubject,
  needs: JudgeNeeds,
): Promise<Judgement> {
  const file = subject.entry.path;
  switch (comparison) {
    case 'changed':
      return failed(subject, new SigmalineError('image.changed', { file }), null);
    case 'missing':
      return missing(subject, needs);
    case 'unreadable':
      return unreadable(
        subject,
        needs,
        new SigmalineError('image.unreadable', { file, reason: 'it cannot be reached' }),
        null,
      );
  }
}

/** Troubles of the station, which a lane may be the first to meet. They say nothing of the image. */
function isStationTrouble(code: ErrorCode): boolean {
  const area = code.split('.')[0] ?? '';
  return STATION_AREAS.has(area) || code === 'lane.start' || code === 'lane.unwritable';
}

const STATION_AREAS: ReadonlySet<string> = new Set(['recipe', 'backbone', 'station', 'storage', 'folder']);

async function refused(
  subject: PlacedSubject,
  needs: JudgeNeeds,
  { error, sha256, content }: Extract<LaneOutcome, { kind: 'refused' }>,
): Promise<Judgement> {
  if (isStationTrouble(error.code)) return { kind: 'hold', problem: error.message };
  const after = await compare(subject, needs);
  if (after === 'changed' || after === 'missing') return withoutLane(after, subject, needs);
  if (content !== null && !sameFingerprint(content, subject.entry)) return exchanged(after, subject, needs, sha256);
  if (error.code === 'image.unreadable') return unreadable(subject, needs, error, sha256);
  if (error.code === 'image.not-found') {
    // It is there now, the very file: for the lane it was away for a moment.
    const reason = 'it was not there for a moment';
    const stumble = new SigmalineError('image.unreadable', { file: subject.entry.path, reason });
    return unreadable(subject, needs, stumble, sha256);
  }
  return failed(subject, error, sha256);
}

/** A share that goes away takes its files with it; only in a folder that has been there for a while is a missing file an error. */
async function missing(subject: PlacedSubject, needs: JudgeNeeds): Promise<Judgement> {
  const trouble = await sourceTrouble(subject, needs);
  if (trouble !== null) return { kind: 'hold', problem: trouble.message };
  // The folder may have been away for no longer than that: its files are back with it.
  if ((await compare(subject, needs)) !== 'missing') return { kind: 'giveBack' };
  const error = new SigmalineError('image.not-found', { file: subject.entry.path });
  return needs.canTellMissing(subject.entry) ? failed(subject, error, null) : { kind: 'hold', problem: error.message };
}

async function unreadable(
  subject: PlacedSubject,
  needs: JudgeNeeds,
  error: ErrorFact,
  sha256: string | null,
): Promise<Judgement> {
  const trouble = await sourceTrouble(subject, needs);
  return trouble === null ? failed(subject, error, sha256) : { kind: 'hold', problem: trouble.message };
}

function failed(subject: Subject, error: ErrorFact, sha256: string | null): Judgement {
  return { kind: 'record', inspection: failedInspection(subject, error, sha256) };
}

function imagePath({ sourceFolder, entry }: PlacedSubject): string {
  return join(sourceFolder, entry.path);
}

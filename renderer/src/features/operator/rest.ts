import type { StationStatus } from '../../../../shared/contract/index.ts';
import type { CalibrationState } from '../../lib/calibrationRun.svelte.ts';
import type { ConnectionState } from '../../lib/connection/index.ts';
import { count, duration, time } from '../../lib/format.ts';
import { texts } from '../../lib/texts.ts';

/** What the screen says while there is no current verdict to show. */
export interface Rest {
  /** `lost` must be told from everything else at a glance. */
  readonly kind: 'idle' | 'lost';
  readonly word: string;
  readonly sentence: string;
  readonly details: readonly string[];
  /** What stands in the place of the image. */
  readonly stage: string;
  readonly progress: { readonly done: number; readonly total: number; readonly label: string } | null;
}

export interface RestSituation {
  readonly connection: ConnectionState;
  readonly lostAt: number | null;
  readonly synchronised: boolean;
  /** Number of inspections of the station. */
  readonly inspected: number;
  readonly status: StationStatus | null;
  readonly calibration: CalibrationState;
  readonly now: number;
}

export function restOf(situation: RestSituation): Rest {
  const { connection, synchronised, inspected, status } = situation;
  if (connection === 'lost') return lostRest(situation);
  const words = texts.connection;
  if (connection === 'connecting') return idle(words.connecting, words.connectingSentence);
  if (!synchronised || status === null || inspected > 0) return idle(words.connecting, words.reading);
  return waitingRest(status, situation.calibration);
}

function lostRest({ lostAt, now }: RestSituation): Rest {
  const words = texts.connection;
  const since = lostAt === null ? [] : [words.lostSince(time(new Date(lostAt)), duration((now - lostAt) / 1000))];
  return {
    kind: 'lost',
    word: words.lostWord,
    sentence: words.lostSentence,
    details: since,
    stage: words.lostRemedy,
    progress: null,
  };
}

function waitingRest(status: StationStatus, calibration: CalibrationState): Rest {
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
              label: `${texts.calibration.phase[progress.phase]}: ${texts.calibration.progress(count(progress.done), count(progress.total))}`,
            },
    };
  }
  if (status.demo === 'running') return idle(words.word, words.sentence, [words.starting]);
  const [only] = status.sources;
  if (only === undefined) return idle(words.word, words.noSource);
  const watched =
    status.sources.length === 1 ? words.watching(only.folder) : words.watchingSeveral(status.sources.length);
  return idle(words.word, words.sentence, [watched]);
}

function idle(word: string, sentence: string, details: readonly string[] = []): Rest {
  return { kind: 'idle', word, sentence, details, stage: texts.waiting.stage, progress: null };
}

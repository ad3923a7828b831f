import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type Afterwards, sourceSubject } from '../../../shared/domain/index.ts';
import type { Kernel, Statement, Work } from '../kernel/index.ts';
import type { RetainedSource } from './retention.ts';

/** It begins as all names do that stations give to files of their own: no intake takes it for a part. */
const NOTE = '.sigmaline-station.json';
const EVERY_MS = 30_000;
/** So many looks without a sign of the other station, and it is gone. */
const LOOKS_UNTIL_GONE = 3;

const noteSchema = z.object({
  /** Of the process that wrote it. */
  run: z.string(),
  /** Another one each time, so that a note of a station that runs is told from one that was left behind. */
  beat: z.number(),
  station: z.string(),
  machine: z.string(),
  /** Whether images leave the folder as soon as that station has recorded them. */
  takesAtOnce: z.boolean(),
});
type Note = z.infer<typeof noteSchema>;

interface Standing {
  /** What the note said when it was last read or written here. */
  readonly text: string | null;
  readonly other: Note | null;
  readonly looksWithout: number;
}

export interface NeighboursNeeds {
  readonly sources: () => readonly RetainedSource[];
  readonly stationName: () => string;
  readonly everyMs?: number | undefined;
}

/**
 * Notices other stations that take images out of a folder of this one: an image can be gone before it was judged here. A station that moves or deletes images
 * leaves a note in their folder and renews it; whoever finds another station's note renewed tells of it. Clocks and ids that live longer than a process
 * are not needed.
 */
export class Neighbours {
  readonly #kernel: Kernel;
  readonly #needs: NeighboursNeeds;
  readonly #work: Work;
  readonly #run = randomUUID();
  readonly #standings = new Map<string, Standing>();
  /** A share that does not answer keeps no other waiting. */
  readonly #atWork = new Set<string>();
  #beat = 0;

  constructor(kernel: Kernel, needs: NeighboursNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#work = kernel.work();
    kernel.conditions.register(() => needs.sources().flatMap((source) => this.#statementsOf(source)));
    this.#work.do(() => this.#lookAgainAndAgain());
  }

  stop(graceMs: number): Promise<void> {
    return this.#work.stop(graceMs);
  }

  #statementsOf(source: RetainedSource): Statement[] {
    const other = this.#standings.get(source.folder)?.other ?? null;
    // Whoever only looks loses nothing to a station that deletes after days.
    if (other === null || !(takes(source.options.afterwards) || other.takesAtOnce)) return [];
    const details = { folder: source.folder, station: other.station, machine: other.machine };
    return [{ code: 'source.shared', details, subject: sourceSubject(source), severity: 'warning' }];
  }

  /** Not at fixed intervals: two stations that look at the same moment might overwrite each other's notes unread. */
  async #lookAgainAndAgain(): Promise<void> {
    const everyMs = this.#needs.everyMs ?? EVERY_MS;
    while (await this.#work.pause(everyMs * (0.75 + Math.random() / 2))) {
      const wanted = new Map(this.#needs.sources().map(({ folder, options }) => [folder, options.afterwards]));
      for (const [folder, afterwards] of wanted) this.#do(folder, () => this.#look(folder, afterwards));
      for (const folder of this.#standings.keys()) {
        if (!wanted.has(folder)) this.#do(folder, () => this.#leave(folder));
      }
    }
  }

  #do(folder: string, task: () => Promise<void>): void {
    if (this.#atWork.has(folder)) return;
    this.#atWork.add(folder);
    this.#work.do(() => task().finally(() => this.#atWork.delete(folder)));
  }

  async #look(folder: string, afterwards: Afterwards): Promise<void> {
    const file = join(folder, NOTE);
    const before = this.#standings.get(folder);
    const text = await readFile(file, 'utf8').catch(() => null);
    const note = noteIn(text);
    const isSign = before !== undefined && note !== null && note.run !== this.#run && text !== before.text;
    const looksWithout = isSign ? 0 : (before?.looksWithout ?? 0) + 1;
    const other = isSign ? note : looksWithout < LOOKS_UNTIL_GONE ? (before?.other ?? null) : null;
    const own = takes(afterwards) ? this.#note(afterwards) : null;
    if (this.#work.isStopped) return;
    // Where nothing can be written, nothing can be moved or deleted either, and that is told of.
    if (own !== null) await writeFile(file, own).catch(() => undefined);
    else if (note?.run === this.#run) await rm(file, { force: true });
    this.#standings.set(folder, { text: own ?? text, other, looksWithout });
    if (other?.run !== before?.other?.run) this.#kernel.changed();
  }

  #note(afterwards: Afterwards): string {
    const takesAtOnce = afterwards.kind === 'archive' || (afterwards.kind === 'delete' && afterwards.days === 0);
    this.#beat += 1;
    const note = { run: this.#run, beat: this.#beat, station: this.#needs.stationName(), machine: hostname() };
    return JSON.stringify({ ...note, takesAtOnce } satisfies Note);
  }

  /** The folder is no source any more. */
  async #leave(folder: string): Promise<void> {
    await this.#look(folder, { kind: 'leave' });
    this.#standings.delete(folder);
  }
}

function takes(afterwards: Afterwards): boolean {
  return afterwards.kind !== 'leave';
}

function noteIn(text: string | null): Note | null {
  try {
    return noteSchema.parse(JSON.parse(text ?? ''));
  } catch {
    return null;
  }
}

import {
  type ErrorFact,
  type LineCommand,
  SigmalineError,
  type SourceId,
  sourceSubject,
} from '../../../shared/domain/index.ts';
import type { LedgerEntry, PartNames } from '../intake/index.ts';
import type { Kernel, Statement as Told } from '../kernel/index.ts';
import type { SourceSettings } from '../settings/index.ts';
import type { Statement } from '../storage/index.ts';

type Announce = Extract<LineCommand, { kind: 'announce' }>;

interface Announced extends Pick<Announce, 'serial' | 'lot' | 'view'> {
  /** The newest image that was there already: clocks may be set, numbers only grow. */
  readonly after: number;
  readonly atMs: number;
  readonly untilMs: number;
  /** So many images of it have not come. */
  readonly images: number;
}

/** What an image is of, as the line and its file's path say it together. */
export interface AnnouncedNames {
  readonly names: PartNames;
  /** Where the two contradict each other. */
  readonly mismatch: ErrorFact | null;
}

export interface AnnouncementNeeds {
  readonly sources: () => readonly Pick<SourceSettings, 'id' | 'name' | 'options'>[];
  /** Whether its folder was looked through since the start: before, an image may be of any time. */
  readonly isListed: (source: SourceId) => boolean;
  readonly onChanged: () => void;
}

/** So many parts lie between an announcement and its image at most: more is a camera that does not write. */
const MOST_WAITING = 100;

/**
 * Parts that the line has announced. The next image of the source that arrives in time shows the oldest of them. What the path of the image says must agree: where it does not,
 * neither is believed, and a person looks at the part. Nothing outlives the process: an announcement of before a restart may be of any part.
 */
export class Announcements {
  readonly #kernel: Kernel;
  readonly #needs: AnnouncementNeeds;
  readonly #waiting = new Map<SourceId, readonly Announced[]>();
  /** What was found for an image that has no record yet: it may be judged again. */
  readonly #found = new Map<string, AnnouncedNames>();
  readonly #troubles = new Map<SourceId, ErrorFact>();
  readonly #newest: Statement<{ id: number | null }>;
  readonly #earlier: Statement<{ files: number }>;

  constructor(kernel: Kernel, needs: AnnouncementNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#newest = kernel.database.prepare('SELECT max(id) AS id FROM ledger');
    this.#earlier = kernel.database.prepare(
      `SELECT count(*) AS files FROM ledger
       WHERE source_id = :source AND state IN ('seen', 'settled', 'claimed') AND id < :id AND id > :after`,
    );
    kernel.recorders.onCommitted(({ id }) => this.#found.delete(id));
    kernel.conditions.register(() => this.#statements());
  }

  /**
   * Where the views of a part come from several sources, it is announced to all of them at once, at the source at which the views are set.
   *
   * @throws SigmalineError `connection.announced-early`, `connection.announced-many`, `connection.source-unknown`
   */
  add({ source: id, serial, lot, view }: Announce, withinSeconds: number): void {
    const together = sourcesOfParts(this.#needs.sources(), id);
    if (together.length === 0) throw new SigmalineError('connection.source-unknown');
    const early = together.find((source) => !this.#needs.isListed(source.id));
    if (early !== undefined) throw new SigmalineError('connection.announced-early', { source: early.name });
    this.#forgetLate();
    const isFull = together.some((source) => (this.#waiting.get(source.id) ?? []).length >= MOST_WAITING);
    if (isFull) throw new SigmalineError('connection.announced-many', { count: MOST_WAITING });
    const after = this.#newest.get()?.id ?? 0;
    const atMs = performance.now();
    const untilMs = atMs + withinSeconds * 1000;
    for (const source of together) {
      const { oneView, views } = source.options;
      if (view !== null && oneView !== null && oneView.name !== view) continue;
      const images = view === null && oneView === null ? (views?.names.length ?? 1) : 1;
      const waiting = this.#waiting.get(source.id) ?? [];
      this.#waiting.set(source.id, [...waiting, { serial, lot, view, after, atMs, untilMs, images }]);
    }
    this.#needs.onChanged();
  }

  /** The part whose image is the next to come; null where none was announced. */
  next(id: SourceId): Pick<Announced, 'serial' | 'lot'> | null {
    this.#forgetLate();
    const [first] = this.#waiting.get(id) ?? [];
    return first === undefined ? null : { serial: first.serial, lot: first.lot };
  }

  clear(id: SourceId): void {
    for (const source of sourcesOfParts(this.#needs.sources(), id)) {
      this.#waiting.delete(source.id);
      this.#troubles.delete(source.id);
    }
    this.#needs.onChanged();
  }

  /** What an image shows, by its path and by what the line announced. The same image is always given the same part. */
  namesOf(entry: Pick<LedgerEntry, 'ledgerId' | 'inspectionId' | 'sourceId'>, names: PartNames): AnnouncedNames {
    const before = this.#found.get(entry.inspectionId);
    if (before !== undefined) return before;
    const announced = this.#take(entry);
    if (announced === null) return { names, mismatch: null };
    const found = together(names, announced);
    this.#found.set(entry.inspectionId, found);
    if (found.mismatch !== null) this.#tell(entry.sourceId, found.mismatch, 'line.part-mismatched');
    this.#needs.onChanged();
    return found;
  }

  #take({ ledgerId, sourceId }: Pick<LedgerEntry, 'ledgerId' | 'sourceId'>): Announced | null {
    this.#forgetLate();
    const waiting = this.#waiting.get(sourceId) ?? [];
    const [first] = waiting;
    if (first === undefined || ledgerId <= first.after) return null;
    // Images before it may be judged after it; each has its own announcement.
    let ahead = this.#earlier.get({ source: sourceId, id: ledgerId, after: first.after })?.files ?? 0;
    const index = waiting.findIndex(({ images }) => {
      ahead -= images;
      return ahead < 0;
    });
    const announced = waiting[index];
    if (announced === undefined || ledgerId <= announced.after) return null;
    const rest = { ...announced, images: announced.images - 1 };
    this.#waiting.set(
      sourceId,
      waiting.flatMap((each) => (each !== announced ? [each] : rest.images === 0 ? [] : [rest])),
    );
    return announced;
  }

  #forgetLate(): void {
    const nowMs = performance.now();
    for (const [id, waiting] of this.#waiting) {
      const late = waiting.filter(({ untilMs }) => untilMs <= nowMs);
      if (late.length === 0) continue;
      this.#waiting.set(
        id,
        waiting.filter((each) => !late.includes(each)),
      );
      for (const { serial, lot, atMs } of late) {
        const seconds = Math.round((nowMs - atMs) / 1000);
        const details = { part: serial ?? lot ?? '?', seconds };
        this.#tell(id, { code: 'connection.announced-late', details }, 'line.part-missed');
      }
    }
  }

  #tell(id: SourceId, fact: ErrorFact, action: string): void {
    this.#troubles.set(id, fact);
    this.#kernel.audit.happened({ action, object: { kind: 'source', id }, new: fact.details });
    this.#kernel.changed();
  }

  #statements(): Told[] {
    return [...this.#troubles].flatMap(([id, fact]): Told[] => {
      const source = this.#needs.sources().find((each) => each.id === id);
      if (source === undefined) return [];
      const onRead = (): void => void this.#troubles.delete(id);
      return [{ ...fact, subject: sourceSubject(source), severity: 'warning', onRead }];
    });
  }
}

/** The source at which the views of a part are set, and those that show one view of it; a source without views alone. */
export function sourcesOfParts<Source extends Pick<SourceSettings, 'id' | 'options'>>(
  sources: readonly Source[],
  id: SourceId,
): readonly Source[] {
  return sources.filter((source) => source.id === id || source.options.oneView?.source === id);
}

/** Each name as the one of the two says it that says anything. */
function together(names: PartNames, announced: Announced): AnnouncedNames {
  const keys = ['serial', 'lot', 'view'] as const;
  const other = keys.find((key) => names[key] !== null && announced[key] !== null && names[key] !== announced[key]);
  if (other !== undefined) {
    const details = { announced: announced[other] ?? '', found: names[other] ?? '' };
    return { names, mismatch: { code: 'connection.announced-other', details } };
  }
  const merged = Object.fromEntries(keys.map((key) => [key, names[key] ?? announced[key]]));
  return { names: { ...names, ...merged }, mismatch: null };
}

import type { ErrorFact, LineCommand, OutletView, SourceId } from '../../../../shared/domain/index.ts';

/** The steps of the diagram in `docs/connections/modbus.md`, as a PLC plays them. */
export const HANDSHAKE_STEPS = ['ready', 'announce', 'result', 'acknowledge', 'takenBack'] as const;
export type StepName = (typeof HANDSHAKE_STEPS)[number];

/** What was seen of a step, and how long it took, ms. `view` is what the PLC read at its end. */
export interface Step {
  readonly name: StepName;
  readonly state: 'running' | 'done' | 'failed';
  readonly ms: number | null;
  readonly view: OutletView | null;
}

/** What did not happen. */
export type Failure =
  | { readonly kind: 'refused'; readonly error: ErrorFact }
  | { readonly kind: 'notReady' | 'otherPart'; readonly view: OutletView }
  | { readonly kind: 'noView' | 'busy' | 'noImage' | 'notAnnounced' | 'over' | 'stands' | 'stopped' };

interface Play {
  readonly source: SourceId;
  readonly serial: string | null;
  readonly lot: string | null;
  /** Whether the PLC acknowledges, or lets the result's time run out. */
  readonly acknowledges: boolean;
  /** As in the settings of the connection. */
  readonly validMs: number;
  readonly announcedSeconds: number;
}

export interface Line {
  /** What the PLC reads of all sources. */
  read(): Promise<readonly OutletView[]>;
  /** Null where it was done. */
  ask(command: LineCommand): Promise<ErrorFact | null>;
  /** ms of a clock that only goes forward. */
  now(): number;
  wait(ms: number): Promise<void>;
}

const READ_EVERY_MS = 100;
/** What needs no image is to be read so soon, or not at all. */
const AT_ONCE_MS = 2000;
/** An announced part is waited for by the station itself; its verdict takes time besides. */
const VERDICT_MS = 5000;

/** A result that stands ends by itself; an image that is under way has its verdict by then. */
export function readyWithinMs({ validMs }: Pick<Play, 'validMs'>): number {
  return validMs + VERDICT_MS;
}

/** So long an image may take after the announcement, and its verdict besides. */
export function resultWithinMs({ announcedSeconds }: Pick<Play, 'announcedSeconds'>): number {
  return announcedSeconds * 1000 + VERDICT_MS;
}

class Broken extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.kind);
    this.failure = failure;
  }
}

/**
 * Plays the PLC once: announces a part, waits for its result, acknowledges it or lets its time run out, and sees it taken back.
 *
 * @param onSteps hears of each change
 * @returns what did not happen; null where all of it did
 */
export async function playHandshake(
  play: Play,
  line: Line,
  { signal, onSteps }: { readonly signal: AbortSignal; readonly onSteps: (steps: readonly Step[]) => void },
): Promise<Failure | null> {
  const done: Step[] = [];
  const step = async (name: StepName, work: () => Promise<OutletView>): Promise<OutletView> => {
    const begun = line.now();
    onSteps([...done, { name, state: 'running', ms: null, view: null }]);
    const end = (state: 'done' | 'failed', view: OutletView | null): void => {
      done.push({ name, state, ms: line.now() - begun, view });
      onSteps([...done]);
    };
    try {
      const view = await work();
      end('done', view);
      return view;
    } catch (thrown) {
      end('failed', thrown instanceof Broken && 'view' in thrown.failure ? thrown.failure.view : null);
      throw thrown;
    }
  };
  const until = async (
    isThere: (view: OutletView) => boolean,
    withinMs: number,
    missing: Failure,
  ): Promise<OutletView> => {
    const begun = line.now();
    for (;;) {
      if (signal.aborted) throw new Broken({ kind: 'stopped' });
      const view = (await line.read()).find(({ sourceId }) => sourceId === play.source);
      if (view !== undefined && isThere(view)) return view;
      if (line.now() - begun >= withinMs) throw new Broken(missing);
      await line.wait(READ_EVERY_MS);
    }
  };
  const ask = async (command: LineCommand): Promise<void> => {
    if (signal.aborted) throw new Broken({ kind: 'stopped' });
    const error = await line.ask(command);
    if (error !== null) throw new Broken({ kind: 'refused', error });
  };
  try {
    await steps(play, { step, until, ask });
    return null;
  } catch (thrown) {
    if (thrown instanceof Broken) return thrown.failure;
    throw thrown;
  }
}

interface Hands {
  readonly step: (name: StepName, work: () => Promise<OutletView>) => Promise<OutletView>;
  readonly until: (isThere: (view: OutletView) => boolean, withinMs: number, missing: Failure) => Promise<OutletView>;
  readonly ask: (command: LineCommand) => Promise<void>;
}

async function steps(play: Play, { step, until, ask }: Hands): Promise<void> {
  const { source, serial, lot } = play;
  const before = await step('ready', async () => {
    const view = await until(() => true, AT_ONCE_MS, { kind: 'noView' });
    // What is under way would be taken for the announced part's.
    const isReady = (read: OutletView): boolean =>
      read.state !== 'inspecting' || (!read.isBusy && read.result === null && read.announced === null);
    const ready = isReady(view) ? view : await until(isReady, readyWithinMs(play), { kind: 'busy' });
    if (ready.state !== 'inspecting') throw new Broken({ kind: 'notReady', view: ready });
    return ready;
  });
  const isNew = (view: OutletView): boolean => view.sequence > before.sequence;
  await step('announce', async () => {
    await ask({ kind: 'announce', source, serial, lot, view: null, recipe: null });
    // Its image may be there before it is read as announced.
    return await until((view) => view.announced !== null || isNew(view), AT_ONCE_MS, { kind: 'notAnnounced' });
  });
  const { sequence } = await step('result', async () => {
    const view = await until(isNew, resultWithinMs(play), { kind: 'noImage' });
    if (view.result === null) throw new Broken({ kind: 'over' });
    const isOther = (serial !== null && view.result.serial !== serial) || (lot !== null && view.result.lot !== lot);
    if (isOther) throw new Broken({ kind: 'otherPart', view });
    return view;
  });
  const isOver = (view: OutletView): boolean => view.result === null || view.sequence !== sequence;
  if (play.acknowledges) {
    await step('acknowledge', async () => {
      await ask({ kind: 'acknowledge', source, sequence });
      return await until(() => true, AT_ONCE_MS, { kind: 'noView' });
    });
  }
  await step('takenBack', () => until(isOver, AT_ONCE_MS + (play.acknowledges ? 0 : play.validMs), { kind: 'stands' }));
}

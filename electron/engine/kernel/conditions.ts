import {
  type Condition,
  keyOfSubject,
  reportOf,
  SigmalineError,
  stationSubject,
} from '../../../shared/domain/index.ts';

/** A condition as the feature that knows of it states it. */
export interface Statement extends Omit<Condition, 'since' | 'endsWhenRead'> {
  /** Forgets it: it is over, and nobody can do anything about it any more. */
  readonly onRead?: () => void;
}

const ORDER = { alarm: 0, warning: 1, note: 2 } as const;

interface Known {
  readonly condition: Condition;
  readonly onRead?: () => void;
}

/**
 * What is wrong with the station. Features are asked and do not set or clear: a condition that nobody cleared, or that a crash left behind, cannot
 * exist. Since when each holds is remembered here.
 */
export class Conditions {
  readonly #askers: (() => Iterable<Statement>)[] = [];
  readonly #report: (error: unknown) => void;
  readonly #now: () => Date;
  readonly #lookers: ((conditions: readonly Condition[]) => void)[] = [];
  #known = new Map<string, Known>();

  constructor(report: (error: unknown) => void, now: () => Date = () => new Date()) {
    this.#report = report;
    this.#now = now;
  }

  /** `ask` answers everything that is wrong now in the eyes of one feature. It is asked several times a second, so it must be quick. */
  register(ask: () => Iterable<Statement>): void {
    this.#askers.push(ask);
  }

  /** Told whenever somebody has looked at what is wrong, and after each change of the station (`Health`): for what must end when a condition begins, however short it is. */
  onLooked(looker: (conditions: readonly Condition[]) => void): void {
    this.#lookers.push(looker);
  }

  /** The worst first; among equals the one that holds longest. */
  current(): readonly Condition[] {
    const now = this.#now().toISOString();
    const found = new Map<string, Known>();
    for (const { onRead, ...statement } of this.#askers.flatMap((ask) => this.#answerOf(ask))) {
      const key = keyOf(statement);
      if (found.has(key)) continue;
      const since = this.#known.get(key)?.condition.since ?? now;
      if (onRead === undefined) found.set(key, { condition: { ...statement, since } });
      else found.set(key, { condition: { ...statement, since, endsWhenRead: true }, onRead });
    }
    this.#known = found;
    const conditions = [...found.values()].map(({ condition }) => condition);
    conditions.sort(
      (first, second) => ORDER[first.severity] - ORDER[second.severity] || (first.since < second.since ? -1 : 1),
    );
    for (const looker of this.#lookers) looker(conditions);
    return conditions;
  }

  /** Somebody has read a condition that ends by that. One that is over by now, or that goes on, stays as it is. */
  read(condition: Pick<Condition, 'code' | 'subject'>): void {
    this.#known.get(keyOf(condition))?.onRead?.();
  }

  /** A feature that cannot say what is wrong with it is in trouble itself. */
  #answerOf(ask: () => Iterable<Statement>): readonly Statement[] {
    try {
      return [...ask()];
    } catch (thrown) {
      if (!(thrown instanceof SigmalineError)) this.#report(thrown);
      const { code, details } = reportOf(thrown);
      return [{ code, details: { ...details }, subject: stationSubject(), severity: 'warning' }];
    }
  }
}

function keyOf({ code, subject }: Pick<Condition, 'code' | 'subject'>): string {
  return `${code} ${keyOfSubject(subject)}`;
}

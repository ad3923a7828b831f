import {
  type Condition,
  keyOfSubject,
  reportOf,
  SigmalineError,
  stationSubject,
} from '../../../shared/domain/index.ts';

/** A condition as the feature that knows of it states it. */
export type Statement = Omit<Condition, 'since'>;

const ORDER = { alarm: 0, warning: 1, note: 2 } as const;

/**
 * What is wrong with the station. Features are asked and do not set or clear: a condition that nobody cleared, or that a crash left behind, cannot
 * exist. Since when each holds is remembered here.
 */
export class Conditions {
  readonly #askers: (() => Iterable<Statement>)[] = [];
  readonly #report: (error: unknown) => void;
  #known = new Map<string, Condition>();

  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  /** `ask` answers everything that is wrong now in the eyes of one feature. It is asked several times a second, so it must be quick. */
  register(ask: () => Iterable<Statement>): void {
    this.#askers.push(ask);
  }

  /** The worst first; among equals the one that holds longest. */
  current(): readonly Condition[] {
    const now = new Date().toISOString();
    const found = new Map<string, Condition>();
    for (const statement of this.#askers.flatMap((ask) => this.#answerOf(ask))) {
      const key = `${statement.code} ${keyOfSubject(statement.subject)}`;
      if (!found.has(key)) found.set(key, { ...statement, since: this.#known.get(key)?.since ?? now });
    }
    this.#known = found;
    return [...found.values()].sort(
      (first, second) => ORDER[first.severity] - ORDER[second.severity] || (first.since < second.since ? -1 : 1),
    );
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

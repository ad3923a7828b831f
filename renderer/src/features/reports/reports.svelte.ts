import type { RequestInput } from '../../../../shared/contract/index.ts';
import type { Report, ReportSubject } from '../../../../shared/domain/index.ts';
import type { StationConnection } from '../../lib/connection/index.ts';
import { clauses, dateAndTime } from '../../lib/format.ts';
import { Refusal, type Sentence } from '../../lib/sentence.ts';
import { texts } from '../../lib/texts.ts';

/** The reports of the station, as they go on. */
export class ReportList {
  readonly #connection: StationConnection;
  #reports = $state.raw<readonly Report[]>([]);
  #problem = $state<Sentence | null>(null);

  /** To be made where effects may be. @param reads whether those are asked for that are there already */
  constructor(connection: StationConnection, reads: () => boolean) {
    this.#connection = connection;
    $effect(() => connection.on('report.changed', (report) => this.#take(report)));
    $effect(() => {
      if (connection.state === 'open' && reads()) void this.#read();
    });
  }

  /** The newest first. */
  get reports(): readonly Report[] {
    return this.#reports;
  }

  /** Why something could not be done; null while all could. */
  get problem(): Sentence | null {
    return this.#problem;
  }

  find(id: string | null): Report | null {
    return this.#reports.find((report) => report.id === id) ?? null;
  }

  /** @returns the id of the report that has begun; null where it could not */
  make(subject: ReportSubject): Promise<string | null> {
    return this.#begin(this.#connection.request('report.make', subject));
  }

  makeShift(span: RequestInput<'report.makeShift'>['span']): Promise<string | null> {
    return this.#begin(this.#connection.request('report.makeShift', { span }));
  }

  async cancel(id: string): Promise<void> {
    try {
      await this.#connection.request('report.cancel', { id });
    } catch (thrown) {
      this.#problem = Refusal.of(thrown);
    }
  }

  async #begin(asked: Promise<Report>): Promise<string | null> {
    this.#problem = null;
    try {
      const report = await asked;
      // The event of its end may have come before this answer.
      if (this.find(report.id) === null) this.#take(report);
      return report.id;
    } catch (thrown) {
      this.#problem = Refusal.of(thrown);
      return null;
    }
  }

  async #read(): Promise<void> {
    try {
      this.#reports = await this.#connection.request('report.list', {});
      this.#problem = null;
    } catch (thrown) {
      this.#problem = Refusal.of(thrown);
    }
  }

  #take(report: Report): void {
    const isKnown = this.#reports.some(({ id }) => id === report.id);
    this.#reports = isKnown
      ? this.#reports.map((known) => (known.id === report.id ? report : known))
      : [report, ...this.#reports];
  }
}

/** What a report is about, in one line. */
export function titleOf({ subject, file }: Report): string {
  const words = texts.reports;
  switch (subject.kind) {
    case 'shift':
      return clauses([subject.name, `${dateAndTime(subject.from)} – ${dateAndTime(subject.to)}`]);
    case 'calibration':
      return words.calibration(subject.recipe, subject.version);
    case 'test':
      return words.test(subject.run);
    case 'part': {
      const number = file === null ? undefined : /no-(\d+)/.exec(file.name)?.[1];
      return number === undefined ? words.part : `${words.part}${texts.colon}${texts.verdict.part(number)}`;
    }
  }
}

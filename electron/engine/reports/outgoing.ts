import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ErrorFact, SigmalineError, stationSubject } from '../../../shared/domain/index.ts';
import { copyWhole, errnoReason, isMissing, isThere } from '../../files/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { KeptReport, ReportTable } from './reportTable.ts';

/** Puts copies of reports into the folder that the settings name: whole files only, each once, and tried again where the folder is away. */
export class Outgoing {
  readonly #kernel: Kernel;
  readonly #table: ReportTable;
  readonly #pathOf: (report: KeptReport) => string;
  #problem: ErrorFact | null = null;

  constructor(kernel: Kernel, table: ReportTable, pathOf: (report: KeptReport) => string) {
    this.#kernel = kernel;
    this.#table = table;
    this.#pathOf = pathOf;
    kernel.conditions.register(() =>
      this.#problem === null ? [] : [{ ...this.#problem, subject: stationSubject(), severity: 'warning' }],
    );
  }

  /** @throws nothing: a folder that cannot be written is a condition */
  async deliver(folder: string | null): Promise<void> {
    if (folder === null) {
      this.#tell(null);
      return;
    }
    for (let report = this.#table.outgoing(); report !== null; report = this.#table.outgoing()) {
      if (report.file === null || !(await isThere(this.#pathOf(report)))) {
        this.#table.delivered(report.id, null);
        continue;
      }
      const target = join(folder, report.file.name);
      const source = this.#pathOf(report);
      try {
        await copyWhole(source, target);
      } catch (thrown) {
        this.#tell({ code: 'report.folder', details: { folder, reason: errnoReason(thrown) } });
        return;
      }
      this.#table.delivered(report.id, folder);
    }
    this.#tell(null);
  }

  /** One that cannot be removed now, as where the share is away, is left to whoever keeps that folder. */
  async remove({ deliveredTo, file }: KeptReport): Promise<void> {
    if (deliveredTo === null || file === null) return;
    await rm(join(deliveredTo, file.name), { force: true }).catch((thrown: unknown) => {
      if (!isMissing(thrown)) this.#kernel.report(thrown);
    });
  }

  #tell(problem: ErrorFact | null): void {
    const isNews = problem?.details.reason !== this.#problem?.details.reason;
    this.#problem = problem;
    if (!isNews) return;
    if (problem !== null) this.#kernel.report(new SigmalineError(problem));
    this.#kernel.changed();
  }
}

import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Caller, Handlers, RequestName } from '../../../shared/contract/index.ts';
import {
  assertNever,
  type ErrorFact,
  factOf,
  type InspectionId,
  minuteInName,
  namedSpan,
  type RecipeId,
  type Report,
  type ReportSigner,
  type ReportSubject,
  reportOf,
  SigmalineError,
  type StationSettings,
  shiftNameOfSpan,
  slugOf,
  stationSubject,
} from '../../../shared/domain/index.ts';
import type { Feature, Kernel, Repeated, Work } from '../kernel/index.ts';
import { Outgoing } from './outgoing.ts';
import { type KeptReport, ReportTable } from './reportTable.ts';
import { dueShifts } from './schedule.ts';
import { SignerStore } from './signerStore.ts';
import type { ReportRequest, WrittenReport } from './writing.ts';

type ReportsRequest = Extract<RequestName, `report.${string}`>;

export interface ReportNeeds {
  readonly settings: () => Pick<StationSettings, 'reports' | 'shiftStarts' | 'stationName'>;
  readonly records: { find(id: InspectionId): { readonly number: number } | null; total(): number };
  readonly recipes: { load(id: RecipeId, version: number): Promise<unknown> };
  /** @throws SigmalineError `test-run.not-found` */
  readonly tests: { get(run: number): { readonly setName: string } };
  /** Signs the audit chain as it is, so that what is reported is below a checkpoint; where no key can, a condition tells. */
  readonly checkpoint: () => unknown;
  /** Writes a report in a process of its own. */
  readonly task: (
    request: ReportRequest,
    onProgress: (share: number) => void,
    signal: AbortSignal,
  ) => Promise<WrittenReport>;
  /** Seals the key that signs; null where the operating system keeps no secret. */
  readonly keySecret: Uint8Array | null;
  readonly lookEveryMs?: number | undefined;
}

const LOOK_EVERY_MS = 10_000;
const AFTER_FAILURE = { firstMs: 10_000, longestMs: 5 * 60_000 };
/** Whoever asks for more waits for them longer than for an export. */
const MOST_WAITING = 20;
const STOP_MS = 500;
const DAY_MS = 24 * 60 * 60 * 1000;
/** English in every language, for the programs that wait for them, and nothing that a file system or a mail program stumbles over. */
const FILE_NAMES: Readonly<Record<ReportSubject['kind'], string>> = {
  shift: 'shift-report',
  part: 'certificate',
  calibration: 'calibration-report',
  test: 'test-report',
};

/** Reports as PDF: asked for by people or due at the end of a shift, written one after the other by a task, kept, delivered and removed when they are old. */
export class Reports implements Feature<ReportsRequest> {
  readonly handlers: Handlers<ReportsRequest>;
  readonly #kernel: Kernel;
  readonly #needs: ReportNeeds;
  readonly #table: ReportTable;
  readonly #signer: SignerStore;
  readonly #outgoing: Outgoing;
  readonly #work: Work;
  readonly #loop: Repeated;
  #running: { readonly id: string; readonly cancel: AbortController; progress: number } | null = null;

  constructor(kernel: Kernel, needs: ReportNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#table = new ReportTable(kernel.database);
    this.#signer = new SignerStore(kernel.dataFolder, needs.keySecret);
    this.#outgoing = new Outgoing(kernel, this.#table, (report) => this.#pathOf(report));
    kernel.conditions.register(() => this.#signerProblem());
    this.handlers = {
      'report.make': (subject, caller) => this.#make(subject, caller),
      'report.makeShift': ({ span }, caller) => this.#make({ kind: 'shift', ...this.#spanOf(span) }, caller),
      'report.list': (_, caller) =>
        this.#table.newest().flatMap((report) => (maySee(report, caller) ? [this.#shown(report)] : [])),
      'report.cancel': ({ id }, caller) => this.#cancel(id, caller),
      'report.locate': ({ id }, caller) => this.#locate(id, caller),
      'report.signer': () => ({ signer: this.#signerState() }),
      'report.setSigner': ({ file, passphrase }) => this.#setSigner(Buffer.from(file, 'base64'), passphrase),
      'report.removeSigner': () => this.#removeSigner(),
    };
    this.#work = kernel.work();
    this.#loop = this.#work.repeat(needs.lookEveryMs ?? LOOK_EVERY_MS, () => this.#look(), {
      afterFailure: AFTER_FAILURE,
    });
  }

  stop(): Promise<void> {
    return this.#work.stop(STOP_MS);
  }

  /** @throws SigmalineError `report.span`, `report.too-many`, `inspection.not-found`, `recipe.*`, `test-run.not-found` */
  async #make(subject: ReportSubject, caller: Caller): Promise<Report> {
    await this.#requireThere(subject);
    const report = this.#ask(subject, 'asked', caller.name);
    this.#loop.wake();
    return report;
  }

  async #requireThere(subject: ReportSubject): Promise<void> {
    if (subject.kind === 'shift' && subject.from >= subject.to) throw new SigmalineError('report.span');
    if (subject.kind === 'part' && this.#needs.records.find(subject.id) === null)
      throw new SigmalineError('inspection.not-found', { inspection: subject.id });
    if (subject.kind === 'test') this.#needs.tests.get(subject.run);
    if (subject.kind !== 'calibration') return;
    const { recipe, version } = subject;
    // One that is damaged is told of by the report that cannot be made.
    await this.#needs.recipes.load(recipe, version).catch((thrown: unknown) => {
      if (reportOf(thrown).code !== 'recipe.corrupt') throw thrown;
    });
  }

  #ask(wish: ReportSubject, cause: Report['cause'], by: string | null): Report {
    const waiting = this.#table.waiting().length;
    if (cause === 'asked' && waiting >= MOST_WAITING) throw new SigmalineError('report.too-many', { count: waiting });
    const subject = this.#named(wish);
    const asked = { id: randomUUID(), at: this.#kernel.clock.now().toISOString(), subject, cause, by };
    this.#kernel.database.transaction(() => {
      this.#table.add(asked);
      this.#kernel.audit.append({ action: 'report.asked', object: objectOf(asked.id), new: { subject, cause } });
    });
    return this.#tell(asked.id);
  }

  async #look(): Promise<void> {
    this.#askForShifts();
    for (const report of this.#table.waiting()) {
      if (this.#work.isStopped) return;
      await this.#write(report);
    }
    const { folder, keepDays } = this.#needs.settings().reports;
    await this.#outgoing.deliver(folder);
    await this.#removeBefore(new Date(this.#kernel.clock.steadyNow().getTime() - keepDays * DAY_MS));
  }

  /** Shifts that ended since the last time, also while the station was off; while none are to be made, it is noted that they ended. */
  #askForShifts(): void {
    // A clock that jumped would end shifts that have not been: none would be made until it comes there.
    if (!this.#kernel.clock.isSure()) return;
    const { reports, shiftStarts } = this.#needs.settings();
    const due = dueShifts({
      now: this.#kernel.clock.now(),
      starts: shiftStarts,
      after: this.#table.lastShiftEnd,
      keepDays: reports.keepDays,
    });
    const last = due.at(-1);
    if (last === undefined) return;
    this.#kernel.database.transaction(() => {
      // Nothing is said of a shift from before the station.
      const wanted = reports.atShiftEnd && this.#table.lastShiftEnd !== null ? due : [];
      for (const span of wanted) this.#ask({ kind: 'shift', ...span }, 'shift-end', null);
      this.#table.lastShiftEnd = last.to;
    });
  }

  async #write({ id, subject, at, by, cause }: KeptReport): Promise<void> {
    const cancel = new AbortController();
    this.#running = { id, cancel, progress: 0 };
    const name = this.#fileName(subject, id, new Date(at));
    const folder = this.#folderOf(id);
    try {
      const { paper, sign } = this.#needs.settings().reports;
      const now = this.#kernel.clock.now();
      const signer = sign ? this.#signer.current(now) : null;
      this.#needs.checkpoint();
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      const who = by ?? ({ word: cause === 'asked' ? 'openStation' : 'station' } as const);
      const { dataFolder } = this.#kernel;
      const request = { dataFolder, subject, paper, madeAt: now.toISOString(), by: who, signer };
      const signal = AbortSignal.any([cancel.signal, this.#work.signal]);
      const written = await this.#needs.task(
        { ...request, outputPath: join(folder, name) },
        (share) => this.#progressed(id, share),
        signal,
      );
      this.#made(id, subject, { name, isSigned: signer !== null, ...written });
    } catch (thrown) {
      await rm(folder, { recursive: true, force: true });
      // It is written when the station is on again.
      if (this.#work.isStopped) return;
      this.#failed(id, thrown);
    } finally {
      this.#running = null;
    }
    this.#tell(id);
  }

  #made(id: string, subject: ReportSubject, file: NonNullable<Report['file']>): void {
    this.#kernel.database.transaction(() => {
      this.#table.end(id, { file, error: null }, this.#needs.settings().reports.folder !== null);
      this.#kernel.audit.observed({ action: 'report.made', object: objectOf(id), new: { subject, ...file } });
    });
  }

  #failed(id: string, thrown: unknown): void {
    const error =
      thrown instanceof SigmalineError
        ? factOf(thrown)
        : factOf(new SigmalineError('report.failed', { reason: String(thrown) }));
    if (error.code !== 'report.cancelled') this.#kernel.report(thrown);
    this.#table.end(id, { file: null, error });
    this.#kernel.changed();
  }

  /** @throws SigmalineError `resource.not-found` where it is not waiting */
  #cancel(id: string, caller: Caller): Record<string, never> {
    const report = this.#table.find(id);
    if (report?.state !== 'waiting' || !maySee(report, caller))
      throw new SigmalineError('resource.not-found', { resource: 'report' });
    this.#kernel.audit.append({ action: 'report.cancelled', object: objectOf(id) });
    if (this.#running?.id === id) this.#running.cancel.abort();
    else {
      this.#table.end(id, { file: null, error: factOf(new SigmalineError('report.cancelled')) });
      this.#tell(id);
    }
    return {};
  }

  #locate(id: string, caller: Caller): { path: string; fileName: string } {
    const report = this.#table.find(id);
    if (report === null || report.file === null || !maySee(report, caller))
      throw new SigmalineError('resource.not-found', { resource: 'report' });
    return { path: this.#pathOf(report), fileName: report.file.name };
  }

  async #setSigner(file: Buffer, passphrase: string): Promise<{ signer: ReportSigner | null }> {
    await this.#signer.take(file, passphrase, this.#kernel.clock.now());
    const signer = this.#signerState();
    this.#kernel.audit.append({ action: 'report.signer-set', object: SIGNER, new: signer });
    this.#kernel.changed();
    return { signer };
  }

  #removeSigner(): { signer: null } {
    const before = this.#signerState();
    this.#kernel.audit.append({ action: 'report.signer-removed', object: SIGNER, old: before });
    this.#signer.remove();
    this.#kernel.changed();
    return { signer: null };
  }

  #signerState(): ReportSigner | null {
    return this.#signer.state(this.#kernel.clock.now());
  }

  #signerProblem(): (ErrorFact & { subject: ReturnType<typeof stationSubject>; severity: 'warning' })[] {
    if (!this.#needs.settings().reports.sign) return [];
    const state = this.#signerState();
    const problem = state === null ? factOf(new SigmalineError('report.signer-missing')) : state.problem;
    return problem === null ? [] : [{ ...problem, subject: stationSubject(), severity: 'warning' }];
  }

  /** Files first: a row without a file says that it is gone, a file without a row would stay for ever. */
  async #removeBefore(time: Date): Promise<void> {
    if (!this.#kernel.clock.isSure()) return;
    for (const report of this.#table.before(time.toISOString())) {
      await this.#outgoing.remove(report);
      await rm(this.#folderOf(report.id), { recursive: true, force: true });
      this.#table.remove(report.id);
    }
  }

  #progressed(id: string, share: number): void {
    if (this.#running?.id !== id) return;
    const isWorthTelling = Math.floor(share * 20) > Math.floor(this.#running.progress * 20);
    this.#running.progress = share;
    if (isWorthTelling) this.#tell(id);
  }

  #tell(id: string): Report {
    const report = this.#table.find(id);
    if (report === null) throw new Error('a report is told of that is not there');
    const shown = this.#shown(report);
    this.#kernel.emit('report.changed', shown);
    return shown;
  }

  #shown({ deliveredTo: _, ...report }: KeptReport): Report {
    return { ...report, progress: this.#running?.id === report.id ? this.#running.progress : null };
  }

  #spanOf(span: Parameters<Handlers['report.makeShift']>[0]['span']): { from: string; to: string } {
    if (typeof span !== 'string') return span;
    const { from, to } = namedSpan(span, this.#kernel.clock.now(), this.#needs.settings().shiftStarts);
    return { from: from.toISOString(), to: to.toISOString() };
  }

  /** The name stays what it was, whatever shifts are called later. */
  #named(subject: ReportSubject): ReportSubject {
    if (subject.kind !== 'shift') return subject;
    const { name: _, ...span } = subject;
    const name = shiftNameOfSpan(span, this.#needs.settings().shiftStarts);
    return name === null ? span : { ...span, name };
  }

  #folderOf(id: string): string {
    return join(this.#kernel.dataFolder, 'reports', id);
  }

  #pathOf({ id, file }: KeptReport): string {
    return join(this.#folderOf(id), file?.name ?? '');
  }

  /** "shift-report-line-3-2026-11-28-0600-3f0c.pdf": what it is about, and a few digits of its id, so that no two have one name. */
  #fileName(subject: ReportSubject, id: string, at: Date): string {
    const about = this.#aboutOf(subject, at);
    const words = [FILE_NAMES[subject.kind], slugOf(this.#needs.settings().stationName), about, id.slice(0, 4)];
    return `${words.filter((word) => word !== '').join('-')}.pdf`;
  }

  #aboutOf(subject: ReportSubject, at: Date): string {
    switch (subject.kind) {
      case 'shift':
        return minuteInName(new Date(Math.min(Date.parse(subject.to), at.getTime())));
      case 'part':
        return `no-${this.#needs.records.find(subject.id)?.number ?? ''}`;
      case 'calibration':
        return `${subject.recipe}-${subject.version}`;
      case 'test':
        return `${slugOf(this.#needs.tests.get(subject.run).setName)}-${subject.run}`;
      default:
        return assertNever(subject);
    }
  }
}

const SIGNER = { kind: 'report', id: 'signer' } as const;
const objectOf = (id: string): { kind: string; id: string } => ({ kind: 'report', id });

/** Operators see what they may make. */
function maySee({ subject }: Report, { role }: Caller): boolean {
  return role !== 'operator' || subject.kind === 'shift';
}

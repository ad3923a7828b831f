import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Caller, Handlers, LastingBypass, RequestName } from '../../../shared/contract/index.ts';
import {
  BYPASSED_CODE,
  type Bypass,
  bypassDetails,
  bypassIdIn,
  type ErrorFact,
  SigmalineError,
  type Signature,
  type SignatureInput,
  type SourceId,
  type StationSettings,
  secondsCovered,
  sourceSubject,
  stationSubject,
  type TimeSpan,
} from '../../../shared/domain/index.ts';
import { canonicalJson, readBody } from '../../audit/index.ts';
import { sha256Of } from '../../files/index.ts';
import type { Access } from '../access/index.ts';
import { actingAsStation, type Feature, type Kernel, type Statement as Told, type Work } from '../kernel/index.ts';
import { isStorageTrouble } from '../storage/index.ts';
import { BypassTable, bypassesIn, type End } from './bypassTable.ts';

type BypassRequest = Extract<RequestName, `bypass.${string}`>;
type Asked = Parameters<Handlers['bypass.begin']>[0];

export interface BypassNeeds {
  readonly sources: () => readonly { readonly id: SourceId; readonly name: string }[];
  readonly settings: () => Pick<StationSettings, 'bypass'>;
  readonly signing: Pick<Access, 'signsBypass' | 'signatures'>;
  /** One began or ended: other files may be judged now. */
  readonly onChanged: () => void;
  readonly lookEveryMs?: number;
}

const LOOK_EVERY_MS = 500;
const ENDED = 'bypass.ended';
const MINUTE_MS = 60_000;

/**
 * The times in which people switched inspection off. A by-pass ends by its time alone, whoever is there: what says so is not the row that tells of its end
 * but the clock, so that a restart or a disk that is full cannot make one last longer. Which images it is about follows from when they arrived.
 */
export class Bypasses implements Feature<BypassRequest> {
  readonly handlers: Handlers<BypassRequest>;
  readonly #kernel: Kernel;
  readonly #needs: BypassNeeds;
  readonly #table: BypassTable;
  readonly #work: Work;
  /** Those whose end is not written down yet; what counts parts counts them here as well. */
  #open: readonly Bypass[];
  /** The record that was counted last. */
  #counted: number | null = null;
  #lastEnd: string;
  #lastSum: { readonly from: string; readonly periods: readonly Bypass[] } | null = null;

  constructor(kernel: Kernel, needs: BypassNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#table = new BypassTable(kernel.database);
    this.#open = this.#table.open();
    this.#lastEnd = this.#table.lastEnd() ?? '';
    kernel.conditions.register(() => this.#lasting().map(statementOf));
    kernel.recorders.register('bypass', ({ error, number }) => {
      const id = bypassIdIn(error);
      if (id === null) return;
      // Other views of a part say the same of it.
      this.#counted = this.#table.isOfCountedPart(id, number) ? null : number;
      if (this.#counted === number) this.#table.countPart(id);
    });
    kernel.recorders.onCommitted(({ error, number }) => {
      const id = bypassIdIn(error);
      if (id !== null && this.#counted === number)
        this.#open = this.#open.map((each) => (each.id === id ? { ...each, parts: each.parts + 1 } : each));
    }, 'first');
    this.handlers = {
      'bypass.words': () => {
        const { reasons, mostMinutes } = needs.settings().bypass;
        return { reasons, mostMinutes, signs: needs.signing.signsBypass };
      },
      'bypass.begin': (input, caller) => this.#begin(input, caller),
      'bypass.end': ({ id }, caller) => this.#endEarly(id, caller),
      'bypass.list': ({ from, to, limit }) => bypassesIn(kernel.database, { from, to }, limit),
    };
    this.#work = kernel.work();
  }

  /** Ends what has come to its end while the station was off, and from now on each at its time. */
  begin(): void {
    this.#endThoseToldAsEnded();
    this.#look(({ began }) => this.#kernel.clock.now().toISOString() < began);
    this.#work.repeat(this.#needs.lookEveryMs ?? LOOK_EVERY_MS, () => Promise.resolve(this.#look()));
  }

  /** What lasts now, the oldest first. */
  lasting(): LastingBypass[] {
    const { clock } = this.#kernel;
    const nowMs = Math.max(clock.now().getTime(), clock.steadyNow().getTime());
    return this.#lasting().map((each) => ({
      ...each,
      remainingSeconds: Math.max(0, Math.ceil((Date.parse(each.until) - nowMs) / 1000)),
    }));
  }

  /** Since when a source is by-passed; null while it inspects. */
  sinceOf(id: SourceId): string | null {
    return this.#lasting().find((each) => concerns(each, id))?.began ?? null;
  }

  /** Why an image that arrived at this time is not judged; null where it is. */
  of(id: SourceId, arrivedAt: string): ErrorFact | null {
    const lasting = this.#lasting().find((each) => concerns(each, id) && each.began <= arrivedAt);
    if (lasting === undefined && arrivedAt >= this.#lastEnd) return null;
    const bypass = lasting ?? this.#table.atTime(id, arrivedAt);
    return bypass === null
      ? null
      : { code: BYPASSED_CODE, details: { ...bypassDetails(bypass), bypass: bypass.id, until: bypass.until } };
  }

  /** In how many seconds of a span at least one source was by-passed. While the database cannot be read, what was read last holds. */
  secondsIn({ from, to }: TimeSpan): number {
    // The status asks several times a second.
    if (this.#lastEnd <= from) return 0;
    const now = this.#kernel.clock.now().toISOString();
    try {
      this.#lastSum = { from, periods: bypassesIn(this.#kernel.database, { from, to }) };
    } catch (thrown) {
      if (!isStorageTrouble(thrown)) throw thrown;
    }
    const read = this.#lastSum?.from === from ? this.#lastSum.periods : [];
    const periods = read.map(({ began, until, ended }) => ({ began, ended: ended ?? (until < now ? until : null) }));
    return secondsCovered(periods, { from, to }, now);
  }

  stop(): Promise<void> {
    return this.#work.stop(0);
  }

  async #begin({ signature, minutes, source: id, ...said }: Asked, caller: Caller): Promise<Bypass> {
    const { signing, settings, sources } = this.#needs;
    const { mostMinutes, reasons } = settings().bypass;
    if (minutes > mostMinutes) throw new SigmalineError('bypass.too-long', { most: mostMinutes });
    if (!reasons.includes(said.reason)) throw new SigmalineError('bypass.unknown-reason', { reason: said.reason });
    const source = id === null ? null : sources().find((each) => each.id === id);
    if (source === undefined) throw new SigmalineError('source.not-found', { source: id ?? '' });
    const asked = { id: randomUUID() as string, source: source && { id: source.id, name: source.name }, ...said };
    const act = (signed: Signature | null): Bypass => this.#write(asked, minutes, caller, signed);
    const begun =
      signature === undefined
        ? this.#unsigned(signing.signsBypass, act)
        : await this.#signed(signature, { ...asked, minutes }, caller, act);
    this.#open = [...this.#open, begun];
    if (begun.until > this.#lastEnd) this.#lastEnd = begun.until;
    this.#changed();
    return begun;
  }

  #unsigned(signs: boolean, act: (signed: null) => Bypass): Bypass {
    if (signs) throw new SigmalineError('signature.needed');
    return this.#kernel.database.transaction(() => act(null));
  }

  #signed(
    signature: SignatureInput,
    asked: Pick<Bypass, 'id' | 'source' | 'reason' | 'comment'> & { readonly minutes: number },
    caller: Caller,
    act: (signed: Signature) => Bypass,
  ): Promise<Bypass> {
    const { id } = asked;
    return this.#needs.signing.signatures.sign(caller, signature, objectOf(id), sha256Of(canonicalJson(asked)), act);
  }

  /** In a transaction: the signer's secret takes its time to be checked, and somebody else may have begun one meanwhile. */
  #write(
    asked: Pick<Bypass, 'id' | 'source' | 'reason' | 'comment'>,
    minutes: number,
    { person, name }: Caller,
    signature: Signature | null,
  ): Bypass {
    const lasting = this.#table.open().filter((each) => !this.#isOver(each));
    const other = lasting.find(
      ({ source }) => source === null || asked.source === null || source.id === asked.source.id,
    );
    if (other !== undefined) throw new SigmalineError('bypass.already', bypassDetails(other));
    const began = this.#kernel.clock.now();
    const until = new Date(began.getTime() + minutes * MINUTE_MS).toISOString();
    const ended = { ended: null, endedBy: null, endedEarly: false };
    const begun = { ...asked, began: began.toISOString(), until, person, name, signature, ...ended, parts: 0 };
    this.#kernel.audit.append({
      action: 'bypass.begun',
      object: objectOf(begun.id),
      new: { source: begun.source, comment: begun.comment, minutes, until },
      reason: begun.reason,
    });
    this.#table.add(begun);
    return begun;
  }

  #endEarly(id: string, { name }: Caller): Bypass {
    const lasting = this.#lasting().find((each) => each.id === id);
    if (lasting === undefined) throw new SigmalineError('bypass.over');
    const ended = this.#end(lasting, { endedBy: name, endedEarly: true });
    this.#changed();
    return ended;
  }

  /** Ends those whose time is up, or that must not go on. */
  #look(mustEnd: (bypass: Bypass) => boolean = () => false): void {
    const over = this.#open.filter((each) => this.#isOver(each) || mustEnd(each));
    if (over.length === 0) return;
    try {
      actingAsStation(() => {
        for (const bypass of over) this.#end(bypass, { endedBy: null, endedEarly: false });
      });
    } catch (thrown) {
      // It is over all the same, and is written down at one of the next looks.
      if (!isStorageTrouble(thrown)) throw thrown;
    }
    this.#changed();
  }

  #end(bypass: Bypass, how: Pick<End, 'endedBy' | 'endedEarly'>): Bypass {
    const now = this.#kernel.clock.now().toISOString();
    const ended = [bypass.began, now, bypass.until].sort()[1] ?? now;
    this.#kernel.database.transaction(() => {
      this.#kernel.audit.append({
        action: ENDED,
        object: objectOf(bypass.id),
        old: { source: bypass.source, until: bypass.until },
        new: { ended, early: how.endedEarly, parts: bypass.parts },
        reason: bypass.reason,
      });
      this.#table.end({ id: bypass.id, ended, ...how });
    });
    this.#open = this.#open.filter(({ id }) => id !== bypass.id);
    this.#lastEnd = this.#table.lastEnd() ?? '';
    return this.#table.get(bypass.id) ?? { ...bypass, ...how, ended };
  }

  /** A database that was restored from a backup may hold one as lasting that somebody ended since: the audit trail knows. */
  #endThoseToldAsEnded(): void {
    const told = this.#kernel.database.prepare<{ body: string }>(
      `SELECT body FROM audit_entry WHERE action = '${ENDED}' AND action <> 'inspection.recorded' AND object_kind = 'bypass' AND object_id = ? LIMIT 1`,
    );
    for (const { id, began, until } of this.#open) {
      const row = told.get(id);
      if (row === undefined) continue;
      const read = readBody(row.body);
      const said = read.kind === 'read' ? endSchema.safeParse(read.body).data : undefined;
      const at = said?.new.ended ?? began;
      const ended = at < began || at > until ? began : at;
      this.#table.end({ id, ended, endedBy: said?.name ?? null, endedEarly: said?.new.early ?? true });
    }
    this.#open = this.#table.open();
  }

  #lasting(): readonly Bypass[] {
    return this.#open.filter((each) => !this.#isOver(each));
  }

  /** By either clock: one that was set back must not make it longer. */
  #isOver({ until }: Bypass): boolean {
    const { clock } = this.#kernel;
    return clock.now().toISOString() >= until || clock.steadyNow().toISOString() >= until;
  }

  #changed(): void {
    this.#needs.onChanged();
    this.#kernel.changed();
  }
}

const endSchema = z.object({
  name: z.string().nullable(),
  new: z.object({ ended: z.iso.datetime(), early: z.boolean() }),
});

const objectOf = (id: string) => ({ kind: 'bypass', id });

function concerns({ source }: Bypass, id: SourceId): boolean {
  return source === null || source.id === id;
}

function statementOf(bypass: Bypass): Told {
  const { source } = bypass;
  return {
    code: 'bypass.active',
    details: { ...bypassDetails(bypass), since: bypass.began, until: bypass.until },
    subject: source === null ? stationSubject() : sourceSubject(source),
    severity: 'warning',
  };
}

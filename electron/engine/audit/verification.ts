import { z } from 'zod';
import { type AuditState, auditFaultSchema } from '../../../shared/contract/index.ts';
import { type ErrorFact, findingFact, SigmalineError, stationSubject } from '../../../shared/domain/index.ts';
import type { Statement as Condition, Kernel, Work } from '../kernel/index.ts';
import type { Statement } from '../storage/index.ts';
import { THIS_STATION } from './beginning.ts';
import { quickFaults } from './quickCheck.ts';

type Verified = AuditState['verification'];

/** What a verification of the whole chain found. */
export interface VerificationResult {
  readonly entries: number;
  /** The first of them. */
  readonly faults: Verified['faults'];
  readonly faultCount: number;
}

export interface VerificationNeeds {
  /** Verifies the whole chain in a process of its own. */
  readonly task: (
    onProgress: (progress: { done: number; total: number }) => void,
    signal: AbortSignal,
  ) => Promise<VerificationResult>;
  readonly onChanged: () => void;
  /** From the start until the whole chain is verified in the background. */
  readonly firstAfterMs?: number | undefined;
}

/** Whoever starts a station waits for its line, not for this. */
const FIRST_AFTER_MS = 60_000;

const storedSchema = z.object({
  at: z.iso.datetime(),
  entries: z.number().nullable(),
  faults: z.array(auditFaultSchema),
  faultCount: z.number(),
  acknowledged: z.object({ by: z.string(), at: z.iso.datetime() }).nullable(),
});
type Stored = z.infer<typeof storedSchema>;

/**
 * Whether the chain verifies: its end at each start, all of it in the background and whenever somebody asks. What was found stays until a verification
 * of all finds nothing more: nothing is repaired, and the line goes on in any case.
 */
export class Verification {
  readonly #kernel: Kernel;
  readonly #needs: VerificationNeeds;
  readonly #work: Work;
  readonly #write: Statement<never>;
  #stored: Stored | null;
  #running: { readonly abort: AbortController; progress: Verified['progress'] } | null = null;

  constructor(kernel: Kernel, needs: VerificationNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#work = kernel.work();
    this.#write = kernel.database.prepare(
      'INSERT INTO audit_verification (id, state) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state',
    );
    const row = kernel.database.prepare<{ state: string }>('SELECT state FROM audit_verification').get();
    // What cannot be read is found anew.
    this.#stored = storedSchema.safeParse(JSON.parse(row?.state ?? 'null')).data ?? null;
    kernel.conditions.register(() => this.#statements());
    const faults = quickFaults(kernel.database);
    if (faults.length > 0) this.#keep({ entries: null, faults, faultCount: faults.length });
    this.#work.do(async () => {
      if (await this.#work.pause(needs.firstAfterMs ?? FIRST_AFTER_MS)) await this.#verify();
    });
  }

  state(): Verified {
    const { at = null, entries = null, faults = [], faultCount = 0, acknowledged = null } = this.#stored ?? {};
    const ended = this.#stored === null ? 'never' : faultCount > 0 ? 'broken' : 'intact';
    const state = this.#running === null ? ended : 'running';
    return { state, progress: this.#running?.progress ?? null, at, entries, faults, faultCount, acknowledged };
  }

  /** Begins where it is not at work. Whoever asked is named where the chain tells of it. */
  begin(): void {
    if (this.#running === null) this.#work.do(() => this.#verify());
  }

  cancel(): void {
    this.#running?.abort.abort();
  }

  /** What was found wrong, to be signed. @throws SigmalineError `audit.not-broken` */
  toAcknowledge(): Pick<Verified, 'faults' | 'faultCount'> {
    const { faults = [], faultCount = 0 } = this.#stored ?? {};
    if (faultCount === 0) throw new SigmalineError('audit.not-broken');
    return { faults, faultCount };
  }

  /** Somebody knows of it. To be called in the transaction of the signature. */
  acknowledge(by: string): void {
    const found = this.toAcknowledge();
    if (this.#stored === null) return;
    const { at } = this.#kernel.clock.moment();
    this.#store({ ...this.#stored, acknowledged: { by, at } }, () =>
      this.#kernel.audit.append({ action: 'chain.acknowledged', object: THIS_STATION, new: found }),
    );
  }

  async stop(graceMs: number): Promise<void> {
    this.cancel();
    await this.#work.stop(graceMs);
  }

  async #verify(): Promise<void> {
    if (this.#running !== null) return;
    const running = { abort: new AbortController(), progress: null as Verified['progress'] };
    this.#running = running;
    this.#tell();
    const onProgress = (progress: { done: number; total: number }): void => {
      running.progress = progress;
      this.#needs.onChanged();
    };
    try {
      const result = await this.#needs.task(onProgress, AbortSignal.any([running.abort.signal, this.#work.signal]));
      this.#keep(result);
    } catch (thrown) {
      if (!running.abort.signal.aborted) throw thrown;
    } finally {
      this.#running = null;
      this.#tell();
    }
  }

  /** The same faults as before stay acknowledged. */
  #keep({ entries, faults, faultCount }: Omit<VerificationResult, 'entries'> & { entries: number | null }): void {
    const { at } = this.#kernel.clock.moment();
    const isKnown = sameFaults(faults, this.#stored?.faults ?? []);
    const acknowledged = isKnown ? (this.#stored?.acknowledged ?? null) : null;
    const found = { at, entries, faults: [...faults], faultCount, acknowledged };
    this.#store(found, () =>
      this.#kernel.audit.append({
        action: faultCount === 0 ? 'chain.verified' : 'chain.found-broken',
        object: THIS_STATION,
        new: { entries, faults, faultCount },
      }),
    );
    if (faultCount > 0) this.#kernel.report(new SigmalineError(brokenFact(found)));
  }

  #store(stored: Stored, tell: () => void): void {
    this.#kernel.database.transaction(() => {
      this.#write.run(JSON.stringify(stored));
      tell();
    });
    this.#stored = stored;
    this.#tell();
  }

  #tell(): void {
    this.#needs.onChanged();
    this.#kernel.changed();
  }

  #statements(): Condition[] {
    if (this.#stored === null || this.#stored.faultCount === 0) return [];
    const severity = this.#stored.acknowledged === null ? 'alarm' : 'note';
    return [{ ...brokenFact(this.#stored), subject: stationSubject(), severity }];
  }
}

function brokenFact({ faults, faultCount, acknowledged }: Stored): ErrorFact {
  const fault = findingFact(faults[0] ?? { code: 'audit.fault', text: '' });
  const more = faultCount > 1 ? ({ code: 'audit.more-faults', details: { count: faultCount - 1 } } as const) : '';
  if (acknowledged === null) return { code: 'audit.broken', details: { fault, more } };
  return { code: 'audit.broken-acknowledged', details: { fault, more, ...acknowledged } };
}

/** What an earlier version found has no details. */
function sameFaults(faults: Verified['faults'], others: Verified['faults']): boolean {
  const told = (found: Verified['faults']): string => JSON.stringify(found.map(({ code, text }) => [code, text]));
  return told(faults) === told(others);
}

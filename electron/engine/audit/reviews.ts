import { SigmalineError, stationSubject } from '../../../shared/domain/index.ts';
import type { EntryBody } from '../../audit/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { AuditObject } from '../storage/index.ts';
import { bodyIn } from './beginning.ts';

export interface ReviewNeeds {
  /** When the chain began. */
  readonly begunAt: string;
  /** A review is due so many days after the last one; null where none is asked for. */
  readonly everyDays: () => number | null;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** A period of the chain that somebody looked through. */
export interface Review {
  readonly from: string;
  readonly to: string;
  readonly found: string;
}

/** Signed reviews of the chain, and whether the next one is overdue. */
export class Reviews {
  readonly #kernel: Kernel;
  readonly #needs: ReviewNeeds;
  #last: { readonly at: string; readonly by: string } | null;

  constructor(kernel: Kernel, needs: ReviewNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    const row = kernel.database
      .prepare<{ body: string }>(
        `SELECT body FROM audit_entry WHERE action = 'review.signed' AND action <> 'inspection.recorded' ORDER BY sequence DESC LIMIT 1`,
      )
      .get();
    const body = bodyIn(row?.body ?? '');
    this.#last = body === null ? null : lastIn(body);
    kernel.conditions.register(() => {
      const { dueAt } = this.state();
      if (dueAt === null || Date.parse(dueAt) > kernel.clock.now().getTime()) return [];
      return [{ code: 'audit.review-due', details: { since: dueAt }, subject: stationSubject(), severity: 'warning' }];
    });
  }

  state(): { lastAt: string | null; lastBy: string | null; dueAt: string | null } {
    const days = this.#needs.everyDays();
    const { at = null, by = null } = this.#last ?? {};
    const dueAt = days === null ? null : new Date(Date.parse(at ?? this.#needs.begunAt) + days * DAY_MS).toISOString();
    return { lastAt: at, lastBy: by, dueAt };
  }

  /** @throws SigmalineError `audit.period` */
  requireOver({ from, to }: Review): void {
    if (Date.parse(from) < Date.parse(to) && Date.parse(to) <= this.#kernel.clock.now().getTime()) return;
    throw new SigmalineError('audit.period');
  }

  /** To be called in the transaction of its signature. */
  add(review: Review, object: AuditObject, by: string): void {
    this.#kernel.audit.append({ action: 'review.signed', object, new: review });
    this.#last = { at: this.#kernel.clock.moment().at, by };
    this.#kernel.changed();
  }
}

function lastIn({ at, name, actor }: EntryBody): { readonly at: string; readonly by: string } {
  return { at, by: name ?? actor };
}

import type { Caller, Handlers, Hold } from '../../../shared/contract/index.ts';
import { type Held, inspectionIdSchema, SigmalineError } from '../../../shared/domain/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import type { InspectionRecords } from '../records/index.ts';
import { type HoldRow, HoldTable, type HoldWord } from '../storage/index.ts';

type HoldRequest = 'hold.list' | 'hold.place' | 'hold.lift';

export interface HoldNeeds {
  readonly records: Pick<InspectionRecords, 'find'>;
}

/** Holds on lots, serials and records: nothing of what they name is removed, archived or deleted while they are in force. */
export class Holds implements Feature<HoldRequest> {
  readonly handlers: Handlers<HoldRequest>;
  readonly #kernel: Kernel;
  readonly #table: HoldTable;
  readonly #records: HoldNeeds['records'];
  #changes = 0;

  constructor(kernel: Kernel, { records }: HoldNeeds) {
    this.#kernel = kernel;
    this.#records = records;
    this.#table = new HoldTable(kernel.database);
    this.handlers = {
      'hold.list': () =>
        this.#table
          .all()
          .reverse()
          .map((row) => this.#shown(row)),
      'hold.place': ({ on, reason }, caller) => this.#place(on, this.#word(reason, caller)),
      'hold.lift': ({ id, reason }, caller) => this.#lift(id, this.#word(reason, caller)),
    };
  }

  /** Whether the record of this number is on hold. */
  readonly isOnHold = (number: number): boolean => this.#table.isHeld(number);

  /** Grows with each hold that is placed or lifted. */
  readonly changes = (): number => this.#changes;

  #word(reason: string, { person, name }: Caller): HoldWord {
    return { reason, at: this.#kernel.clock.now().toISOString(), person, name };
  }

  #place(on: Held, word: HoldWord): Hold {
    const id = this.#kernel.database.transaction(() => {
      const rows = this.#table.all();
      if (rows.some((row) => row.liftAt === null && row.kind === on.kind && row.value === on.value))
        throw new SigmalineError('hold.in-force');
      if (on.kind === 'record' && this.#numberOf(on.value) === null)
        throw new SigmalineError('inspection.not-found', { inspection: on.value });
      const next = (rows.at(-1)?.id ?? 0) + 1;
      this.#table.place(next, on, word);
      const { reason } = word;
      this.#kernel.audit.append({ action: 'hold.placed', object: objectOf(next), new: on, reason });
      return next;
    });
    return this.#changed(id);
  }

  #lift(id: number, word: HoldWord): Hold {
    this.#kernel.database.transaction(() => {
      const row = this.#table.all().find((other) => other.id === id);
      if (row === undefined || row.liftAt !== null) throw new SigmalineError('hold.not-in-force');
      this.#table.lift(id, word);
      const { kind, value } = row;
      const { reason } = word;
      this.#kernel.audit.append({ action: 'hold.lifted', object: objectOf(id), old: { kind, value }, reason });
    });
    return this.#changed(id);
  }

  #changed(id: number): Hold {
    this.#changes += 1;
    const row = this.#table.all().find((other) => other.id === id);
    if (row === undefined) throw new Error('a hold is never removed');
    return this.#shown(row);
  }

  #shown({ id, kind, value, reason, at, person, name, ...row }: HoldRow): Hold {
    const { liftAt, liftPerson, liftName, liftReason } = row;
    const lifted =
      liftAt === null ? null : { at: liftAt, person: liftPerson, name: liftName, reason: liftReason ?? '' };
    const number = kind === 'record' ? this.#numberOf(value) : null;
    const label = number === null ? value : String(number);
    return { id, kind, value, label, placed: { at, person, name, reason }, lifted };
  }

  #numberOf(id: string): number | null {
    const { data } = inspectionIdSchema.safeParse(id);
    return data === undefined ? null : (this.#records.find(data)?.number ?? null);
  }
}

const objectOf = (id: number) => ({ kind: 'hold', id: String(id) }) as const;

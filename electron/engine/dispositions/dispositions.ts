import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  Caller,
  Handlers,
  RequestName,
  RequestOutput,
  Decided as Shortly,
} from '../../../shared/contract/index.ts';
import {
  type Decision,
  type Disposition,
  dispositionStateOf,
  heldBy,
  type InspectionId,
  type RepeatedSignatureInput,
  SigmalineError,
  type Signature,
  type StationSettings,
} from '../../../shared/domain/index.ts';
import { canonicalJson } from '../../audit/index.ts';
import { sha256Of } from '../../files/index.ts';
import type { Access } from '../access/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import type { CountedRecord, MadeDisposition } from '../records/index.ts';
import {
  type AuditObject,
  type DispositionRow,
  DispositionTable,
  dispositionObject,
  saidOf,
} from '../storage/index.ts';
import { adoptDispositions } from './adoption.ts';

type DispositionRequest = Extract<RequestName, `disposition.${string}`>;
type Asked = Parameters<Handlers['disposition.makeMany']>[0]['records'][number];
type Decided = Pick<Disposition, 'decision' | 'reason' | 'comment' | 'defect' | 'region'>;

/** Says nothing but that what was decided does not hold any more. */
const TAKEN_BACK = { decision: 'undecided', reason: '', defect: null, region: null } as const;

interface DueRecord {
  readonly id: InspectionId;
  readonly record: CountedRecord;
  readonly newest: ReturnType<DispositionTable['newestOf']>;
}

export interface DispositionNeeds {
  readonly settings: () => Pick<StationSettings, 'dispositions'>;
  readonly signing: Pick<Access, 'signsDispositions' | 'signatures'>;
  readonly records: { countedOf(id: InspectionId): CountedRecord | null };
  /** A part of several views is decided about as one. */
  readonly parts: {
    toDecide(number: number): readonly Pick<DueRecord, 'id' | 'record'>[] | null;
    decided(part: number, decision: Decision | null): void;
  };
  /** Keeps the sums of what was decided, in the transaction of the decisions. */
  readonly sums: { decided(made: readonly MadeDisposition[]): void };
  /** Told of decisions once they are committed. */
  readonly onMade: (made: readonly MadeDisposition[]) => void;
}

/** Records that are looked at before others have their turn: two milliseconds. */
const PORTION = 50;
/** So many dispositions say what is usual. */
const LATELY = 200;

/** What people decide about parts that did not pass. A change is a new row: the newest of a record holds, and none is ever overwritten. */
export class Dispositions implements Feature<DispositionRequest> {
  readonly handlers: Handlers<DispositionRequest>;
  readonly #kernel: Kernel;
  readonly #needs: DispositionNeeds;
  readonly #table: DispositionTable;

  constructor(kernel: Kernel, needs: DispositionNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#table = new DispositionTable(kernel.database);
    adoptDispositions(kernel);
    this.handlers = {
      'disposition.words': () => {
        const signs = needs.signing.signsDispositions;
        return {
          ...needs.settings().dispositions,
          usual: this.#usual(),
          signsOne: signs === 'always',
          signsMany: signs !== 'never',
        };
      },
      'disposition.newest': ({ id }) => {
        const record = needs.records.countedOf(id);
        if (record === null) throw new SigmalineError('inspection.not-found', { inspection: id });
        const newest = this.#table.newestOf(record.number);
        return { disposition: newest === null ? null : shortly(newest), waits: dispositionStateOf(record) === 'open' };
      },
      'disposition.make': async ({ id, seen, signature, ...decided }, caller) => {
        const made = (await this.#make([{ id, seen }], decided, caller, signature, dispositionObject(id))).at(0);
        if (made === undefined) throw new Error('one decision makes one disposition');
        return made;
      },
      'disposition.takeBack': async ({ id, seen, comment, signature }, caller) => {
        const said = { ...TAKEN_BACK, comment };
        const made = (await this.#make([{ id, seen }], said, caller, signature, dispositionObject(id))).at(0);
        if (made === undefined) throw new Error('what was seen is taken back');
        return made;
      },
      'disposition.makeMany': async ({ records, signature, ...decided }, caller) => {
        const made = await this.#make(records, { ...decided, region: null }, caller, signature, null);
        return { made: made.length };
      },
    };
  }

  /** @param object what a signature is for; null for many records, which are named by the hash of their list */
  async #make(
    asked: readonly Asked[],
    decided: Decided,
    caller: Caller,
    signature: RepeatedSignatureInput | undefined,
    object: AuditObject | null,
  ): Promise<Disposition[]> {
    const { signing, sums, onMade } = this.#needs;
    this.#requireListed(decided);
    const act = (signed: Signature | null): (MadeDisposition & Pick<DueRecord, 'id'>)[] => {
      // The signer's secret takes its time to be checked: somebody else may have decided meanwhile.
      const due = this.#due(asked, decided);
      const made = due.map((each) => this.#write(each, decided, due.length - 1, caller, signed));
      sums.decided(made);
      return made;
    };
    let made: ReturnType<typeof act>;
    if (signature === undefined) {
      const signs = signing.signsDispositions;
      if (signs === 'always' || (signs === 'many' && object === null)) throw new SigmalineError('signature.needed');
      made = this.#kernel.database.transaction(() => act(null));
    } else {
      const hash = listHash(await this.#allDue(asked, decided), decided);
      const signed = object ?? { kind: 'dispositions', id: hash };
      made = await signing.signatures.sign(caller, signature, signed, hash, act);
    }
    onMade(made);
    this.#kernel.emit('disposition.made', {
      records: made.map(({ id, disposition }) => ({ id, disposition: shortly(disposition) })),
    });
    this.#kernel.changed();
    return made.map(({ disposition }) => disposition);
  }

  /** The reason that was given most often with each decision, among those that are still in the list. */
  #usual(): RequestOutput<'disposition.words'>['usual'] {
    const { reasons } = this.#needs.settings().dispositions;
    const counts = new Map<string, { decision: Decision; reason: string; count: number }>();
    for (const { decision, reason } of this.#table.lately(LATELY)) {
      if (!reasons.includes(reason)) continue;
      const key = `${decision} ${reason}`;
      counts.set(key, { decision, reason, count: (counts.get(key)?.count ?? 0) + 1 });
    }
    const rising = [...counts.values()].sort((one, other) => one.count - other.count);
    return Object.fromEntries(rising.map(({ decision, reason }) => [decision, reason]));
  }

  /** @throws SigmalineError `disposition.unknown-words` */
  #requireListed({ decision, reason, defect }: Decided): void {
    if (heldBy(decision) === null) return;
    const { reasons, defects } = this.#needs.settings().dispositions;
    const unknown = reasons.includes(reason) ? (defect === null || defects.includes(defect) ? null : defect) : reason;
    if (unknown !== null) throw new SigmalineError('disposition.unknown-words', { words: unknown });
  }

  /** What is to be signed, looked at in portions: parts that come meanwhile do not wait for it. @throws SigmalineError as below */
  async #allDue(asked: readonly Asked[], decided: Decided): Promise<DueRecord[]> {
    const due: DueRecord[] = [];
    const parts = new Set<number>();
    for (const [index, each] of asked.entries()) {
      due.push(...this.#dueOf(each, decided, parts));
      if (index % PORTION === PORTION - 1) await nextTurn();
    }
    return due;
  }

  #due(asked: readonly Asked[], decided: Decided): DueRecord[] {
    const parts = new Set<number>();
    return asked.flatMap((each) => this.#dueOf(each, decided, parts));
  }

  /**
   * What is decided about with a record: all of its part that waits, once.
   *
   * @param parts numbers of those that are decided about already
   * @throws SigmalineError `inspection.not-found`, `disposition.not-due`, `disposition.part-waits`, `disposition.changed`
   */
  #dueOf({ id, seen }: Asked, { decision }: Decided, parts: Set<number>): DueRecord[] {
    const record = this.#needs.records.countedOf(id);
    if (record === null) throw new SigmalineError('inspection.not-found', { inspection: id });
    const { number } = record;
    const views = this.#needs.parts.toDecide(number);
    const together = views ?? [{ id, record }];
    const [first] = together;
    if (first === undefined) throw new SigmalineError('disposition.part-waits', { number });
    if (first.record.verdict === 'pass') throw new SigmalineError('disposition.not-due', { number });
    if (views !== null && parts.has(first.record.number)) return [];
    const isTwice = parts.has(first.record.number);
    // A view that passed is decided about with its part, and has no row of its own.
    const about = together.find((each) => each.record.number === number)?.record ?? first.record;
    if (isTwice || (this.#table.newestOf(about.number)?.id ?? null) !== seen)
      throw new SigmalineError('disposition.changed', { number });
    parts.add(first.record.number);
    const due = together.map((each) => ({ ...each, newest: this.#table.newestOf(each.record.number) }));
    // A view about which nobody has decided has nothing to take back.
    return due.filter(({ newest }) => newest !== null || heldBy(decision) !== null);
  }

  #write(
    { id, record, newest }: DueRecord,
    { region, ...decided }: Decided,
    together: number,
    { person, name, role }: Caller,
    signature: Signature | null,
  ): MadeDisposition & Pick<DueRecord, 'id'> {
    const row: Omit<DispositionRow, 'entry'> = {
      ...decided,
      id: this.#table.last() + 1,
      inspection: record.number,
      at: this.#kernel.clock.moment().at,
      ...{ person, name, role: person === null ? null : role, together },
      region: region === null ? null : JSON.stringify(region),
      signature: signature === null ? null : JSON.stringify(signature),
    };
    const entry = this.#kernel.audit.append({
      action: 'disposition.made',
      object: dispositionObject(id),
      old: newest === null ? null : { id: newest.id, decision: newest.decision },
      new: saidOf(row),
      reason: decided.reason,
    });
    this.#table.add({ ...row, entry });
    if (record.uncounted !== 1) this.#needs.parts.decided(record.number, heldBy(decided.decision));
    const { inspection: _, ...kept } = row;
    return { id, record, disposition: { ...kept, ...decided, region, signature, entry } };
  }
}

/** SHA-256 of exactly what is signed: the decision, and the records that it is about in the order of their numbers (docs/audit-format.md). */
function listHash(due: readonly DueRecord[], decided: Decided): string {
  const records = due
    .map(({ id, record: { number } }) => ({ id, number }))
    .sort((first, second) => first.number - second.number);
  return sha256Of(canonicalJson({ ...decided, records }));
}

/** Null where it takes one back. */
function shortly({ id, decision, reason, defect, person, name, at }: Disposition): Shortly | null {
  const held = heldBy(decision);
  return held === null ? null : { id, decision: held, reason, defect, person, name, at };
}

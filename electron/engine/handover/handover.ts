import type { Caller, Handlers, RequestName, WaitingNote } from '../../../shared/contract/index.ts';
import { type HandoverNote, SigmalineError, type StationSettings, shiftStart } from '../../../shared/domain/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import { isStorageTrouble } from '../storage/index.ts';
import { NoteTable } from './noteTable.ts';

type HandoverRequest = Extract<RequestName, `handover.${string}`>;

export interface HandoverNeeds {
  readonly settings: () => Pick<StationSettings, 'shiftStarts'>;
}

/** More notes than this are read by nobody. */
const MOST_UNREAD = 20;

/** Notes from one shift to the next. Neither a note nor who has read it ever changes. */
export class Handover implements Feature<HandoverRequest> {
  readonly handlers: Handlers<HandoverRequest>;
  readonly #kernel: Kernel;
  readonly #needs: HandoverNeeds;
  readonly #table: NoteTable;
  /** The notes that nobody has read, the oldest first; null where they are to be looked up. */
  #unread: readonly HandoverNote[] | null = null;

  constructor(kernel: Kernel, needs: HandoverNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#table = new NoteTable(kernel.database);
    this.handlers = {
      'handover.write': ({ text }, caller) => this.#write(text, caller),
      'handover.read': ({ id }, caller) => this.#read(id, caller),
      'handover.list': ({ limit }) => this.#table.last(limit),
    };
  }

  /** The notes that nobody has read yet, the oldest first. While the database cannot be read, none is shown. */
  waiting(): WaitingNote[] {
    try {
      this.#unread ??= this.#table.unread();
    } catch (thrown) {
      if (!isStorageTrouble(thrown)) throw thrown;
      return [];
    }
    return this.#unread.map((note) => ({ ...note, isDue: this.#isOfEarlierShift(note) }));
  }

  #write(text: string, caller: Caller): HandoverNote {
    const count = this.waiting().length;
    if (count >= MOST_UNREAD) throw new SigmalineError('handover.too-many', { count });
    const act = this.#act(caller);
    const id = this.#kernel.database.transaction(() => {
      const added = this.#table.add({ ...act, text });
      this.#kernel.audit.append({ action: 'handover.written', object: objectOf(added), new: { text } });
      return added;
    });
    return this.#changed(id);
  }

  #read(id: number, caller: Caller): HandoverNote {
    this.#kernel.database.transaction(() => {
      const note = this.#table.get(id);
      if (note === null) throw new SigmalineError('handover.not-found', { note: id });
      if (note.read !== null) throw new SigmalineError('handover.read-already', { note: id });
      if (note.person === caller.person && !this.#isOfEarlierShift(note)) throw new SigmalineError('handover.own');
      this.#kernel.audit.append({ action: 'handover.read', object: objectOf(id), new: { written: note.at } });
      this.#table.read(id, this.#act(caller));
    });
    return this.#changed(id);
  }

  #act({ person, name }: Caller): Pick<HandoverNote, 'at' | 'person' | 'name'> {
    return { at: this.#kernel.clock.now().toISOString(), person, name };
  }

  #isOfEarlierShift({ at }: HandoverNote): boolean {
    return at < shiftStart(this.#kernel.clock.now(), this.#needs.settings().shiftStarts).toISOString();
  }

  #changed(id: number): HandoverNote {
    this.#unread = null;
    this.#kernel.changed();
    const note = this.#table.get(id);
    if (note === null) throw new SigmalineError('handover.not-found', { note: id });
    return note;
  }
}

const objectOf = (id: number) => ({ kind: 'handover', id: String(id) });

import type { LineAnswer, LineCommand } from '../../../shared/domain/index.ts';
import type { OutletView } from '../driver.ts';
import { type BlockContents, blockBytes, lower32, readRegister, readText, stateBits } from './encoding.ts';
import {
  BLOCK_BITS,
  BLOCK_REGISTERS,
  COIL_BYPASS_MINUTES,
  COMMAND_COILS,
  COMMAND_NAMES,
  type CommandAnswer,
  type CommandName,
  type OwnRefusal,
  ownRefusalNumber,
  REGISTERS,
  refusalNumber,
  STATE_BIT_NAMES,
  type StateBit,
  type WordOrder,
  WRITABLE,
} from './registers.ts';

export interface BlockSurroundings {
  readonly wordOrder: WordOrder;
  /** ms of a clock that nobody sets. */
  readonly nowMs: () => number;
  /** Never throws. */
  readonly ask: (command: LineCommand) => Promise<LineAnswer>;
}

const MOST_BYPASS_MINUTES = 1440;
const NOTHING: CommandAnswer = { value: 0, state: 0, refusal: 0 };
/** The registers that hand a command over: the last one of the value, so that also a machine that writes one register at a time has written all of it. */
const TRIGGERS: Readonly<Record<CommandName, number>> = {
  acknowledge: REGISTERS.commands.acknowledge.at + 1,
  reset: REGISTERS.commands.reset.at,
  bypass: REGISTERS.commands.bypass.at,
  recipe: REGISTERS.commands.recipe.at,
  announce: REGISTERS.commands.announce.at,
};

/** The registers and bits of one source, and what the line asks of it. Places are counted from the beginning of its block. */
export class SourceBlock {
  readonly #surroundings: BlockSurroundings;
  /** The registers as they were written. */
  readonly #written = Buffer.alloc(BLOCK_REGISTERS * 2);
  /** The value by which each command was last asked for. */
  readonly #asked = new Map<CommandName, number>();
  readonly #answers = {
    acknowledge: NOTHING,
    reset: NOTHING,
    bypass: NOTHING,
    recipe: NOTHING,
    announce: NOTHING,
  } satisfies Record<CommandName, CommandAnswer>;
  #view: OutletView;
  #heartbeat = 0;
  #shownAtMs = 0;

  constructor(view: OutletView, surroundings: BlockSurroundings) {
    this.#view = view;
    this.#surroundings = surroundings;
  }

  show(view: OutletView, heartbeat: number): void {
    this.#view = view;
    this.#heartbeat = heartbeat;
    this.#shownAtMs = this.#surroundings.nowMs();
  }

  registers(): Buffer {
    const bytes = blockBytes(this.#contents(), this.#surroundings.wordOrder);
    this.#written.copy(bytes, WRITABLE.from * 2, WRITABLE.from * 2, WRITABLE.to * 2);
    return bytes;
  }

  stateBits(): ReadonlySet<StateBit> {
    return stateBits(this.#contents());
  }

  bits(): readonly boolean[] {
    const set = this.stateBits();
    const bits = Array.from({ length: BLOCK_BITS }, (_, place) => {
      const name = STATE_BIT_NAMES[place];
      return name !== undefined && set.has(name);
    });
    for (const command of ['acknowledge', 'reset', 'announce'] as const)
      bits[COMMAND_COILS[command].at] = this.#answers[command].state === 1;
    bits[COMMAND_COILS.bypass.at] = set.has('bypassed');
    return bits;
  }

  /** Takes registers that lie in `WRITABLE`, and asks for what they ask for. */
  writeRegisters(from: number, bytes: Buffer): void {
    bytes.copy(this.#written, from * 2);
    const end = from + bytes.length / 2;
    for (const command of COMMAND_NAMES)
      if (TRIGGERS[command] >= from && TRIGGERS[command] < end) this.#triggered(command);
  }

  /** Takes coils that lie between the first command and the last. */
  writeCoils(from: number, coils: readonly boolean[]): void {
    const written = (command: keyof typeof COMMAND_COILS): boolean | undefined =>
      coils[COMMAND_COILS[command].at - from];
    if (written('reset') === true) this.#carryOut('reset', 1);
    if (written('acknowledge') === true) this.#carryOut('acknowledge', lower32(this.#view.sequence));
    if (written('announce') === true) this.#carryOut('announce', 1);
    const wanted = written('bypass');
    if (wanted !== undefined && wanted !== (this.#view.state === 'by-passed'))
      this.#carryOut('bypass', wanted ? COIL_BYPASS_MINUTES : 0);
  }

  /** A value asks by being another one than before: a machine that writes all of its registers in each cycle asks once. */
  #triggered(command: CommandName): void {
    const value = readRegister(this.#written, REGISTERS.commands[command], this.#surroundings.wordOrder);
    if (value === (this.#asked.get(command) ?? 0)) return;
    this.#asked.set(command, value);
    if (value !== 0 || command === 'bypass') this.#carryOut(command, value);
  }

  #carryOut(name: CommandName, value: number): void {
    const answers: Record<CommandName, CommandAnswer> = this.#answers;
    const command = answers[name].state === 1 ? 'under-way' : this.#commandOf(name, value);
    if (typeof command === 'string') {
      answers[name] = { value, state: 3, refusal: ownRefusalNumber(command) };
      return;
    }
    answers[name] = { value, state: 1, refusal: 0 };
    void this.#surroundings.ask(command).then((error) => {
      answers[name] = { value, state: error === null ? 2 : 3, refusal: error === null ? 0 : refusalNumber(error.code) };
    });
  }

  #commandOf(name: CommandName, value: number): LineCommand | OwnRefusal {
    const { sourceId: source, sequence } = this.#view;
    switch (name) {
      case 'acknowledge':
        // Its registers hold the lower half of a sequence only.
        return { kind: 'acknowledge', source, sequence: value === lower32(sequence) ? sequence : value };
      case 'reset':
        return { kind: 'reset', source };
      case 'recipe':
        return { kind: 'choose-recipe', source, recipe: value };
      case 'bypass':
        if (value === 0) return { kind: 'end-bypass', source };
        return value > MOST_BYPASS_MINUTES ? 'range' : { kind: 'begin-bypass', source, minutes: value };
      case 'announce':
        return this.#announcement();
    }
  }

  #announcement(): LineCommand | OwnRefusal {
    const { announcedSerial, announcedLot, announcedView, announcedRecipe } = REGISTERS.commands;
    const serial = readText(this.#written, announcedSerial);
    const lot = readText(this.#written, announcedLot);
    const view = readText(this.#written, announcedView);
    if (serial === null || lot === null || view === null) return 'text';
    const recipe = readRegister(this.#written, announcedRecipe, this.#surroundings.wordOrder);
    return {
      kind: 'announce',
      source: this.#view.sourceId,
      serial: serial || null,
      lot: lot || null,
      view: view || null,
      recipe: recipe || null,
    };
  }

  /** How it stands at this moment: a result ends with its time, also where this process is slow to hear so. */
  #contents(): BlockContents {
    const validForMs = Math.max(0, this.#view.validForMs - (this.#surroundings.nowMs() - this.#shownAtMs));
    const isOver = validForMs < 1;
    const view: OutletView = isOver
      ? { ...this.#view, validForMs: 0, result: null, isPass: false }
      : { ...this.#view, validForMs };
    return { view, heartbeat: this.#heartbeat, answers: this.#answers };
  }
}

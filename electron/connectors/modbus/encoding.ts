import { type ErrorCode, effectOf, type Verdict } from '../../../shared/domain/index.ts';
import type { OutletView } from '../driver.ts';
import {
  BITS_OF_ALL,
  BITS_OF_ONE_PART,
  BLOCK_REGISTERS,
  COMMAND_NAMES,
  type CommandAnswer,
  type CommandName,
  FIRST_BLOCK,
  HEADER_REGISTERS,
  LATE_NUMBER,
  MAP_VERSION,
  REASON_NUMBERS,
  REGISTERS,
  type Register,
  STATE_BIT_NAMES,
  type StateBit,
  TEST_FLOAT,
  VERDICT_NUMBERS,
  type WordOrder,
} from './registers.ts';

/** Writes values into the registers of a block: the higher byte of each first, as Modbus has it; of 32-bit values the word that the settings put first. */
export class RegisterWriter {
  readonly bytes: Buffer;
  readonly #lowFirst: boolean;

  constructor(registers: number, wordOrder: WordOrder) {
    this.bytes = Buffer.alloc(registers * 2);
    this.#lowFirst = wordOrder === 'low-first';
  }

  /** @param value of a number beyond its register the highest that fits */
  set(register: Register, value: number): void {
    const at = register.at * 2;
    if (register.type === 'u16') {
      this.bytes.writeUInt16BE(Math.min(0xff_ff, value), at);
      return;
    }
    const { bytes } = this;
    if (register.type === 'f32') bytes.writeFloatBE(value, at);
    else bytes.writeUInt32BE(Math.min(0xff_ff_ff_ff, value), at);
    if (this.#lowFirst) bytes.writeUInt32BE(swapped(bytes.readUInt32BE(at)), at);
  }

  /** Writes a text as UTF-8, two bytes a register, filled with zeros; never half of a character. */
  setText({ at, count }: Register, value: string): void {
    this.bytes.write(value, at * 2, count * 2, 'utf8');
  }
}

const swapped = (value: number): number => ((value << 16) | (value >>> 16)) >>> 0;
/** Lower 32 bits, also of what is longer. */
export const lower32 = (value: number): number => value % 0x1_00_00_00_00;

export function readRegister(bytes: Buffer, { at, type }: Register, wordOrder: WordOrder): number {
  if (type === 'u16') return bytes.readUInt16BE(at * 2);
  if (type === 'f32' && wordOrder === 'high-first') return bytes.readFloatBE(at * 2);
  const value = bytes.readUInt32BE(at * 2);
  const ordered = wordOrder === 'low-first' ? swapped(value) : value;
  if (type === 'u32') return ordered;
  const float = Buffer.alloc(4);
  float.writeUInt32BE(ordered);
  return float.readFloatBE(0);
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The text of registers up to the first zero. @returns null where it is not UTF-8 */
export function readText(bytes: Buffer, { at, count }: Register): string | null {
  const written = bytes.subarray(at * 2, (at + count) * 2);
  const end = written.indexOf(0);
  try {
    return decoder.decode(end < 0 ? written : written.subarray(0, end)).trim();
  } catch {
    return null;
  }
}

/** A source as it stands at a moment, with how its commands went. */
export interface BlockContents {
  /** Its result is null where it is over by now. */
  readonly view: OutletView;
  readonly heartbeat: number;
  readonly answers: Readonly<Record<CommandName, CommandAnswer>>;
}

/** @returns the bits that are set in the state word of a source */
export function stateBits({ view, answers }: BlockContents): ReadonlySet<StateBit> {
  const { result, state } = view;
  const inspects = state === 'inspecting';
  const { acknowledge } = answers;
  const isStanding = result !== null && inspects;
  const told = isStanding ? verdictBit(result.isLate, result.verdict, view.isPass) : null;
  const set: Readonly<Record<StateBit, boolean>> = {
    inspecting: inspects,
    ready: inspects && !view.isBusy && !isStanding,
    busy: view.isBusy && inspects,
    resultValid: isStanding,
    pass: told === 'pass',
    review: told === 'review',
    fail: told === 'fail',
    error: told === 'error',
    late: told === 'late',
    bypassed: state === 'by-passed',
    notInspecting: state === 'not-inspecting',
    engineAway: state === 'engine-away',
    acknowledged: view.sequence > 0 && acknowledge.state === 2 && acknowledge.value === lower32(view.sequence),
    announced: view.announced !== null,
    textCut: isStanding && isCut(REGISTERS.status.serial, result.serial ?? ''),
  };
  return new Set(STATE_BIT_NAMES.filter((bit) => set[bit]));
}

function verdictBit(isLate: boolean, verdict: Verdict, isPass: boolean): Verdict | 'late' | null {
  if (isLate) return 'late';
  return verdict === 'pass' && !isPass ? null : verdict;
}

const isCut = ({ count }: Register, value: string): boolean => Buffer.byteLength(value) > count * 2;

export function stateWord(bits: ReadonlySet<StateBit>): number {
  return STATE_BIT_NAMES.reduce((word, bit, place) => (bits.has(bit) ? word | (1 << place) : word), 0);
}

/** The registers of a source, without those that are written to. */
export function blockBytes(contents: BlockContents, wordOrder: WordOrder): Buffer {
  const { view, heartbeat, answers } = contents;
  const { status, closing, name } = REGISTERS;
  const writer = new RegisterWriter(BLOCK_REGISTERS, wordOrder);
  const bits = stateBits(contents);
  const sequence = lower32(view.sequence);
  const { counters, recipe } = view;
  const numbers: Readonly<Record<keyof typeof counters, number>> = counters;
  writer.set(status.sequence, sequence);
  writer.set(closing.sequenceAgain, sequence);
  writer.set(status.heartbeat, heartbeat % 0x1_00_00);
  writer.set(status.state, stateWord(bits));
  writer.set(status.reason, reasonNumber(view));
  for (const key of ['inspected', 'pass', 'review', 'fail', 'error'] as const) writer.set(status[key], numbers[key]);
  writer.set(status.recipe, recipe?.number ?? 0);
  writer.set(status.recipeVersion, recipe?.version ?? 0);
  writer.setText(status.announced, view.announced?.serial ?? '');
  writer.setText(name.source, view.sourceName);
  setResult(writer, view, bits);
  for (const command of COMMAND_NAMES) {
    const [value, state, refusal] = REGISTERS.answers[command];
    writer.set(value, answers[command].value);
    writer.set(state, answers[command].state);
    writer.set(refusal, answers[command].refusal);
  }
  return writer.bytes;
}

/** What only a result that stands has. */
function setResult(writer: RegisterWriter, { result, validForMs }: OutletView, bits: ReadonlySet<StateBit>): void {
  const { status } = REGISTERS;
  const standing = bits.has('resultValid') ? result : null;
  writer.set(status.score, standing?.score ?? Number.NaN);
  writer.set(status.limit, standing?.limit ?? Number.NaN);
  if (standing === null) return;
  writer.set(status.validMs, Math.floor(validForMs));
  writer.set(status.verdict, verdictNumber(bits));
  writer.set(status.number, lower32(standing.number));
  writer.set(status.delayMs, Math.max(0, Math.round(standing.recordedAtMs - standing.completeAtMs)));
  writer.setText(status.serial, standing.serial ?? '');
  writer.setText(status.lot, standing.lot ?? '');
  writer.setText(status.view, standing.view ?? '');
}

function verdictNumber(bits: ReadonlySet<StateBit>): number {
  if (bits.has('late')) return LATE_NUMBER;
  const verdict = (['fail', 'error', 'review', 'pass'] as const).find((bit) => bits.has(bit));
  return verdict === undefined ? 0 : VERDICT_NUMBERS[verdict];
}

function reasonNumber({ state, reason }: OutletView): number {
  if (state === 'inspecting') return 0;
  if (state === 'engine-away') return REASON_NUMBERS['engine-away'].number;
  if (state === 'by-passed') return REASON_NUMBERS.bypass.number;
  const effect = reason === null ? 'none' : effectOf({ code: reason as ErrorCode, severity: 'alarm' });
  return REASON_NUMBERS[effect].number;
}

/** @param sources the bits of each @returns those of all together: what is good holds for all of them, what is not for one, and none says pass */
export function bitsTogether(sources: readonly ReadonlySet<StateBit>[]): ReadonlySet<StateBit> {
  const isSet = (bit: StateBit): boolean =>
    BITS_OF_ALL.has(bit)
      ? sources.length > 0 && sources.every((bits) => bits.has(bit))
      : !BITS_OF_ONE_PART.has(bit) && sources.some((bits) => bits.has(bit));
  return new Set(STATE_BIT_NAMES.filter(isSet));
}

/** The registers before the first block. */
export function headerBytes(
  sources: readonly ReadonlySet<StateBit>[],
  heartbeat: number,
  station: string,
  wordOrder: WordOrder,
): Buffer {
  const { header } = REGISTERS;
  const writer = new RegisterWriter(HEADER_REGISTERS, wordOrder);
  writer.set(header.version, MAP_VERSION);
  writer.set(header.sources, sources.length);
  writer.set(header.heartbeat, heartbeat % 0x1_00_00);
  writer.set(header.stride, BLOCK_REGISTERS);
  writer.set(header.first, FIRST_BLOCK);
  writer.set(header.together, stateWord(bitsTogether(sources)));
  writer.set(header.words, TEST_FLOAT);
  writer.setText(header.station, station);
  return writer.bytes;
}

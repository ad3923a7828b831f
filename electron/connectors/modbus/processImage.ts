import type { SourceId } from '../../../shared/domain/index.ts';
import type { OutletView } from '../driver.ts';
import { OutletClock } from '../outletClock.ts';
import { headerBytes } from './encoding.ts';
import { BLOCK_BITS, BLOCK_REGISTERS, COMMAND_COILS, FIRST_BLOCK, HEADER_REGISTERS, WRITABLE } from './registers.ts';
import { type BlockSurroundings, SourceBlock } from './sourceBlock.ts';

export interface ProcessImageOptions extends BlockSurroundings {
  readonly station: string;
  readonly sources: readonly { readonly id: SourceId; readonly name: string }[];
}

/** The registers and bits of a station, as PLCs read and write them. Each reading is of one moment: nothing in it comes from before or after. */
export class ProcessImage {
  readonly #options: ProcessImageOptions;
  readonly #blocks: ReadonlyMap<SourceId, SourceBlock>;
  #heartbeat = 0;

  constructor(options: ProcessImageOptions) {
    this.#options = options;
    // Until the engine has told of them.
    const away = new OutletClock(0).views(options.sources, 0);
    this.#blocks = new Map(away.map((view) => [view.sourceId, new SourceBlock(view, options)]));
  }

  show(views: readonly OutletView[], heartbeat: number): void {
    this.#heartbeat = heartbeat;
    for (const view of views) this.#blocks.get(view.sourceId)?.show(view, heartbeat);
  }

  /** @returns two bytes a register; null where one of them is not there */
  readRegisters(at: number, count: number): Buffer | null {
    const end = at + count;
    if (end <= HEADER_REGISTERS) return this.#header().subarray(at * 2, end * 2);
    if (at < FIRST_BLOCK || end > FIRST_BLOCK + this.#blocks.size * BLOCK_REGISTERS) return null;
    const first = Math.floor((at - FIRST_BLOCK) / BLOCK_REGISTERS);
    const last = Math.floor((end - 1 - FIRST_BLOCK) / BLOCK_REGISTERS);
    const blocks = [...this.#blocks.values()].slice(first, last + 1).map((block) => block.registers());
    const from = at - FIRST_BLOCK - first * BLOCK_REGISTERS;
    return Buffer.concat(blocks).subarray(from * 2, (from + count) * 2);
  }

  /** @returns null where one of the bits is not there */
  readBits(at: number, count: number): readonly boolean[] | null {
    const place = this.#placeOf(at, count, 0, BLOCK_BITS);
    return place?.block.bits().slice(place.from, place.from + count) ?? null;
  }

  /** Writes registers and asks for what they ask for. @returns false where one of them cannot be written to */
  writeRegisters(at: number, bytes: Buffer): boolean {
    const place = this.#placeOf(at, bytes.length / 2, WRITABLE.from, WRITABLE.to);
    place?.block.writeRegisters(place.from, bytes);
    return place !== null;
  }

  /** @returns false where one of the coils cannot be written to */
  writeBits(at: number, coils: readonly boolean[]): boolean {
    const place = this.#placeOf(at, coils.length, COMMAND_COILS.acknowledge.at, BLOCK_BITS);
    place?.block.writeCoils(place.from, coils);
    return place !== null;
  }

  /** The block in which registers or bits lie, if they lie between these two places of one. */
  #placeOf(
    at: number,
    count: number,
    least: number,
    end: number,
  ): { readonly block: SourceBlock; readonly from: number } | null {
    const number = Math.floor((at - FIRST_BLOCK) / BLOCK_REGISTERS);
    const block = [...this.#blocks.values()][number];
    const from = at - FIRST_BLOCK - number * BLOCK_REGISTERS;
    return block !== undefined && from >= least && from + count <= end ? { block, from } : null;
  }

  #header(): Buffer {
    const { station, wordOrder } = this.#options;
    const bits = [...this.#blocks.values()].map((block) => block.stateBits());
    return headerBytes(bits, this.#heartbeat, station, wordOrder);
  }
}

import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { ExportFile } from '../../../shared/contract/index.ts';
import { wallClock } from '../../../shared/domain/index.ts';
import { fieldOf } from './columns.ts';
import type { Cell, ExportRow } from './exportRows.ts';
import { HashedFile } from './hashedFile.ts';

/** Scores of one version of a recipe on the images of one source, up to a limit. */
interface Characteristic {
  readonly place: number;
  readonly description: string;
  readonly limit: number | null;
}

const LINE_END = '\r\n';
/** K0002: the value counts; there is none. */
const VALID = 0;
const MISSING = 256;
/** Of scores, which have two digits that mean something, and one more for what is computed from them. */
const DECIMALS = 3;

/**
 * Scores in Q-DAS's ASCII transfer format (AQDEF), `.dfq`: a description of each characteristic, then its values in the order of the records, each with
 * time (K0004), lot (K0006) and serial (K0014). An image that could not be judged is a missing value.
 */
export class QdasFile {
  readonly #path: string;
  readonly #part: string;
  readonly #values: HashedFile;
  readonly #characteristics = new Map<string, Characteristic>();

  private constructor(path: string, part: string, values: HashedFile) {
    this.#path = path;
    this.#part = part;
    this.#values = values;
  }

  /** @param part what the file is about (K1001): the station */
  static async create(path: string, part: string): Promise<QdasFile> {
    return new QdasFile(path, part, await HashedFile.create(`${path}.values`));
  }

  async write(rows: readonly ExportRow[]): Promise<void> {
    let text = '';
    for (const row of rows) {
      if (fieldOf(row, 'recipe_id') === null) continue;
      const { place } = this.#characteristicOf(row);
      const field = (key: string, value: Cell): string =>
        value === null ? '' : `${key}/${place} ${oneLine(String(value))}${LINE_END}`;
      const score = fieldOf(row, 'score');
      text += field('K0001', score ?? 0);
      text += field('K0002', score === null ? MISSING : VALID);
      text += field('K0004', timeText(String(fieldOf(row, 'recorded_at'))));
      text += field('K0006', fieldOf(row, 'lot'));
      text += field('K0014', fieldOf(row, 'part_serial'));
    }
    await this.#values.write(text);
  }

  /** The descriptions come first, and are known last. */
  async end(): Promise<ExportFile> {
    await this.#values.end();
    const file = await HashedFile.create(this.#path);
    await file.write(this.#head());
    for await (const chunk of createReadStream(`${this.#path}.values`)) await file.write(chunk as Buffer);
    await rm(`${this.#path}.values`);
    return file.end();
  }

  #characteristicOf(row: ExportRow): Characteristic {
    const [recipe, version, source] = ['recipe_id', 'recipe_version', 'source_id'].map((name) => fieldOf(row, name));
    const limit = fieldOf(row, 'limit_fail') as number | null;
    const key = JSON.stringify([recipe, version, source, limit]);
    const known = this.#characteristics.get(key);
    if (known !== undefined) return known;
    const of = `${recipe}${version === null ? '' : ` version ${version}`}, ${fieldOf(row, 'source_name')}`;
    const characteristic = { place: this.#characteristics.size + 1, description: `Anomaly score, ${of}`, limit };
    this.#characteristics.set(key, characteristic);
    return characteristic;
  }

  #head(): string {
    const lines = [`K0100 ${this.#characteristics.size}`, `K1001 ${oneLine(this.#part)}`, 'K1002 Anomaly scores'];
    for (const { place, description, limit } of this.#characteristics.values()) {
      lines.push(
        `K2001/${place} ${place}`,
        `K2002/${place} ${oneLine(description)}`,
        // A measured value, not a count.
        `K2004/${place} 0`,
        `K2022/${place} ${DECIMALS}`,
        // Zero is a natural limit of scores, and no part is bad for being too ordinary.
        `K2110/${place} 0`,
        `K2120/${place} 2`,
        ...(limit === null ? [`K2121/${place} 0`] : [`K2111/${place} ${limit}`, `K2121/${place} 1`]),
        `K2142/${place} sigma`,
      );
    }
    return lines.map((line) => line + LINE_END).join('');
  }
}

/** A field ends with its line, and nothing stands for a line end within one. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they separate fields
  return text.replace(/[\u0000-\u001F]+/g, ' ');
}

/** 28.11.2026/06:30:05, by the clock on the wall. */
function timeText(at: string): string {
  const [date = '', time = ''] = wallClock(new Date(at)).toISOString().split('T');
  return `${date.split('-').toReversed().join('.')}/${time.slice(0, 'hh:mm:ss'.length)}`;
}

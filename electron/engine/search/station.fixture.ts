import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStationDatabase, type StationDatabase } from '../storage/index.ts';

export const SOURCES = ['0b8d5c64-2f7b-4f0e-8f43-3a8f5f0f9b02', '7c1b5c64-2f7b-4f0e-8f43-3a8f5f0f9b03'] as const;
export const BEGAN_MS = Date.UTC(2026, 0, 1);

/** A station's database in a folder of its own, with records and dispositions that a test makes. */
export class FilledStation {
  readonly folder = mkdtempSync(join(tmpdir(), 'sigmaline-search-'));
  readonly database: StationDatabase = openStationDatabase(this.folder);
  #records = 0;
  #dispositions = 0;
  #random = 1;

  constructor() {
    this.database.pragma('foreign_keys = OFF');
  }

  /** Park and Miller's generator: each run makes the same records. */
  random(below: number): number {
    this.#random = (this.#random * 48_271) % 0x7f_ff_ff_ff;
    return this.#random % below;
  }

  /** Records of two cameras, three recipes, and lots of some hundred; one in ten did not pass. Scores come more than once, and clocks are wrong at times. */
  record(count: number): void {
    const insert = this.database.prepare(
      `INSERT INTO inspection (sequence, id, recorded_at, arrived_at, file_time, source_id, source_name, file, part_serial, lot, recipe_id, recipe_version,
         verdict, score, limit_fail, error_code, software_version)
       VALUES (:number, :id, :recordedAt, :arrivedAt, :fileTime, :source, :sourceName, :file, :serial, :lot, :recipe, :version, :verdict, :score, 3, :error, '1')`,
    );
    this.database.transaction(() => {
      for (let made = 0; made < count; made += 1) insert.run(this.#next());
    });
  }

  /** Decides about records that did not pass, some of them for the second time. */
  decide(count: number): void {
    const open = this.database.prepare<{ number: number }>(
      "SELECT sequence AS number FROM inspection WHERE sequence >= ? AND verdict <> 'pass' ORDER BY sequence LIMIT 1",
    );
    const insert = this.database.prepare(
      `INSERT INTO disposition (id, inspection, at, person, name, role, decision, reason, defect, together, entry)
       VALUES (:id, :number, '2026-02-01T00:00:00.000Z', :person, :name, 'quality', :decision, :reason, :defect, 0, 1)`,
    );
    this.database.transaction(() => {
      for (let made = 0; made < count; made += 1) {
        const found = open.get(1 + this.random(this.#records));
        if (found === undefined) continue;
        this.#dispositions += 1;
        const person = this.random(4) === 0 ? null : this.#one(['ann', 'bob']);
        insert.run({
          id: this.#dispositions,
          number: found.number,
          person,
          name: person?.toUpperCase() ?? null,
          ...(this.random(5) === 0
            ? { decision: 'undecided', reason: '', defect: null }
            : {
                decision: this.#one(['confirmed', 'released', 'rework', 'scrap']),
                reason: this.#one(['Really bad', 'Dust']),
                defect: this.random(2) === 0 ? null : this.#one(['Dent', 'Stain']),
              }),
        });
      }
    });
  }

  remove(): void {
    this.database.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #next() {
    this.#records += 1;
    const number = this.#records;
    const verdict = this.#one(['fail', 'review', 'error', ...Array<string>(27).fill('pass')]);
    const isError = verdict === 'error';
    const timeMs = BEGAN_MS + number * 1000 + (this.random(500) === 0 ? this.random(1e9) - 5e8 : 0);
    const at = (laterMs: number): string => new Date(timeMs + laterMs).toISOString();
    const serial = this.random(9) === 0 ? null : `Sn${this.random(1e6).toString(36).padStart(4, '0')}`;
    return {
      number,
      id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
      recordedAt: at(300),
      arrivedAt: this.random(50) === 0 ? null : at(0),
      fileTime: this.random(50) === 0 ? null : at(-this.random(1e6)),
      source: SOURCES[number % 2] ?? null,
      sourceName: `Camera ${number % 2}`,
      file: `2026/${this.random(3) === 0 ? '' : `${serial}-`}Teil ä${number}.PNG`,
      serial,
      lot: this.random(20) === 0 ? null : `L${Math.floor(number / 300)}`,
      recipe: isError && this.random(2) === 0 ? null : this.#one(['ring', 'cap', 'disc']),
      version: isError ? null : 1 + this.random(3),
      verdict,
      score: isError ? null : this.random(400) / 64,
      error: isError ? this.#one(['image.empty', 'image.truncated']) : null,
    };
  }

  #one<Value>(values: readonly Value[]): Value {
    return values[this.random(values.length)] as Value;
  }
}

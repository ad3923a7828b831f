import { type ColumnValue, type EntryBody, RecordTexts } from './entry.ts';
import { isObject } from './entryBody.ts';
import { type FaultCode, type Findings, rangeText } from './faults.ts';
import { NumberSet } from './numberSet.ts';
import { sha256Hex } from './sha256.ts';
import type { DatabaseReader, Table } from './sqlite/databaseReader.ts';
import type { Value } from './sqlite/storedRecord.ts';

/** The records that are held against the chain, by their numbers. */
export interface RecordStore {
  /** The id of a record, and the SHA-256 of its row as the chain keeps it, hexadecimal; null where it is not there. */
  find(number: number): { readonly id: unknown; readonly hash: string } | null;
  highest(): number;
  /** Those of all records. */
  numbers(): Iterable<number>;
}

/** The records in the database of a station. */
export function recordsIn(reader: DatabaseReader, table: Table): RecordStore {
  const texts = new RecordTexts(table.names);
  const idColumn = table.names.indexOf('id');
  return {
    find: (number) => {
      const values = reader.row(table, number)?.values;
      return values ? { id: values[idColumn], hash: sha256Hex(texts.of(values.map(columnValue))) } : null;
    },
    highest: () => reader.lastNumber(table),
    numbers: () => reader.numbers(table),
  };
}

/** Holds records against the entries that were written for them. */
export class RecordCheck {
  readonly #findings: Findings;
  readonly #records: RecordStore;
  /** The numbers of records that an entry tells of. */
  readonly told = new NumberSet();
  /** They are reported at the end: a later entry may tell that the records were lost. */
  #faults: { readonly code: FaultCode; readonly number: number; readonly sequence: number }[] = [];

  constructor(findings: Findings, records: RecordStore) {
    this.#findings = findings;
    this.#records = records;
  }

  /** @param isBelieved whether the entry was not altered: otherwise only that there was one for the record counts */
  take({ seq: sequence, action, object, new: said }: EntryBody, isBelieved: boolean): void {
    if (action !== 'inspection.recorded' && action !== 'inspection.adopted') return;
    const { number, record } = isObject(said) ? said : {};
    if (!Number.isSafeInteger(number) || typeof number !== 'number') {
      this.#findings.fault('entry.altered', { sequence, what: { code: 'altered.record', details: {} } });
      return;
    }
    const isFirst = !this.told.has(number);
    this.told.put(number, true);
    if (!isBelieved) return;
    if (!isFirst) this.#fault('record.twice', number, sequence);
    const found = this.#records.find(number);
    if (found === null) this.#fault('record.missing', number, sequence);
    else if (found.id !== object.id || found.hash !== record) this.#fault('record.altered', number, sequence);
  }

  /** An entry tells that records were lost, whose numbers new ones have since. @param ranges pairs of a first and a last number */
  lost(ranges: unknown): void {
    const highest = this.#records.highest();
    for (const [first, last] of Array.isArray(ranges) ? (ranges as [unknown, unknown][]) : []) {
      const [from, to] = [Number(first), Number(last)];
      for (let number = from; number <= Math.min(to, highest); number += 1) this.told.put(number, false);
      this.#faults = this.#faults.filter(({ number }) => !(from <= number && number <= to));
    }
  }

  /** Reports what is wrong. @param unadopted numbers of records that the station is still to write entries for */
  end(unadopted: readonly { readonly first: number; readonly last: number }[]): void {
    for (const { code, number, sequence } of this.#faults) this.#findings.fault(code, { number, sequence });
    let waiting = 0;
    let gap: { first: number; last: number } | null = null;
    for (const number of this.#records.numbers()) {
      if (this.told.has(number)) continue;
      if (unadopted.some(({ first, last }) => first <= number && number <= last)) waiting += 1;
      else if (gap !== null && gap.last === number - 1) gap.last = number;
      else {
        this.#withoutEntry(gap);
        gap = { first: number, last: number };
      }
    }
    this.#withoutEntry(gap);
    if (waiting > 0) this.#findings.remark('unadopted', { count: waiting });
  }

  #withoutEntry(gap: { readonly first: number; readonly last: number } | null): void {
    if (gap !== null) this.#findings.fault('record.without-entry', { numbers: rangeText(gap.first, gap.last) });
  }

  #fault(code: FaultCode, number: number, sequence: number): void {
    this.#faults.push({ code, number, sequence });
  }
}

/** No column of a record holds bytes; what somebody put there is hashed as its hexadecimal digits. */
export function columnValue(value: Value): ColumnValue {
  return Buffer.isBuffer(value) ? value.toString('hex') : value;
}

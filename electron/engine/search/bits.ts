/**
 * Sets of records within a block of 65536: a bit for each in words of 32. They are stored so, or as a rising list of places where that is shorter, as in
 * Lemire, Ssi-Yan-Kai and Kaser, "Consistently faster and smaller compressed bitmaps with Roaring" (Software: Practice and Experience 46, 2016).
 */

/** Records in a block, and words in its bits. */
export const BLOCK = 65_536;
export const WORDS = BLOCK / 32;
const WORD_BYTES = WORDS * 4;

/** Record numbers count from 1, places in a block from 0. */
export const blockOf = (number: number): number => Math.floor((number - 1) / BLOCK);
export const placeOf = (number: number): number => (number - 1) % BLOCK;
export const numberAt = (block: number, place: number): number => block * BLOCK + place + 1;

/** Which words of a block's bits. */
export type Words = Uint32Array<ArrayBuffer>;

export const noWords = (): Words => new Uint32Array(WORDS);

/** The first places of a block. */
export function firstPlaces(count: number): Words {
  const words = noWords().fill(0xff_ff_ff_ff, 0, count >>> 5);
  if (count % 32 > 0) words[count >>> 5] = 2 ** (count % 32) - 1;
  return words;
}

/** @param places in any order, each once */
export function packed(places: ArrayLike<number>): Uint8Array {
  if (places.length * 2 < WORD_BYTES) return new Uint8Array(Uint16Array.from(places).sort().buffer);
  const words = noWords();
  addPlaces(places, words);
  return new Uint8Array(words.buffer);
}

/** Adds what `packed` gave to words. */
export function addPacked(bytes: Uint8Array, words: Words): void {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset, byteLength } = aligned;
  if (byteLength < WORD_BYTES) {
    addManyPlaces(new Uint16Array(buffer, byteOffset, byteLength / 2), words);
    return;
  }
  const others = new Uint32Array(buffer, byteOffset, WORDS);
  for (let index = 0; index < WORDS; index += 1) words[index] = (words[index] ?? 0) | (others[index] ?? 0);
}

export function addPlaces(places: ArrayLike<number>, words: Uint32Array): void {
  for (let index = 0; index < places.length; index += 1) {
    const place = places[index] ?? 0;
    words[place >>> 5] = (words[place >>> 5] ?? 0) | (1 << (place & 31));
  }
}

/** The same as `addPlaces` for what comes in tens of thousands: one kind of array keeps it quick. */
export function addManyPlaces(places: Uint16Array, words: Words): void {
  for (let index = 0; index < places.length; index += 1) {
    const place = places[index] ?? 0;
    words[place >>> 5] = (words[place >>> 5] ?? 0) | (1 << (place & 31));
  }
}

/** Keeps in `words` what is also in `others`. @returns whether anything is left */
export function keepCommon(words: Words, others: Words): boolean {
  let left = 0;
  for (let index = 0; index < WORDS; index += 1) {
    const common = (words[index] ?? 0) & (others[index] ?? 0);
    words[index] = common;
    left |= common;
  }
  return left !== 0;
}

/** Leaves out of `words` what is also in `others`. @returns whether anything is left */
export function leaveCommon(words: Words, others: Words): boolean {
  let left = 0;
  for (let index = 0; index < WORDS; index += 1) {
    const kept = (words[index] ?? 0) & ~(others[index] ?? 0);
    words[index] = kept;
    left |= kept;
  }
  return left !== 0;
}

/** How many places are in both. */
export function countCommon(words: Words, others: Words): number {
  let count = 0;
  for (let index = 0; index < WORDS; index += 1) count += bitCount((words[index] ?? 0) & (others[index] ?? 0));
  return count;
}

/** Warren, "Hacker's Delight", 5-1. */
function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55_55_55_55);
  const fours = (pairs & 0x33_33_33_33) + ((pairs >>> 2) & 0x33_33_33_33);
  return Math.imul((fours + (fours >>> 4)) & 0x0f_0f_0f_0f, 0x01_01_01_01) >>> 24;
}

/** Keeps the places that `isMeant`. @returns whether anything is left */
export function keepWhere(words: Words, isMeant: (place: number) => boolean): boolean {
  let left = 0;
  for (let index = 0; index < WORDS; index += 1) {
    let kept = words[index] ?? 0;
    for (let rest = kept; rest !== 0; rest &= rest - 1) {
      const bit = rest & -rest;
      if (!isMeant((index << 5) + 31 - Math.clz32(bit))) kept &= ~bit;
    }
    words[index] = kept;
    left |= kept;
  }
  return left !== 0;
}

/** The places, rising. */
export function placesIn(words: Words): Uint32Array {
  const places = new Uint32Array(countCommon(words, words));
  let found = 0;
  for (let index = 0; index < WORDS; index += 1) {
    for (let rest = words[index] ?? 0; rest !== 0; rest &= rest - 1) {
      places[found] = (index << 5) + 31 - Math.clz32(rest & -rest);
      found += 1;
    }
  }
  return places;
}

/** The first index below `count` of which something is true that is true of all that follow; `count` where it is true of none. */
export function firstWhere(count: number, isTrue: (index: number) => boolean): number {
  let [first, end] = [0, count];
  while (first < end) {
    const middle = (first + end) >>> 1;
    if (isTrue(middle)) end = middle;
    else first = middle + 1;
  }
  return first;
}

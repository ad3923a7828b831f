/** Records whose paths and serials are kept together: they are read at once, so few, but not so few that reading all of them takes long. */
export const CHUNK = 128;
/** Records that the index of three characters tells apart. */
export const GROUP = 32;

export type TextField = 'file' | 'serial';

interface Texts {
  readonly file: string;
  readonly serial: string | null;
}

/** Upper and lower case are the same, also of a sigma that ends a word, and letters with accents however they are written (macOS takes them apart). */
export const folded = (text: string): string => text.normalize('NFC').toLowerCase().replaceAll('ς', 'σ');

/** Path and serial of each record, each ended by a zero, which no path holds. */
export function packTexts(records: readonly Texts[]): Uint8Array {
  return Buffer.from(records.map(({ file, serial }) => `${folded(file)}\0${folded(serial ?? '')}\0`).join(''));
}

/** Which of a chunk's records hold `sought`, which is folded, in one of their texts: places in the chunk. */
export function placesWith(packed: Uint8Array, field: TextField, sought: Uint8Array): number[] {
  // No text holds a zero: it would be found between two of them.
  if (sought.includes(0)) return [];
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const isSerial = field === 'serial' ? 1 : 0;
  const places: number[] = [];
  let [counted, zeros] = [0, 0];
  for (let at = bytes.indexOf(sought); at !== -1; ) {
    for (; counted < at; counted += 1) if (bytes[counted] === 0) zeros += 1;
    if ((zeros & 1) === isSerial) places.push(zeros >>> 1);
    // Texts hold no zero, so the next one that holds it begins behind the end of this one.
    at = bytes.indexOf(sought, bytes.indexOf(0, at));
  }
  return places;
}

/** What the index of three characters is told of each group of a chunk: a serial is in the path nearly always. */
export function groupTexts(packed: Uint8Array): string[] {
  const texts = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength).toString().split('\0');
  const groups: string[] = [];
  for (let first = 0; first + 1 < texts.length; first += 2 * GROUP) {
    const group: string[] = [];
    for (let index = first; index < first + 2 * GROUP && index + 1 < texts.length; index += 2) {
      const [file = '', serial = ''] = texts.slice(index, index + 2);
      group.push(file);
      if (!file.includes(serial)) group.push(serial);
    }
    groups.push(group.join('\n'));
  }
  return groups;
}

/** The query for groups that hold every three characters that follow each other in `sought`; null where it is shorter. */
export function gramQuery(sought: string): string | null {
  // The language of queries ends at a zero.
  const characters = sought.includes('\0') ? [] : [...sought];
  const grams = new Set<string>();
  for (let index = 0; index + 3 <= characters.length; index += 1) {
    grams.add(
      `"${characters
        .slice(index, index + 3)
        .join('')
        .replaceAll('"', '""')}"`,
    );
  }
  return grams.size === 0 ? null : [...grams].join(' AND ');
}

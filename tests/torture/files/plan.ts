import type { Way } from '../camera.ts';
import { SAME_LENGTH_EVERY, sha256Of, withRemark } from '../images.ts';
import type { Random } from '../random.ts';
import type { JudgedPart } from '../realParts.ts';

/** What is special about a file. */
export const KINDS = [
  'plain',
  'written in chunks',
  'renamed into place',
  'in a nested folder',
  'with an odd name',
  'same bytes under two names',
  'replaced after judging',
  'replaced, same length',
  'completed late',
  'cut',
  'empty',
  'text',
  'noise',
  'never renamed',
] as const;
export type Kind = (typeof KINDS)[number];

/** What one record of a file must say, in the order in which its contents came. */
export type Expected =
  | { readonly sha256: string; readonly score: number }
  | { readonly sha256: string; readonly errorCode: string };

/** One file that will be written, perhaps a second time once everything was judged. */
export interface PlannedFile {
  readonly kind: Kind;
  readonly camera: number;
  /** Relative to the camera's folder. */
  readonly file: string;
  readonly bytes: Buffer;
  readonly way: Way;
  /** What is written later, in place of the first content. */
  readonly later: { readonly bytes: Buffer; readonly way: Way } | null;
  readonly expected: readonly Expected[];
}

/** How many of a hundred files are of a kind; the others are plain. */
const SHARES: Readonly<Partial<Record<Kind, number>>> = {
  'written in chunks': 10,
  'renamed into place': 10,
  'in a nested folder': 6,
  'with an odd name': 4,
  'same bytes under two names': 4,
  'replaced after judging': 3,
  'replaced, same length': 1,
  'completed late': 2,
  cut: 3,
  empty: 1,
  text: 1,
  noise: 1,
  'never renamed': 1,
};

const ODD_NAMES = [
  'Ä ö ü ß',
  'e\u0301 decomposed',
  '\u00e9 composed',
  '部品 検査',
  'قطعة',
  'деталь',
  '🔩🔧',
  'per%20cent #7',
  "it's 'quoted'",
  'a;b&c|d$e`f`',
  ' spaces ',
  'dots...in..it',
  'UPPER.PNG.lower',
  `long-${'x'.repeat(180)}`,
  'zero\u200bwidth',
  '-dash --first',
] as const;

const EXTENSION = 'png';
/** Contents of files that are written a second time are numbered from here. */
const SECOND_CONTENTS = 100_000_000;

/** Plans files as SHARES says, spread over cameras, with what an undisturbed station says of each. */
export function planFiles(count: number, cameras: number, parts: readonly JudgedPart[], random: Random): PlannedFile[] {
  const kinds = kindsOf(count);
  let twin: Image | null = null;
  const files = kinds.map((kind, number): PlannedFile => {
    let image = imageOf(random.pick(parts), number);
    if (kind === 'same bytes under two names') {
      image = twin ?? image;
      twin = twin === null ? image : null;
    }
    const camera = 1 + (number % cameras);
    return { kind, camera, file: fileName(kind, number), ...contents(kind, image, parts, random) };
  });
  return shuffled(files, random);
}

function kindsOf(count: number): Kind[] {
  const special = KINDS.flatMap((kind) => {
    const share = SHARES[kind] ?? 0;
    // Of each kind one at least, however few the files; twins come in pairs.
    const files = share === 0 ? 0 : Math.max(1, Math.round((count * share) / 100));
    return Array.from<Kind>({ length: kind === 'same bytes under two names' ? files + (files % 2) : files }).fill(kind);
  });
  return [...special, ...Array.from<Kind>({ length: Math.max(0, count - special.length) }).fill('plain')];
}

function fileName(kind: Kind, number: number): string {
  const name = `${String(number).padStart(5, '0')}.${EXTENSION}`;
  switch (kind) {
    case 'in a nested folder':
      return `lot ${number % 7}/${number % 3 === 0 ? 'Ä/部品/deep/' : ''}part-${name}`;
    case 'with an odd name':
      return `${ODD_NAMES[number % ODD_NAMES.length] ?? ''} ${name}`;
    case 'never renamed':
      return `part-${name}.tmp`;
    default:
      return `part-${name}`;
  }
}

interface Image {
  readonly part: JudgedPart;
  readonly content: number;
  readonly bytes: Buffer;
  readonly expected: Expected;
}

function imageOf(part: JudgedPart, content: number): Image {
  const bytes = withRemark(part.png, content);
  return { part, content, bytes, expected: { sha256: sha256Of(bytes), score: part.score } };
}

function contents(
  kind: Kind,
  image: Image,
  parts: readonly JudgedPart[],
  random: Random,
): Pick<PlannedFile, 'bytes' | 'way' | 'later' | 'expected'> {
  const once = (way: Way) => ({ bytes: image.bytes, way, later: null, expected: [image.expected] });
  const twice = (second: Image) => ({
    bytes: image.bytes,
    way: 'whole' as const,
    later: { bytes: second.bytes, way: random.pick<Way>(['whole', 'renamed', 'chunks']) },
    expected: [image.expected, second.expected],
  });
  switch (kind) {
    case 'plain':
    case 'in a nested folder':
    case 'with an odd name':
    case 'same bytes under two names':
      return once('whole');
    case 'written in chunks':
      return once('chunks');
    case 'renamed into place':
      return once('renamed');
    case 'never renamed':
      return { ...once('whole'), expected: [] };
    case 'replaced after judging':
      return twice(imageOf(random.pick(parts), SECOND_CONTENTS + image.content + 1));
    case 'replaced, same length':
      return twice(imageOf(image.part, image.content + SAME_LENGTH_EVERY * 1000));
    case 'completed late': {
      const cut = cutOff(image.bytes, random);
      return { ...broken(cut, 'image.truncated', image.expected), later: { bytes: image.bytes, way: 'whole' } };
    }
    case 'cut':
      return broken(cutOff(image.bytes, random), 'image.truncated');
    case 'empty':
      return broken(Buffer.alloc(0), 'image.empty');
    case 'text':
      return broken(Buffer.from(`Part ${image.content} was not photographed.\n`), 'image.not-an-image');
    case 'noise':
      return broken(Buffer.from(Array.from({ length: 300 }, () => random.between(0, 255))), 'image.not-an-image');
  }
}

function broken(bytes: Buffer, errorCode: string, ...following: readonly Expected[]) {
  return {
    bytes,
    way: 'whole' as const,
    later: null,
    expected: [{ sha256: sha256Of(bytes), errorCode }, ...following],
  };
}

/** Somewhere behind the header and before the end. */
function cutOff(bytes: Buffer, random: Random): Buffer {
  return bytes.subarray(0, random.between(60, bytes.length - 1));
}

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const rest = [...items];
  for (let place = rest.length - 1; place > 0; place -= 1) {
    const other = random.between(0, place);
    const [a, b] = [rest[place], rest[other]];
    if (a !== undefined && b !== undefined) [rest[place], rest[other]] = [b, a];
  }
  return rest;
}

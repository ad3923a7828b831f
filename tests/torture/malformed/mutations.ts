import type { Random } from '../random.ts';
import type { Original } from './corpus.ts';
import { extremeHeader } from './extremes.ts';
import { assembled, piecesOf, withTrueChecksums } from './pieces.ts';

/** What is done to a file. `stranger` is another file of the corpus. @returns null where it cannot be done to this one */
type Mutate = (original: Original, stranger: Original, random: Random) => Buffer | null;

export interface Mutation {
  readonly name: string;
  /** Whether a checksum of the format must betray it, where it has one: bytes changed in place, nothing else. */
  readonly isInPlace: boolean;
  readonly mutate: Mutate;
}

const VALUES = [0, 1, 0x7f, 0x80, 0xfe, 0xff] as const;

export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'bit flips',
    isInPlace: true,
    mutate: (file, _, random) => flipped(file.bytes, random, (byte) => byte ^ (1 << random.between(0, 7))),
  },
  {
    name: 'bytes replaced',
    isInPlace: true,
    mutate: (file, _, random) =>
      flipped(file.bytes, random, () => (random.chance(0.5) ? random.pick(VALUES) : random.between(0, 255))),
  },
  { name: 'head damaged', isInPlace: true, mutate: (file, _, random) => headDamaged(file.bytes, random) },
  { name: 'zeroed run', isInPlace: true, mutate: (file, _, random) => filledRun(file.bytes, random, 0) },
  { name: 'run of ones', isInPlace: true, mutate: (file, _, random) => filledRun(file.bytes, random, 0xff) },
  {
    name: 'truncated',
    isInPlace: false,
    mutate: (file, _, random) => file.bytes.subarray(0, random.between(0, file.bytes.length - 1)),
  },
  { name: 'reserved room', isInPlace: false, mutate: (file, _, random) => reserved(file.bytes, random) },
  { name: 'block repeated', isInPlace: false, mutate: (file, _, random) => blockRepeated(file.bytes, random) },
  { name: 'block removed', isInPlace: false, mutate: (file, _, random) => blockRemoved(file.bytes, random) },
  {
    name: 'random tail',
    isInPlace: false,
    mutate: (file, _, random) => Buffer.concat([file.bytes, noise(random, random.between(1, 400))]),
  },
  { name: 'random end', isInPlace: false, mutate: (file, _, random) => randomEnd(file.bytes, random) },
  { name: 'spliced with another', isInPlace: false, mutate: spliced },
  { name: 'piece swapped', isInPlace: false, mutate: (file, _, random) => rearranged(file, random, 'swap') },
  { name: 'piece repeated', isInPlace: false, mutate: (file, _, random) => rearranged(file, random, 'repeat') },
  { name: 'piece removed', isInPlace: false, mutate: (file, _, random) => rearranged(file, random, 'remove') },
  { name: 'piece of another', isInPlace: false, mutate: pieceOfAnother },
  { name: 'length that lies', isInPlace: false, mutate: (file, _, random) => lyingLength(file, random) },
  { name: 'extreme header', isInPlace: false, mutate: (file, _, random) => extremeHeader(file, random) },
  {
    name: 'damage with true checksums',
    isInPlace: false,
    mutate: (file, _, random) => damagedUnderChecksums(file, random),
  },
];

/** Mutates a file in a way that its kind allows. */
export function mutated(
  original: Original,
  stranger: Original,
  random: Random,
): { readonly mutation: Mutation; readonly bytes: Buffer } {
  for (;;) {
    const mutation = random.pick(MUTATIONS);
    const bytes = mutation.mutate(original, stranger, random);
    if (bytes !== null && !bytes.equals(original.bytes)) return { mutation, bytes };
  }
}

function flipped(bytes: Buffer, random: Random, change: (byte: number) => number): Buffer {
  const damaged = Buffer.from(bytes);
  for (let count = random.pick([1, 1, 1, 2, 4, 16]); count > 0; count -= 1) {
    const place = random.between(0, damaged.length - 1);
    damaged[place] = change(damaged[place] ?? 0);
  }
  return damaged;
}

/** Most of what a decoder believes stands near the beginning. */
function headDamaged(bytes: Buffer, random: Random): Buffer {
  const damaged = Buffer.from(bytes);
  for (let count = random.between(1, 3); count > 0; count -= 1) {
    damaged[random.between(0, Math.min(damaged.length, 64) - 1)] = random.pick(VALUES);
  }
  return damaged;
}

function someBlock(bytes: Buffer, random: Random): readonly [number, number] {
  const start = random.between(0, bytes.length - 1);
  return [start, Math.min(bytes.length, start + random.pick([1, 2, 4, 16, 64, 512]))];
}

function filledRun(bytes: Buffer, random: Random, value: number): Buffer {
  return Buffer.from(bytes).fill(value, ...someBlock(bytes, random));
}

function reserved(bytes: Buffer, random: Random): Buffer {
  return Buffer.from(bytes).fill(0, random.between(0, bytes.length - 1));
}

function blockRepeated(bytes: Buffer, random: Random): Buffer {
  const [start, end] = someBlock(bytes, random);
  const times = Array.from({ length: random.pick([2, 2, 3, 50]) }, () => bytes.subarray(start, end));
  return Buffer.concat([bytes.subarray(0, start), ...times, bytes.subarray(end)]);
}

function blockRemoved(bytes: Buffer, random: Random): Buffer {
  const [start, end] = someBlock(bytes, random);
  return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
}

function noise(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.between(0, 255)));
}

function randomEnd(bytes: Buffer, random: Random): Buffer {
  const kept = random.between(0, bytes.length - 1);
  return Buffer.concat([bytes.subarray(0, kept), noise(random, bytes.length - kept)]);
}

function spliced({ bytes }: Original, stranger: Original, random: Random): Buffer {
  const from = random.between(0, bytes.length);
  return Buffer.concat([bytes.subarray(0, from), stranger.bytes.subarray(Math.min(from, stranger.bytes.length - 1))]);
}

function rearranged({ kind, bytes }: Original, random: Random, how: 'swap' | 'repeat' | 'remove'): Buffer | null {
  const parts = piecesOf(kind, bytes);
  if (parts === null || parts.pieces.length === 0) return null;
  const pieces = [...parts.pieces];
  const last = pieces.length - 1;
  const [one, other] = [random.between(0, last), random.between(0, last)];
  const [first, second] = [pieces[one], pieces[other]];
  if (first === undefined || second === undefined) return null;
  if (how === 'swap') {
    pieces[one] = second;
    pieces[other] = first;
  }
  if (how === 'repeat') pieces.splice(other, 0, ...Array.from({ length: random.pick([1, 1, 30]) }, () => first));
  if (how === 'remove') pieces.splice(one, 1);
  return assembled({ ...parts, pieces });
}

function pieceOfAnother({ kind, bytes }: Original, stranger: Original, random: Random): Buffer | null {
  const [parts, others] = [piecesOf(kind, bytes), piecesOf(kind, stranger.bytes)];
  if (parts === null || others === null || stranger.kind !== kind || others.pieces.length === 0) return null;
  const pieces = [...parts.pieces];
  const piece = random.pick(others.pieces);
  pieces.splice(random.between(0, pieces.length), random.chance(0.5) ? 1 : 0, piece);
  return assembled({ ...parts, pieces });
}

function lyingLength({ kind, bytes }: Original, random: Random): Buffer | null {
  const parts = piecesOf(kind, bytes);
  if (parts === null || parts.pieces.length === 0) return null;
  const index = random.between(0, parts.pieces.length - 1);
  const pieces = parts.pieces.map((piece, at) => (at === index ? Buffer.from(piece) : piece));
  const piece = pieces[index];
  if (piece === undefined) return null;
  const lie = random.pick([0, 1, 7, piece.length + 1, 0xffff, 0x7fffffff, 0xffffffff]);
  if (kind === 'png') piece.writeUInt32BE(lie);
  if (kind === 'webp') piece.writeUInt32LE(lie, 4);
  if (kind === 'jpeg') piece.writeUInt16BE(lie & 0xffff, 2);
  return assembled({ ...parts, pieces });
}

function damagedUnderChecksums({ kind, bytes }: Original, random: Random): Buffer | null {
  if (kind !== 'png') return null;
  const parts = piecesOf(kind, bytes);
  if (parts === null) return null;
  const pieces = parts.pieces.map((piece) => Buffer.from(piece));
  for (let count = random.between(1, 3); count > 0; count -= 1) {
    const piece = random.pick(pieces);
    if (piece.length > 12) piece[random.between(8, piece.length - 5)] = random.between(0, 255);
  }
  return withTrueChecksums(assembled({ ...parts, pieces }));
}

/**
 * An assembler of the few WebAssembly instructions that the product's kernels take: of modules with one function, and memory.
 *
 * Source: WebAssembly Core Specification 2.0, chapter 5 (binary format).
 */

/** What of WebAssembly is used here; the pure rooms are compiled without the types of any platform. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: Record<string, unknown> };
};

/** Types of locals, and instructions without operands. */
export const INSTRUCTIONS = {
  I32: 0x7f,
  V128: 0x7b,
  I32_ADD: 0x6a,
  I32_SUB: 0x6b,
  I32_LESS: 0x49,
  F64_ADD: 0xa0,
} as const;
const END = 0x0b;
const PAGE_BYTES = 65_536;

export const get = (local: number): number[] => [0x20, ...unsigned(local)];
export const set = (local: number): number[] => [0x21, ...unsigned(local)];
export const setAndKeep = (local: number): number[] => [0x22, ...unsigned(local)];
export const constant = (value: number): number[] => [0x41, ...signed(value)];
export const loadVector = (offset: number): number[] => [0xfd, 0x00, 0x03, ...unsigned(offset)];
/** Repeats `body` while the condition that it leaves on the stack holds. */
export const loop = (body: readonly number[]): number[] => [0x03, 0x40, ...body, 0x0d, 0x00, END];
export const advance = (local: number, by: number): number[] => [
  ...get(local),
  ...constant(by),
  INSTRUCTIONS.I32_ADD,
  ...set(local),
];
export const countDown = (local: number, by: number): number[] => [
  ...get(local),
  ...constant(by),
  INSTRUCTIONS.I32_SUB,
  ...setAndKeep(local),
];

export interface KernelFunction {
  readonly name: string;
  /** How many, all of them integers of 32 bits. */
  readonly parameters: number;
  readonly locals: readonly (readonly [count: number, type: number])[];
  readonly instructions: readonly number[];
  readonly memoryBytes: number;
}

export function moduleOf({
  name: exported,
  parameters,
  locals,
  instructions,
  memoryBytes,
}: KernelFunction): Uint8Array {
  const declared = [locals.length, ...locals.flatMap(([count, type]) => [...unsigned(count), type])];
  const body = [...declared, ...instructions, END];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, parameters, ...new Array<number>(parameters).fill(INSTRUCTIONS.I32), 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, ...unsigned(Math.ceil(memoryBytes / PAGE_BYTES))]),
    ...section(7, [2, ...name('memory'), 2, 0, ...name(exported), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}

export function instantiate(
  module: Uint8Array,
  exported: string,
): { readonly buffer: ArrayBuffer; readonly run: (...integers: number[]) => void } {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module));
  const { buffer } = exports.memory as { readonly buffer: ArrayBuffer };
  return { buffer, run: exports[exported] as (...integers: number[]) => void };
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function name(text: string): number[] {
  return [text.length, ...[...text].map((letter) => letter.charCodeAt(0))];
}

/** LEB128, seven bits a byte. */
export function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  const fits = value >= -0x40 && value < 0x40;
  return fits ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}

/**
 * Single-precision numbers as whole numbers (0 to 2^32) that are ordered as they are: the bits of a positive one with the sign turned, those of a negative
 * one turned altogether (Herf, "Radix tricks", 2001).
 *
 * @param bits of the number
 * @returns null for NaN
 */
export function scoreKey(bits: number): number | null {
  if ((bits & 0x7f_ff_ff_ff) > 0x7f_80_00_00) return null;
  return (bits ^ ((bits >> 31) | 0x80_00_00_00)) >>> 0;
}

export function scoreOfKey(key: number): number {
  const bits = key >= 2 ** 31 ? key ^ 0x80_00_00_00 : ~key;
  return new Float32Array(new Uint32Array([bits]).buffer)[0] ?? Number.NaN;
}

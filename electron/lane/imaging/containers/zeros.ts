/** Code of no format ends with so many zeros; room that a writer reserved and never filled does. */
const TAIL_BYTES = 1024;

export function endsInZeros(compressed: Buffer): boolean {
  return compressed.length >= TAIL_BYTES && compressed.subarray(-TAIL_BYTES).every((byte) => byte === 0);
}

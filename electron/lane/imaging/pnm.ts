import { corrupt, type PnmHeader } from '../../formats/index.ts';
import { DecodingError } from './faults.ts';

/**
 * The samples of a grey or colour picture of the Netpbm family, row by row from the top. Those of 16 bits, which stand high byte first, stay as they were
 * measured; narrower ones are spread over 8 bits by the largest that the header names.
 *
 * @throws DecodingError for a sample above the largest
 */
export function decodePnm(bytes: Buffer, header: PnmHeader): Uint8Array | Uint16Array {
  const { maximum, sampleBytes, pixelStart, pixelEnd } = header;
  const stored = bytes.subarray(pixelStart, pixelEnd);
  if (sampleBytes === 1 && maximum === 255) return stored;
  const samples = sampleBytes === 1 ? Uint8Array.from(stored) : new Uint16Array(stored.length / 2);
  for (let index = 0; index < samples.length; index += 1) {
    const sample = sampleBytes === 1 ? (stored[index] ?? 0) : stored.readUInt16BE(index * 2);
    if (sample > maximum) throw new DecodingError(corrupt(`a sample of ${sample} where ${maximum} is the largest`));
    samples[index] = sampleBytes === 1 ? Math.round((sample * 255) / maximum) : sample;
  }
  return samples;
}

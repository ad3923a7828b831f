import { corrupt, type PnmHeader } from '../../formats/index.ts';
import { DecodingError } from './faults.ts';
import type { PlainSamples } from './tiff/plainTiff.ts';

/**
 * The samples of a grey or colour picture of the Netpbm family. Those of 16 bits, which stand high byte first, stay as they were measured; narrower ones
 * are spread over 8 bits by the largest that the header names.
 *
 * @returns what writes them; it throws a DecodingError for a sample above the largest
 */
export function decodePnm(bytes: Buffer, header: PnmHeader): PlainSamples {
  const { widthPx, heightPx, channels, maximum, sampleBytes, pixelStart, pixelEnd } = header;
  const stored = bytes.subarray(pixelStart, pixelEnd);
  return {
    ...{ widthPx, heightPx, channels, sampleBytes, isBlueFirst: false },
    write(samples) {
      stored.copy(samples);
      if (sampleBytes === 2) samples.swap16();
      if (maximum === (sampleBytes === 1 ? 255 : 65_535)) return;
      for (let place = 0; place < samples.length; place += sampleBytes) {
        const sample = sampleBytes === 1 ? (samples[place] ?? 0) : samples.readUInt16LE(place);
        if (sample > maximum) throw new DecodingError(corrupt(`a sample of ${sample} where ${maximum} is the largest`));
        if (sampleBytes === 1) samples[place] = Math.round((sample * 255) / maximum);
      }
    },
  };
}

import { ANY, ascii, beginsLike, type Signature } from './format.ts';

/** Pictures that are never judged, named so that the remedy is plain. */
const UNJUDGED: readonly { readonly kind: string; readonly bytes: Signature }[] = [
  { kind: 'raw camera data (CR2)', bytes: [0x49, 0x49, 42, 0, ANY, ANY, ANY, ANY, ...ascii('CR')] },
  { kind: 'raw camera data (ORF)', bytes: ascii('IIR') },
  { kind: 'raw camera data (RW2)', bytes: ascii('IIU\0') },
  { kind: 'raw camera data (RAF)', bytes: ascii('FUJIFILMCCD-RAW') },
  { kind: 'raw camera data (CR3)', bytes: fileType('crx ') },
  { kind: 'a GIF', bytes: ascii('GIF8') },
  { kind: 'an AVIF picture', bytes: fileType('avif') },
  { kind: 'an AVIF sequence', bytes: fileType('avis') },
  ...['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'].map((brand) => {
    return { kind: 'a HEIF picture (HEIC)', bytes: fileType(brand) };
  }),
  { kind: 'a JPEG 2000 picture', bytes: [0, 0, 0, 12, ...ascii('jP  ')] },
  { kind: 'a JPEG 2000 picture', bytes: [0xff, 0x4f, 0xff, 0x51] },
  { kind: 'a JPEG XL picture', bytes: [0, 0, 0, 12, ...ascii('JXL ')] },
  { kind: 'a JPEG XL picture', bytes: [0xff, 0x0a] },
  { kind: 'a JPEG XR picture', bytes: [0x49, 0x49, 0xbc, 0x01] },
  { kind: 'a Photoshop file', bytes: ascii('8BPS') },
  { kind: 'an OpenEXR picture of floating-point samples', bytes: [0x76, 0x2f, 0x31, 0x01] },
  { kind: 'a Radiance picture of floating-point samples', bytes: ascii('#?RADIANCE') },
  ...['P1', 'P2', 'P3', 'P4', 'P7'].map((mark) => ({
    kind: `a Netpbm picture of the kind ${mark}`,
    bytes: ascii(`${mark}\n`),
  })),
  { kind: 'a FITS picture', bytes: ascii('SIMPLE  =') },
];

/** The first box of an ISO base media file: its length, `ftyp`, its brand. */
function fileType(brand: string): number[] {
  return [ANY, ANY, ANY, ANY, ...ascii('ftyp'), ...ascii(brand)];
}

/** What a picture that is never judged is called; null for anything else. */
export function unjudgedKind(bytes: Uint8Array): string | null {
  const found = UNJUDGED.find(({ bytes: signature }) => {
    return bytes.length >= signature.length && beginsLike(bytes, signature);
  });
  return found?.kind ?? null;
}

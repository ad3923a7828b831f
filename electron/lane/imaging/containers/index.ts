/**
 * Is a file whole? Each kind of image says where it ends; decoders are lenient about it, a station that judges parts must not be.
 * Structure and checksums are looked at here, pixels by the decoder.
 */
import { assertNever } from '../../../../shared/domain/index.ts';
import type { ImageKind } from '../imageKind.ts';
import type { ContainerFault } from './fault.ts';
import { checkJpeg } from './jpeg.ts';
import { checkPng } from './png.ts';
import { checkTiff } from './tiff/index.ts';
import { checkWebp } from './webp.ts';

export type { ContainerFault } from './fault.ts';

/** @returns null for a file that is whole */
export function containerFault(kind: ImageKind, bytes: Buffer): ContainerFault | null {
  switch (kind) {
    case 'png':
      return checkPng(bytes);
    case 'jpeg':
      return checkJpeg(bytes);
    case 'tiff':
      return checkTiff(bytes);
    case 'webp':
      return checkWebp(bytes);
    case 'bmp':
      // Our own decoder is as strict as this room would be.
      return null;
    default:
      return assertNever(kind);
  }
}

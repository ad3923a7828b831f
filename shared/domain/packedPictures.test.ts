import { describe, expect, it } from 'vitest';
import { type PackedPicture, packPictures, unpackPictures } from './packedPictures.ts';

const PICTURES: readonly PackedPicture[] = [
  { address: '/image/1/thumbnail', status: 200, content: Uint8Array.of(0xff, 0xd8, 0, 255, 7) },
  { address: '/image/22/thumbnail', status: 410, content: new TextEncoder().encode('Entfernt: Prüfung 22.') },
  { address: '/bench/a/b/thumbnail', status: 200, content: new Uint8Array(70_000).fill(3) },
  { address: '/image/4/thumbnail', status: 200, content: new Uint8Array() },
];

describe('pictures in one answer', () => {
  it('come out as they went in: whose each is, what became of it, and its bytes', () => {
    expect(unpackPictures(packPictures(PICTURES))).toEqual(PICTURES);
    expect(unpackPictures(packPictures([]))).toEqual([]);
  });

  it('are read where they lie in a larger block of memory', () => {
    const packed = packPictures(PICTURES);
    const block = new Uint8Array(packed.length + 10);
    block.set(packed, 5);
    expect(unpackPictures(block.subarray(5, 5 + packed.length))).toEqual(PICTURES);
  });

  it('are those that came whole where the answer was cut, at every byte of it', () => {
    const few = PICTURES.slice(0, 2);
    const packed = packPictures(few);
    const firstEnds = packPictures(few.slice(0, 1)).length;
    for (let length = 0; length < packed.length; length += 1) {
      expect(unpackPictures(packed.slice(0, length)), `${length} bytes`).toEqual(
        few.slice(0, length < firstEnds ? 0 : 1),
      );
    }
  });

  it('are none of what is no such answer', () => {
    expect(unpackPictures(new TextEncoder().encode('<!doctype html><title>Sigmaline</title>'))).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeNpy, encodeNpy } from './npy.ts';

/** numpy.save('map.npy', numpy.array([[1.5, -2], [0, 3e-5], [1e10, 7]], dtype='<f4')), byte for byte. */
const SAVED_BY_NUMPY = Uint8Array.from(
  atob(
    'k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsIDIpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAMA/AAAAwAAAAACCqPs3+QIVUAAA4EA=',
  ),
  (character) => character.charCodeAt(0),
);

describe('an .npy file', () => {
  it('is read as NumPy wrote it', () => {
    expect(decodeNpy(SAVED_BY_NUMPY)).toEqual({
      height: 3,
      width: 2,
      values: Float32Array.of(1.5, -2, 0, 3e-5, 1e10, 7),
    });
  });

  it('is written as NumPy writes it, byte for byte', () => {
    expect(encodeNpy({ height: 3, width: 2, values: Float32Array.of(1.5, -2, 0, 3e-5, 1e10, 7) })).toEqual(
      SAVED_BY_NUMPY,
    );
  });

  it('gives back every float32 and every byte that was put in, whatever its place in the buffer', () => {
    fc.assert(
      fc.property(fc.float32Array({ minLength: 1, maxLength: 50 }), fc.nat(7), (values, offset) => {
        const encoded = encodeNpy({ height: 1, width: values.length, values });
        const moved = new Uint8Array(encoded.length + offset);
        moved.set(encoded, offset);
        expect(decodeNpy(moved.subarray(offset)).values).toEqual(values);
      }),
    );
    const mask = { height: 2, width: 3, values: Uint8Array.of(0, 1, 1, 0, 255, 7) };
    expect(decodeNpy(encodeNpy(mask))).toEqual(mask);
  });

  it('begins its data at a multiple of 64 bytes', () => {
    const encoded = encodeNpy({ height: 12345, width: 1, values: new Uint8Array(12345) });
    expect((encoded.length - 12345) % 64).toBe(0);
  });

  it('is refused when it was cut, is longer than its shape, or is something else', () => {
    expect(() => decodeNpy(SAVED_BY_NUMPY.subarray(0, -1))).toThrow('23 bytes of data instead of 24');
    expect(() => decodeNpy(Uint8Array.of(...SAVED_BY_NUMPY, 0))).toThrow('25 bytes');
    expect(() => decodeNpy(SAVED_BY_NUMPY.subarray(0, 60))).toThrow(RangeError);
    expect(() => decodeNpy(new Uint8Array())).toThrow('no .npy file');
    expect(() => encodeNpy({ height: 2, width: 2, values: new Uint8Array(3) })).toThrow('do not fill 2 x 2');
  });
});

#!/bin/sh
# tifffile 2026.3.3 (imagecodecs 2026.3.6, numpy 2.4.6): samples of 10, 12 or 14 bits are packed with imwrite(bitspersample=...). In a little-endian
# file they read back as they were; with byteorder='>' the two bytes of each value are exchanged before its low bits are packed. Nothing is
# raised or warned of, and tifffile itself reads other values back: of 10 bits six are lost for good, of 12 four, of 14 two. Whoever stores a
# camera's packed pictures big-endian, as some cameras do, stores other pictures.
#
# Output seen, for the row 0 7 14 21:
#   < 10: 0 7 14 21        > 10: 0 768 512 256
#   < 12: 0 7 14 21        > 12: 0 1792 3584 1280
#   < 14: 0 7 14 21        > 14: 0 1792 3584 5376
# Exits 0 while this is so, 1 if what was written is read back or refused. Needs Python 3.11 or newer with venv.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv packages
packages/bin/pip install --quiet tifffile==2026.3.3 imagecodecs==2026.3.6 numpy==2.4.6
cat > try.py <<'SCRIPT'
import sys

import numpy
import tifffile

picture = numpy.arange(64, dtype=numpy.uint16).reshape(8, 8) * 7
unlike = {'<': 0, '>': 0}
for order in unlike:
    for bits in (10, 12, 14):
        try:
            tifffile.imwrite('packed.tif', picture, byteorder=order, bitspersample=bits, photometric='minisblack')
            back = tifffile.imread('packed.tif')
        except ValueError as refusal:
            sys.exit(f'refused: {refusal}')
        print(order, f'{bits}:', *back[0, :4])
        unlike[order] += not numpy.array_equal(back, picture)
sys.exit(0 if unlike == {'<': 0, '>': 3} else 1)
SCRIPT
packages/bin/python try.py

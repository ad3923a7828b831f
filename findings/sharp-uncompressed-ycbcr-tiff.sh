#!/bin/sh
# sharp 0.35.5 (libvips 8.18.7): an uncompressed TIFF whose samples are YCbCr (PhotometricInterpretation 6) comes out with its
# luma and chroma in the place of red, green and blue, and is called sRGB. No warning is given, also not with failOn: 'warning'.
# The same tag around JPEG data is converted. A camera that writes such files shows a red part as blue-violet.
#
# Output seen: "space srgb, samples 81 90 240" for a picture that is pure red (BT.601, full range: Y 81, Cb 90, Cr 240).
# Exits 0 while this is so, 1 if the samples are converted or refused.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund sharp@0.35.5
cat > try.mjs <<'SCRIPT'
import sharp from 'sharp';

const SIZE = 8;
const samples = Buffer.alloc(SIZE * SIZE * 3);
for (let place = 0; place < samples.length; place += 3) samples.set([81, 90, 240], place);
const SHORT = 3;
const LONG = 4;
const tags = [
  [256, SHORT, SIZE], [257, SHORT, SIZE], [258, SHORT, 8, 8, 8], [259, SHORT, 1], [262, SHORT, 6],
  [273, LONG, 'samples'], [277, SHORT, 3], [278, SHORT, SIZE], [279, LONG, samples.length], [530, SHORT, 1, 1],
];
const directory = 8;
const behind = directory + 2 + 12 * tags.length + 4;
const bitsAt = behind;
const samplesAt = behind + 6;
const head = Buffer.alloc(samplesAt);
head.write('II*\0', 0, 'latin1');
head.writeUInt32LE(directory, 4);
head.writeUInt16LE(tags.length, directory);
tags.forEach(([tag, type, ...values], index) => {
  const at = directory + 2 + 12 * index;
  head.writeUInt16LE(tag, at);
  head.writeUInt16LE(type, at + 2);
  head.writeUInt32LE(values.length, at + 4);
  if (values.length === 3) {
    head.writeUInt32LE(bitsAt, at + 8);
    values.forEach((value, place) => head.writeUInt16LE(value, bitsAt + 2 * place));
  } else if (type === LONG) head.writeUInt32LE(values[0] === 'samples' ? samplesAt : values[0], at + 8);
  else values.forEach((value, place) => head.writeUInt16LE(value, at + 8 + 2 * place));
});
const file = Buffer.concat([head, samples]);
const { space } = await sharp(file).metadata();
const data = await sharp(file, { failOn: 'warning' }).raw().toBuffer();
console.log(`space ${space}, samples ${[...data.subarray(0, 3)].join(' ')}`);
process.exit(space === 'srgb' && data[0] === 81 && data[1] === 90 && data[2] === 240 ? 0 : 1);
SCRIPT
node try.mjs

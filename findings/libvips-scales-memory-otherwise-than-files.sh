#!/bin/sh
# sharp 0.35.5 (libvips 8.18.7): the same pixels, scaled by the same call, now and then give other results from memory (raw) than from a PNG. Reducing
# adds up its place in the image from the start of the piece that it works on; pieces are 10 rows from a file that is read in order, and others from
# memory, from tiles, or after a turn. Where a place falls exactly between two of the 64 sets of weights, the rounding of the sum decides, and a whole
# row of the result is taken with the other set. Seen at about one size in twenty, up to 4 levels in noise. An uncompressed TIFF of the same
# samples, which is read in order, gives what the PNG gives.
#
# Output seen: "385 to 48: raw differs from PNG at 55 samples, TIFF at 0" (the number of samples differs from picture to picture).
# Exits 0 while this is so, 1 if raw and PNG are equal.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund sharp@0.35.5
cat > try.mjs <<'SCRIPT'
import { randomBytes } from 'node:crypto';
import sharp from 'sharp';

sharp.concurrency(2);
const [FROM, TO] = [385, 48];
const samples = randomBytes(FROM * FROM * 3);
const picture = () => sharp(samples, { raw: { width: FROM, height: FROM, channels: 3 } });
const scaled = (source) => source.resize(TO, TO, { fit: 'fill', kernel: 'cubic' }).raw().toBuffer();
const png = await scaled(sharp(await picture().png().toBuffer()));
const tiff = await scaled(sharp(await picture().tiff({ compression: 'none' }).toBuffer()));
const raw = await scaled(picture());
const different = (result) => result.filter((value, place) => value !== png[place]).length;
console.log(`${FROM} to ${TO}: raw differs from PNG at ${different(raw)} samples, TIFF at ${different(tiff)}`);
process.exit(different(raw) > 0 && different(tiff) === 0 ? 0 : 1);
SCRIPT
node try.mjs

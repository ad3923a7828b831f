#!/bin/sh
# sharp 0.35.5 (libvips 8.18.7): `resize(..., { fastShrinkOnLoad: false })` does not switch the shrinking inside the JPEG decoder off. It only asks for a
# picture of at least twice the wished size instead of once: from a factor of 4 on, a JPEG is decoded at a half, a quarter or an eighth. So the same pixels
# give other results as JPEG and as PNG. An extract of the whole image before the resize (or a pipelineColourspace) does switch it off.
#
# Output seen: "factor 3.9: equal; factor 4.1: up to 10 levels apart; factor 4.1 with an extract: equal" (the number differs from picture to picture).
# Exits 0 while this is so, 1 if JPEG and PNG are equal at a factor of 4.1 too.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund sharp@0.35.5
cat > try.mjs <<'SCRIPT'
import { randomBytes } from 'node:crypto';
import sharp from 'sharp';

const SIDE = 100;
const scaled = (file, extract) => {
  const whole = extract === undefined ? sharp(file) : sharp(file).extract(extract);
  return whole.resize(SIDE, SIDE, { fit: 'fill', kernel: 'cubic', fastShrinkOnLoad: false }).raw().toBuffer();
};
async function apart(width, withExtract) {
  const raw = { width, height: width, channels: 3 };
  const jpeg = await sharp(randomBytes(width * width * 3), { raw }).jpeg({ quality: 90 }).toBuffer();
  const png = await sharp(jpeg).png().toBuffer();
  const area = withExtract ? { left: 0, top: 0, width, height: width } : undefined;
  const [fromJpeg, fromPng] = [await scaled(jpeg, area), await scaled(png, area)];
  return Math.max(...fromJpeg.map((value, place) => Math.abs(value - fromPng[place])));
}
const text = (levels) => (levels === 0 ? 'equal' : `up to ${levels} levels apart`);
const [below, above, extracted] = [await apart(390, false), await apart(410, false), await apart(410, true)];
console.log(`factor 3.9: ${text(below)}; factor 4.1: ${text(above)}; factor 4.1 with an extract: ${text(extracted)}`);
process.exit(below === 0 && above > 0 && extracted === 0 ? 0 : 1);
SCRIPT
node try.mjs

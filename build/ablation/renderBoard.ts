/** A bare circuit board in a fixture: many thin structures, tiny faults. */
import { between, type Random, randomFrom, smoothNoise } from '../samples/random.ts';
import { pathOf, strokesOf } from './renderLetters.ts';
import { drawn, type Fault, type Picture, relit, seedFrom } from './renderPicture.ts';

type Point = readonly [x: number, y: number];

interface Layout {
  readonly tracks: readonly (readonly Point[])[];
  readonly pads: readonly { readonly at: Point; readonly radius: number; readonly drill: number }[];
  readonly lands: readonly Point[];
}

const TRACK_PX = 4.5;
const LAYOUT = layout(randomFrom(7));

/** Nested bends from the connectors at top and bottom to a chip in the middle, and vias on the way. The same for every board of the set. */
function layout(random: Random): Layout {
  const count = 15;
  const tracks: Point[][] = [];
  const pads: { at: Point; radius: number; drill: number }[] = [];
  const lands: Point[] = [];
  for (let half = 0; half < 2; half++) {
    const up = half === 0 ? -1 : 1;
    for (let i = 0; i < count; i++) {
      const outer = 22 * i + (half === 0 ? -255 : -53);
      const inner = -84 + 12 * i;
      const bendAt = up * (120 + 7 * (half === 0 ? i : count - i));
      const toward = Math.sign(inner - outer);
      tracks.push([
        [outer, up * 250],
        [outer, bendAt + up * 6],
        [outer + toward * 6, bendAt],
        [inner - toward * 6, bendAt],
        [inner, bendAt - up * 6],
        [inner, up * 62],
      ]);
      pads.push({ at: [outer, up * 250], radius: 9, drill: 4.2 });
      lands.push([inner, up * 52]);
    }
  }
  for (let i = 0; i < 26; i++) {
    const side = i % 2 === 0 ? -1 : 1;
    const at: Point = [
      side * (135 + 36 * Math.floor(random() * 4)),
      -64 + 24 * Math.floor(i / 4.4) + between(random, -2, 2),
    ];
    if (pads.some((pad) => Math.hypot(pad.at[0] - at[0], pad.at[1] - at[1]) < 20)) continue;
    pads.push({ at, radius: 6, drill: 2.6 });
    tracks.push([at, [at[0] - side * 22, at[1]]]);
  }
  return { tracks, pads, lands };
}

/** Faults: nick, missing-hole, spur, open. */
export async function paintBoard(part: Random, fault: Fault | null): Promise<Picture> {
  const shift = [between(part, -3, 3), between(part, -3, 3)];
  const turn = between(part, -0.25, 0.25);
  const green = between(part, -5, 5);
  const mask = `rgb(${28 + green / 2},${84 + green},${52 + green / 2})`;
  const copper = `rgb(${74 + green / 2},${142 + green},${82 + green / 2})`;
  const width = TRACK_PX * between(part, 0.95, 1.05);
  const drillShift = [between(part, -0.7, 0.7), between(part, -0.7, 0.7)];
  const silkShift = [between(part, -1, 1), between(part, -1, 1)];
  const [grain, cloud] = [smoothNoise(seedFrom(part)), smoothNoise(seedFrom(part))];

  const line = (points: readonly Point[]): string => `<path d="M${points.map((point) => point.join(' ')).join('L')}"/>`;
  const undrilled = fault?.kind === 'missing-hole' ? padOf(fault) : null;
  const pads = LAYOUT.pads.map(({ at, radius }) => `<circle cx="${at[0]}" cy="${at[1]}" r="${radius}"/>`);
  const lands = LAYOUT.lands.map(([x, y]) => `<rect x="${x - 3.5}" y="${y - 11}" width="7" height="22" rx="1"/>`);
  const drills = LAYOUT.pads.map(({ at, drill }, index) =>
    index === undrilled
      ? ''
      : `<circle cx="${at[0] + (drillShift[0] ?? 0)}" cy="${at[1] + (drillShift[1] ?? 0)}" r="${drill}"/>`,
  );
  const print = (text: string, height: number, x: number, y: number): string =>
    `<path transform="translate(${x} ${y})" d="${pathOf(strokesOf(text, height))}"/>`;
  const board = `
    <rect x="-300" y="-300" width="600" height="600" fill="#17191c"/>
    <g transform="translate(${shift.join(' ')}) rotate(${turn})">
      <rect x="-276" y="-276" width="552" height="552" rx="8" fill="${mask}"/>
      <rect x="-262" y="-90" width="92" height="180" fill="${copper}" opacity="0.25"/>
      <g fill="none" stroke="${copper}" stroke-width="${width}">${LAYOUT.tracks.map(line).join('')}${fault === null ? '' : damage(fault, mask, copper)}</g>
      <g fill="#c3bda4" stroke="#9d967c" stroke-width="0.8">${pads.join('')}${lands.join('')}</g>
      <g fill="#131517">${drills.join('')}</g>
      <g fill="none" stroke="#dfe3da" stroke-width="1.9" transform="translate(${silkShift.join(' ')})">
        <rect x="-98" y="-34" width="196" height="68"/><circle cx="-86" cy="22" r="4"/>
        ${print('SL 4072', 20, 0, 0)}${print('C8', 13, -190, 106)}${print('R21', 13, 214, 106)}${print('U1', 13, 130, -84)}
        <path d="M-262 -232H236M-150 268H250"/>
      </g>
    </g>`;
  return relit(
    await drawn(600, 600, board),
    (x, y) => 1 + 0.025 * grain(x / 1.8, y / 1.8) + 0.03 * cloud(x / 150, y / 150),
  );
}

/** Obvious where the hole is a large one. */
function padOf(fault: Fault): number {
  const large = LAYOUT.pads.filter(({ drill }) => drill > 4).length;
  const pick = Math.floor(fault.random() * 1000);
  return fault.severity > 0.5 ? pick % large : large + (pick % (LAYOUT.pads.length - large));
}

function damage({ kind, severity, random }: Fault, mask: string, copper: string): string {
  const track = LAYOUT.tracks[Math.floor(random() * LAYOUT.tracks.length)] as (typeof LAYOUT.tracks)[number];
  const lengths = track.slice(1).map(([x, y], i) => Math.hypot(x - (track[i]?.[0] ?? 0), y - (track[i]?.[1] ?? 0)));
  const longest = lengths.indexOf(Math.max(...lengths));
  const [from, to] = [track[longest], track[longest + 1]] as [Point, Point];
  const along = between(random, 0.3, 0.7);
  const [x, y] = [from[0] + (to[0] - from[0]) * along, from[1] + (to[1] - from[1]) * along];
  const degrees = (Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI + (random() < 0.5 ? 180 : 0);
  const edge = TRACK_PX / 2;
  const shapes: Readonly<Record<string, string>> = {
    nick: `<ellipse cy="${edge}" rx="${1.6 + 2.4 * severity}" ry="${1.5 + 1.7 * severity}" fill="${mask}" stroke="none"/>`,
    spur: `<path d="M${-1.4 - severity} ${edge - 0.5}L${0.6} ${edge + 1.6 + 3.4 * severity}L${1.8 + severity} ${edge - 0.5}z" fill="${copper}" stroke="none"/>`,
    open: `<path d="M0 -4L${1 - 2 * severity} 0L0.6 4" stroke="${mask}" stroke-width="${1.2 + 4 * severity}"/>`,
  };
  return `<g transform="translate(${x} ${y}) rotate(${degrees})">${shapes[kind] ?? ''}</g>`;
}

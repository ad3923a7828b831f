/** Good parts that do not all look alike: a clip before changing scenes, and a housing from two suppliers. */
import { between, type Random, smoothNoise } from '../samples/random.ts';
import { pathOf, strokesOf } from './renderLetters.ts';
import { drawn, type Fault, type Picture, relit, seedFrom } from './renderPicture.ts';

const grey = (value: number, warmth = 0): string => `rgb(${value + warmth},${value},${value - warmth})`;

/** A rod: strokes laid on each other, the light ones narrower and nearer to the lamp. */
function rod(path: string, width: number, tone: number, warmth = 0): string {
  return [0, 1, 2, 3]
    .map(
      (layer) =>
        `<path d="${path}" fill="none" stroke="${grey(tone * (0.45 + 0.3 * layer), warmth)}" stroke-width="${width * (1 - 0.27 * layer)}" transform="translate(${-0.05 * layer * width} ${-0.07 * layer * width})" stroke-linecap="round" stroke-linejoin="round"/>`,
    )
    .join('');
}

/** The plate, ribs, cables and bolts behind the part: laid out by the vehicle's variant, moved and lit as the line brings it. */
function scenery(random: Random): string {
  const variant = Math.floor(random() * 3);
  const [left, top] = [between(random, -70, 70), between(random, -40, 40)];
  const plate = [46, 78, 112][variant] ?? 46;
  const parts = [`<rect x="-400" y="-400" width="800" height="800" fill="${grey(plate, variant === 2 ? 6 : -4)}"/>`];
  for (let i = -4; i < 5; i++) {
    const x = i * (70 + 18 * variant) + left;
    parts.push(
      `<rect x="${x}" y="-400" width="${14 + 12 * variant}" height="800" fill="${grey(plate * 1.25)}" transform="rotate(${[0, 28, 90][variant] ?? 0})"/>`,
    );
  }
  for (let i = 0; i < 7; i++) {
    const [x, y, reach] = [between(random, -240, 240), between(random, -240, 240), between(random, 12, 60)];
    const kind = random();
    if (kind < 0.35) {
      parts.push(
        `<circle cx="${x}" cy="${y}" r="${reach}" fill="${grey(plate * between(random, 0.35, 1.5))}"/><circle cx="${x - 2}" cy="${y - 2}" r="${reach * 0.55}" fill="${grey(plate * between(random, 0.5, 1.8))}"/>`,
      );
    } else if (kind < 0.7) {
      parts.push(
        rod(
          `M${x - 300} ${y}C${x - 60} ${y + reach} ${x + 40} ${y - 2 * reach} ${x + 300} ${between(random, -200, 200)}`,
          reach / 3 + 4,
          between(random, 24, 110),
          between(random, -8, 12),
        ),
      );
    } else {
      parts.push(
        `<rect x="${x}" y="${y}" width="${reach * 2}" height="${reach * 1.3}" rx="5" fill="${grey(plate * between(random, 0.4, 1.7))}" transform="rotate(${between(random, 0, 90)} ${x} ${y})"/>`,
      );
    }
  }
  return `<g transform="translate(${left / 2} ${top})">${parts.join('')}</g>`;
}

/** A metal clip holds a pipe in the middle; what lies behind changes from image to image. Faults: missing, broken. */
export async function paintScene(part: Random, fault: Fault | null): Promise<Picture> {
  const behind = scenery(part);
  const [x, y, turn] = [between(part, -7, 7), between(part, -7, 7), between(part, -6, 6)];
  const [bow, tone] = [between(part, -14, 14), between(part, 78, 98)];
  const grain = smoothNoise(seedFrom(part));
  const pipe = rod(`M-260 ${30 + bow}C-120 ${12 + bow} -70 0 0 0S130 ${-8 - bow} 260 ${-26 + bow}`, 15, 46, 5);
  const lost = fault?.kind === 'broken' ? 0.25 + 0.75 * fault.severity : 0;
  const right = `M17 -25V${(1 - lost) * 46 - 24}${lost > 0 ? '' : 'q0 9 8 9'}`;
  const clip =
    fault?.kind === 'missing'
      ? ''
      : `<rect x="-29" y="-36" width="58" height="15" rx="4" fill="${grey(tone * 1.1)}"/><rect x="-27" y="-35" width="53" height="5" rx="2" fill="${grey(tone * 1.75)}"/>
         ${rod('M-17 -25V22q0 9 -8 9', 9, tone)}${rod(right, 9, tone)}<circle cx="0" cy="-28" r="5" fill="${grey(tone * 0.6)}"/><circle cx="-1" cy="-29" r="3" fill="${grey(tone * 1.3)}"/>`;
  const picture = await drawn(
    400,
    400,
    `${behind}<g transform="translate(${x} ${y}) rotate(${turn})">${pipe}${clip}</g>`,
  );
  return relit(picture, (px, py) => 1 + 0.05 * grain(px / 40, py / 40) + 0.03 * grain(px / 2 + 99, py / 2));
}

export type Look = 'a' | 'b';

/** A plug's housing: dark with its label on the left (a), or pale with it on the right (b). Faults: scratch, stain, missing-hole, label. */
export async function paintHousing(look: Look, part: Random, fault: Fault | null): Promise<Picture> {
  const [x, y, turn] = [between(part, -3, 3), between(part, -3, 3), between(part, -0.7, 0.7)];
  const [grain, cloud] = [smoothNoise(seedFrom(part)), smoothNoise(seedFrom(part))];
  const tint = between(part, -4, 4);
  const body = look === 'a' ? grey(52 + tint, -2) : `rgb(${138 + tint},${158 + tint},${176 + tint})`;
  const [rim, deep] =
    look === 'a' ? [grey(78 + tint), grey(26)] : [`rgb(${176 + tint},${192 + tint},${206 + tint})`, grey(74, -8)];
  const labelX = (look === 'a' ? -62 : 62) + between(part, -1.5, 1.5);
  const severity = (kind: string): number => (fault?.kind === kind ? fault.severity : 0);
  const random = fault?.random ?? part;
  const filled = severity('missing-hole') > 0 ? Math.floor(random() * 4) : -1;
  const corners = [-1, 1].flatMap((across) => [-1, 1].map((down) => [across * 152, down * 82] as const));
  const holes = corners.map(([cx, cy], index) => {
    const radius = index === filled ? 9 * (0.85 - 0.85 * severity('missing-hole')) : 9;
    return `<circle cx="${cx}" cy="${cy}" r="16" fill="${rim}"/><circle cx="${cx}" cy="${cy}" r="${radius}" fill="#0c0d0e"/>`;
  });
  const pins = Array.from(
    { length: 7 },
    (_, i) =>
      `<rect x="${-77 + 22 * i}" y="74" width="13" height="24" rx="2" fill="${deep}"/><rect x="${-74 + 22 * i}" y="78" width="6" height="15" fill="#b9a468"/>`,
  );
  const torn = 6 + 40 * severity('label');
  const label = `<g transform="translate(${labelX} -14)"><rect x="-52" y="-34" width="104" height="68" rx="3" fill="#e6e4dc"/>
    <path transform="translate(0 -12)" d="${pathOf(strokesOf(look === 'a' ? 'SL 210' : 'RU 478', 17))}" fill="none" stroke="#23262a" stroke-width="2.4"/>
    <path d="M-40 12h80M-40 20h52" stroke="#55595e" stroke-width="2.5"/>
    ${severity('label') > 0 ? `<path d="M53 35h${-torn}l${torn * 0.3} ${-torn * 0.35}l${torn * 0.2} ${-torn * 0.1}l${torn * 0.5} ${-torn * 0.25}z" fill="${body}"/>` : ''}</g>`;
  const [spotX, spotY] = [-labelX + between(random, -50, 40), between(random, -50, 40)];
  const reach = 12 + 40 * severity('scratch');
  const scratch =
    severity('scratch') > 0
      ? `<path transform="translate(${spotX} ${spotY}) rotate(${between(random, 0, 180)})" d="M${-reach} 0Q0 ${reach / 5} ${reach} ${-reach / 8}" fill="none" stroke="${look === 'a' ? '#a2a6aa' : '#eef2f4'}" stroke-width="${0.8 + 1.3 * severity('scratch')}" opacity="${0.25 + 0.6 * severity('scratch')}"/>`
      : '';
  const stain =
    severity('stain') > 0
      ? `<ellipse cx="${spotX}" cy="${spotY}" rx="${7 + 24 * severity('stain')}" ry="${6 + 16 * severity('stain')}" fill="#8a6a35" opacity="${0.1 + 0.5 * severity('stain')}"/>`
      : '';
  const picture = await drawn(
    480,
    400,
    `<rect x="-300" y="-300" width="600" height="600" fill="#6d6a66"/>
     <g transform="translate(${x} ${y}) rotate(${turn})">
       <rect x="-172" y="-100" width="352" height="212" rx="16" fill="#000" opacity="0.35"/>
       <rect x="-180" y="-108" width="360" height="216" rx="14" fill="${rim}"/><rect x="-175" y="-102" width="350" height="205" rx="11" fill="${body}"/>
       <rect x="-128" y="-62" width="256" height="106" rx="6" fill="${rim}"/><rect x="-126" y="-59" width="252" height="102" rx="5" fill="${body}"/>
       ${holes.join('')}${pins.join('')}${label}${scratch}${stain}
     </g>`,
  );
  return relit(picture, (px, py) => 1 + 0.03 * grain(px / 2.2, py / 2.2) + 0.04 * cloud(px / 120, py / 120));
}

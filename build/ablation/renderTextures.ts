/** Surfaces without a part: a carpet, wood and a glass fibre weave. */
import { between, type Random, smoothNoise } from '../samples/random.ts';
import {
  type Colour,
  clamped,
  crookedLine,
  type Fault,
  mixed,
  type Picture,
  roughNoise,
  scaled,
  seedFrom,
  shaded,
  unevenSpot,
} from './renderPicture.ts';

function anywhere(random: Random): { x: number; y: number; direction: number } {
  return { x: between(random, -180, 180), y: between(random, -180, 180), direction: between(random, 0, Math.PI) };
}

/** A woven carpet of flecked yarn. Faults: cut, stain, thread, metal. */
export function paintCarpet(part: Random, fault: Fault | null): Picture {
  const turn = between(part, -0.04, 0.04);
  const [shiftX, shiftY] = [between(part, 0, 100), between(part, 0, 100)];
  const noise = (): Noise => roughNoise(seedFrom(part));
  const [warpX, warpY, fleck, fibre, wear] = [noise(), noise(), noise(), noise(), noise()];
  const severity = (kind: string): number => (fault?.kind === kind ? fault.severity : 0);
  const random = fault?.random ?? part;
  const where = anywhere(random);
  const cut = crookedLine({ ...where, length: 40 + 150 * severity('cut'), bend: 0.06, stray: 4 }, random);
  const thread = crookedLine({ ...where, length: 50 + 170 * severity('thread'), bend: 0.25, stray: 6 }, random);
  const stain = unevenSpot(where.x, where.y, 16 + 55 * severity('stain'), random);
  const metal = unevenSpot(where.x, where.y, 3.5 + 10 * severity('metal'), random);

  return shaded(480, 480, (x, y): Colour => {
    const u = x * Math.cos(turn) + y * Math.sin(turn) + shiftX + 2.2 * warpX(x / 45, y / 45);
    const v = y * Math.cos(turn) - x * Math.sin(turn) + shiftY + 2.2 * warpY(x / 45, y / 45);
    const column = Math.floor(u / 7);
    const row = Math.floor((v + (column % 2) * 4) / 8);
    const loop = Math.abs(Math.sin((Math.PI * u) / 7)) * Math.abs(Math.sin((Math.PI * (v + (column % 2) * 4)) / 8));
    const yarn = 0.86 + 0.22 * fleck(column * 7.31 + 0.5, row * 5.17 + 0.5);
    let light = (46 + 92 * loop ** 0.6) * yarn * (1 + 0.16 * fibre(u / 1.3, v / 2.2) + 0.03 * wear(x / 90, y / 90));
    if (severity('cut')) {
      const { away, thickness } = cut(x, y);
      const half = (0.8 + 3.4 * severity('cut')) * thickness;
      if (thickness > 0)
        light *=
          1 -
          (0.35 + 0.5 * severity('cut')) * clamped(half + 0.7 - away) +
          0.35 * severity('cut') * Math.exp(-((away - half - 2.5) ** 2) / 2);
    }
    let colour = scaled([0.96, 0.98, 1], light);
    if (severity('stain'))
      colour = mixed(
        colour,
        scaled([0.62, 0.4, 0.26], light),
        clamped(3 * stain(x, y)) * (0.1 + 0.6 * severity('stain')),
      );
    if (severity('thread')) {
      const { away, thickness } = thread(x, y);
      const over = thickness > 0 ? clamped(1.2 + 1 * severity('thread') - away) * (0.35 + 0.6 * severity('thread')) : 0;
      colour = mixed(colour, scaled([188, 186, 176], 0.8 + 0.3 * loop), over);
    }
    if (severity('metal'))
      colour = mixed(
        colour,
        scaled([205, 208, 214], 0.7 + 0.5 * Math.sin((x + y) / 4)),
        clamped(6 * metal(x, y)) * (0.4 + 0.55 * severity('metal')),
      );
    return colour;
  });
}

type Noise = (x: number, y: number) => number;

/** Planed wood. Faults: scratch, hole, liquid. */
export function paintWood(part: Random, fault: Fault | null): Picture {
  const noise = (): Noise => roughNoise(seedFrom(part));
  const [sway, ring, pore, fibre] = [noise(), noise(), noise(), noise()];
  const density = between(part, 0.8, 1.25);
  const tone = between(part, 0.95, 1.05);
  const severity = (kind: string): number => (fault?.kind === kind ? fault.severity : 0);
  const random = fault?.random ?? part;
  const where = anywhere(random);
  const scratch = crookedLine(
    { ...where, direction: between(random, -0.9, 0.9), length: 40 + 170 * severity('scratch'), bend: 0.08, stray: 2 },
    random,
  );
  const hole = unevenSpot(where.x, where.y, 3 + 12 * severity('hole'), random);
  const liquid = unevenSpot(where.x, where.y, 20 + 60 * severity('liquid'), random);

  return shaded(480, 480, (x, y): Colour => {
    const bent = x + 26 * sway(x / 190, y / 420);
    const rings = density * (bent / 30) + 1.5 * ring(bent / 60, y / 900);
    const late = (rings - Math.floor(rings)) ** 2.2;
    const fine = 0.05 * fibre(bent / 1.6, y / 70) + 0.03 * fibre(bent / 5, y / 160 + 50);
    const dark = clamped(6 * (pore(bent / 1.7, y / 17) - 0.72));
    let colour = scaled(mixed([196, 152, 104], [146, 100, 62], 0.75 * late), tone * (1 + fine - 0.3 * dark));
    if (severity('scratch')) {
      const { away, thickness } = scratch(x, y);
      const open =
        thickness > 0
          ? clamped(0.7 + 1.7 * severity('scratch') * thickness - away) * (0.3 + 0.6 * severity('scratch'))
          : 0;
      colour = mixed(colour, [226, 196, 154], open);
    }
    if (severity('hole')) {
      const inside = hole(x, y);
      colour = scaled(
        mixed(colour, [38, 25, 17], clamped(4 * inside) * (0.5 + 0.45 * severity('hole'))),
        1 - 0.25 * Math.exp(-((inside / 0.25) ** 2)),
      );
    }
    if (severity('liquid')) {
      const inside = liquid(x, y);
      const wet =
        clamped(8 * inside) * (0.1 + 0.32 * severity('liquid')) +
        0.12 * severity('liquid') * Math.exp(-((inside / 0.05) ** 2));
      colour = scaled(colour, 1 - wet);
    }
    return colour;
  });
}

/** Bundles of glass fibre in a plain weave, none quite straight. Faults: missing (a length of a bundle), fuzz, gap. */
export function paintWeave(part: Random, fault: Fault | null): Picture {
  const PITCH = 24;
  const [shiftX, shiftY] = [between(part, 0, PITCH), between(part, 0, PITCH)];
  const noise = (): Noise => smoothNoise(seedFrom(part));
  const [sway, width, fibre, tint] = [noise(), noise(), noise(), noise()];
  const severity = (kind: string): number => (fault?.kind === kind ? fault.severity : 0);
  const random = fault?.random ?? part;
  const where = anywhere(random);
  const [faultyWeft, faultyWarp] = [Math.round((where.y + shiftY) / PITCH), Math.round((where.x + shiftX) / PITCH)];
  const missing = severity('missing') && 14 + 180 * severity('missing');
  const pushed = severity('gap') && 2.5 + 8 * severity('gap');
  const hairs = Array.from({ length: severity('fuzz') ? 4 + Math.round(22 * severity('fuzz')) : 0 }, () =>
    crookedLine(
      {
        x: where.x + between(random, -24, 24),
        y: where.y + between(random, -24, 24),
        direction: between(random, 0, 3.1),
        length: between(random, 20, 60),
        bend: between(random, -0.3, 0.3),
        stray: 5,
      },
      random,
    ),
  );

  /** One bundle under a place: how far from its middle (0) to its side (1), and which one. */
  function bundleAt(across: number, along: number, which: 0 | 1): { index: number; side: number } {
    const nearest = Math.round(across / PITCH);
    const middle = (index: number): number => {
      const apart =
        which === 0 && pushed
          ? Math.sign(index - faultyWarp + 0.5) *
            pushed *
            Math.exp(-((index - faultyWarp + 0.5) ** 2)) *
            Math.exp(-(((along - where.y - shiftY) / 50) ** 2))
          : 0;
      return PITCH * index + 2.6 * sway(index * 3.7 + which * 101, along / 70) + apart;
    };
    const index = [nearest - 1, nearest, nearest + 1].reduce((a, b) =>
      Math.abs(across - middle(b)) < Math.abs(across - middle(a)) ? b : a,
    );
    const half = 10.2 + 1.3 * width(index * 5.3 + which * 77, along / 50);
    return { index, side: (across - middle(index)) / half };
  }

  return shaded(480, 480, (x, y): Colour => {
    const [u, v] = [x + shiftX, y + shiftY];
    const warp = bundleAt(u, v, 0);
    const weft = bundleAt(v, u, 1);
    const gone = weft.index === faultyWeft && Math.abs(x - where.x) < missing / 2;
    const warpThere = Math.abs(warp.side) < 1;
    const weftThere = Math.abs(weft.side) < 1 && !gone;
    const warpOnTop = (warp.index + weft.index) % 2 === 0;
    let colour: Colour = [40, 46, 42];
    if (warpThere || weftThere) {
      const isWarp = warpThere && (warpOnTop || !weftThere);
      const [bundle, other, across, along] = isWarp ? [warp, weft, u, v] : [weft, warp, v, u];
      const round = Math.sqrt(1 - bundle.side * bundle.side);
      const raised = 0.78 + 0.22 * Math.cos((Math.PI / 2) * Math.min(1.3, Math.abs(other.side)));
      const strand = 1 + 0.16 * fibre(across / 1.2, along / 40) + 0.05 * tint(bundle.index * 9.1, along / 60);
      colour = scaled(isWarp ? [186, 196, 186] : [172, 186, 174], (0.42 + 0.58 * round) * raised * strand);
    }
    for (const hair of hairs) {
      const { away, thickness } = hair(x, y);
      if (thickness > 0 && away < 1.4)
        colour = mixed(colour, [226, 232, 226], clamped(1.4 - away) * (0.35 + 0.4 * severity('fuzz')));
    }
    return colour;
  });
}

/** Single parts that lie on a ground: a screw, a pill, a tire and a casting. */
import { between, normal, type Random, smoothNoise } from '../samples/random.ts';
import { distanceToStrokes, strokesOf } from './renderLetters.ts';
import {
  type Colour,
  clamped,
  crookedLine,
  type Fault,
  lambert,
  mixed,
  type Picture,
  roughNoise,
  scaled,
  seedFrom,
  shaded,
  unevenSpot,
} from './renderPicture.ts';

/** How a part lies: where, and turned by how much. @returns its own coordinates of a place, and a direction turned back into the picture */
function placed(random: Random, shiftPx: number, turn: number) {
  const [left, top] = [between(random, -shiftPx, shiftPx), between(random, -shiftPx, shiftPx)];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return {
    ofPart: (x: number, y: number): [number, number] => [
      (x - left) * cos + (y - top) * sin,
      (y - top) * cos - (x - left) * sin,
    ],
    ofPicture: (u: number, v: number): [number, number] => [u * cos - v * sin, u * sin + v * cos],
  };
}

const anyTurn = (random: Random): number => between(random, 0, 2 * Math.PI);

/** A countersunk screw from the side, turned freely on a light ground. Faults: bent-tip, chipped-thread, scratch, missing-slot. */
export function paintScrew(part: Random, fault: Fault | null): Picture {
  const place = placed(part, 12, anyTurn(part));
  const phase = part();
  const steel = between(part, 0.95, 1.05);
  const [mottle, ground] = [roughNoise(seedFrom(part)), roughNoise(seedFrom(part))];
  const severity = (kind: string): number => (fault?.kind === kind ? fault.severity : 0);
  const random = fault?.random ?? part;
  const side = random() < 0.5 ? -1 : 1;
  const bend = side * (severity('bent-tip') && 3 + 19 * severity('bent-tip'));
  const chipped = { at: between(random, -40, 90), width: 4 + 14 * severity('chipped-thread') };
  const scratch = crookedLine(
    {
      x: between(random, -70, 70),
      y: between(random, -6, 6),
      direction: between(random, -0.5, 0.5),
      length: 16 + 60 * severity('scratch'),
      bend: 0.05,
      stray: 1,
    },
    random,
  );
  const slotDepth = 15 * (1 - (severity('missing-slot') && 0.3 + 0.7 * severity('missing-slot')));

  function radiusAt(u: number, v: number): number {
    if (u < -150 || u > 152) return 0;
    if (u < -136) return 44 - 0.5 * Math.max(0, -146 - u);
    if (u < -98) return 17 + (27 * (-98 - u)) / 38;
    if (u < -62) return 17;
    const taper = clamped((152 - u) / 46);
    const turn = u / 12.5 + phase + 0.5 * (Math.asin(clamped(Math.abs(v) / 20) * Math.sign(v)) / Math.PI);
    const crest = (1 - Math.abs(2 * (turn - Math.floor(turn)) - 1)) ** 1.4;
    const lost =
      v * side > 2
        ? (severity('chipped-thread') && 0.4 + 0.6 * severity('chipped-thread')) *
          Math.exp(-(((u - chipped.at) / chipped.width) ** 4))
        : 0;
    return 14.5 * taper + 6.5 * Math.sqrt(taper) * crest * clamped((u + 62) / 14) * (1 - lost);
  }

  return shaded(480, 480, (x, y): Colour => {
    const [u, straight] = place.ofPart(x, y);
    const v = straight - bend * Math.max(0, (u - 50) / 100) ** 2;
    const radius = radiusAt(u, v);
    const inSlot = u < -150 + slotDepth && Math.abs(v) < 5.5;
    if (Math.abs(v) >= radius || inSlot) {
      const [shadowU, shadowV] = place.ofPart(x - 7, y - 9);
      const beyond = Math.hypot(
        Math.max(0, Math.abs(shadowU) - 140),
        Math.max(0, Math.abs(shadowV) - 12 - 24 * clamped((-98 - shadowU) / 38)),
      );
      const light = (222 + 2 * ground(x / 60, y / 60)) * (1 - 0.28 * Math.exp(-((beyond / 13) ** 2)));
      return inSlot && Math.abs(v) < radius ? [52, 51, 50] : [light, light, light * 0.985];
    }
    const slope = (radiusAt(u + 0.7, v) - radiusAt(u - 0.7, v)) / 1.4;
    const normalV = v / radius;
    const up = Math.sqrt(Math.max(0.02, 1 - normalV * normalV));
    const [normalX, normalY] = place.ofPicture(-slope, normalV);
    const size = Math.hypot(normalX, normalY, up);
    const diffuse = Math.max(0, (-0.4 * normalX - 0.55 * normalY + 0.73 * up) / size);
    const gloss = Math.max(0, (-0.21 * normalX - 0.3 * normalY + 0.93 * up) / size) ** 14;
    const { away, thickness } = scratch(u, v);
    const scratched = clamped(1.4 * thickness + 0.6 - away) * severity('scratch') && 0.25 + 0.6 * severity('scratch');
    const mark = away < 1.6 * thickness ? scratched : 0;
    const light = steel * (34 + 105 * diffuse + 95 * gloss + 5 * mottle(u / 5, v / 25)) * (1 - mark) + mark * 215;
    return [light, light * 0.99, light * 0.965];
  });
}

/** A coated pill with sunk print, turned freely. Faults: crack, stain, wrong-print, chip. */
export function paintPill(part: Random, fault: Fault | null): Picture {
  const place = placed(part, 9, anyTurn(part));
  const [speckle, coat, ground] = [smoothNoise(seedFrom(part)), roughNoise(seedFrom(part)), roughNoise(seedFrom(part))];
  const depth = between(part, 0.9, 1.1);
  const severity = (kind: string): number => (fault?.kind === kind ? fault.severity : 0);
  const random = fault?.random ?? part;
  const wrong = severity('wrong-print');
  const print = strokesOf(wrong > 0.66 ? 'CR27' : wrong > 0.33 ? 'SL80' : 'SL40', 44).slice(
    0,
    wrong > 0 && wrong <= 0.33 ? -1 : undefined,
  );
  const [spotX, spotY] = [between(random, -95, 95), between(random, -45, 45)];
  const crack = crookedLine(
    {
      x: spotX * 0.7,
      y: spotY * 0.7,
      direction: between(random, 0, 3.1),
      length: 26 + 120 * severity('crack'),
      bend: 0.08,
      stray: 7,
    },
    random,
  );
  const stain = unevenSpot(spotX, spotY, 5 + 24 * severity('stain'), random);
  const rim = anyTurn(random);
  const chip = unevenSpot(146 * Math.cos(rim), 84 * Math.sin(rim), 8 + 30 * severity('chip'), random);

  function heightAt(u: number, v: number): number {
    const edge = Math.abs(u / 150) ** 2.3 + Math.abs(v / 88) ** 2.3;
    if (edge >= 1) return -1;
    const dome = 46 * Math.sqrt(1 - edge ** 1.6);
    const broken = severity('chip') ? clamped(2 * chip(u, v)) * (9 + 3 * coat(u / 6, v / 6)) : 0;
    if (broken > dome) return -1;
    const near = Math.abs(v) < 30 && Math.abs(u) < 120 ? distanceToStrokes(print, u, v) : 99;
    return dome - broken - 4.5 * depth * Math.exp(-((near / 3.2) ** 2));
  }

  return shaded(420, 420, (x, y): Colour => {
    const [u, v] = place.ofPart(x, y);
    const height = heightAt(u, v);
    if (height < 0) {
      const [shadowU, shadowV] = place.ofPart(x - 5, y - 7);
      const beyond = (Math.abs(shadowU / 150) ** 2.3 + Math.abs(shadowV / 88) ** 2.3 - 1) * 60;
      return scaled(
        [62, 70, 82],
        (1 + 0.03 * ground(x / 30, y / 30)) * (1 - 0.6 * Math.exp(-(Math.max(0, beyond) / 16))),
      );
    }
    const [slopeX, slopeY] = place.ofPicture(heightAt(u + 0.6, v) - height, heightAt(u, v + 0.6) - height);
    const light = 0.3 + 0.78 * lambert(slopeX / 0.6, slopeY / 0.6, [-0.4, -0.5, 0.768]);
    const reddish = clamped((speckle(u / 3.1, v / 3.1) - 0.72) * 5) * 0.55;
    let colour = mixed([224, 218, 204], [176, 84, 70], reddish);
    if (severity('chip')) colour = mixed(colour, [236, 228, 206], clamped(4 * chip(u, v)));
    if (severity('stain'))
      colour = mixed(colour, [150, 112, 48], clamped(5 * stain(u, v)) * (0.12 + 0.6 * severity('stain')));
    const { away, thickness } = crack(u, v);
    const cracked = severity('crack')
      ? clamped(0.9 + 1.6 * severity('crack') * thickness - away) *
        Math.sign(thickness) *
        (0.3 + 0.5 * severity('crack'))
      : 0;
    return scaled(colour, light * (1 + 0.015 * coat(u / 9, v / 9)) * (1 - cracked));
  });
}

/** A dark ring of rubber on an empty dark ground, lit from the side. Faults: bubble, cut. */
export function paintTire(part: Random, fault: Fault | null): Picture {
  const place = placed(part, 4, anyTurn(part));
  const [rubber, cloth] = [roughNoise(seedFrom(part)), roughNoise(seedFrom(part))];
  const print = [...strokesOf('SLR 2078', 26)];
  const severity = (kind: string): number => (fault?.kind === kind ? fault.severity : 0);
  const random = fault?.random ?? part;
  const angle = anyTurn(random);
  const at = [between(random, 142, 196) * Math.cos(angle), 168 * Math.sin(angle)] as const;
  const bubble = { size: 6 + 20 * severity('bubble'), height: severity('bubble') && 2 + 7 * severity('bubble') };
  const cut = crookedLine(
    {
      x: at[0],
      y: at[1],
      direction: angle + between(random, -0.9, 0.9),
      length: 16 + 60 * severity('cut'),
      bend: 0.1,
      stray: 1.5,
    },
    random,
  );

  function heightAt(u: number, v: number): number {
    const radius = Math.hypot(u, v);
    const across = (radius - 166) / 54;
    if (Math.abs(across) >= 1) return -1;
    const around = Math.atan2(v, u);
    const rib = 1.6 * Math.exp(-(((radius - 204) / 3) ** 2)) + 1.4 * Math.exp(-(((radius - 132) / 2.4) ** 2));
    const knurl = radius > 206 ? 1.2 * Math.sin(90 * around) : 0;
    const near = Math.abs(around) < 0.85 ? distanceToStrokes(print, around * 168, 168 - radius) : 99;
    const raised = 2 * clamped((3.4 - near) / 1.6);
    const bump = bubble.height * Math.exp(-(((u - at[0]) ** 2 + (v - at[1]) ** 2) / bubble.size ** 2));
    return 30 * Math.sqrt(1 - across * across) + rib + knurl + raised + bump + 0.35 * rubber(u / 3, v / 3);
  }

  return shaded(512, 512, (x, y): Colour => {
    const [u, v] = place.ofPart(x, y);
    const height = heightAt(u, v);
    if (height < 0) return [6, 6.4, 7];
    const [slopeX, slopeY] = place.ofPicture(heightAt(u + 1, v) - height, heightAt(u, v + 1) - height);
    const light = 0.22 + 1.05 * lambert(slopeX, slopeY, [-0.78, -0.2, 0.593]);
    const { away, thickness } = cut(u, v);
    const open = severity('cut')
      ? clamped(0.6 + 2.2 * severity('cut') * thickness - away) * Math.sign(thickness) * (0.4 + 0.5 * severity('cut'))
      : 0;
    return scaled([62, 63, 66], light * (1 + 0.06 * cloth(u / 14, v / 14)) * (1 - open));
  });
}

/** A turned casting with pores and clouds that good ones have too. Faults: blow-hole, crack. */
export function paintCasting(part: Random, fault: Fault | null): Picture {
  const place = placed(part, 5, between(part, -0.03, 0.03));
  const [cloud, skin, ground] = [roughNoise(seedFrom(part)), roughNoise(seedFrom(part)), roughNoise(seedFrom(part))];
  const scatter = (): [number, number] => {
    const [radius, angle] = [between(part, 50, 178), anyTurn(part)];
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  };
  const pores = Array.from({ length: 20 + Math.floor(40 * part()) }, () => ({
    at: scatter(),
    radius: 0.7 + 0.35 * Math.abs(normal(part)),
  }));
  const severity = (kind: string): number => (fault?.kind === kind ? fault.severity : 0);
  const random = fault?.random ?? part;
  const [radius, angle] = [between(random, 62, 165), anyTurn(random)];
  const [spotX, spotY] = [radius * Math.cos(angle), radius * Math.sin(angle)];
  const hole = unevenSpot(spotX, spotY, 3.2 + 11 * severity('blow-hole'), random);
  const crack = crookedLine(
    { x: spotX, y: spotY, direction: anyTurn(random), length: 26 + 90 * severity('crack'), bend: 0.06, stray: 7 },
    random,
  );

  return shaded(440, 440, (x, y): Colour => {
    const [u, v] = place.ofPart(x, y);
    const r = Math.hypot(u, v);
    if (r > 190 || r < 17)
      return scaled(
        [44, 46, 48],
        (1 + 0.06 * ground(x / 12, y / 12)) * (r < 17 ? 0.35 : 1 - 0.4 * Math.exp(-(r - 190) / 9)),
      );
    const step =
      2.4 *
      (Math.exp(-(((r - 46) / 4) ** 2)) -
        Math.exp(-(((r - 122) / 5) ** 2)) -
        Math.exp(-(((r - 17) / 4) ** 2)) +
        Math.exp(-(((r - 190) / 6) ** 2)));
    const turned = 0.03 * Math.sin(2.1 * r + 3 * skin(u / 60, v / 60)) + 0.04 * skin(r / 1.5, Math.atan2(v, u) * 4);
    const light = lambert((step * u) / r, (step * v) / r, [-0.45, -0.45, 0.771]) / 0.771;
    let value = 142 * light * (1 + turned + 0.07 * cloud(u / 70, v / 70) + 0.025 * skin(u / 5, v / 5));
    for (const pore of pores) {
      const away = Math.hypot(u - pore.at[0], v - pore.at[1]) / pore.radius;
      if (away < 2) value *= 1 - 0.5 * Math.exp(-away * away);
    }
    if (severity('blow-hole')) {
      const inside = hole(u, v);
      value *= 1 - (0.4 + 0.4 * severity('blow-hole')) * clamped(3 * inside);
      value += 26 * Math.exp(-(((inside + 0.12) / 0.12) ** 2)) * (u - spotX + v - spotY > 0 ? 1 : -0.3);
    }
    const { away, thickness } = crack(u, v);
    if (severity('crack') && thickness > 0)
      value *= 1 - (0.3 + 0.5 * severity('crack')) * clamped(0.7 + 1.3 * severity('crack') * thickness - away);
    return [value, value, value * 1.01];
  });
}

/**
 * The one fixed colour scale of every heatmap, in sigma: two images of a station can be compared at a glance, because nothing is ever
 * rescaled to an image's own maximum.
 *
 * Lightness falls steadily from yellow over orange and red to magenta, so the order of the colours can be told with every kind of colour
 * vision and on a grey print; none of them is a colour that metal, wood or plastic parts usually have.
 */
export interface HeatmapColour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
}

/** Below `from` sigma a place is ordinary and stays clear; from `to` sigma on the colour no longer changes. */
export const HEATMAP_SCALE = { from: 2, to: 10 } as const;

/**
 * Corner points of the scale; between them colours are mixed in Oklab, where equal steps look equal. Up to 3 sigma they are a mere hint:
 * among some hundred places of a good part a few always lie there.
 */
const CORNERS: readonly { readonly sigma: number; readonly colour: HeatmapColour }[] = [
  { sigma: 2, colour: { red: 255, green: 236, blue: 110, alpha: 0 } },
  { sigma: 3, colour: { red: 255, green: 222, blue: 86, alpha: 32 } },
  { sigma: 4, colour: { red: 255, green: 206, blue: 58, alpha: 118 } },
  { sigma: 6, colour: { red: 255, green: 138, blue: 36, alpha: 184 } },
  { sigma: 8, colour: { red: 240, green: 62, blue: 62, alpha: 208 } },
  { sigma: 10, colour: { red: 190, green: 10, blue: 120, alpha: 222 } },
];

/**
 * The colour of one place of an anomaly map; each channel is 0..255, alpha too (not premultiplied).
 * A value that is not a number is shown as the strongest colour: what could not be judged must not look ordinary.
 *
 * @param sigma anomaly in standard deviations of good parts
 */
export function heatmapColour(sigma: number): HeatmapColour {
  const first = CORNERS[0];
  const last = CORNERS.at(-1);
  if (first === undefined || last === undefined) throw new Error('The colour scale has no colours');
  if (sigma <= first.sigma) return first.colour;
  const upper = CORNERS.findIndex((corner) => sigma < corner.sigma);
  const high = CORNERS[upper];
  const low = CORNERS[upper - 1];
  if (high === undefined || low === undefined) return last.colour;
  return mix(low.colour, high.colour, (sigma - low.sigma) / (high.sigma - low.sigma));
}

/** The scale at even steps, for a legend: the first stop is clear, the last is the strongest colour. */
export const HEATMAP_LEGEND: readonly { readonly sigma: number; readonly colour: HeatmapColour }[] = Array.from(
  { length: HEATMAP_SCALE.to - HEATMAP_SCALE.from + 1 },
  (_, step) => ({ sigma: HEATMAP_SCALE.from + step, colour: heatmapColour(HEATMAP_SCALE.from + step) }),
);

function mix(from: HeatmapColour, to: HeatmapColour, share: number): HeatmapColour {
  const start = oklabOf(from);
  const end = oklabOf(to);
  const between = (a: number, b: number): number => a + (b - a) * share;
  return {
    ...colourOf([between(start[0], end[0]), between(start[1], end[1]), between(start[2], end[2])]),
    alpha: Math.round(between(from.alpha, to.alpha)),
  };
}

type Oklab = readonly [lightness: number, greenRed: number, blueYellow: number];

/** sRGB to Oklab, matrices of B. Ottosson, "A perceptual color space for image processing" (2020). */
function oklabOf({ red, green, blue }: HeatmapColour): Oklab {
  const r = linearOf(red);
  const g = linearOf(green);
  const b = linearOf(blue);
  const long = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const medium = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const short = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ];
}

function colourOf([lightness, greenRed, blueYellow]: Oklab): Omit<HeatmapColour, 'alpha'> {
  const long = (lightness + 0.3963377774 * greenRed + 0.2158037573 * blueYellow) ** 3;
  const medium = (lightness - 0.1055613458 * greenRed - 0.0638541728 * blueYellow) ** 3;
  const short = (lightness - 0.0894841775 * greenRed - 1.291485548 * blueYellow) ** 3;
  return {
    red: channelOf(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    green: channelOf(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    blue: channelOf(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  };
}

function linearOf(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function channelOf(linear: number): number {
  const share = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, share)) * 255);
}

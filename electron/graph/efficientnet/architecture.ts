/**
 * The EfficientNet family: Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks" (ICML 2019), as published for TensorFlow
 * and used in the paper that this product builds on. Level 1 is the stem, levels 2 to 8 are the outputs of the seven stages, level 9 is the head.
 */
export const EFFICIENT_NET_VARIANTS = ['b0', 'b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'b7'] as const;
export type EfficientNetVariant = (typeof EFFICIENT_NET_VARIANTS)[number];

export const DEEPEST_LEVEL = 9;

export interface Stage {
  readonly kernel: 3 | 5;
  readonly stride: 1 | 2;
  /** Channels inside a block, relative to its input. */
  readonly expansion: 1 | 6;
  readonly channels: number;
  readonly repeats: number;
}

export interface Architecture {
  readonly variant: EfficientNetVariant;
  /** Side of the square input in pixels. */
  readonly sizePx: number;
  readonly stemChannels: number;
  readonly stages: readonly Stage[];
  readonly headChannels: number;
}

const SCALINGS: Readonly<Record<EfficientNetVariant, { width: number; depth: number; sizePx: number }>> = {
  b0: { width: 1.0, depth: 1.0, sizePx: 224 },
  b1: { width: 1.0, depth: 1.1, sizePx: 240 },
  b2: { width: 1.1, depth: 1.2, sizePx: 260 },
  b3: { width: 1.2, depth: 1.4, sizePx: 300 },
  b4: { width: 1.4, depth: 1.8, sizePx: 380 },
  b5: { width: 1.6, depth: 2.2, sizePx: 456 },
  b6: { width: 1.8, depth: 2.6, sizePx: 528 },
  b7: { width: 2.0, depth: 3.1, sizePx: 600 },
};

/** B0, from which the others are scaled. */
const BASE_STAGES: readonly Stage[] = [
  { kernel: 3, stride: 1, expansion: 1, channels: 16, repeats: 1 },
  { kernel: 3, stride: 2, expansion: 6, channels: 24, repeats: 2 },
  { kernel: 5, stride: 2, expansion: 6, channels: 40, repeats: 2 },
  { kernel: 3, stride: 2, expansion: 6, channels: 80, repeats: 3 },
  { kernel: 5, stride: 1, expansion: 6, channels: 112, repeats: 3 },
  { kernel: 5, stride: 2, expansion: 6, channels: 192, repeats: 4 },
  { kernel: 3, stride: 1, expansion: 6, channels: 320, repeats: 1 },
];
const BASE_STEM_CHANNELS = 32;
const BASE_HEAD_CHANNELS = 1280;

export function architectureOf(variant: EfficientNetVariant): Architecture {
  const { width, depth, sizePx } = SCALINGS[variant];
  return {
    variant,
    sizePx,
    stemChannels: scaleChannels(BASE_STEM_CHANNELS, width),
    stages: BASE_STAGES.map((stage) => ({
      ...stage,
      channels: scaleChannels(stage.channels, width),
      repeats: Math.ceil(stage.repeats * depth),
    })),
    headChannels: scaleChannels(BASE_HEAD_CHANNELS, width),
  };
}

/** Channels and side of the square feature map of every level, from level 1. */
export function levelShapes(architecture: Architecture): readonly { channels: number; sizePx: number }[] {
  const { stemChannels, stages, headChannels } = architecture;
  let sizePx = Math.ceil(architecture.sizePx / 2);
  const shapes = [{ channels: stemChannels, sizePx }];
  for (const { channels, stride } of stages) {
    sizePx = Math.ceil(sizePx / stride);
    shapes.push({ channels, sizePx });
  }
  return [...shapes, { channels: headChannels, sizePx }];
}

/** To the nearest multiple of 8, but never more than a tenth below the exact number. */
function scaleChannels(channels: number, width: number): number {
  const exact = channels * width;
  const nearest = Math.max(8, Math.floor((exact + 4) / 8) * 8);
  return nearest < 0.9 * exact ? nearest + 8 : nearest;
}

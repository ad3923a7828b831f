import type { JudgedImage } from './judgement.ts';

/** A test image worth looking at. */
export interface Example {
  readonly judged: JudgedImage;
  readonly score: number;
  /** Whether the limit puts it on the wrong side; otherwise it came close. */
  readonly isMistake: boolean;
}

export interface Examples {
  /** Defective images, the lowest scores first: what was missed, or nearly. */
  readonly defective: readonly Example[];
  /** Good images, the highest scores first: what was rejected falsely, or nearly. */
  readonly good: readonly Example[];
}

/** How many of one kind are shown at least, where there are fewer mistakes, and at most. */
export const EXAMPLES = { atLeast: 3, atMost: 6 } as const;

/** The worst mistakes of both kinds; where there are few or none, the images that came closest to one. */
export function chooseExamples(
  images: readonly JudgedImage[],
  scoreOf: (judged: JudgedImage) => number,
  limit: number,
): Examples {
  const examplesOf = (defective: boolean): Example[] => {
    const towardsMistake = defective ? 1 : -1;
    const examples = images
      .filter(({ image }) => image.defective === defective)
      .map((judged) => ({ judged, score: scoreOf(judged), isMistake: scoreOf(judged) > limit !== defective }))
      .sort((a, b) => (a.score - b.score) * towardsMistake);
    const mistakes = examples.filter(({ isMistake }) => isMistake).length;
    return examples.slice(0, Math.min(EXAMPLES.atMost, Math.max(EXAMPLES.atLeast, mistakes)));
  };
  return { defective: examplesOf(true), good: examplesOf(false) };
}

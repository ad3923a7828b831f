import type { Handlers } from '../../../shared/contract/index.ts';
import { ORDINARY_TRAITS } from '../../../shared/domain/imageTraits.fixture.ts';
import {
  GATED_MEASURES,
  gateSettingsSchema,
  goodRange,
  goodTraitsOf,
  recipeIdSchema,
  SigmalineError,
} from '../../../shared/domain/index.ts';

/** Sixty good images that vary a little in light and place. */
const GOOD = goodTraitsOf(
  Array.from({ length: 60 }, (_, index) => {
    const off = Math.sin(index) * 3;
    const { measures } = ORDINARY_TRAITS;
    const moved = {
      brightness: measures.brightness + off,
      positionX: measures.positionX + off / 5,
      contrast: measures.contrast + off,
    };
    return { ...ORDINARY_TRAITS, widthPx: 1024, heightPx: 1024, measures: { ...measures, ...moved } };
  }),
);

/** The gate of a recipe whose good images are all alike but for their light. */
export function scriptedGate(): Pick<Handlers, 'recipe.gate' | 'recipe.locateEdge' | 'measures.trend'> {
  return {
    'recipe.gate': () => ({
      gate: gateSettingsSchema.parse({}),
      good: GOOD,
      edges: GATED_MEASURES.flatMap((measure) =>
        (['lowest', 'highest'] as const).map((side) => ({ measure, side, file: `ring-${side}.png` })),
      ),
    }),
    'measures.trend': () => {
      const points = Array.from({ length: 48 }, (_, index) => ({
        at: new Date(Date.now() - (47 - index) * 3_600_000).toISOString(),
        images: 360,
      }));
      // A lamp that fades: the other measures stay what they were.
      const faded = (index: number): number => 120 - index / 6 + Math.sin(index);
      const measures = GATED_MEASURES.map((measure) => {
        const { mean = 0 } = GOOD.measures[measure] ?? {};
        const isFading = measure === 'brightness';
        return {
          measure,
          mean,
          ...(goodRange(GOOD, measure) ?? { low: null, high: null }),
          values: points.map((_, index) => (isFading ? faded(index) : mean + Math.sin(index) / 10)),
          forecast: isFading ? { side: 'low' as const, days: 2.1, value: 112, perDay: -4 } : null,
        };
      });
      return { recipe: { id: recipeIdSchema.parse('bearing-ring'), version: 1 }, points, measures };
    },
    'recipe.locateEdge': () => {
      throw new SigmalineError('image.not-found', { file: '' });
    },
  };
}

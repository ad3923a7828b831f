import type { Handlers } from '../../../shared/contract/index.ts';
import { ORDINARY_TRAITS } from '../../../shared/domain/imageTraits.fixture.ts';
import { GATED_MEASURES, gateSettingsSchema, goodTraitsOf, SigmalineError } from '../../../shared/domain/index.ts';

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
export function scriptedGate(): Pick<Handlers, 'recipe.gate' | 'recipe.locateEdge'> {
  return {
    'recipe.gate': () => ({
      gate: gateSettingsSchema.parse({}),
      good: GOOD,
      edges: GATED_MEASURES.flatMap((measure) =>
        (['lowest', 'highest'] as const).map((side) => ({ measure, side, file: `ring-${side}.png` })),
      ),
    }),
    'recipe.locateEdge': () => {
      throw new SigmalineError('image.not-found', { file: '' });
    },
  };
}

import type { PrecisionReport } from '../domain/recipe.ts';

/** What the form says. */
export const precisionTexts = {
  precision: 'Precision',
  precisionHint:
    'On the processor, 8-bit integers judge about twice as fast. Trying them makes the calibration longer.',
  precisions: {
    auto: 'Automatic: integers where they find faults as well',
    float: 'Floats only',
    int8: 'Integers too, whatever the comparison says',
  },
};

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** What a calibration found of 8-bit integers, for whoever reads its result. */
export function precisionSentence({ asked, outcome, reason = '', comparison }: PrecisionReport): string {
  switch (outcome) {
    case 'float-asked':
      return 'Precision: floats, as asked for.';
    case 'not-quantisable':
      return `Precision: floats. The backbone cannot run in 8-bit integers: ${reason}.`;
    case 'other-looks':
      return 'Precision: floats. In 8-bit integers the good images fall into other looks.';
    case 'worse':
      return `Precision: floats. 8-bit integers tell faults less well: ${compared(comparison)}.`;
    case 'as-good':
    case 'int8-asked': {
      const why = asked === 'int8' ? ', as asked for' : '';
      return `Precision: 8-bit integers on the CPU${why}, floats elsewhere. Faults made on good images: ${compared(comparison)}.`;
    }
  }
}

function compared(comparison: PrecisionReport['comparison']): string {
  if (comparison === undefined) return 'not compared';
  const { faults, float, int8, rankCorrelation } = comparison;
  return (
    `in floats ${percent(float.auroc)} AUROC and ${float.missed} of ${faults} missed, in integers ${percent(int8.auroc)} and ${int8.missed}; ` +
    `rank correlation ${rankCorrelation.toFixed(2)}`
  );
}

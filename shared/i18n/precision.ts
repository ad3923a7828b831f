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
  /** What a calibration found of 8-bit integers. */
  precisionFound: {
    floatAsked: 'Precision: floats, as asked for.',
    notQuantisable: (reason: string) => `Precision: floats. The backbone cannot run in 8-bit integers: ${reason}.`,
    otherLooks: 'Precision: floats. In 8-bit integers the good images fall into other looks.',
    worse: (compared: string) => `Precision: floats. 8-bit integers tell faults less well: ${compared}.`,
    asGood: (compared: string) =>
      `Precision: 8-bit integers on the CPU, floats elsewhere. Faults made on good images: ${compared}.`,
    int8Asked: (compared: string) =>
      `Precision: 8-bit integers on the CPU, as asked for, floats elsewhere. Faults made on good images: ${compared}.`,
    notCompared: 'not compared',
    compared: (float: Separated, int8: Separated, faults: string, correlation: string) =>
      `in floats ${float.auroc} AUROC and ${float.missed} of ${faults} missed, in integers ${int8.auroc} and ${int8.missed}; rank correlation ${correlation}`,
  },
};

/** One of both networks, its figures formatted. */
interface Separated {
  readonly auroc: string;
  readonly missed: string;
}

/** What a calibration found of 8-bit integers, for whoever reads its result. Why a backbone cannot run in them is said in English. */
export function precisionSentence(
  { outcome, reason = '', comparison }: PrecisionReport,
  words: typeof precisionTexts.precisionFound,
  locale: string,
): string {
  const compared = (): string => comparedWords(comparison, words, locale);
  switch (outcome) {
    case 'float-asked':
      return words.floatAsked;
    case 'not-quantisable':
      return words.notQuantisable(reason);
    case 'other-looks':
      return words.otherLooks;
    case 'worse':
      return words.worse(compared());
    case 'as-good':
      return words.asGood(compared());
    case 'int8-asked':
      return words.int8Asked(compared());
  }
}

function comparedWords(
  comparison: PrecisionReport['comparison'],
  words: typeof precisionTexts.precisionFound,
  locale: string,
): string {
  if (comparison === undefined) return words.notCompared;
  const digits = (value: number, count: number): string =>
    value.toLocaleString(locale, { minimumFractionDigits: count, maximumFractionDigits: count });
  const told = ({ auroc, missed }: typeof comparison.float): Separated => ({
    auroc: `${digits(100 * auroc, 1)}\u202f%`,
    missed: digits(missed, 0),
  });
  const { faults, float, int8, rankCorrelation } = comparison;
  return words.compared(told(float), told(int8), digits(faults, 0), digits(rankCorrelation, 2));
}

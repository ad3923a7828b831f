import {
  isMistaken,
  type ObservedShare,
  shareOf,
  type TestCriteria,
  type TestLabel,
  type TestOutcome,
  type Verdict,
} from '../../../shared/domain/index.ts';

/** An image of a set as a version judged it. */
export interface JudgedImage {
  readonly label: TestLabel;
  readonly verdict: Verdict;
  /** The part that it shows. */
  readonly part: string;
}

type Check = TestOutcome['checks'][number];

/**
 * What a version made of a set, against criteria that were written before. Parts are counted, not images: showings of one part tell nothing new about others,
 * and the worst of them counts. docs/decisions/0069
 */
export function outcomeOf(images: readonly JudgedImage[], criteria: TestCriteria): TestOutcome {
  const good = images.filter(({ label }) => label.truth === 'good');
  const defective = images.filter(({ label }) => label.truth === 'defect');
  const mistaken = (image: JudgedImage): boolean => isMistaken(image.label, image.verdict);
  const falseRejects = shared(good, mistaken);
  // A part that is rejected is none that is only looked at.
  const reviewed = shared(good, ({ verdict }) => verdict === 'review');
  const misses = shared(defective, mistaken);
  const classes = [...Map.groupBy(defective, ({ label }) => label.defect)]
    .map(([defect, some]) => ({ defect, ...shared(some, mistaken) }))
    .sort((one, other) => (one.defect ?? '').localeCompare(other.defect ?? ''));
  const checks = checksOf({ falseRejects, reviewed, misses, classes }, criteria);
  return { falseRejects, reviewed, misses, classes, checks, holds: checks.every(({ holds }) => holds) };
}

function shared(images: readonly JudgedImage[], isMistake: (image: JudgedImage) => boolean): ObservedShare {
  const parts = new Set(images.map(({ part }) => part));
  const mistakes = new Set(images.filter(isMistake).map(({ part }) => part));
  return shareOf(mistakes.size, parts.size);
}

function checksOf(found: Omit<TestOutcome, 'checks' | 'holds'>, criteria: TestCriteria): Check[] {
  const { falseRejects, reviewed, misses, classes } = found;
  return [
    atLeast('goodParts', criteria.goodParts, falseRejects.parts),
    ...(criteria.defectParts > 0 ? [atLeast('defectParts', criteria.defectParts, misses.parts)] : []),
    ...rateChecks('falseRejects', 'falseRejectBound', criteria.falseRejects, falseRejects),
    ...(criteria.reviewed === null ? [] : [atMost('reviewed', criteria.reviewed, reviewed.observed)]),
    ...(criteria.misses === null ? [] : rateChecks('misses', 'missBound', criteria.misses, misses)),
    ...criteria.classes.map(({ defect, most }) => {
      const share = classes.find((one) => one.defect === defect);
      return atMost('class', most, share?.observed ?? null, defect);
    }),
  ];
}

function rateChecks(
  observed: Check['criterion'],
  bounded: Check['criterion'],
  { most, bound }: TestCriteria['falseRejects'],
  share: ObservedShare,
): Check[] {
  return [
    atMost(observed, most, share.observed),
    ...(bound === null ? [] : [atMost(bounded, bound, share.parts === 0 ? null : share.bound95)]),
  ];
}

function atLeast(criterion: Check['criterion'], wanted: number, found: number): Check {
  return { criterion, defect: null, wanted, found, holds: found >= wanted };
}

/** Without any part nothing is shown, and nothing holds. */
function atMost(
  criterion: Check['criterion'],
  wanted: number,
  found: number | null,
  defect: string | null = null,
): Check {
  return { criterion, defect, wanted, found, holds: found !== null && found <= wanted };
}

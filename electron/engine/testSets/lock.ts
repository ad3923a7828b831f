import { partsNeeded, SigmalineError, type TestCriteria, type TestSet } from '../../../shared/domain/index.ts';
import { canonicalJson } from '../../audit/index.ts';
import { sha256Of } from '../../files/index.ts';
import type { KeptImage } from './testSetTable.ts';

/**
 * Whether a set can be locked: every image has a label that holds or a reason why it is excluded, and its parts suffice for the criteria.
 *
 * @throws SigmalineError `test-set.*`
 */
export function requireLockable({ name, counts, criteria }: TestSet, images: readonly KeptImage[]): TestCriteria {
  if (criteria === null) throw new SigmalineError('test-set.no-criteria', { name });
  if (counts.differing > 0) throw new SigmalineError('test-set.differing', { name, count: counts.differing });
  if (counts.unlabelled > 0) throw new SigmalineError('test-set.unlabelled', { name, count: counts.unlabelled });
  const needed = partsNeeded(criteria);
  if (counts.goodParts < needed.good)
    throw new SigmalineError('test-set.too-few-good', { needed: needed.good, count: counts.goodParts });
  if (counts.defectParts < needed.defect)
    throw new SigmalineError('test-set.too-few-defects', { needed: needed.defect, count: counts.defectParts });
  const tested = new Set(images.flatMap(({ excluded, label }) => (excluded === null ? [label?.defect] : [])));
  const missing = criteria.classes.find(({ defect }) => !tested.has(defect));
  if (missing !== undefined) throw new SigmalineError('test-set.class-missing', { defect: missing.defect });
  return criteria;
}

/**
 * SHA-256, in hexadecimal digits, over the criteria as canonical JSON and a line for each image, in the order of their bytes' hashes: hash, what it shows or why it is excluded,
 * class of defect, serial, and whether it is a challenge part. docs/test-sets.md
 */
export function hashOf(images: readonly KeptImage[], criteria: TestCriteria): string {
  const lines = images.map(({ sha256, label, excluded, serial, isChallenge }) =>
    canonicalJson([
      sha256,
      excluded === null ? (label?.truth ?? null) : `excluded: ${excluded.reason}`,
      label?.defect ?? null,
      serial,
      isChallenge,
    ]),
  );
  return sha256Of([canonicalJson(criteria), ...lines.sort()].join('\n'));
}

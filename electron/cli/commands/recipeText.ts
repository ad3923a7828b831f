import {
  changedTraits,
  type ListedVersion,
  type RecipeLife,
  type RecipeSummary,
  type RecipeTrait,
  sentenceOf,
} from '../../../shared/domain/index.ts';
import { shareText } from '../../evaluation/index.ts';

const DRAFT = 'none (draft)';

const TRAITS: Readonly<Record<RecipeTrait, readonly [label: string, text: (of: RecipeSummary) => string]>> = {
  backbone: ['backbone', ({ backboneId, backboneSha256 }) => `${backboneId} (${backboneSha256.slice(0, 8)})`],
  limit: ['limit', ({ limits }) => (limits === null ? DRAFT : `${limits.fail.toFixed(3)} sigma`)],
  review: [
    'review from',
    ({ limits }) =>
      limits === null ? 'always' : limits.review === null ? 'never' : `${limits.review.toFixed(3)} sigma`,
  ],
  target: ['target false-reject rate', ({ limit }) => (limit === null ? 'none' : shareText(limit.target))],
  bound: [
    '95 % sure: rejects of parts like the good ones, at most',
    ({ limit }) => (limit === null ? 'not known' : shareText(limit.bound95)),
  ],
  images: ['good images', ({ goodImages }) => String(goodImages)],
  size: ['image size', ({ sizePx }) => `${sizePx} px`],
  turns: ['may lie turned by', ({ turnsDegrees }) => `${turnsDegrees.join(', ') || 'no'} degrees`],
};

/** What changes from one version to another, a line each. */
export function changeLines(from: RecipeSummary, to: RecipeSummary): readonly string[] {
  return changedTraits(from, to).map((trait) => {
    const [label, text] = TRAITS[trait];
    return `  ${label}: ${text(from)} -> ${text(to)}`;
  });
}

/** The facts of a version on one line. */
export function factsOf({ backboneId, goodImages, limits, limit, createdAt }: RecipeSummary): string {
  const limitText =
    limits === null || limit === null
      ? 'draft, no limit'
      : `limit ${limits.fail.toFixed(2)} for ${shareText(limit.target)}`;
  return `${backboneId}  ${goodImages} good images  ${limitText}  ${createdAt.slice(0, 10)}`;
}

/** A version in the list of all: the one in use has a star. */
export function versionLine(
  version: ListedVersion,
  use: { readonly version: number; readonly since: string | null },
): string {
  const isUsed = version.version === use.version;
  const since = isUsed && use.since !== null ? `  in use since ${use.since.slice(0, 16).replace('T', ' ')} UTC` : '';
  const facts = 'problem' in version ? `unusable: ${sentenceOf(version.problem)}` : factsOf(version);
  return `  ${isUsed ? '*' : ' '} ${String(version.version).padStart(3)}  ${facts}${since}`;
}

/** What became of a version. */
export function lifeLines({ planned, versions }: RecipeLife, version: number): readonly string[] {
  const life = versions.find((each) => each.version === version);
  if (life === undefined) return [];
  const { state, since, by, reason, fitted } = life;
  const said = [state, since?.slice(0, 16).replace('T', ' '), by === null ? null : `by ${by}`, reason].filter(Boolean);
  const when = planned?.version !== version ? null : planned.when === 'next-lot' ? 'the next lot' : planned.when.at;
  return [
    `       ${said.join('  ')}`,
    ...(fitted === null ? [] : [`       calibrated by ${fitted.by}`]),
    ...(when === null ? [] : [`       planned from ${when} on`]),
  ];
}

import type { BenchDraft } from '../../../../shared/contract/index.ts';
import { imagesNeeded, type RecipeList, type RecipeSummary, slugOf } from '../../../../shared/domain/index.ts';
import { clauses, count, percent } from '../../lib/format.ts';
import { texts } from '../../lib/texts.ts';

/** Target false-reject rates that engineers commonly ask for. */
const COMMON_TARGETS = [0.05, 0.02, 0.01] as const;

/** What a number of good images allows: "47 images: enough for 5 %; 2 % needs 49; 1 % needs 99". Images of one part count once. */
export function counterWords({ images, settings }: Pick<BenchDraft, 'images' | 'settings'>): string {
  const words = texts.bench.counter;
  const good = words.images(count(images.good));
  const targets = [...new Set([...COMMON_TARGETS, settings.target])].sort((one, other) => other - one);
  const allowed = targets.map((target) => {
    const needed = imagesNeeded(target);
    return images.parts >= needed ? words.yes(percent(target)) : words.needs(percent(target), count(needed));
  });
  const said = images.parts === images.good ? good : words.ofParts(good, count(images.parts));
  const waiting = images.waiting === 0 ? [] : [words.waiting(count(images.waiting))];
  return `${said}${texts.colon}${clauses([...allowed, ...waiting], texts.semicolon)}`;
}

/** The recipe that a name stands for, if there is one, and the version that another calibration makes. */
export function versionMadeBy(name: string, list: RecipeList | null): { name: string; version: number } | null {
  const id = slugOf(name);
  const known = [...(list?.recipes ?? []), ...(list?.unusable ?? [])].find((recipe) => recipe.id === id);
  if (known === undefined) return null;
  const version = 1 + Math.max(0, ...known.versions.map((each) => each.version));
  return { name: 'name' in known ? known.name : name.trim(), version };
}

/** The version that was fitted from a draft, as lists show it; null where none was, or it cannot be read. */
export function fittedVersionOf(
  draft: Pick<BenchDraft, 'fitted'> | null,
  list: RecipeList | null,
): RecipeSummary | null {
  const made = draft?.fitted ?? null;
  if (made === null) return null;
  const all = [...(list?.recipes ?? []), ...(list?.unusable ?? [])];
  const version = all.find(({ id }) => id === made.id)?.versions.find((each) => each.version === made.version);
  return version === undefined || 'problem' in version ? null : version;
}

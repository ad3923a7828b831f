import type { RecipeVersion, SuspectImage } from '../../../shared/domain/index.ts';

/** What a calibration found in its good images, for people to act on. */
export function goodImageLines({
  heldOut,
  parts,
  suspects = [],
  looks,
}: Pick<RecipeVersion, 'heldOut' | 'parts' | 'suspects' | 'looks'>): string[] {
  const lines: string[] = [];
  if (parts !== undefined && parts < heldOut.length) {
    lines.push(
      `These ${heldOut.length} images show ${parts} different parts: images of one part are held out together and counted once.`,
    );
  }
  if (looks !== undefined) {
    lines.push(
      `The good parts have ${looks.length} looks, and each is judged by images of its own:`,
      ...looks.map(({ images, examples }) => `  ${images} images, e.g. ${examples.join(', ')}`),
    );
  }
  if (suspects.length === 0) return lines;
  return [
    ...lines,
    'These images may show no good parts, or another product. Parts like them may pass, unless they were kept out of the fit. Look at them, the most unlike',
    'first; if they do not belong to the good ones, move them away and calibrate again:',
    ...suspects.map((suspect) => `  ${suspect.file}: ${reasonText(suspect)}`),
  ];
}

function reasonText({ reason, unlikeness, groupSize, leftOut }: SuspectImage): string {
  if (unlikeness === null || reason === 'size') return 'of another size than nearly all others';
  const far = `${unlikeness.toFixed(1)} robust deviations from the others`;
  const kept = leftOut === true ? ', kept out of the fit' : '';
  return `${far}${reason === 'alone' ? '' : `, one of a group of ${groupSize}`}${kept}`;
}

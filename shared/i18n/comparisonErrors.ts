/** What stands in the way of comparing versions of a recipe. */
export const COMPARISON_SENTENCES = {
  'comparison.not-found': 'This comparison is not there any more. List the comparisons anew.',
  'comparison.same': 'Version {version} of {recipe} would be compared with itself. Choose another version.',
  'comparison.running': 'A comparison of this kind goes on. Wait until it has ended, or stop it.',
  'comparison.nothing':
    'Nothing to compare: no stored inspection of version {version} of {recipe} matches. Choose a longer time, or another filter.',
  'comparison.images-gone':
    'None of the images is there any more. Choose inspections whose images are kept, or keep images for longer (set-up, section Keeping).',
} as const;

/** What stands in the way of a recipe's versions: their approval, their use, and their way from one station to another. */
export const RECIPE_LIFE_SENTENCES = {
  'recipe.not-approved':
    'Version {version} of {recipe} is not approved, and at this station only approved versions judge. Have it approved on the Recipes screen.',
  'recipe.retired':
    'Version {version} of {recipe} was retired. Use another version, or approve this one again on the Recipes screen.',
  'recipe.no-limit':
    'Version {version} of {recipe} is a draft without a limit, which cannot be approved. Calibrate it with more good images.',
  'recipe.test-failed':
    'Version {version} of {recipe} failed a test by its own acceptance criteria, so it cannot be approved. Calibrate again, or test another version.',
  'recipe.not-tested':
    'Version {version} of {recipe} has passed no test yet, and the policies ask for one. Test it with a locked test set, then approve it.',
  'recipe.own-fit':
    '{person} had version {version} of {recipe} fitted, and the policies ask for another person to approve it.',
  'recipe.approved-already': 'Version {version} of {recipe} is approved already. Use it, or plan its use.',
  'recipe.in-use': 'Version {version} of {recipe} is in use, so it cannot be retired. Use another version first.',
  'recipe.planned':
    'Version {version} of {recipe} is planned to be used, so it cannot be retired. Cancel the plan first.',
  'source.recipe-by-name':
    'The names of the images from {source} say by which recipe each is judged, so nobody changes it by hand. An engineer can change the table of names in the set-up.',
  'source.recipe-by-view':
    'Views of the parts from {source} have recipes of their own, so no single recipe is changed by hand: the other views would keep theirs. An engineer changes them in the set-up.',
  'source.recipe-same': '{source} is judged by the recipe {recipe} already.',
  'source.recipe-change-over':
    'The change of the recipe of {source} was confirmed, undone or followed by another in the meantime, so nothing was changed.',
  'source.first-part-due':
    'No part from {source} has been judged by the new recipe yet. Confirm the change once the first one is there.',
  'recipe.planned-later':
    'Version {version} of {recipe} is to judge from {at} on, and no other version is approved. To judge now, use it on the Recipes screen.',
  'recipe.judges-already': 'Version {version} of {recipe} is in use already.',
  'recipe.plan-past': '{at} is over. Choose a time to come.',
  'recipe.no-lots':
    'No image that {recipe} has judged had a lot in its path, so the station cannot tell when the next lot begins. Give the source a part pattern with a lot, or choose a time.',
  'recipe.nothing-planned': 'Nothing is planned for {recipe}.',
  'recipe.plan-failed':
    'Version {version} of {recipe} should be in use by now, but cannot be: {problem} The version before it goes on judging.',
  'recipe.name-taken': 'There is a recipe with the name "{name}" already. Choose another name.',
  'package.unreadable': 'The file is damaged or cut ({reason}). Copy it again from where it was exported.',
  'package.format':
    'The file is not a recipe that Sigmaline exported, or a newer Sigmaline wrote it ({reason}). Export it again, or update this station.',
  'package.name':
    'The file holds "{name}", which is not a name that a recipe can have. It was not written by Sigmaline: do not use it.',
  'package.too-large':
    'The file would take {bytes} bytes, more than a recipe can have ({most}). It was not written by Sigmaline: do not use it.',
  'package.changed':
    '{file} in the file is not what was exported: its SHA-256 differs. Copy the file again from where it was exported.',
  'package.signature':
    'The signature of the file does not hold ({reason}), so nobody can say who made it. Export it again at its station.',
  'package.no-key':
    'The key of this station cannot be used, so it cannot sign the file. See the conditions of the station for what is wrong with the key.',
  'package.upload': 'The file did not arrive whole ({reason}). Choose it again.',
} as const;

/** The change of the recipe on the operator's screen: by hand, confirmed by the first part, or proposed by the station. */
export const recipeChangeTexts = {
  recipeChange: {
    title: 'Recipe',
    change: 'Change recipe',
    noSource: 'No source yet',
    choose: (source: string) => `Recipe for ${source}`,
    source: 'Source',
    pickSource: 'Choose the source whose recipe changes.',
    recipes: 'Recipes that may judge',
    by: { name: 'By file name', view: 'By view' },
    now: 'Judges now',
    version: (version: number) => `Version ${version}`,
    close: 'Leave the recipe as it is',
    means: (recipe: string, former: string) =>
      `From now on each part that arrives is judged by ${recipe}. What has arrived already is still judged by ${former}.`,
    pick: 'Choose the recipe of what is on the line now.',
    to: (recipe: string) => `Change to ${recipe}`,
    changing: 'Changing …',
    none: 'No other recipe may judge. An engineer calibrates one and approves it in the set-up.',
    signs: (source: string, former: string, recipe: string) => `${source}: from ${former} to ${recipe}`,
    /** On the operator's screen while nobody has confirmed the first part. */
    notSeen: (recipe: string) => `First part with ${recipe} not seen yet`,
    changed: (source: string, time: string, by: string) => `${source}, changed at ${time} ${by}`,
    first: (recipe: string, number: string) => `First part with ${recipe}: No. ${number}`,
    ask: 'Right recipe, right outline?',
    look: 'Look at it',
    yes: 'Yes, right',
    back: (recipe: string) => `Back to ${recipe}`,
    proposed: (recipe: string) => `Is ${recipe} on the line?`,
    proposedWhy: (source: string, number: string, score: string, limit: string) =>
      `${source}: by it No. ${number} would pass (score ${score}, limit ${limit}).`,
  },
};

import type { recipeChangeTexts as English } from '../enRecipeChange.ts';
import type { Translated } from '../translation.ts';

/** In German. */
export const recipeChangeTexts: Translated<typeof English> = {
  recipeChange: {
    title: 'Rezept',
    change: 'Rezept wechseln',
    noSource: 'Noch keine Quelle',
    choose: (source) => `Rezept für ${source}`,
    source: 'Quelle',
    pickSource: 'Wählen Sie die Quelle, deren Rezept wechselt.',
    recipes: 'Rezepte, die urteilen dürfen',
    by: { name: 'Nach dem Dateinamen', view: 'Je nach Ansicht' },
    now: 'Urteilt jetzt',
    version: (version) => `Version ${version}`,
    close: 'Rezept lassen, wie es ist',
    means: (recipe, former) =>
      `Von jetzt an wird jedes Teil, das ankommt, nach ${recipe} beurteilt. Was schon angekommen ist, wird noch nach ${former} beurteilt.`,
    pick: 'Wählen Sie das Rezept dessen, was jetzt auf der Linie läuft.',
    to: (recipe) => `Zu ${recipe} wechseln`,
    changing: 'Wird gewechselt …',
    none: 'Kein anderes Rezept darf urteilen. Ein Techniker kalibriert eines und genehmigt es in der Einrichtung.',
    signs: (source, former, recipe) => `${source}: von ${former} zu ${recipe}`,
    notSeen: (recipe) => `Noch kein Teil mit ${recipe} gesehen`,
    changed: (source, time, by) => `${source}, gewechselt um ${time} ${by}`,
    first: (recipe, number) => `Erstes Teil mit ${recipe}: Nr. ${number}`,
    ask: 'Rezept richtig, Umriss richtig?',
    look: 'Ansehen',
    yes: 'Ja, richtig',
    back: (recipe) => `Zurück zu ${recipe}`,
    proposed: (recipe) => `Läuft ${recipe} auf der Linie?`,
    proposedWhy: (source, number, score, limit) =>
      `${source}: Danach wäre Nr. ${number} gut (Score ${score}, Grenzwert ${limit}).`,
  },
};

import type { recipeChangeTexts as English } from '../enRecipeChange.ts';
import type { Translated } from '../translation.ts';

/** In French. */
export const recipeChangeTexts: Translated<typeof English> = {
  recipeChange: {
    title: 'Recette',
    change: 'Changer de recette',
    noSource: 'Aucune source encore',
    choose: (source) => `Recette de ${source}`,
    source: 'Source',
    pickSource: 'Choisissez la source dont la recette change.',
    recipes: 'Recettes qui peuvent juger',
    by: { name: 'Selon le nom du fichier', view: 'Selon la vue' },
    now: 'Juge maintenant',
    version: (version) => `Version ${version}`,
    close: 'Laisser la recette telle quelle',
    means: (recipe, former) =>
      `Désormais chaque pièce qui arrive est jugée par ${recipe}. Ce qui est déjà arrivé est encore jugé par ${former}.`,
    pick: 'Choisissez la recette de ce qui est maintenant sur la ligne.',
    to: (recipe) => `Passer à ${recipe}`,
    changing: 'Changement …',
    none: 'Aucune autre recette ne peut juger. Un technicien en étalonne une et l’approuve dans la configuration.',
    signs: (source, former, recipe) => `${source}\u202f: de ${former} à ${recipe}`,
    notSeen: (recipe) => `Aucune pièce encore vue avec ${recipe}`,
    changed: (source, time, by) => `${source}, changée à ${time} ${by}`,
    first: (recipe, number) => `Première pièce avec ${recipe}\u202f: n° ${number}`,
    ask: 'Recette et contour justes\u202f?',
    look: 'La regarder',
    yes: 'Oui, justes',
    back: (recipe) => `Revenir à ${recipe}`,
    proposed: (recipe) => `${recipe} est-elle sur la ligne\u202f?`,
    proposedWhy: (source, number, score, limit) =>
      `${source}\u202f: avec elle la n° ${number} serait bonne (score ${score}, limite ${limit}).`,
  },
};

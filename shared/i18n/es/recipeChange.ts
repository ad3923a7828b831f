import type { recipeChangeTexts as English } from '../enRecipeChange.ts';
import type { Translated } from '../translation.ts';

/** In Spanish. */
export const recipeChangeTexts: Translated<typeof English> = {
  recipeChange: {
    title: 'Receta',
    change: 'Cambiar receta',
    noSource: 'Aún sin origen',
    choose: (source) => `Receta de ${source}`,
    source: 'Origen',
    pickSource: 'Elija el origen cuya receta cambia.',
    recipes: 'Recetas que pueden juzgar',
    by: { name: 'Por el nombre del archivo', view: 'Según la vista' },
    now: 'Juzga ahora',
    version: (version) => `Versión ${version}`,
    close: 'Dejar la receta como está',
    means: (recipe, former) =>
      `Desde ahora, cada pieza que llegue se juzga con ${recipe}. Las que ya han llegado se juzgan todavía con ${former}.`,
    pick: 'Elija la receta de lo que está ahora en la línea.',
    to: (recipe) => `Cambiar a ${recipe}`,
    changing: 'Cambiando…',
    none: 'Ninguna otra receta puede juzgar. Un técnico puede calibrar una y aprobarla en la configuración.',
    signs: (source, former, recipe) => `${source}: de ${former} a ${recipe}`,
    notSeen: (recipe) => `Aún no se ha visto ninguna pieza con ${recipe}`,
    changed: (source, time, by) => `${source}, cambiada a las ${time} ${by}`,
    first: (recipe, number) => `Primera pieza con ${recipe}: n.º ${number}`,
    ask: '¿Receta y contorno correctos?',
    look: 'Verla',
    yes: 'Sí, correctos',
    back: (recipe) => `Volver a ${recipe}`,
    proposed: (recipe) => `¿Está ${recipe} en la línea?`,
    proposedWhy: (source, number, score, limit) =>
      `${source}: con ella, la n.º ${number} sería buena (puntuación ${score}, límite ${limit}).`,
  },
};

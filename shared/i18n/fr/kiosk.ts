import type { kioskTexts as English } from '../enKiosk.ts';
import { singularIn, type Translated } from '../translation.ts';

const isOne = singularIn('fr-FR');

/** In French. */
export const kioskTexts: Translated<typeof English> = {
  board: {
    region: 'Tableau',
    inspected: 'Inspectées',
    firstPass: 'Rendement au premier passage',
    well: 'La station est en ordre',
    more: (count) => (isOne(count) ? `et ${count} de plus` : `et ${count} de plus`),
  },
  screen: {
    title: 'Cet écran',
    hint: 'Concerne l’écran devant vous et aucun autre.',
    whole: 'Occuper tout l’écran',
    window: 'Quitter le plein écran',
    awake: {
      off: 'Tant que la page occupe tout l’écran, il reste allumé.',
      on: 'L’écran reste allumé.',
      refused: 'Ce navigateur ne garde pas l’écran allumé. Désactivez l’économiseur dans les réglages de la machine.',
    },
    board: 'Tableau pour un second écran',
    boardHint: 'Verdict, compteurs et état, rien à toucher.',
    openBoard: 'Ouvrir le tableau',
    kiosk: 'Kiosque',
    kioskHint: 'La station occupe l’écran et seul un technicien la quitte.',
    desktop: 'Afficher le bureau',
    desktopTitle: 'Afficher le bureau\u202f?',
    desktopSentence: 'L’inspection continue. Relancez Sigmaline pour revenir au kiosque.',
    end: 'Quitter Sigmaline',
    endTitle: 'Quitter Sigmaline\u202f?',
    endSentence: 'L’inspection s’arrête. Les images qui arrivent entre-temps sont jugées au prochain démarrage.',
    cancel: 'Rester',
  },
};

import type { fittingTexts as English } from '../enFitting.ts';
import { countingIn, singularIn, type Translated } from '../translation.ts';

const counted = countingIn('fr-FR');

const isOne = singularIn('fr-FR');

/** In French. */
export const fittingTexts: Translated<typeof English> = {
  fitting: {
    speed: {
      hint: 'Le backbone est le réseau qui regarde les images. Un plus grand voit des défauts plus petits et prend plus de temps.',
      choose: 'Backbone',
      missing: (id) => `Le backbone ${id} n’est pas installé sur cette station. Choisissez-en un autre.`,
      paces: { fast: 'Rapide', balanced: 'Équilibré', accurate: 'Précis' },
      perImage: 'par image',
      perMinute: (parts) => `jusqu’à ${parts} pièces par minute`,
      needs: (side, size) => `${side} × ${side} px, ${size}`,
      builtIn: 'intégré',
      added: 'ajouté à cette station',
      inUse: (version) => `La version en service (${version}) l’utilise`,
      notMeasured: 'Temps pas encore mesuré',
      measure: 'Mesurer sur cette machine',
      measuring: 'Mesure …',
      measureHint:
        'Exécute chaque réseau plusieurs fois sur le processeur, à côté de la ligne. La lecture de l’image n’est pas comptée.',
      more: 'EfficientNet B0 à B7 voient des défauts plus petits. Le service informatique en ajoute un avec la commande «\u202fsigmaline backbone add\u202f»\u202f; la documentation, page Backbones, dit comment.',
      details: 'Comment c’est calculé',
      precision: 'Précision',
      precisions: {
        auto: {
          label: 'Automatique',
          hint: 'Des entiers là où ils séparent aussi bien\u202f: deux fois plus vite sans carte graphique.',
        },
        float: { label: 'Virgule flottante', hint: 'Sur tout processeur et toute carte graphique.' },
        int8: { label: 'Des entiers aussi', hint: 'Même là où ils séparent moins bien. L’ajustement le dit.' },
      },
      kindsLabel: 'Aspects des bonnes pièces',
      kinds: {
        found: {
          label: 'Tels qu’ils sont trouvés',
          hint: 'Deux fournisseurs ou deux éclairages sont jugés chacun selon sa propre moyenne.',
        },
        one: { label: 'Tous comme un seul', hint: 'Ce qui est entre deux aspects est bon aussi.' },
      },
      advanced: 'Avancé',
      advancedHint:
        'Ce qui reste vide prend la valeur qui fut la meilleure sur tous les jeux d’images que nous avons mesurés.',
      usual: 'Habituel (selon le nombre d’images)',
      variations: 'Variations de chaque image',
      variationsHint:
        'Chaque bonne image est aussi ajustée un peu décalée et tournée. Plus aide là où les images sont rares.',
      topShare: 'Part des endroits',
      topShareHint:
        'Autant des endroits les plus inhabituels font le score local. Les petits défauts demandent une petite part. Habituel\u202f: 4\u202f%.',
      npca: 'NPCA\u202f: variance laissée de côté',
      npcaHint:
        'Laisse de côté les directions dans lesquelles les bonnes pièces varient le plus. Habituel\u202f: vide, aucune n’est laissée de côté.',
      group: 'Images d’une même pièce',
      groupHint:
        'Un motif qui lit le n° de série dans le nom de fichier\u202f: les images d’une pièce comptent une fois. Vide\u202f: les images le disent.',
      groupPlaceholder: '(?<serial>\\d+)_\\d+\\.png',
      wrongShare: (most) => `Saisissez un pourcentage au-dessus de 0 et jusqu’à ${most}, ou rien.`,
    },
    fit: {
      ready: 'Prêt à ajuster',
      readyHint: 'L’ajustement apprend à quoi ressemblent les bonnes pièces. L’inspection continue pendant ce temps.',
      fitted: (name, version) => `${name}, version ${version}`,
      fittedHint: 'Chaque bonne image a reçu son score d’un ajustement qui ne l’a pas vue.',
      images: (images, parts) =>
        images === parts
          ? counted(images, 'bonne image', 'bonnes images')
          : `${counted(images, 'bonne image', 'bonnes images')} de ${parts} pièces`,
      wholeImage: 'Toute l’image est regardée',
      region: 'Seule la région dessinée est regardée',
      positions: {
        fixed: 'La pièce est toujours au même endroit',
        shift: 'La pièce est trouvée là où elle se déplace',
        turn: 'La pièce est trouvée là où elle se déplace et tourne',
      },
      noMask: 'Rien n’est ignoré',
      mask: (shapes) => (isOne(shapes) ? `${shapes} forme sur le masque` : `${shapes} formes sur le masque`),
      target: 'Combien de bonnes pièces peuvent être rejetées',
      tooFew: (target, needed, parts) =>
        `Une limite pour ${target} demande ${counted(needed, 'bonne pièce', 'bonnes pièces')}\u202f; il y en a ${parts}. Prenez plus d’images, choisissez un taux plus grand, ou faites une ébauche sans limite.`,
      start: 'Ajuster',
      again: 'Ajuster de nouveau',
      running: 'Ajustement',
      remaining: (time) => `Encore ${time} environ`,
      noEstimate: 'Estimation du temps …',
      standOut: 'Images qui se distinguent',
      noneStandOut: 'Aucune bonne image ne diffère des autres.',
      kinds: (count) =>
        `Les bonnes images se répartissent en ${count} aspects. S’il s’agit de deux fournisseurs ou de deux éclairages, il est juste de les séparer. Si c’est le hasard, prenez-les comme un seul.`,
      asOneKind: 'Tout prendre comme un seul',
      asKinds: 'Garder les aspects séparés',
      fitAgainForKinds: 'Ajustez de nouveau pour les prendre comme un seul.',
    },
    heldOut: {
      scores: 'Scores des bonnes images, en sigma',
      scoresLabel: (count) => `Histogramme des scores de ${count} bonnes images`,
      distances: 'Distances de la pièce',
      distancesHint:
        'La ligne en tirets est l’endroit où serait une limite du khi-deux. À titre de repère seulement\u202f: elle rejette bien plus de bonnes pièces qu’elle ne le promet.',
      distancesLabel: (count) => `Histogramme des distances de la pièce de ${count} bonnes images`,
      chiSquare: 'Khi-deux',
      highest: 'Les scores les plus hauts\u202f: regardez si ce sont de bonnes pièces',
      scoreIs: (score) => `${score} par un ajustement qui ne l’a pas vue`,
      image: 'L’image telle que la voit le réseau',
      heatmap: 'Sa carte de chaleur',
      close: 'Fermer',
    },
    limit: {
      title: 'Combien de bonnes pièces peuvent être rejetées\u202f?',
      hint: 'Une pièce dont le score dépasse la limite est mauvaise. Moins de faux rejets signifie une limite plus haute, et de plus petits défauts passent.',
      notFitted: 'Il n’y a encore rien pour quoi fixer une limite. Ajustez d’abord.',
      toFit: 'Aller à l’ajustement',
      chart: (limit) => `Scores des bonnes images, et la limite à ${limit}`,
      limitLine: 'Limite',
      reviewLine: 'À vérifier',
      target: 'Faux rejets acceptés',
      limit: 'Limite',
      bound: 'Au plus, sûr à 95\u202f%',
      slider: 'Taux cible de faux rejets',
      strict: (target) => `Trouve plus\u202f: ${target} de faux rejets`,
      loose: (target) => `Rejette moins\u202f: ${target}`,
      inWords: (bound) =>
        `Au plus ${bound} des bonnes pièces sont rejetées, sûr à 95\u202f%, tant qu’elles arrivent comme celles-ci.`,
      more: (target, needed, parts) =>
        `${target} demande ${counted(needed, 'bonne pièce', 'bonnes pièces')}. Il y en a ${parts}.`,
      consequences: 'Ce qui en découle',
      band: 'Bande de vérification',
      bandHint: 'Les pièces juste sous la limite sont regardées par une personne.',
      noBand: 'Aucune\u202f: bon ou mauvais',
      bandOf: (share, from) => `Environ ${share} des bonnes pièces, à partir de ${from}`,
      defectRate: 'Combien de vos pièces sont mauvaises\u202f?',
      defectRateHint: 'Une estimation suffit.',
      makesVersion:
        'Une autre limite fait une nouvelle version. Ses scores restent\u202f; rien n’est ajusté de nouveau.',
      keep: 'Garder cette limite',
    },
    defects: {
      rejects: (bad) => `Sur 10 pièces rejetées, environ ${bad} sont vraiment mauvaises.`,
      rejectsWhy: (defects, rejects, isAssumed) =>
        `Avec ${defects} de mauvaises pièces et ${rejects} de faux rejets${isAssumed ? ', même si chaque défaut est trouvé' : ''}. Plus les défauts sont rares, plus il y a de bonnes pièces parmi les rebuts.`,
      passes: (bad) => `Parmi les pièces acceptées, ${bad} sont mauvaises.`,
      none: 'Combien de défauts elle trouve, l’étape suivante le montre\u202f: essayez-la avec des pièces dont vous connaissez la vérité, puis revenez.',
      title: (set) => `Avec le jeu d’essai «\u202f${set}\u202f»`,
      missed: 'Défauts manqués à cette limite',
      rejected: 'Bonnes pièces rejetées à cette limite',
      rate: (observed, low, high) => `${observed} (sûr à 95\u202f%\u202f: ${low} à ${high})`,
      roc: (area) =>
        `Aire sous la courbe ROC ${area}\u202f: à quel point les scores distinguent les défauts des bonnes pièces.`,
      rejectCost: 'Coût d’un faux rejet',
      missCost: 'Coût d’un défaut manqué',
      costUnit: 'unité quelconque',
      wrongCost: 'Saisissez les deux coûts, 0 ou plus.',
      cost: (cost, cheapest) =>
        `Les deux erreurs ensemble coûtent ${cost} pour 100 pièces.${cheapest === null ? '' : ` Elles coûteraient le moins à une limite de ${cheapest}.`}`,
    },
    approve: {
      title: (name, version) => `Approuver ${name}, version ${version}`,
      hint: 'Un résumé, ce qui diffère de la version en service, et votre motif. Rien ne change avant que vous approuviez.',
      report: 'Rapport d’étalonnage',
      toSources: 'Surveiller un dossier avec elle',
      toRecipes: 'Toutes les recettes',
    },
  },
};

import type { setupTexts as English } from '../enSetup.ts';
import { countingIn, singularIn, type Translated } from '../translation.ts';
import { precisionTexts } from './precision.ts';
import { sourceTexts } from './source.ts';

const isOne = singularIn('fr-FR');

const counted = countingIn('fr-FR');

/** In French. */
export const setupTexts: Translated<typeof English> = {
  setup: {
    title: 'Configuration',
    recipes: 'Recettes',
    recipesHint: 'Une recette contient tout ce qu’il faut pour inspecter un produit.',
    noRecipes: 'Pas encore de recette. Étalonnez la première à partir d’un dossier de bonnes images.',
    version: (version) => `Version ${version}`,
    inUseSince: (version, time, by) =>
      `Version ${version}, en service depuis ${time}${by === null ? '' : `, choisie par ${by}`}`,
    inUse: (version) => `La version ${version} est en service`,
    versions: 'Versions',
    usedNow: 'En service',
    newer: 'Plus récente, pas en service',
    olderVersions: (count) => `Versions antérieures (${count})`,
    use: 'Utiliser',
    useVersion: (version) => `Utiliser la version ${version}`,
    useTitle: (version, name) => `Utiliser la version ${version} de ${name}\u202f?`,
    keepVersion: (version) => `Garder la version ${version}`,
    judges: (sources) =>
      `Désormais jugé par elle\u202f: ${sources}, y compris les images déjà en attente. Les enregistrements gardent la version qui les a jugés.`,
    judgesNothing: 'Actuellement, aucune source n’est jugée par cette recette.',
    changes: 'Ce qui change',
    nothingChanges:
      'Le backbone, les limites et le nombre d’images sont les mêmes. Les bonnes images peuvent être d’autres.',
    trait: {
      backbone: 'Backbone',
      limit: 'Limite',
      review: 'À vérifier à partir de',
      target: 'Taux cible de faux rejets',
      bound: 'Rejetées au plus, sûr à 95\u202f%',
      images: 'Bonnes images',
      size: 'Taille d’image',
      turns: 'Peut être tournée de',
    },
    noReview: 'Pas de vérification',
    alwaysReview: 'Chaque pièce',
    noFigure: '–',
    draft: 'Ébauche, sans limite',
    draftMeans:
      'Trop peu de bonnes images pour une limite\u202f: une personne vérifie chaque pièce, avec son score et sa carte de chaleur. Étalonnez de nouveau avec plus de bonnes images pour obtenir une limite.',
    noTurns: 'Pas tournée',
    degrees: (degrees) => `${degrees}°`,
    pixels: (side) => `${side} px`,
    recipeImages: (count) => counted(count, 'bonne image', 'bonnes images'),
    recipeLimit: 'Limite',
    recipeInt8Limit: 'Limite en entiers de 8 bits',
    recipeTarget: 'Taux cible de faux rejets',
    recipeBound: 'Rejetées au plus, sûr à 95\u202f%',
    recipeBackbone: 'Backbone',
    recipeCreated: 'Étalonnée',
    busy: 'Un instant …',
    loading: 'Chargement …',
    required: 'Cette indication manque.',
    changedMeanwhile: (value) => `Modifié sur un autre écran\u202f: maintenant «\u202f${value}\u202f»`,
    notSaved:
      'Rien n’a été enregistré, car un autre écran a modifié les mêmes champs. Leurs nouvelles valeurs sont affichées à côté. Enregistrez de nouveau pour les remplacer.',
  },

  calibration: {
    title: 'Étalonner une nouvelle recette',
    hint: 'À partir d’images de bonnes pièces seulement. L’inspection continue pendant ce temps.',
    name: 'Nom du produit',
    namePlaceholder: 'p. ex. Bague de roulement 6204',
    nameHint: 'Un nom existant crée une nouvelle version de cette recette.',
    folder: 'Dossier avec des images de bonnes pièces',
    folderPlaceholder: 'p. ex. /data/bearing-ring/good',
    folderHint: 'Un chemin sur la station. PNG, JPEG, TIFF, BMP, WebP, PGM ou PPM.',
    ...precisionTexts,
    target: 'Taux cible de faux rejets',
    targetHint: (count) =>
      `La part de bonnes pièces que vous acceptez de perdre. Il faut au moins ${count} bonnes images.`,
    targetInvalid: 'Un nombre de 0,1 à 50\u202f%.',
    targetUnit: '\u202f%',
    draftMeans:
      'Avec une ébauche, une personne vérifie chaque pièce, d’après le score et la carte de chaleur, jusqu’à ce que vous étalonniez de nouveau avec plus de bonnes images.',
    makeDraft: 'Faire une ébauche',
    backbone: 'Backbone',
    backboneHint: 'Le réseau qui regarde les images.',
    backboneBuiltIn: (name) => (name.includes('intégré') ? name : `${name} (intégré)`),
    backboneAdded: (name) => `${name} (ajouté)`,
    backboneMissing: (id) => `${id}\u202f: non installé`,
    backboneCost: (side, size) => `Images de ${side} × ${side} px, un fichier de ${size}`,
    backboneTime: (time) => `environ ${time} par image sur cette station`,
    backboneTimeUnknown: 'pas encore mesuré sur cette station',
    backboneNotInstalled: (version, id) =>
      `La version ${version} utilise ${id}, qui n’est pas installé ici. Choisissez-en un autre, ou ajoutez-le avec sigmaline backbone add.`,
    backboneChanges: (version, id) =>
      `La version ${version} de cette recette utilise ${id}. Avec un autre backbone, tous les scores et la limite sont nouveaux.`,
    waits: (version, used, sources) =>
      `La version ${version} n’est pas encore en service. La version ${used} continue de juger ${sources}. Rien ne change avant votre choix.`,
    waitsUnused: (version, used) =>
      `La version ${version} n’est pas encore en service\u202f; la version ${used} l’est. Rien ne change avant votre choix.`,
    start: 'Étalonner',
    phase: {
      reading: 'Lecture des images',
      varying: 'Lecture de leurs variations',
      fitting: 'Ajustement des gaussiennes',
      quantising: 'Essai des entiers de 8 bits',
      compiling: 'Compilation de la recette',
    },
    progress: (done, total) => `${done} sur ${total}`,
    running: (name) => `Étalonnage de ${name}`,
    runningUnnamed: 'Un étalonnage est en cours',
    cancel: 'Annuler',
    cancelling: 'Annulation …',
    doneTitle: (name) => `${name} est étalonné`,
    doneVersion: (version, count) => `Version ${version}, à partir de ${count} bonnes images`,
    limitExplained: (expected, limit) =>
      `La limite est ${limit}\u202f: parmi des pièces comme ces bonnes-là, ${expected} devraient avoir un score plus haut et être rejetées.`,
    boundExplained: (bound) =>
      `Vous pouvez être sûr à 95\u202f% qu’au plus ${bound} des pièces comme ces bonnes-là sont rejetées.`,
    boundApproximate:
      'Cette borne est approximative, car il y a moins de 200 images. Plus de bonnes images la resserrent.',
    turned: (degrees) =>
      `Tournées de ${degrees} degrés, vos bonnes images ressemblent aux autres\u202f; les pièces tournées jusque-là sont donc bonnes.`,
    setAside: (files) =>
      `La limite n’est pas relevée pour ces images, car elles ne ressemblent à aucune autre bonne image\u202f: ${files}. Les pièces comme elles seront mauvaises, et elles comptent dans les parts ci-dessus. Si ce sont des pièces ordinaires, étalonnez de nouveau avec plus d’images de ce genre\u202f; sinon, sans elles.`,
    suspects:
      'Ces images ne montrent peut-être pas de bonnes pièces, ou un autre produit\u202f; la plus différente vient d’abord. Des pièces comme elles peuvent être bonnes, sauf indication contraire. Touchez celles qui n’ont rien à y faire, et étalonnez de nouveau. Aucun fichier n’est supprimé.',
    looks: (count) =>
      `Vos bonnes pièces ont ${count} aspects, et chacun est jugé d’après ses propres images. Si l’un d’eux n’appartient pas à ce produit, écartez ses images et étalonnez de nouveau.`,
    look: (count, files) => `${counted(count, 'image')}, p. ex. ${files}`,
    suspectReasons: {
      alone: () => 'Différente des autres',
      group: (others) => `Du même genre que ${counted(others, 'autre')}`,
      size: () => 'Autre taille d’image',
    },
    suspectDistance: (reason, distance) => `${reason}, à distance ${distance}`,
    suspectLeftOut: 'Les pièces comme elle sont mauvaises\u202f: elle est restée hors de l’ajustement.',
    suspectNoPicture: 'Pas d’image',
    suspectWithout: 'N’en fait pas partie',
    calibrateWithout: (count) => `Étalonner sans ${isOne(count) ? 'cette image' : `ces ${count} images`}`,
    excluded: (files) =>
      `Laissées de côté, car vous avez dit qu’elles n’en font pas partie\u202f: ${files}. Elles sont toujours dans le dossier.`,
    released: (images) => `Ajouter ${counted(images, 'pièce libérée', 'pièces libérées')}`,
    releasedHint:
      'Pièces de la ligne jugées mauvaises et que des personnes ont trouvées bonnes. Elles deviennent de bonnes images, et la limite est calculée avec elles.',
    releasedGone: (gone) => `Les images de ${gone} autres ont disparu.`,
    group: 'Images d’une même pièce (facultatif)',
    groupHint:
      'Si une pièce a été photographiée plusieurs fois\u202f: un motif qui trouve son n° de série dans le nom de fichier, pour qu’elle compte une fois. Vide\u202f: les images le disent.',
    groupPlaceholder: '(?<serial>\\d+)-',
    groupTells: (images, parts, file, serial) =>
      `Pièces différentes\u202f: ${parts}, sur ${images} images. ${file} montre la pièce ${serial}.`,
    failedTitle: 'L’étalonnage a échoué',
    again: 'En étalonner une autre',
    watch: 'Ajouter une source pour elle',
    lost: 'La connexion a été perdue pendant l’étalonnage. La liste des recettes montre s’il s’est terminé.',
  },

  decisions: {
    title: 'Décisions',
    hint: 'Ce parmi quoi on choisit pour décider d’une pièce qui n’est pas bonne. Les décisions prises gardent leurs mots, quoi que l’on change ici.',
    lists: {
      reasons: { title: 'Motifs', hint: 'Chaque décision en a un. Le plus fréquent d’abord.', add: 'Ajouter un motif' },
      defects: {
        title: 'Classes de défaut',
        hint: 'De quel défaut il s’agit, quand il y en a un.',
        add: 'Ajouter une classe',
      },
    },
    word: (list, place) => `${list}, ${place}`,
    up: (word) => `Monter «\u202f${word}\u202f»`,
    down: (word) => `Descendre «\u202f${word}\u202f»`,
    remove: (word) => `Retirer «\u202f${word}\u202f»`,
    invalid: 'Chaque ligne demande un nom, et aucun ne peut y être deux fois.',
    save: 'Enregistrer les listes',
    saved: 'Les listes sont enregistrées.',
  },

  source: sourceTexts,

  station: {
    title: 'Station',
    hint: 'Réglages pour toutes les sources.',
    general: 'Nom et postes',
    name: 'Nom de la station',
    nameHint: 'Affiché en haut de chaque écran, et dans les exportations.',
    language: 'Langue de la station',
    languageHint: 'Des rapports, et de chaque écran et personne qui n’en a pas choisi d’autre.',
    languageAuto: 'Celle du navigateur',
    shifts: 'Les postes commencent à',
    shiftsHint:
      'Les compteurs de l’opérateur repartent à ces heures. Heure locale. Un poste dure jusqu’au début du suivant.',
    shift: (number) => `Début du poste ${number}`,
    shiftName: 'Nom',
    shiftNameOf: (number) => `Nom du poste ${number}`,
    shiftDays: (number) => `Jours du poste ${number}`,
    addShift: 'Ajouter un poste',
    removeShift: (time) => `Retirer le poste de ${time}`,
    shiftInvalid:
      'Chaque poste demande une heure, comme 06:00, et un jour. Deux ne peuvent commencer le même jour à la même heure.',
    shiftsBy: 'Une pièce compte pour le poste pendant lequel',
    byArrival: 'Son image est arrivée',
    byArrivalHint: 'Quand la station a vu le fichier pour la première fois.',
    byJudgement: 'Elle a été jugée',
    byJudgementHint: 'Les images qui ont attendu comptent pour le poste de leur verdict.',
    byFile: 'Son image a été écrite',
    byFileHint: 'D’après l’heure du fichier. Ne choisissez ceci que si l’horloge de la caméra est juste.',
    judging: 'Jugement',
    judgeFirst: 'Si plusieurs images attendent, juger d’abord',
    oldest: 'La plus ancienne',
    oldestHint: 'Dans l’ordre de la ligne. Chaque pièce reçoit son verdict au plus tôt.',
    newest: 'La plus récente',
    newestHint:
      'La pièce devant l’opérateur s’affiche aussitôt\u202f; les plus anciennes suivent quand il y a le temps.',
    lanes: 'Les canaux se partagent le processeur pour',
    laneGoals: {
      latency: {
        label: 'Le temps le plus court jusqu’au verdict',
        hint: 'Un canal juge une pièce à la fois, avec tous les cœurs. Convient à la plupart des lignes.',
      },
      throughput: {
        label: 'Le plus de pièces par minute',
        hint: 'Autant de canaux que de cœurs. Plus de pièces sont jugées, mais chacune prend plus de temps.',
      },
    },
    provider: 'Moteur d’exécution',
    providerHint:
      'Ce sur quoi tournent les réseaux. Un moteur dont les résultats diffèrent de ceux du processeur n’est jamais utilisé.',
    providerAuto: 'Automatique',
    providerMissing: (name) => `${name}\u202f: absent de cette machine`,
    backups: 'Sauvegardes des enregistrements',
    backupFolder: 'Dossier des sauvegardes',
    backupFolderPlaceholder: 'le dossier de données de la station',
    backupFolderHint:
      'De préférence sur un autre disque. Laisser vide pour garder les sauvegardes à côté des enregistrements.',
    backupEvery: 'Sauvegarder toutes les',
    backupEveryHint:
      'Seulement s’il y a de nouveaux enregistrements. Les images ne sont supprimées qu’une fois leur enregistrement sauvegardé.',
    backupInvalid: 'Un nombre entier de 1 à 1 440 minutes (un jour).',
    minutesUnit: 'min',
    audit: 'Chaîne d’audit',
    checkpointFolder: 'Dossier des points de contrôle',
    checkpointFolderPlaceholder: 'seulement dans la base de données',
    checkpointFolderHint:
      'Un partage ou une clé USB que les personnes de cette station ne peuvent pas modifier. Qui a un point de contrôle voit plus tard si quelque chose d’antérieur a été altéré.',
    checkpointEvery: 'Un point de contrôle toutes les',
    checkpointEveryHint: 'Et à la fin de chaque poste.',
    checkpointInvalid: 'Un nombre entier de 100 à 1 000 000 d’entrées.',
    entriesUnit: 'entrées',
    reviewDays: 'Une revue est due tous les',
    reviewDaysHint: 'Laisser vide si aucune revue des entrées n’est demandée.',
    reviewInvalid: 'Un nombre entier de 1 à 400 jours, ou rien.',
    noReviews: 'pas de revues',
    daysUnit: 'jours',
    save: 'Enregistrer',
    saved: 'Enregistré.',
  },

  demo: {
    title: 'Ligne de démonstration',
    sentence: 'Un produit d’exemple et une caméra simulée, pour essayer et former.',
    off: 'Arrêtée',
    preparing: 'Préparation\u202f: étalonnage du produit d’exemple',
    running: 'En marche\u202f: la caméra simulée livre des pièces',
    start: 'Démarrer la ligne de démonstration',
    stop: 'Arrêter la ligne de démonstration',
  },
};

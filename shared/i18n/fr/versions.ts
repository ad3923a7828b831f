import type { versionTexts as English } from '../enVersions.ts';
import type { Translated } from '../translation.ts';

/** In French. */
export const versionTexts: Translated<typeof English> = {
  state: {
    draft: 'Non approuvée',
    verified: 'Essai réussi',
    approved: 'Approuvée',
    active: 'En service',
    retired: 'Retirée',
  },
  since: {
    draft: 'étalonnée',
    verified: 'réussi',
    approved: 'approuvée',
    active: 'depuis',
    retired: 'retirée',
  },
  fittedBy: (by, time) => `Étalonnée ${by}, ${time}`,
  from: (station, recipe, version) =>
    station === null
      ? `Une copie de ${recipe}, version ${version}`
      : `Importée\u202f: version ${version} de ${recipe} sur ${station}`,
  test: {
    none: 'Pas encore essayée avec un jeu d’essai',
    open: 'Un essai n’est pas terminé',
    passed: 'A réussi son essai',
    failed: 'A échoué à son essai\u202f: ne peut pas être approuvée',
  },
  notApprovedInUse:
    'En service, mais non approuvée\u202f: sur cette station, elle ne juge pas avant que quelqu’un l’approuve.',
  planned: (version, when, by) => `La version ${version} est planifiée\u202f: ${when}, ${by}.`,
  plannedAt: (time) => `à partir de ${time}`,
  plannedLot: 'dès la première image du prochain lot',
  cancelPlan: 'Annuler la planification',
  more: 'Plus',
  moreAbout: (version, name) => `Plus sur la version ${version}\u202f: ${name}`,
  dialogTitle: (version, name) => `${name}, version ${version}`,
  close: 'Fermer',
  back: 'Retour',
  actions: 'Ce que l’on peut en faire',
  approve: 'Approuver',
  approving: 'Approbation …',
  approveNeedsRight:
    'Vous pouvez regarder cette version. Pour l’approuver, une personne qui a le droit d’approuver des recettes se connecte.',
  noLimit:
    'C’est une ébauche sans limite. Elle ne peut pas être approuvée\u202f: étalonnez avec plus de bonnes images.',
  approved: (version, name) => `La version ${version} de ${name} est approuvée.`,
  summary: 'Résumé',
  backbone: 'Backbone',
  fittedOn: 'Ajustée sur',
  images: 'Bonnes images',
  limit: 'Limite',
  target: 'Taux cible de faux rejets',
  bound: 'Sûr à 95\u202f%\u202f: au plus',
  difference: (version) => `Différente de la version ${version}, en service`,
  settings: (count) => `Tous les réglages qui diffèrent (${count})`,
  setting: 'Réglage',
  nothing: 'aucun',
  imagesDiffer: (same, added, removed) =>
    `Bonnes images\u202f: ${same} identiques, ${added} nouvelles, ${removed} retirées.`,
  when: 'Elle juge',
  activate: {
    now: 'Maintenant',
    'next-lot': 'Dès le prochain lot',
    at: 'À partir d’une heure donnée',
    later: 'Pas encore',
  },
  activateHint: {
    now: 'Les images en attente sont aussi jugées par elle.',
    'next-lot': 'La première image d’un autre lot est la première qu’elle juge.',
    at: 'Même si la station était éteinte à ce moment-là.',
    later: 'Elle attend que quelqu’un l’utilise.',
  },
  time: 'Date et heure',
  timeNeeded: 'Saisissez une date et une heure.',
  reason: 'Motif',
  reasonHint: 'Pourquoi elle peut juger\u202f: ce qui a été comparé, sur combien de pièces.',
  reasonAgain: 'Pourquoi\u202f: cela figure dans la chaîne d’audit.',
  signs: (version, name, when) => `La version ${version} de ${name} peut juger. ${when}.`,
  use: 'Planifier son utilisation',
  useTitle: 'Quand doit-elle juger\u202f?',
  plan: 'Enregistrer',
  retire: 'Retirer',
  retireMeans:
    'Elle ne juge plus. Les enregistrements qu’elle a jugés restent tels quels. L’approuver de nouveau annule cela.',
  clone: 'Cloner',
  cloneMeans: 'La nouvelle recette juge comme cette version, puis suit son propre chemin.',
  cloned: (name) => `La recette ${name} est là.`,
  name: 'Nom',
  rename: 'Renommer',
  renameTitle: 'Renommer cette recette',
  renameMeans:
    'Les listes montrent désormais le nouveau nom. Les enregistrements gardent le nom sous lequel ils ont été jugés.',
  exportFile: 'Exporter dans un fichier',
  exporting: 'Écriture du fichier …',
  exported: (bytes) => `Enregistrer le fichier (${bytes})`,
  exportMeans:
    'Un fichier signé avec tout ce dont cette version a besoin. Une autre station l’importe sur son écran Recettes.',
  licence: 'La licence de son backbone vaut aussi pour le fichier.',
  again: 'Étalonner de nouveau',
  saving: 'Enregistrement …',
  importFile: 'Importer un fichier',
  importTitle: 'Importer une recette',
  importMeans:
    'Un fichier qu’une autre station a exporté (.sigmaline-recipe). Il devient ici une nouvelle version, que quelqu’un approuve d’abord.',
  choose: 'Choisir un fichier',
  reading: (share) => `Lecture du fichier … ${share}`,
  importFrom: (name, version, station) => `${name}, version ${version}, de ${station}`,
  importedAt: (time, software) => `Exporté ${time} avec Sigmaline ${software}`,
  key: 'Signé avec',
  signer: {
    own: 'Cette station l’a signé.',
    known: 'Un fichier signé par cette clé a déjà été importé ici.',
    unknown:
      'Aucun fichier de cette clé n’a encore été importé ici. Comparez la clé avec celle de l’écran Audit de cette station-là.',
  },
  doImport: 'Importer',
  importing: 'Importation …',
  imported: (version, name) => `La version ${version} de ${name} est là. Elle n’est pas encore approuvée.`,
};

import { accessNames } from '../accessErrors.ts';
import type { ErrorLanguage } from '../errors.ts';
import { frenchAuditFaults } from './auditFaults.ts';
import { frenchConnectionSentences } from './connectionErrors.ts';
import { frenchExecutionReasons } from './executionReasons.ts';
import { peopleTexts } from './people.ts';
import { frenchListWords, frenchReasons } from './reasons.ts';

/** The sentence of every error code, in French. */
export const frenchErrors: ErrorLanguage = {
  locale: 'fr-FR',
  onDay: (clock, day) => `${clock} le ${day}`,
  unknown: (name) => `(${name} inconnu)`,
  sentences: {
    'access.open':
      'Cette station est ouverte\u202f: elle n’a pas encore de personnes, et ceci en demande une. Choisissez «\u202fProtéger cette station\u202f» et créez le premier administrateur.',
    'access.protected': 'Cette station est déjà protégée. Connectez-vous en administrateur pour ajouter des personnes.',
    'access.station-stopped':
      'Cette station est protégée\u202f; une personne doit donc se connecter pour ceci. Démarrez la station et dites qui vous êtes avec --as.',
    'access.signed-out':
      'Personne n’est connecté ici, ou le délai sans contact est écoulé. Rien n’a été fait. Connectez-vous et réessayez.',
    'access.refused':
      'L’identifiant ou le code secret n’est pas le bon. Rien n’a été fait. Réessayez, ou demandez à un administrateur.',
    'access.locked':
      'Cet identifiant est verrouillé après trop d’erreurs de code, encore {minutes} minutes. L’inspection continue. Attendez, ou demandez à un administrateur de le déverrouiller.',
    'access.too-often':
      'Trop d’erreurs de code sont venues d’ici, ou trop de personnes se connectent à la fois. Réessayez dans {seconds} secondes.',
    'access.deactivated': 'Cette personne est désactivée et ne peut pas se connecter. Demandez à un administrateur.',
    'access.change-due':
      'Le PIN ou le mot de passe doit être changé avant toute autre chose\u202f: quelqu’un d’autre le connaît, ou il a expiré. Choisissez-en un nouveau.',
    'access.secret-due': 'Cette station demande le PIN à chaque action. Rien n’a été fait. Tapez le PIN et réessayez.',
    'access.no-right':
      'Les règles d’accès de cette station ne donnent pas ce droit à votre rôle ({right}). Demandez à qui le peut, ou à un administrateur de modifier la règle.',
    ...accessNames(peopleTexts),
    'role.or': '{first} ou {second}',
    'access.pin-rule': 'Un PIN a 4 à 8 chiffres. Choisissez-en un autre.',
    'access.password-rule':
      'Un mot de passe a au moins {shortest} et au plus 256 caractères. Choisissez-en un autre\u202f; plusieurs mots se retiennent bien.',
    'access.secret-used':
      'Ce PIN ou ce mot de passe a servi récemment. Choisissez-en un qui diffère des {count} derniers.',
    'access.secret-obvious':
      'Ce PIN ou ce mot de passe est trop facile à deviner\u202f: il répète un signe, compte en montant ou en descendant, ou est l’identifiant. Choisissez-en un autre.',

    'person.not-found': 'Il n’y a pas de personne avec l’identifiant {person}.',
    'person.id-taken':
      'L’identifiant {person} est pris, peut-être par une personne désactivée. Un identifiant ne passe jamais à une autre personne\u202f; choisissez-en un autre.',
    'person.badge-taken': 'Ce badge appartient à {person}. Retirez-le d’abord à cette personne.',
    'person.last-administrator':
      '{person} est le dernier administrateur. Nommez d’abord un autre administrateur\u202f: sinon personne ne pourrait plus gérer les personnes.',

    'signature.needed': 'Ceci demande une signature\u202f: donnez votre code secret, la signification et le motif.',
    'signature.both':
      'La première signature après la connexion demande l’identifiant et le code secret\u202f; les suivantes, le code seul.',
    'signature.secret-due':
      'Votre dernière signature est trop ancienne pour signer sans code secret. Rien n’a été signé. Donnez de nouveau votre code.',
    'signature.other-person':
      'La signature n’est pas de {person}, qui est connecté ici. Rien n’a été signé. Connectez-vous en tant que la personne qui signe.',

    'station.not-protected':
      'La station ne peut pas être servie à {address}\u202f: elle est ouverte, et n’importe qui sur le réseau pourrait la modifier. Protégez-la d’abord, avec «\u202fProtéger cette station\u202f» ou sigmaline people add.',
    'station.tls-needed':
      'La station ne peut pas être servie à {address} sans TLS\u202f: les codes secrets passeraient lisibles sur le réseau. Donnez --tls-certificate et --tls-key, ou --tls-self-signed.',
    'station.tls':
      'Le certificat TLS est inutilisable\u202f: {reason}. Donnez un certificat et sa propre clé, tous deux en fichiers PEM.',

    'audit.no-entry': 'La chaîne d’audit n’a pas d’entrée {sequence}.',
    'audit.no-key': 'Aucun point de contrôle ne peut être signé. {problem}',
    'audit.no-head':
      'Aucun point de contrôle ne peut être signé\u202f: il manque quelque chose dont la tête de la chaîne d’audit est calculée ({reason}). La station continue d’inspecter et d’enregistrer. Vérifiez maintenant la chaîne d’audit, gardez une copie du dossier de données, et cherchez qui y a eu accès.',
    'audit.key-missing':
      'La clé qui signe les points de contrôle de la chaîne d’audit, {file}, manque. La station continue d’inspecter et d’enregistrer\u202f; les points de contrôle attendent. Remettez le fichier depuis une copie, ou faites créer une autre clé par un administrateur.',
    'audit.key-unreadable':
      'La clé qui signe les points de contrôle de la chaîne d’audit, {file}, est illisible ({reason}). La station continue d’inspecter et d’enregistrer\u202f; les points de contrôle attendent. Vérifiez les droits du fichier ou remettez-le depuis une copie, ou faites créer une autre clé par un administrateur.',
    'audit.key-sealed':
      'La clé qui signe les points de contrôle de la chaîne d’audit, {file}, est scellée par un secret que seule l’application Sigmaline de cet ordinateur possède, et la station a été démarrée sans elle. Les points de contrôle attendent que l’application fasse de nouveau tourner la station.',
    'audit.key-foreign':
      'Le fichier {file} contient une autre clé que celle que nomme la chaîne d’audit. La station continue d’inspecter et d’enregistrer\u202f; les points de contrôle attendent. Remettez le bon fichier depuis une copie, ou faites créer une autre clé par un administrateur.',
    'audit.broken':
      'La chaîne d’audit ne se vérifie pas\u202f: {fault} {more}Les enregistrements restent tels quels, et les pièces sont toujours jugées et enregistrées. Gardez une copie du dossier de données, cherchez qui y a eu accès, et prenez-en acte par une signature.',
    'audit.broken-acknowledged':
      'La chaîne d’audit ne se vérifie pas\u202f: {fault} {more}{by} en a pris acte le {at}.',
    'audit.fault': '{text}',
    'audit.more-faults': 'Autres défauts\u202f: {count}. ',
    'audit.not-broken': 'Il n’y a rien à confirmer\u202f: la dernière vérification a trouvé la chaîne d’audit intacte.',
    'audit.verifier-crashed': 'La vérification de la chaîne d’audit ne s’est pas terminée ({reason}). Relancez-la.',
    'audit.checkpoint-folder':
      'Les points de contrôle de la chaîne d’audit ne peuvent pas être écrits dans {folder} ({reason}). Vérifiez que le partage ou la clé est connecté et accessible en écriture. Sigmaline continue d’essayer.',
    'audit.checkpoint-relative':
      'Le dossier des points de contrôle doit être un chemin complet, comme /media/stick ou D:\\checkpoints\u202f; {folder} ne l’est pas. Rien n’a été modifié.',
    'audit.checkpoint-in-data':
      'Le dossier des points de contrôle, {folder}, est dans le dossier de données de la station ou le contient\u202f: qui modifie les enregistrements pourrait modifier aussi les points de contrôle. Choisissez un partage ou une clé.',
    'audit.review-due':
      'Une revue de la chaîne d’audit est due depuis {since}. La qualité ou un administrateur passe les entrées en revue et signe ce qui a été constaté.',
    'audit.period':
      'La période se termine avant de commencer, ou n’est pas encore finie. Choisissez une période achevée.',

    'audit.unreadable':
      'La base de données {file} est endommagée ({reason}). Utilisez-en une sauvegarde\u202f; sigmaline verify dit ce qui ne va pas.',
    'proof.no-chain':
      'La base de données n’a pas de chaîne d’audit\u202f; rien ne peut donc être prouvé de l’enregistrement {record}. Laissez cette version de Sigmaline ouvrir la station une fois.',
    'proof.no-record':
      'La base de données n’a pas d’enregistrement {record}. Copiez l’identifiant de l’enregistrement lui-même ou d’une exportation.',
    'proof.no-entry':
      'L’enregistrement {record} n’est pas encore dans la chaîne d’audit\u202f: la station reprend les antérieurs pendant qu’elle tourne. Réessayez plus tard.',
    'proof.no-checkpoint':
      'Aucun point de contrôle ne couvre encore l’enregistrement {record}. Créez-en un à la station, puis réessayez.',

    'bypass.active':
      'L’inspection est désactivée\u202f: {source}, par {who} ({why}). Des pièces partent sans inspection\u202f: contrôlez-les à la main jusqu’à la fin du bypass.',
    'bypass.not-inspected':
      'Non inspectée\u202f: {who} avait désactivé l’inspection ({source}\u202f: {why}). Contrôlez la pièce à la main, ou jugez de nouveau son image.',
    'bypass.already':
      'L’inspection est déjà désactivée ({source}), par {who}\u202f: {why}. Terminez ce bypass avant d’en commencer un autre.',
    'bypass.too-long':
      'L’inspection peut être désactivée {most} minutes au plus. Choisissez une durée plus courte\u202f; un technicien fixe la plus longue dans la configuration de la station.',
    'bypass.unknown-reason':
      'Le motif «\u202f{reason}\u202f» n’est plus dans la liste de cette station. Choisissez-en un autre.',
    'bypass.over': 'Ce bypass est déjà terminé. Regardez de nouveau l’écran avant de faire autre chose.',
    'bypass.all-sources': 'toutes les sources',
    'bypass.somebody': 'quelqu’un à la station ouverte',

    'handover.not-found': 'Il n’y a pas de note numéro {note}. Regardez de nouveau les notes.',
    'handover.read-already': 'Quelqu’un a déjà lu la note numéro {note}. Regardez de nouveau les notes.',
    'handover.own':
      'Vous avez écrit cette note pendant ce poste\u202f: elle est pour le suivant. Quelqu’un d’autre, ou l’équipe suivante, dit qu’elle a été lue.',
    'handover.too-many':
      '{count} notes attendent d’être lues. Lisez-les avant d’en écrire une autre, pour qu’aucune ne soit oubliée.',

    'bench.not-found': 'Cet étalonnage n’existe plus. Commencez-en un autre.',
    'bench.changed-meanwhile':
      'Cet étalonnage a été modifié ailleurs entre-temps\u202f; rien n’a donc été changé. Regardez-le de nouveau, puis refaites votre action.',
    'bench.fitting': 'Cet étalonnage est en cours d’ajustement. Attendez la fin, ou annulez-le.',
    'bench.too-many': 'Un étalonnage prend au plus {most} images. Retirez-en, ou choisissez un dossier plus petit.',
    'bench.upload': 'Le fichier {file} n’a pas pu être ajouté ({reason}). Déposez-le de nouveau.',
    'bench.examining': 'Les images n’ont pas pu être examinées ({reason}). Sigmaline réessaie.',
    'bench.damaged':
      'Un étalonnage en cours n’a pas pu être lu ({reason}). Ses fichiers ont été mis de côté dans {folder}\u202f; rien n’a été supprimé. Recommencez-le.',
    'bench.waiting': '{count} images sont encore à l’examen. Attendez un instant, puis ajustez de nouveau.',
    'bench.images-gone':
      '{count} images ne sont plus où elles étaient, dont {file}. Retirez-les ou remettez-les, puis ajustez de nouveau.',
    'bench.survey-failed': 'Les images n’ont pas pu être superposées ({reason}). Réessayez.',
    'bench.duplicate': 'La même image que {other}\u202f: elle compte une fois.',
    'bench.near-duplicate': 'Presque la même image que {other}\u202f: elle apporte peu.',
    'bench.blurred': 'Moins nette que les autres.',
    'bench.darker': 'Plus sombre que les autres.',
    'bench.brighter': 'Plus claire que les autres.',
    'bench.other-size': 'Une autre taille que les autres\u202f: {found} au lieu de {usual}.',
    'bench.other-position': 'La pièce est ailleurs que dans les autres.',

    'comparison.not-found': 'Cette comparaison n’existe plus. Affichez de nouveau les comparaisons.',
    'comparison.same': 'La version {version} de {recipe} serait comparée avec elle-même. Choisissez une autre version.',
    'comparison.running': 'Une comparaison de ce genre est en cours. Attendez sa fin, ou arrêtez-la.',
    'comparison.nothing':
      'Rien à comparer\u202f: aucune inspection enregistrée de la version {version} de {recipe} ne correspond. Choisissez une période plus longue, ou un autre filtre.',
    'comparison.images-gone':
      'Aucune des images n’existe plus. Choisissez des inspections dont les images sont gardées, ou gardez les images plus longtemps (configuration, Conservation).',

    'export.failed': 'L’exportation {file} ne peut pas être écrite ({reason}). Vérifiez le dossier et l’espace libre.',
    'export.too-many': '{count} exportations attendent déjà. Attendez-les, ou annulez celles dont personne n’a besoin.',
    'export.no-room':
      'L’exportation demande environ {needed} Mo, et le disque de {folder} en a {free} de libres. Rien n’a été écrit\u202f; libérez de l’espace, ou exportez moins d’enregistrements ou aucune image.',
    'export.crashed':
      'Le processus d’exportation s’est arrêté de façon inattendue ({reason}). Rien n’en a été gardé\u202f; exportez de nouveau.',
    'export.cancelled': 'L’exportation a été annulée. Rien n’en a été gardé.',
    'export.interrupted':
      'La station a été arrêtée pendant qu’elle écrivait l’exportation. Rien n’en a été gardé\u202f; exportez de nouveau.',
    'export.folder':
      'Une exportation planifiée ({span}) ne peut pas être écrite dans {folder} ({reason}). Vérifiez le dossier\u202f; Sigmaline continue d’essayer et n’omet rien.',
    'export.kind': 'Rien ne peut être écrit sous {file}. Utilisez un nom qui se termine par {endings}.',

    'image.removed':
      'Ce fichier du n° {number} a été retiré par la règle «\u202f{rule}\u202f» (entrée {entry} de la chaîne d’audit). L’enregistrement reste.',
    'keeping.clock':
      'Rien n’est retiré tant que l’horloge est douteuse. Vérifiez la date et l’heure, ou confirmez que l’horloge est juste.',
    'keeping.not-looked': 'Les fichiers n’ont pas pu être examinés ({reason}). Rien n’a été retiré\u202f; réessayez.',
    'keeping.failed':
      'Les règles de conservation n’ont pas pu être appliquées. {problem} Sigmaline réessaie demain\u202f; d’ici là, le disque peut se remplir.',
    'keeping.not-removed':
      'Les règles de conservation n’ont pas pu retirer {count} fichiers, dont {file} ({reason}). Vérifiez les droits du dossier\u202f; Sigmaline réessaie demain.',
    'keeping.no-rule':
      'Le disque du dossier de données {folder} se remplit et aucune règle ne retire rien. Ajoutez dans la configuration, sous Conservation, une règle pour les images, les cartes ou les vignettes, ou donnez à la station un disque plus grand.',
    'hold.in-force': 'Ceci est déjà bloqué. Rien n’a été modifié.',
    'hold.not-in-force': 'Ce blocage a déjà été levé, ou n’a jamais été posé. Rien n’a été modifié.',
    'restore.no-backup':
      'La sauvegarde {backup} n’existe plus. Choisissez-en une autre\u202f; affichez-les de nouveau pour voir lesquelles existent.',
    'restore.folder':
      'Rien n’a été restauré\u202f: {folder} {reason}. Saisissez le chemin complet d’un nouveau dossier, hors du dossier de données.',
    'restore.crashed':
      'La sauvegarde n’a pas pu être examinée ni restaurée ({reason}). Rien n’a été modifié\u202f; réessayez.',
    'restore.not-intact':
      'Rien n’a été restauré\u202f: la chaîne d’audit de la sauvegarde {backup} ne se vérifie pas ({reason}). Choisissez une sauvegarde plus ancienne, et gardez celle-ci pour qui l’examinera.',
    'station.restored':
      'Cette station a été restaurée depuis la sauvegarde du {backupAt}, dont le dernier enregistrement est le n° {last}. Ce qui a été enregistré, décidé et modifié ensuite n’y est pas\u202f: {lacks}. Le prochain enregistrement a le n° {next}.',
    'diagnostics.failed':
      'Le paquet pour l’assistance n’a pas pu être écrit ({reason}). Vérifiez l’espace libre\u202f; ce que la station ne peut pas, la ligne de commande le peut\u202f: sigmaline diagnostics --out FILE.zip.',

    'source.images-differ':
      'Les images de {source} ont changé. {difference} Vérifiez la caméra, ses réglages et la lumière\u202f; si le changement est voulu, étalonnez de nouveau la recette. La plus récente de ces images est {file}.',
    'source.fails-unlikely':
      '{failed} des {count} dernières pièces de {source} étaient mauvaises. De bonnes pièces seules ne feraient guère cela (promis\u202f: au plus {promised} sur 100). Si les pièces sont mauvaises, arrêtez la ligne. {check}',
    'source.errors-unlikely':
      '{failed} des {count} dernières images de {source} n’ont pas pu être jugées\u202f: contrôlez ces pièces à la main. L’erreur la plus récente\u202f: {problem}',

    'source.verdicts-late':
      '{late} des {count} derniers verdicts de {source} sont venus plus de {deadline} s après leur image (dans les {minutes} dernières minutes\u202f; le n° {number} de {lateMs} ms). Ce qui les attendait a peut-être continué sans eux. Ralentissez la ligne, ou donnez moins à juger\u202f: des images plus petites, un backbone plus petit, moins de sources sur cette station.',
    'source.wrong-product':
      'Est-ce la bonne recette\u202f? Presque chaque endroit des {count} dernières images de {source} est inhabituel, comme si elles montraient un autre produit que celui pour lequel {recipe} a été étalonnée. {advice}',
    'detection.good-parts-changed':
      'Les pièces de {source} qui sont bonnes ont changé\u202f: {scores} {change} C’était certain au n° {number}. Regardez quelques-unes de ces pièces\u202f; si elles sont bonnes et que le changement reste, étalonnez de nouveau {recipe} avec des images d’aujourd’hui (la version {version} juge maintenant).',

    'line.foreign': 'Est-ce la bonne recette\u202f? Presque chaque endroit de cette pièce est inhabituel.',
    'line.whole': 'La pièce dans son ensemble est inhabituelle.',

    'review.draft':
      'Cette recette est une ébauche\u202f: trop peu de bonnes images pour une limite. Regardez la pièce vous-même\u202f; pour une limite, étalonnez de nouveau avec plus de bonnes images.',
    'review.darker':
      'Cette image est plus sombre que les bonnes (moyenne {found}, bonnes {low} à {high})\u202f; aussi claire qu’elles, la pièce serait bonne. Vérifiez la pièce, et la lumière.',
    'review.brighter':
      'Cette image est plus claire que les bonnes (moyenne {found}, bonnes {low} à {high})\u202f; aussi sombre qu’elles, la pièce serait bonne. Vérifiez la pièce, et la lumière.',

    'review.too-alike':
      'Le score de cette image ({found}) est bien au-dessous de ceux des bonnes images (borne {low})\u202f; il est donc aussi étrange qu’un score au-dessus de la limite. Vérifiez la pièce, et si l’image la montre entière.',

    'gate.review':
      'Cette image est hors de la plage des bonnes\u202f; elle n’est donc pas bonne. {difference} Regardez la pièce vous-même, et vérifiez caméra, objectif et lumière.',
    'gate.error':
      'Cette image est hors de la plage des bonnes\u202f; elle n’est donc pas jugée. {difference} Vérifiez caméra, objectif et lumière, et faites prendre une autre image\u202f; d’ici là, contrôlez la pièce à la main.',

    'gate.leaving':
      '{measure}\u202f: les images de {source} quittent la plage des bonnes. Maintenant {found}\u202f; à ce rythme, elles atteignent {bound} dans environ {days} jours, et plus aucune pièce n’est bonne avec {recipe}. Vérifiez avant cela lampe, objectif et caméra.',

    'measure.brightness': 'Luminosité',
    'measure.rimBrightness': 'Luminosité du bord',
    'measure.redLessBlue': 'Rouge contre bleu',
    'measure.redLessGreen': 'Rouge contre vert',
    'measure.colourfulness': 'Intensité des couleurs',
    'measure.contrast': 'Contraste',
    'measure.black': 'Part sans lumière',
    'measure.white': 'Part surexposée',
    'measure.sharpness': 'Netteté',
    'measure.positionX': 'Position de gauche à droite',
    'measure.positionY': 'Position de haut en bas',
    'line.scores-higher': 'leur score est plus haut qu’avant\u202f; elles ressemblent donc moins aux bonnes pièces.',
    'line.scores-lower':
      'leur score est plus bas qu’avant\u202f; elles se ressemblent donc plus que les bonnes pièces.',
    'changed.darker': 'Leurs images sont plus sombres.',
    'changed.brighter': 'Leurs images sont plus claires.',
    'changed.colour': 'Leurs couleurs sont différentes.',
    'changed.position': 'La pièce est ailleurs dans l’image.',
    'changed.edge': 'Le bord de l’image est différent.',
    'changed.blurred': 'Leurs images sont moins nettes.',
    'changed.texture': 'Leurs images ont plus de texture ou de bruit.',
    'changed.unknown': 'Lumière, couleur, position et netteté ne disent pas ce qui a changé.',
    'line.check-recipe': 'Vérifiez ce qui est sur la ligne et quelle recette utilise la source.',
    'line.recipe-fits':
      'Selon la recette {recipe}, la pièce n° {number} serait bonne\u202f: son score y est {score}, la limite {limit}. Si c’est ce qui est sur la ligne, changez la recette.',
    'line.no-recipe-fits':
      'Selon aucune des {count} autres recettes essayées une telle pièce ne serait bonne. Vérifiez ce qui est sur la ligne, la caméra et sa position.',
    'line.check': 'Si elles sont bonnes, vérifiez lumière, caméra, position et recette.',
    'line.check-images': 'Si elles sont bonnes, les images ont changé. {difference}',
    'differs.size': 'Cette image a {found} px, les bonnes {good}.',
    'differs.bits': 'Cette image a {found} bits par valeur, les bonnes {good}.',
    'differs.kind': 'Cette image est en {found}, les bonnes sont en {good}.',
    'differs.quality': 'Cette image est un JPEG de qualité {found}, les bonnes {good}.',
    'differs.grey': 'Cette image est grise, les bonnes images étaient en couleur.',
    'differs.colour': 'Cette image est en couleur, les bonnes images étaient grises.',
    'differs.red-blue':
      'Les couleurs de cette image diffèrent (rouge et bleu échangés\u202f?)\u202f: rouge moins bleu {found}, bonnes {low} à {high}.',
    'differs.red-green':
      'Les couleurs de cette image diffèrent\u202f: rouge moins vert {found}, bonnes {low} à {high}.',
    'differs.brighter':
      'Cette image est plus claire que toute bonne image\u202f: moyenne {found}, bonnes {low} à {high}.',
    'differs.darker':
      'Cette image est plus sombre que toute bonne image\u202f: moyenne {found}, bonnes {low} à {high}.',
    'differs.rim':
      'Le bord de cette image diffère (un cadre\u202f?)\u202f: {found}\u202f% de la luminosité du tout, bonnes {low} à {high}\u202f%.',
    'differs.white':
      'Cette image est plus surexposée que toute bonne image\u202f: {found}\u202f%, bonnes {low} à {high}\u202f%.',
    'differs.black':
      'Cette image a plus de parties sans lumière que toute bonne image\u202f: {found}\u202f%, bonnes {low} à {high}\u202f%.',
    'differs.contrast': 'Cette image a moins de contraste que toute bonne image\u202f: {found}, bonnes {low} à {high}.',
    'differs.position-x':
      'La pièce est ailleurs de gauche à droite\u202f: ses bords à {found}\u202f% de la largeur, bonnes {low} à {high}\u202f%.',
    'differs.position-y':
      'La pièce est ailleurs de haut en bas\u202f: ses bords à {found}\u202f% de la hauteur, bonnes {low} à {high}\u202f%.',
    'differs.blurred': 'Cette image est moins nette que toute bonne image\u202f: {found}, bonnes {low} à {high}.',

    'recipe.not-approved':
      'La version {version} de {recipe} n’est pas approuvée, et sur cette station seules des versions approuvées jugent. Faites-la approuver sur l’écran Recettes.',
    'recipe.retired':
      'La version {version} de {recipe} a été retirée. Utilisez une autre version, ou approuvez de nouveau celle-ci sur l’écran Recettes.',
    'recipe.no-limit':
      'La version {version} de {recipe} est une ébauche sans limite, qui ne peut pas être approuvée. Étalonnez-la avec plus de bonnes images.',
    'recipe.test-failed':
      'La version {version} de {recipe} a échoué à un essai selon ses propres critères\u202f; elle ne peut donc pas être approuvée. Étalonnez de nouveau, ou essayez une autre version.',
    'recipe.not-tested':
      'La version {version} de {recipe} n’a encore réussi aucun essai, et les règles d’accès en exigent un. Essayez-la avec un jeu d’essai verrouillé, puis approuvez-la.',
    'recipe.own-fit':
      '{person} a fait ajuster la version {version} de {recipe}, et les règles d’accès demandent qu’une autre personne l’approuve.',
    'recipe.approved-already':
      'La version {version} de {recipe} est déjà approuvée. Utilisez-la, ou planifiez son utilisation.',
    'recipe.in-use':
      'La version {version} de {recipe} est en service\u202f; elle ne peut donc pas être retirée. Utilisez d’abord une autre version.',
    'recipe.planned':
      'L’utilisation de la version {version} de {recipe} est planifiée\u202f; elle ne peut donc pas être retirée. Annulez d’abord la planification.',
    'source.recipe-by-name':
      'Les noms des images de {source} disent par quelle recette chacune est jugée\u202f; personne ne la change donc à la main. Un technicien peut modifier la table des noms dans la configuration.',
    'source.recipe-by-view':
      'Des vues des pièces de {source} ont leurs propres recettes\u202f; aucune n’est donc changée seule à la main\u202f: les autres vues garderaient la leur. Un technicien les change dans la configuration.',
    'source.recipe-same': '{source} est déjà jugée par la recette {recipe}.',
    'source.recipe-change-over':
      'Le changement de la recette de {source} a été confirmé, annulé ou suivi d’un autre entre-temps\u202f; rien n’a donc été modifié.',
    'source.first-part-due':
      'Aucune pièce de {source} n’a encore été jugée par la nouvelle recette. Confirmez le changement une fois la première arrivée.',
    'recipe.planned-later':
      'La version {version} de {recipe} doit juger à partir de {at}, et aucune autre version n’est approuvée. Pour qu’elle juge maintenant, utilisez-la sur l’écran Recettes.',
    'recipe.judges-already': 'La version {version} de {recipe} est déjà en service.',
    'recipe.plan-past': '{at} est passé. Choisissez une heure à venir.',
    'recipe.no-lots':
      'Aucune image que {recipe} a jugée n’avait de lot dans son chemin\u202f; la station ne peut donc pas dire quand commence le prochain lot. Donnez à la source un motif des pièces avec un lot, ou choisissez une heure.',
    'recipe.nothing-planned': 'Rien n’est planifié pour {recipe}.',
    'recipe.plan-failed':
      'La version {version} de {recipe} devrait déjà être en service, mais ne le peut pas\u202f: {problem} La version précédente continue de juger.',
    'recipe.name-taken': 'Il y a déjà une recette nommée «\u202f{name}\u202f». Choisissez un autre nom.',
    'package.unreadable':
      'Le fichier est endommagé ou tronqué ({reason}). Copiez-le de nouveau depuis l’endroit où il a été exporté.',
    'package.format':
      'Le fichier n’est pas une recette exportée par Sigmaline, ou un Sigmaline plus récent l’a écrit ({reason}). Exportez-le de nouveau, ou mettez cette station à jour.',
    'package.name':
      'Le fichier contient «\u202f{name}\u202f», qui ne peut pas être le nom d’une recette. Sigmaline ne l’a pas écrit\u202f: ne l’utilisez pas.',
    'package.too-large':
      'Le fichier occuperait {bytes} octets, plus qu’une recette ne peut avoir ({most}). Sigmaline ne l’a pas écrit\u202f: ne l’utilisez pas.',
    'package.changed':
      '{file}, dans le fichier, n’est pas ce qui a été exporté\u202f: son SHA-256 diffère. Copiez de nouveau le fichier depuis l’endroit où il a été exporté.',
    'package.signature':
      'La signature du fichier n’est pas valable ({reason})\u202f; on ne peut donc pas dire qui l’a fait. Exportez-le de nouveau à sa station.',
    'package.no-key':
      'La clé de cette station est inutilisable\u202f; elle ne peut donc pas signer le fichier. Les états de la station disent ce qui ne va pas avec la clé.',
    'package.upload': 'Le fichier n’est pas arrivé en entier ({reason}). Choisissez-le de nouveau.',

    'record.not-judged':
      'L’enregistrement n° {number} n’a pas de verdict qui puisse être recalculé\u202f: aucune recette ne l’a jugé.',
    'record.judge-failed': 'L’image du n° {number} ne peut pas être jugée de nouveau\u202f: {reason}',
    'search.not-kept':
      'L’index de recherche ne peut pas être écrit\u202f: {reason} L’inspection continue, mais seuls les enregistrements plus récents sont trouvés. Sigmaline continue d’essayer\u202f; si cela dure, libérez de l’espace sur le disque du dossier de données et vérifiez ses droits.',
    'filters.too-many': 'Il y a déjà {count} filtres enregistrés. Retirez-en un dont personne n’a besoin.',
    'disposition.not-due': 'Personne ne décide du n° {number}\u202f: la pièce était bonne. Rien n’a été décidé.',
    'disposition.part-waits':
      'La pièce du n° {number} attend encore une vue. Décidez une fois toutes les vues là, ou son temps écoulé. Rien n’a été décidé.',
    'disposition.changed':
      'Quelqu’un d’autre a décidé du n° {number} entre-temps. Rien n’a été décidé\u202f; regardez de nouveau.',
    'disposition.unknown-words':
      '«\u202f{words}\u202f» n’est plus dans la liste. Choisissez autre chose\u202f; rien n’a été décidé.',

    'report.span': 'La fin du rapport doit suivre son début. Choisissez une autre période.',
    'report.too-many': '{count} rapports attendent déjà d’être faits. Attendez qu’ils soient là, ou annulez-en.',
    'report.failed':
      'Le rapport n’a pas pu être fait\u202f: {reason}. Vérifiez le disque et le journal, et refaites-le.',
    'report.crashed':
      'Le processus qui fait le rapport s’est arrêté de façon inattendue ({reason}). Libérez de la mémoire, et refaites le rapport.',
    'report.cancelled': 'Le rapport a été annulé.',
    'report.folder':
      'Les rapports ne peuvent pas être écrits dans {folder} ({reason}). Ils sont gardés à la station\u202f; vérifiez le dossier, ou indiquez-en un autre dans la configuration, sous Rapports.',
    'report.signer-unreadable':
      'Ce n’est pas un fichier de certificat que Sigmaline peut lire ({reason}). Utilisez un fichier PKCS#12 (.p12 ou .pfx) avec le certificat et sa clé.',
    'report.signer-passphrase':
      'La phrase de passe n’ouvre pas ce fichier de certificat. Tapez-la de nouveau. Rien n’a été modifié.',
    'report.signer-no-key':
      'Ce fichier ne contient pas de clé privée qui appartienne à son certificat. Exportez le certificat avec sa clé.',
    'report.signer-expired':
      'Le certificat de {subject} est valable de {from} à {to}, et pas aujourd’hui. Les rapports ne sont pas signés avec lui\u202f; demandez-en un nouveau.',
    'report.signer-kind':
      'La clé de ce certificat ({kind}) ne peut pas signer de rapports. Utilisez RSA de 2048 bits ou plus, ou une des courbes elliptiques P-256, P-384 et P-521.',
    'report.signer-missing':
      'Les rapports doivent être signés, mais il n’y a pas de certificat pour cela. Donnez-en un dans la configuration, sous Rapports, ou désactivez la signature.',
    'report.signer-sealed':
      'Le certificat qui signe les rapports a été scellé par un autre programme ou une autre machine et ne peut pas être ouvert ({file}). Donnez-le de nouveau dans la configuration, sous Rapports.',

    'archive.relative':
      'Le chemin {folder} n’est pas complet. Saisissez le chemin complet de l’archive, depuis la racine ou la lettre de lecteur.',
    'archive.not-found':
      'Le dossier d’archive {folder} n’existe pas. Créez-le, ou connectez le partage où il se trouve\u202f: Sigmaline ne le crée pas.',
    'archive.not-a-folder': '{folder} n’est pas un dossier. Saisissez le dossier vers lequel déplacer les images.',
    'archive.unwritable':
      'Rien ne peut être écrit dans le dossier d’archive {folder} ({reason}). Vérifiez ses droits et l’espace libre.',
    'archive.name-refused':
      'Le disque de l’archive n’accepte pas le nom de {file} ({reason}). Déplacez ce fichier à la main\u202f; tous les autres sont encore déplacés.',
    'archive.in-source':
      'Le dossier d’archive {folder} recoupe le dossier de source {source}\u202f; les images archivées seraient donc rejugées. Choisissez un dossier qui ne le recoupe pas.',
    'archive.in-data':
      'Le dossier d’archive {folder} recoupe le dossier de données de la station. Choisissez un dossier qui ne le recoupe pas.',
    'afterwards.archive':
      '{count} images enregistrées de la source {source} attendent d’être déplacées vers l’archive. {problem} Elles restent où elles sont jusque-là\u202f; Sigmaline continue d’essayer.',
    'afterwards.delete':
      '{count} images enregistrées de la source {source} attendent d’être supprimées. {problem} Sigmaline continue d’essayer.',
    'afterwards.older-problem': '{sentence}',
    'afterwards.returned':
      'Après la restauration de la base de données, {count} images archivées de la source {source} n’avaient pas d’enregistrement. Elles ont été ramenées de l’archive {folder} à leur place, et sont jugées de nouveau.',
    'afterwards.not-returned':
      'Après la restauration de la base de données, {count} images archivées de la source {source} n’avaient pas d’enregistrement. Elles restent dans l’archive {folder}, car leurs noms sont pris dans la source ou plusieurs sources partagent cette archive\u202f: {names}. Copiez-les dans la source sous d’autres noms pour qu’elles soient jugées.',
    'afterwards.not-searched':
      'L’archive {folder} de la source {source} n’a pas pu être parcourue pour trouver des images ayant perdu leur enregistrement à la restauration de la base de données. {problem} Sigmaline continue d’essayer.',
    'clock.jumped':
      'L’horloge de cette machine a sauté\u202f: elle disait {to} au lieu de {from}. Les images ne sont ni supprimées ni archivées avant qu’elle soit remise à l’heure, qu’elle ait tenu 24 heures de fonctionnement, ou qu’un technicien la confirme. Vérifiez la date, l’heure et le serveur de temps.',
    'clock.moved':
      'L’horloge de cette machine disait {from} quand la station a tourné pour la dernière fois, et {to} au redémarrage. Les images ne sont ni supprimées ni archivées avant que l’horloge ait tenu 24 heures de fonctionnement ou qu’un technicien la confirme. Si la machine n’a pas été éteinte si longtemps, réglez son horloge.',
    'clock.held':
      'L’horloge de cette machine est passée de {from} à {to} et a tenu 24 heures de fonctionnement\u202f; elle est donc tenue pour juste. Les images enregistrées depuis sont archivées selon cette heure. Si elle est fausse, réglez l’horloge.',
    'clock.jumped-again': 'L’horloge a de nouveau sauté, à {to}. Vérifiez la date et l’heure avant de la confirmer.',

    'test-set.not-found': 'Ce jeu d’essai n’existe plus. Affichez de nouveau les jeux d’essai.',
    'test-set.name': 'Un autre jeu d’essai s’appelle {name}. Choisissez un autre nom.',
    'test-set.locked':
      'Le jeu d’essai {name} est verrouillé\u202f: plus rien n’y change. Faites-en une copie, et modifiez celle-ci.',
    'test-set.not-locked':
      'Le jeu d’essai {name} n’est pas verrouillé. Verrouillez-le d’abord\u202f: ce qui est essayé ne doit pas changer ensuite.',
    'test-set.too-many':
      'Un jeu d’essai contient au plus {most} images, et celui-ci en aurait {count}. Faites-en un second.',
    'test-set.defect':
      'La classe de défaut {defect} n’est pas dans la liste de la station. Choisissez-en une de la liste, ou ajoutez-la sous Configuration, Décisions.',
    'test-set.no-criteria':
      'Le jeu d’essai {name} n’a pas de critères. Écrivez ce qu’une version doit respecter avant de le verrouiller.',
    'test-set.unlabelled':
      '{count} images du jeu d’essai {name} n’ont pas d’étiquette. Étiquetez-les, ou excluez-les avec un motif. Là où les règles d’accès demandent deux étiquettes, elles viennent de deux personnes.',
    'test-set.differing':
      'Deux personnes disent des choses différentes de {count} images du jeu d’essai {name}. Regardez-les ensemble\u202f: l’une étiquette de nouveau, ou excluez-les avec un motif.',
    'test-set.too-few-good':
      'Les critères demandent au moins {needed} bonnes pièces, et le jeu d’essai en a {count}. Ajoutez de bonnes pièces, ou demandez moins dans les critères.',
    'test-set.too-few-defects':
      'Les critères demandent au moins {needed} pièces défectueuses, et le jeu d’essai en a {count}. Ajoutez des pièces défectueuses, ou demandez moins dans les critères.',
    'test-set.class-missing':
      'Les critères demandent la classe de défaut {defect}, dont le jeu d’essai n’a aucune pièce. Ajoutez-en une, ou retirez la classe des critères.',
    'test-set.altered':
      'Le fichier {file} du jeu d’essai {name} n’est pas celui qui a été ajouté. Cherchez ce qui l’a modifié dans le dossier de données\u202f; cette image ne peut plus servir à un essai.',
    'test-set.same-image':
      'L’image {image} est dans le jeu d’essai {set}\u202f: on ne doit pas apprendre de ce avec quoi une version est essayée. Retirez-la des bonnes images.',
    'test-set.same-part':
      'L’image {image} montre la pièce {serial}, qui est dans le jeu d’essai {set}\u202f: on ne doit pas apprendre de ce avec quoi une version est essayée. Retirez toutes les images de cette pièce des bonnes images.',
    'test-set.near-image':
      'L’image {image} est presque la même que {other} du jeu d’essai {set}\u202f: on ne doit pas apprendre de ce avec quoi une version est essayée. Retirez-la des bonnes images.',
    'test-set.not-compared':
      'Les bonnes images n’ont pas pu être comparées à celles des jeux d’essai ({reason}). Relancez l’étalonnage\u202f; si cela se reproduit, signalez-le avec le journal.',
    'test-run.not-found': 'Cet essai n’existe plus. Affichez de nouveau les jeux d’essai.',
    'test-run.running': 'Un essai est en cours. Attendez sa fin, ou arrêtez-le.',
    'test-run.draft':
      'La version {version} de {recipe} n’a pas de limite\u202f; elle ne peut donc qu’envoyer des pièces à vérifier. Étalonnez-la avec plus de bonnes images, puis essayez le résultat.',
    'test-run.calibration-image':
      'L’image {file} de ce jeu d’essai est une des bonnes images de la version {version}\u202f: une version ne peut pas être essayée avec ce dont elle a appris. Essayez une autre version, ou faites une copie du jeu d’essai et excluez-y l’image.',
    'test-run.not-judged':
      'Les images sont encore en cours de jugement. Regardez les cartes de chaleur quand toutes le seront.',

    'stamp.not-a-checkpoint':
      'Le fichier {checkpoint} n’est pas un point de contrôle\u202f; aucun horodatage n’est donc demandé. Utilisez un fichier que la station a écrit dans son dossier de points de contrôle ou à côté d’une exportation.',
    'stamp.unreadable':
      '{stamp} n’est pas la réponse d’une autorité d’horodatage, ou une partie en manque ({reason}). Récupérez-la de nouveau, en fichier binaire.',
    'stamp.refused':
      'L’autorité n’a pas donné d’horodatage\u202f: {stamp} contient son refus (état {status}\u202f; {reason}). Faites une autre demande, et interrogez l’autorité si elle refuse encore.',
    'stamp.other-file':
      '{stamp} n’a pas été donné pour ces octets\u202f: le point de contrôle a été altéré, ou l’horodatage appartient à un autre fichier. Utilisez le point de contrôle d’où vient la demande.',
    'stamp.hash':
      '{stamp} repose sur l’empreinte {hash}, qui n’est pas digne de confiance (SHA-256, SHA-384, SHA-512). Demandez à l’autorité un horodatage avec SHA-256.',
    'stamp.no-certificate':
      '{stamp} ne contient pas le certificat de l’autorité. Faites la demande avec sigmaline audit stamp-request, qui le demande.',
    'stamp.signature':
      'La signature de {stamp} n’est pas valable ({reason})\u202f: l’horodatage a été altéré ou inventé. Récupérez-le de nouveau auprès de l’autorité.',
    'stamp.other-certificate':
      '{stamp} n’a pas été signé pour le certificat qu’il contient, ou ne le nomme que par SHA-1 (il faut ESSCertIDv2 de la RFC 5816). Demandez à l’autorité un horodatage qui nomme son certificat par SHA-256.',
    'stamp.purpose':
      'Le certificat de {authority}, qui a signé {stamp}, n’est pas réservé à l’horodatage. Adressez-vous à une autorité d’horodatage.',
    'stamp.expired':
      'Le certificat de {authority}, qui a signé {stamp}, n’était pas valable à l’heure indiquée, {at}. Demandez un autre horodatage.',
    'stamp.untrusted':
      'Le certificat de {authority}, qui a signé {stamp}, ne mène à aucun certificat donné avec --ca et valable à {at}. Donnez celui que publie l’autorité.',

    internal:
      'Quelque chose d’inattendu a échoué\u202f: {reason}. Redémarrez la station\u202f; si cela se reproduit, signalez-le avec le journal.',

    'image.not-found':
      'L’image {file} manque. Vérifiez le chemin, et que rien d’autre ne déplace ou supprime des fichiers dans le dossier.',
    'image.unreadable':
      'L’image {file} est illisible ({reason}). Vérifiez ses droits et le disque ou le partage où elle se trouve.',
    'image.empty': 'Le fichier {file} est vide. Vérifiez que la caméra a fini de l’écrire.',
    'image.not-an-image':
      'Le fichier {file} n’est pas une image que Sigmaline peut lire (PNG, JPEG, TIFF, BMP, WebP, PGM, PPM). Vérifiez ce qu’écrit la caméra.',
    'image.truncated':
      'L’image {file} finit trop tôt\u202f: elle a été tronquée ou est encore en cours d’écriture. Vérifiez la caméra et la connexion avec elle.',
    'image.corrupt': 'L’image {file} est endommagée ({reason}). Vérifiez la caméra et le disque sur lequel elle écrit.',
    'image.too-large':
      'L’image {file} a {pixels} pixels\u202f; {limit} au plus sont acceptés. Réduisez la résolution de la caméra.',
    'image.unsupported':
      'L’image {file} a un format non pris en charge ({reason}). Réglez la caméra en gris ou RVB, 8 ou 16 bits.',

    'position.not-found':
      'La pièce n’a pas été trouvée dans l’image {file}\u202f: ce qui s’y trouve ressemble à {likeness}\u202f% aux bonnes pièces, et il faut {least}\u202f%. Vérifiez que la pièce est entière dans l’image et appartient à cette recette. Si de bonnes pièces sont ainsi, étalonnez aussi avec de telles images.',
    'position.no-shape':
      'Les bonnes images ne montrent pas de forme commune qui dise où est la pièce\u202f: elles se ressemblent à {likeness}\u202f%, et ce serait {chance}\u202f% par hasard. Dessinez la région autour de la pièce, ou choisissez une position fixe.',
    'position.reference-gone':
      'L’image sur laquelle la région a été dessinée n’est pas parmi les bonnes images. Dessinez de nouveau la région, ou remettez cette image.',

    'image.changed':
      'L’image {file} a changé après avoir été complète et avant de pouvoir être jugée. Réglez la caméra pour qu’elle donne à chaque image son propre nom.',

    'image.recipe-unknown':
      'Aucune recette ne juge {file}\u202f: son nom n’en dit aucune que sa source connaisse. Ajoutez aux recettes de la source ce que dit le nom, ou corrigez le nom à la caméra\u202f; l’image n’a pas été jugée.',
    'image.not-released':
      'L’image {file} n’a pas été libérée\u202f: {sidecar} n’est pas arrivé à temps. Contrôlez la pièce à la main, et cherchez pourquoi ce fichier n’a pas été écrit à côté.',

    'folder.not-found': 'Le dossier {folder} n’existe pas. Vérifiez le chemin et que le partage est connecté.',
    'folder.unreadable': 'Le dossier {folder} est illisible ({reason}). Vérifiez ses droits.',
    'folder.not-a-folder': '{folder} n’est pas un dossier. Saisissez le dossier qui contient les images.',
    'folder.no-images':
      'Le dossier {folder} ne contient pas d’images (PNG, JPEG, TIFF, BMP, WebP, PGM, PPM). Vérifiez le chemin.',
    'dataset.layout':
      'Le dossier {folder} n’est pas un jeu de données à la structure MVTec\u202f: {missing} manque. Il doit contenir train/good et test/CLASS.',

    'recipe.not-found': 'Il n’y a pas de recette nommée {recipe}. Recettes ici\u202f: {known}.',
    'recipe.version-not-found': 'La recette {recipe} n’a pas de version {version}. Versions ici\u202f: {known}.',
    'recipe.changed-meanwhile':
      'La version {version} de {recipe} a été mise en service ailleurs entre-temps\u202f; rien n’a donc été modifié. Regardez de nouveau les versions avant de choisir.',
    'recipe.draft-unasked':
      'La version {version} de {recipe} est une ébauche sans limite, et la version {used} en a une. Avec l’ébauche, une personne vérifie chaque pièce. Si vous le voulez, choisissez-la à l’écran et confirmez, ou ajoutez --draft à la commande.',
    'recipe.file':
      'Le fichier {file} n’est pas une recette que Sigmaline peut lire ({reason}). Utilisez un fichier ONNX écrit par sigmaline recipe export.',
    'recipe.name':
      '«\u202f{name}\u202f» ne peut pas être le nom d’une recette\u202f: il faut au moins une lettre ou un chiffre.',
    'recipe.corrupt':
      'La recette {recipe} est inutilisable ({reason}). Utilisez-en une autre version, étalonnez-la de nouveau, ou restaurez son dossier depuis une sauvegarde.',
    'calibration.too-few-images':
      'Un taux de faux rejets de {target} demande au moins {needed} bonnes images\u202f; il y en a {count}. {remedy}',
    'calibration.too-few-for-draft':
      'Une ébauche demande des images d’au moins {needed} bonnes pièces différentes\u202f; il y en a {count}. Ajoutez de bonnes images.',
    'calibration.too-few-parts':
      'Un taux de faux rejets de {target} demande des images d’au moins {needed} bonnes pièces différentes\u202f; ces {images} images n’en montrent que {count}, comptées une fois chacune, quel que soit le nombre de photos. {remedy}',
    'calibration.group':
      'Le motif «\u202f{group}\u202f» ne peut pas dire quelles images montrent la même pièce. Écrivez une expression régulière avec le groupe (?<serial>...), comme «\u202f(?<serial>\\d+)-\u202f».',
    'calibration.group-unmatched':
      'Le motif «\u202f{group}\u202f» ne trouve pas de n° de série dans le nom {file}. Modifiez le motif, ou écartez cette image.',
    'calibration.identical-images':
      'Les {count} bonnes images sont toutes les mêmes. Étalonnez avec des images de bonnes pièces différentes.',
    'calibration.mask-empty':
      'Le masque ignore tout\u202f: il ne reste aucun endroit à regarder. Retirez-en une partie, puis ajustez de nouveau.',
    'calibration.degenerate': 'Aucune gaussienne ne peut être ajustée\u202f: {reason}. Vérifiez les bonnes images.',
    'calibration.image-failed': 'La bonne image {file} est inutilisable\u202f: {reason}',
    'calibration.crashed':
      'Le processus d’ajustement s’est arrêté de façon inattendue ({reason}). Libérez de la mémoire ou utilisez moins d’images\u202f; rien n’a été modifié.',
    'calibration.cancelled': 'L’étalonnage a été annulé. Rien n’a été modifié.',
    'calibration.running': 'Un étalonnage est déjà en cours. Attendez qu’il se termine ou annulez-le.',
    'calibration.unknown-run':
      'Il n’y a pas d’exécution d’étalonnage {runId}. Elle est terminée, ou la station a été redémarrée.',
    'calibration.npca':
      'Avec NPCA, {count} bonnes pièces demandent des heures d’ajustement\u202f: avec ce backbone, {most} au plus sont possibles. Laissez NPCA de côté, ou étalonnez avec moins de bonnes pièces.',
    'drift.scores-rise':
      'Les bonnes images tardives ressemblent moins aux autres que les premières. Quelque chose a changé pendant la prise\u202f: lumière, outil, matière. Regardez les plus récentes\u202f; si les bonnes pièces seront désormais ainsi, prenez-en davantage.',
    'drift.scores-fall':
      'Les premières bonnes images ressemblent moins aux autres que les tardives. Quelque chose a changé pendant la prise\u202f: lumière, outil, matière. Regardez les plus anciennes\u202f; si les bonnes pièces ne sont plus ainsi, retirez-les.',
    'drift.brighter':
      'Les bonnes images tardives sont plus claires que les premières. Vérifiez la lampe et l’exposition.',
    'drift.darker':
      'Les bonnes images tardives sont plus sombres que les premières. Vérifiez la lampe et l’exposition.',
    'drift.sharper':
      'Les bonnes images tardives sont plus nettes que les premières. Vérifiez la mise au point et l’objectif.',
    'drift.blurred':
      'Les bonnes images tardives sont moins nettes que les premières. Vérifiez la mise au point et l’objectif.',
    'drift.colour':
      'Les bonnes images tardives ont d’autres couleurs que les premières. Vérifiez la lampe et la balance des blancs.',
    'drift.position':
      'Dans les bonnes images tardives, la pièce est ailleurs que dans les premières. Vérifiez le montage et la caméra.',
    'target.review':
      'La bande de vérification doit commencer à une part de bonnes pièces au-dessus du taux de faux rejets de {target}, et à 50\u202f% au plus\u202f; {review} ne convient pas. Choisissez une part plus grande, ou aucune bande.',
    'target.review-empty':
      'La limite elle-même devrait rejeter {expected} des bonnes pièces, car des images différentes des autres ont été mises de côté\u202f; une bande de vérification à partir de {review} serait donc vide. Choisissez une part plus grande, ou aucune bande.',
    'target.invalid':
      'Un taux cible de faux rejets doit être entre 0,1\u202f% et 50\u202f%\u202f; {target} ne l’est pas.',

    'backbone.not-found': 'Il n’y a pas de backbone {backbone}. Backbones ici\u202f: {known}.',
    'backbone.corrupt': 'Le backbone {backbone} ne correspond pas à son manifeste ({reason}). Installez-le de nouveau.',
    'backbone.unknown':
      'Il n’y a pas de backbone publié {backbone}. Backbones publiés\u202f: {known}. Ajoutez-en tout autre comme fichier ONNX.',
    'backbone.id':
      '«\u202f{id}\u202f» ne peut pas être l’identifiant d’un backbone. Utilisez minuscules, chiffres et tirets, comme my-network.',
    'backbone.exists':
      'Un backbone {backbone} existe déjà. Retirez-le d’abord, ou donnez un autre identifiant au nouveau. Rien n’a été modifié.',
    'backbone.built-in': 'Le backbone {backbone} est intégré et ne peut pas être retiré.',
    'backbone.output': 'Le fichier ONNX n’a pas de sortie {output}. Ses sorties\u202f: {known}.',
    'backbone.checksum':
      '{file} n’est pas le fichier attendu\u202f: son SHA-256 est {found}, non {expected}. Rien n’a été installé\u202f; téléchargez-le ou copiez-le de nouveau.',
    'backbone.unpinned':
      'Cette version n’a pas de SHA-256 pour {address} auquel comparer un téléchargement\u202f; rien n’a donc été téléchargé. Donnez le SHA-256 publié avec --sha256, ou téléchargez vous-même le fichier et ajoutez-le avec --from FILE.',
    'backbone.crashed':
      'Le processus qui ajoute le backbone s’est arrêté de façon inattendue ({reason}). Rien n’a été installé\u202f; libérez de la mémoire et réessayez.',
    'backbone.cancelled': 'L’ajout du backbone a été annulé. Rien n’a été installé.',

    'download.unreachable':
      'L’adresse {address} est injoignable ({reason}). Vérifiez la connexion, ou téléchargez le fichier ailleurs et ajoutez-le avec --from FILE.',
    'download.refused':
      'L’adresse {address} a répondu {status}. Vérifiez l’adresse, ou téléchargez le fichier ailleurs et ajoutez-le avec --from FILE.',
    'download.interrupted':
      'Le téléchargement de {address} s’est arrêté après {done} octets ({reason}). Relancez la même commande pour continuer de là.',

    'onnx.unreadable': 'Le fichier ONNX est illisible ({reason}). Copiez-le ou exportez-le de nouveau.',
    'weights.not-found': 'Il n’y a pas de fichier {file}. Vérifiez le chemin.',
    'weights.unreadable': 'Les poids {file} sont illisibles ({reason}). Téléchargez-les ou copiez-les de nouveau.',
    'weights.missing-tensor':
      'Les poids {file} ne contiennent pas le tenseur {tensor}\u202f: ils appartiennent à un autre réseau ou s’arrêtent à un niveau antérieur. Utilisez le fichier de ce réseau.',
    'weights.unexpected-tensor':
      'Les poids {file} contiennent {tensor}, que ce réseau n’a pas\u202f: ils appartiennent à un autre réseau. Utilisez le fichier de ce réseau.',
    'weights.wrong-shape':
      'Les poids {file} contiennent {tensor} en {found}, mais {expected} est attendu\u202f: ils appartiennent à un autre réseau. Utilisez le fichier de ce réseau.',
    'onnx.unsupported': 'Le fichier ONNX est inutilisable\u202f: {reason}. {remedy}',
    'onnx.not-quantisable': 'Le backbone ne peut pas tourner en entiers de 8 bits\u202f: {reason}.',

    'lane.crashed':
      'Le processus d’inspection s’est arrêté pendant qu’il jugeait {file}. Un second essai a échoué aussi\u202f; contrôlez la pièce à la main.',
    'lane.timeout': 'L’image {file} n’a pas été jugée en {seconds} secondes. Contrôlez la pièce à la main.',
    'lane.run-failed':
      'La recette n’a pas pu tourner sur {file} ({reason}). Libérez de la mémoire ou redémarrez la station, et contrôlez la pièce à la main.',
    'lane.not-finite':
      'Pour {file}, la recette a donné une valeur {output} qui n’est pas un nombre. Contrôlez la pièce à la main et étalonnez de nouveau la recette.',
    'lane.memory':
      'Le processus d’inspection a été arrêté, car {file} lui a fait prendre plus de mémoire que permis ({megabytes} Mo). Un second essai a échoué aussi\u202f; contrôlez la pièce à la main.',
    'lane.provider-failed':
      'La recette ne peut pas tourner sur {provider} ({reason}). Vérifiez le pilote graphique, ou choisissez CPU comme moteur d’exécution.',
    'provider.failed':
      'La recette {recipe} tourne sur le processeur principal, car {provider} est en panne ({reason}). Les verdicts restent justes mais peuvent venir plus tard\u202f; prévenez la maintenance. La cause corrigée, choisissez «\u202fRéessayer\u202f» dans la configuration, sous Canaux.',
    'provider.refused':
      'La recette {recipe} tourne sur le processeur principal au lieu de {provider}, demandé par les réglages\u202f: {reason}. Vérifiez le pilote graphique, ou changez le réglage.',
    'provider.memory':
      'Les résultats de contrôle des cartes graphiques ({file}) sont illisibles\u202f: {reason}. Le fichier a été gardé sous {kept}, et les cartes sont contrôlées de nouveau.',
    'lane.unwritable':
      'Le fichier {file} ne peut pas être écrit ({reason}). Vérifiez les droits de son dossier et le disque.',
    'map.unusable': 'La carte d’anomalies {file} est inutilisable ({reason}). Jugez de nouveau l’image.',
    'lane.start':
      'Le processus d’inspection ne peut pas démarrer ({reason}). Réinstallez Sigmaline ou consultez le journal.',

    'source.not-found': 'Il n’y a pas de source {source}.',
    'source.duplicate': 'Le dossier {folder} est déjà surveillé par la source {source}.',
    'source.nested':
      'Le dossier {folder} est dans le dossier de données de la station. Choisissez le dossier dans lequel la caméra écrit.',
    'source.overlap':
      'Le dossier {folder} recoupe celui de la source {source}\u202f; les fichiers seraient donc jugés deux fois. Choisissez des dossiers qui ne se recoupent pas.',
    'source.holds-data':
      'Le dossier {folder} contient le dossier de données de la station. Choisissez le dossier dans lequel la caméra écrit.',
    'source.holds-archive':
      'Le dossier {folder} recoupe l’archive de la source {source}\u202f; les images archivées seraient donc rejugées. Choisissez des dossiers qui ne se recoupent pas.',
    'source.include':
      'Le motif «\u202f{pattern}\u202f» des fichiers à inclure n’est pas valable ({reason}). Écrivez-le comme «\u202f*.png\u202f» ou «\u202fcamera-2/**\u202f».',
    'source.exclude':
      'Le motif «\u202f{pattern}\u202f» des fichiers à laisser de côté n’est pas valable ({reason}). Écrivez-le comme «\u202f*-preview.png\u202f».',
    'source.pattern':
      'Le motif des pièces n’est pas une expression régulière ({reason}). Écrivez-le comme (?<serial>[0-9]+)-(?<view>[a-z]+) et essayez-le sur un chemin.',
    'source.recipe-group':
      'Les recettes sont choisies par le nom de fichier, mais le motif des pièces ne lit pas de recette. Ajoutez-lui le groupe (?<recipe>...), comme (?<recipe>[A-Z]+)-(?<serial>[0-9]+).',
    'source.recipe-table':
      'Le motif des pièces lit une recette dans les noms de fichiers, mais aucune recette ne dit quels mots sont les siens. Écrivez-les à côté des recettes, ou retirez le groupe recipe du motif.',
    'source.view-group':
      'Une pièce a plusieurs vues, mais le motif des pièces ne lit pas de vue. Ajoutez-lui le groupe (?<view>...), comme (?<serial>[0-9]+)_(?<view>[a-z]+).',
    'source.serial-group':
      'Les vues vont ensemble par leur n° de série, mais le motif des pièces n’en lit pas. Ajoutez-lui le groupe (?<serial>...), ou assemblez les pièces par arrivée.',
    'source.view-unknown':
      'La source dit que ses images montrent la vue «\u202f{view}\u202f», mais aucune pièce n’a de vue de ce nom. Choisissez-en une parmi\u202f: {known}.',
    'source.view-shown':
      'Rien n’a été changé\u202f: {names} montre encore des vues des pièces de cette source et jugerait chacune comme une pièce à part. Modifiez ou retirez d’abord {names}.',
    'source.view-source':
      'La source qui dit comment les pièces sont assemblées n’est pas là ou n’a pas de vues. Réglez d’abord ses vues, ou choisissez-en une autre.',
    'source.recipe-named':
      'Des images dont les noms demandent la recette {recipe} attendent, car cette recette est inutilisable pour l’instant. {problem} Dès qu’elle sera de nouveau utilisable, elles seront jugées.',
    'source.pattern-slow':
      'Le motif des pièces prend trop de temps sur {path}. Simplifiez-le\u202f: une répétition dans une répétition, comme (a+)+, en est souvent la cause.',
    'source.pattern-groups':
      'Le motif des pièces nomme {found}\u202f; il ne trouverait donc rien. Nommez au moins un des groupes {known}, comme (?<serial>[0-9]+), et aucun autre.',
    'source.file-refused':
      '{file} est un lien ou n’est pas un fichier ordinaire, et n’est pas inspecté{others}. Mettez l’image elle-même dans le dossier.',
    'source.file-garbled': '{file} a un nom illisible et n’est pas inspecté{others}.',
    'source.file-unreachable': '{file} est inaccessible ({reason}){others}\u202f; vérifiez ses droits.',
    'source.file-endless':
      '{file} est en cours d’écriture depuis {minutes} min et reste incomplet\u202f; il n’est donc pas encore jugé\u202f; vérifiez la caméra.',
    'source.files-unfinished':
      '{file} n’est pas achevé et n’a pas changé depuis un moment{others}. Vérifiez la caméra et la connexion avec elle.',
    'source.files-foreign':
      'Les fichiers comme {pattern} ({count}) ne sont pas des images et ne sont pas inspectés{others}.',
    'source.folder-unreadable': '{file} est illisible{others}\u202f; vérifiez ses droits.',
    'source.names-unmatched':
      '{count} des {files} derniers fichiers ne correspondent pas au motif de la source pour n° de série, lot et vue, le dernier étant {file}.',
    'source.names-slow':
      'Pour {count} des {files} derniers fichiers, le motif de la source pour n° de série, lot et vue prend trop de temps, le dernier étant {file}\u202f; simplifiez le motif.',
    'source.recipe-before':
      'Des images arrivées quand la recette {recipe} était réglée attendent\u202f: elles sont jugées par cette recette, inutilisable pour l’instant. {problem} Dès qu’elle sera de nouveau utilisable, elles seront jugées.',
    'source.unwatched':
      '{folder} ne peut pas être surveillé ({reason})\u202f; Sigmaline le parcourt pour trouver de nouvelles images.',
    'source.unwritable':
      'Le fichier {file} ne peut être ni déplacé ni supprimé ({reason}). Donnez à la station le droit d’écriture sur son dossier, et fermez le fichier dans les autres programmes.',
    'source.name-taken': 'Une source {source} existe déjà\u202f; elle surveille {folder}. Choisissez un autre nom.',
    'source.shared':
      'La station «\u202f{station}\u202f» sur {machine} déplace ou supprime des images dans {folder}, que cette station surveille aussi\u202f: des images peuvent disparaître avant d’être jugées ici. Donnez à chaque station son propre dossier.',
    'source.views-mix':
      'Les images qui arrivent en {withinSeconds} secondes sont réunies en une pièce, et une pièce vient toutes les {cycleSeconds} secondes\u202f: une vue de la pièce suivante peut compléter une pièce à qui manque la sienne. Choisissez moins de la moitié de ce temps dans la source, sous Plus, Ce qu’est une pièce.',
    'source.quiet':
      'Aucune image n’est arrivée dans {folder} depuis {since}\u202f; d’ordinaire une pièce vient toutes les {cycleSeconds} secondes. Si la ligne tourne, vérifiez la caméra, son déclenchement et sa connexion\u202f: des pièces sortent sans verdict.',
    'folder.silent': 'Le dossier {folder} ne répond pas. Vérifiez que le partage est connecté.',
    'folder.relative':
      'Le chemin {folder} n’est pas complet. Saisissez le chemin complet, depuis la racine ou la lettre de lecteur.',
    'inspection.not-found': 'Il n’y a pas d’inspection {inspection}.',
    'resource.not-found': '{resource} n’existe pas.',

    'station.locked':
      'Le dossier de données {folder} est utilisé par une autre station (processus {pid}). Arrêtez cette station, ou indiquez un autre dossier avec --data.',
    'station.not-asked':
      'Une station tourne sur {folder}\u202f; elle seule peut donc faire ceci, et on ne peut pas le lui demander d’ici ({reason}). Faites-le sur son écran, dans la configuration, sous Recettes, ou arrêtez d’abord la station.',
    'station.not-running':
      'Aucune station ne tourne sur {folder}. Démarrez-la avec sigmaline serve --data "{folder}", ou indiquez un autre dossier avec --data.',
    'station.data-folder':
      'Le dossier de données {folder} est inutilisable ({reason}). Vérifiez ses droits et l’espace libre, ou indiquez-en un autre avec --data.',
    'station.disk-full':
      'Le disque de {folder} est plein. Libérez de l’espace\u202f; l’inspection reprend alors d’elle-même.',
    'station.port': 'Le port {port} ne peut pas être ouvert ({reason}). Choisissez-en un autre avec --port.',
    'station.token':
      'Le fichier de jeton {file} est inutilisable ({reason}). Il doit contenir 16 à 256 lettres, chiffres, - ou _ et rien d’autre.',
    'station.no-interface': 'L’interface n’est pas construite ({folder} manque). Exécutez npm run build.',
    'station.disk-low':
      'Il ne reste que {megabytes} Mo sur le disque de {folder}. Libérez de l’espace avant qu’il soit plein.',
    'station.disk-ending':
      'Il ne reste que {megabytes} Mo sur le disque de {folder}\u202f: au rythme actuel, de quoi tenir environ {parts} pièces ou {hours} heures. Libérez de l’espace avant qu’il soit plein.',
    'station.disk-files-full':
      'Le disque de {folder} ne peut plus contenir de fichiers, quel que soit l’espace libre. Supprimez-en ou déplacez-en\u202f; l’inspection reprend alors d’elle-même.',
    'station.disk-files-low':
      'Le disque de {folder} n’a plus de place que pour {left} fichiers, quel que soit l’espace libre. Supprimez-en ou déplacez-en avant qu’il soit plein.',
    'station.disk-files-ending':
      'Le disque de {folder} n’a plus de place que pour {left} fichiers\u202f: au rythme actuel, de quoi tenir environ {parts} pièces ou {hours} heures. Supprimez-en ou déplacez-en avant qu’il soit plein.',
    'station.backlog-growing':
      'Les pièces arrivent plus vite qu’elles ne peuvent être jugées\u202f: {arriving} par minute dans les {minutes} dernières minutes, et cette station en tient {held}. Ralentissez la ligne, ou donnez moins à juger\u202f: des images plus petites, un backbone plus petit, moins de sources sur cette station. Si les canaux sont réglés pour le temps le plus court, les régler pour le plus de pièces peut aider.',
    'station.backlog-slow':
      '{count} images attendent leur verdict, la plus ancienne depuis {seconds} secondes. Si le nombre continue de croître, ralentissez la ligne.',
    'station.backlog-stuck':
      '{count} images attendent leur verdict, la plus ancienne depuis {seconds} secondes. Arrêtez la ligne et appelez le technicien\u202f: des pièces sortent sans verdict.',
    'storage.newer':
      'La base de données {file} a été écrite par un Sigmaline plus récent (schéma {found}\u202f; cette version connaît {known}). Installez la version plus récente.',
    'storage.older':
      'La base de données {file} a été écrite par un Sigmaline plus ancien (schéma {found}\u202f; cette version lit {known}). Démarrez la station une fois pour la mettre à jour.',
    'storage.not-found':
      'Il n’y a pas de base de données {file}. Indiquez le dossier de données d’une station avec --data.',
    'storage.corrupt': 'La base de données {file} est endommagée ({reason}). Restaurez la sauvegarde la plus récente.',
    'storage.read-only':
      'La base de données {file} ne peut pas être écrite\u202f: son disque ou dossier est en lecture seule ({reason}). Rendez-le accessible en écriture\u202f; l’inspection reprend alors d’elle-même.',
    'storage.restored':
      'Les enregistrements étaient endommagés et ont été restaurés\u202f: {restored} de la sauvegarde du {backupAt}, {salvaged} plus récents du fichier endommagé\u202f; {unreadable} étaient illisibles. Les images qui ont perdu leur enregistrement sont rejugées\u202f; les numéros à partir de {next} ont peut-être déjà servi. La base de données endommagée ({reason}) est gardée dans {folder}.',
    'storage.begun-anew':
      'Les enregistrements étaient endommagés et il n’y avait pas de sauvegarde utilisable\u202f: {salvaged} enregistrements ont été lus du fichier endommagé, {unreadable} étaient illisibles. Les images qui ont perdu leur enregistrement sont rejugées\u202f; les numéros à partir de {next} ont peut-être déjà servi. La base de données endommagée ({reason}) est gardée dans {folder}.',
    'storage.suspected':
      'La base de données {file} a semblé endommagée en cours d’utilisation ({reason}). Un contrôle complet n’a trouvé aucun dommage\u202f; faites tester le disque et la mémoire de la station.',
    'storage.moved':
      'La base de données {file} a été déplacée ou supprimée pendant que la station tournait. Remettez-la ou redémarrez la station\u202f; l’inspection reprend alors d’elle-même.',
    'storage.log-held':
      'Le journal de la base de données {file} a grossi à {megabytes} Mo, car un autre programme garde la base ouverte en lecture. Fermez ce programme (une visionneuse de bases de données, un rapport, un outil de sauvegarde)\u202f; le journal rétrécit alors de lui-même.',
    'backup.failed':
      'Les enregistrements n’ont pas pu être sauvegardés dans {folder}\u202f: {reason} Sigmaline continue d’essayer.',
    'backup.crashed': 'Le processus de sauvegarde s’est arrêté de façon inattendue ({reason}).',
    'notice.not-found': 'Il n’y a pas d’avis {notice}.',
    'storage.failed': 'La base de données {file} ne peut pas être écrite ({reason}). Vérifiez le disque.',
    'settings.value':
      'Le réglage {setting} dans {file} a une valeur que cette version ne permet pas\u202f; la valeur par défaut s’applique donc. Réglez-le de nouveau dans la configuration.',
    'source.stored':
      'La source du dossier {folder} est enregistrée dans {file} sous une forme que cette version ne peut pas lire\u202f; il n’est donc pas surveillé. Ajoutez-la de nouveau dans la configuration.',
    'calibration.list':
      'La liste d’images {file} est inutilisable ({reason}). Elle doit nommer une image par ligne, par son chemin.',
    'settings.file':
      'Le fichier de réglages {file} est inutilisable\u202f: {reason}. sigmaline calibrate --print-schema dit ce qu’il peut contenir.',
    'settings.file-key':
      'Le fichier de réglages {file} a la clé «\u202f{key}\u202f», et aucun réglage ne porte ce nom. Corrigez-la ou retirez-la\u202f; sigmaline calibrate --print-schema donne les noms de tous les réglages.',
    'settings.corrupt':
      'Le fichier de réglages {file} est illisible ({reason}). Il a été gardé sous {kept}, et les valeurs par défaut s’appliquent.',
    'settings.changed-meanwhile':
      'Un autre écran a modifié le réglage {setting} entre-temps\u202f; rien n’a donc été enregistré. Enregistrez de nouveau pour remplacer sa nouvelle valeur.',

    'demo.running': 'La démonstration tourne déjà.',

    'request.unknown': 'Il n’y a pas de requête {request}.',
    'request.invalid': 'La requête {request} n’est pas valable\u202f: {reason}.',
    'request.forbidden':
      'Ceci ({request}) demande le rôle {role}. Rien n’a été fait. Faites se connecter quelqu’un qui a ce rôle.',
    ...frenchAuditFaults,
    ...frenchConnectionSentences,
    ...frenchExecutionReasons,
    ...frenchReasons,
    ...frenchListWords,

    'count.or-more': '{count} ou plus',
    'count.more': ' (et {count} autres)',

    'usage.invalid': '{reason}',
  },
};

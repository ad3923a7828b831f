import type { CONNECTION_SENTENCES } from '../connectionErrors.ts';

export const frenchConnectionSentences: Readonly<Record<keyof typeof CONNECTION_SENTENCES, string>> = {
  'connection.lost': 'La connexion à la station est perdue. Sigmaline continue d’essayer.',

  'connection.not-found': 'Cette connexion n’existe plus. Regardez de nouveau la liste des connexions.',
  'connection.name-taken': 'Une autre connexion s’appelle déjà «\u202f{name}\u202f». Choisissez un autre nom.',
  'connection.changed-meanwhile':
    'Un autre écran a modifié «\u202f{name}\u202f» entre-temps\u202f; rien n’a donc été fait. Regardez à nouveau, puis recommencez.',
  'connection.aside-over':
    'Le message {sequence} n’est plus mis de côté\u202f: le récepteur l’a reçu. Regardez la liste à nouveau.',
  'connection.certificate-unknown': 'Le certificat {fingerprint} n’est plus là. Regardez la liste à nouveau.',
  'connection.other-kind': 'Une connexion garde son type ({kind}). Créez-en une nouvelle pour un autre protocole.',
  'connection.not-certificate':
    '«\u202f{field}\u202f» ne contient aucun certificat lisible. Collez-le en texte PEM, de BEGIN CERTIFICATE à END CERTIFICATE.',
  'connection.not-key':
    '«\u202f{secret}\u202f» ne contient aucune clé lisible. Collez-la en texte PEM sans mot de passe, de BEGIN PRIVATE KEY à END PRIVATE KEY.',
  'connection.secret-unknown': 'Une connexion de ce type ne garde pas de «\u202f{secret}\u202f». Laissez-le de côté.',
  'connection.secret-in-settings':
    '«\u202f{field}\u202f» contient une clé privée. Quiconque voit la configuration peut la lire\u202f: n’y mettez que le certificat, et la clé sous Secrets.',
  'connection.secret-missing':
    '«\u202f{secret}\u202f» n’est pas défini. Tapez-le\u202f; il est gardé là où personne ne peut le lire.',
  'connection.secret-form': '«\u202f{secret}\u202f» n’a pas la forme {form}. Créez-en un avec\u202f: {command}',
  'connection.name-authority': 'Certificat de l’autorité qui a signé celui du récepteur (PEM)',
  'connection.name-certificate': 'Certificat de cette station (PEM)',
  'connection.name-user': 'Utilisateur',
  'connection.name-password': 'Mot de passe',
  'connection.name-key': 'Clé privée (PEM)',
  'connection.name-secret': 'Secret de signature',
  'connection.secrets-unreadable':
    'Les secrets des connexions sont illisibles ({reason}). Tapez de nouveau leurs mots de passe et leurs clés.',
  'connection.is-off': 'La connexion «\u202f{name}\u202f» est désactivée. Activez-la pour la tester.',

  'connection.port-taken':
    'Un autre programme écoute déjà sur le port {port} de {address}. Terminez-le, ou choisissez un autre port.',
  'connection.cannot-listen':
    'La station ne peut pas écouter sur le port {port} de {address} ({reason}). Choisissez une adresse de cette machine et un port qu’elle peut utiliser.',
  'connection.unreachable': '{where} est injoignable ({reason}). Vérifiez l’adresse, le réseau et le récepteur.',
  'connection.timeout': '{where} n’a pas répondu en {seconds} s. Vérifiez le réseau et le récepteur.',
  'connection.sign-in': '{where} refuse l’utilisateur et le mot de passe ({reason}). Vérifiez les deux.',
  'connection.certificate':
    'Le certificat de {where} n’est pas digne de confiance ({reason}). Vérifiez-le, et donnez le certificat de l’autorité qui l’a signé.',
  'connection.not-tls':
    '{where} n’y parle pas TLS ({reason}). Vérifiez le port, et si le récepteur est réglé pour le chiffrement.',
  'connection.own-certificate':
    'Le certificat ou la clé de cette connexion est inutilisable ({reason}). Donnez les deux en textes PEM.',
  'connection.refused': '{where} refuse le message ({reason}). Voyez ce qui est attendu, puis renvoyez-le.',
  'connection.database':
    '{where} ne peut pas enregistrer ce qui lui est envoyé ({reason}\u202f; SQLSTATE {state}). Montrez-le à la personne qui gère la base de données.',
  'connection.folder':
    'Le dossier {folder} d’une connexion est inaccessible en écriture ({reason}). Vérifiez le partage et ses droits.',
  'connection.folder-full':
    'Le disque ou le partage du dossier {folder} d’une connexion est plein. Libérez-y de la place\u202f; tout attend et sera alors envoyé.',
  'connection.folder-away':
    'Le dossier {folder} d’une connexion n’est plus sur son partage\u202f: rien n’est monté sur {mount}. Remontez le partage\u202f; tout attend et sera alors envoyé. Si le dossier a été déplacé volontairement, configurez la connexion à nouveau.',
  'connection.package-missing':
    'Le paquet {package} {version} n’est pas installé. Installez-le (npm install --prefix "{folder}" {package}@{version})\u202f; la connexion commence alors d’elle-même.',
  'connection.receiver-newer':
    '{where} contient des tables d’une version plus récente ({version}\u202f; cette station connaît {known}). Mettez d’abord cette station à jour.',

  'connection.no-authentication':
    '{protocol} ne connaît pas de mots de passe\u202f: qui atteint le port {port} de {address} peut lire et écrire. Gardez-le dans le réseau de la ligne.',
  'connection.certificate-ends':
    'Le certificat de la station expire le {until}\u202f; les clients le refusent alors. Créez-en un nouveau sous «\u202fQui peut se connecter\u202f», et faites que les clients lui fassent confiance.',
  'connection.certificate-ended':
    'Le certificat de la station a expiré le {until} et les clients le refusent. Créez-en un nouveau sous «\u202fQui peut se connecter\u202f» et faites que les clients lui fassent confiance.',
  'connection.certificate-names':
    'Le certificat de la station ne nomme pas {names}, où les clients la trouvent maintenant. Les clients qui le vérifient le refusent. Créez-en un nouveau sous «\u202fQui peut se connecter\u202f», et faites qu’ils lui fassent confiance.',
  'connection.client-certificate-ends':
    'Le certificat de {client} expire le {until}\u202f; la station le refuse alors. Créez-en un nouveau sur le client, faites-le se connecter, et faites-lui confiance.',
  'connection.client-certificate-ended':
    'Le certificat de {client} a expiré le {until} et la station le refuse. Créez-en un nouveau sur le client, faites-le se connecter, et faites-lui confiance.',
  'connection.client-certificate-time':
    'La station a refusé {client}\u202f: son certificat est valable du {from} au {until}, et l’horloge de la station indique {now}. Corrigez l’horloge qui est fausse. Si les deux sont justes, créez un nouveau certificat sur le client et faites-lui confiance ici.',
  'connection.client-takes-places':
    'Les clients à {where} ont {count} sessions, le maximum pour une adresse, et une de plus a été refusée. Fermez celles dont personne n’a besoin.',
  'connection.client-stuck':
    'Un client à {where} ne lisait pas ce qui lui était envoyé et a été déconnecté. Vérifiez le programme là-bas et le réseau.',
  'connection.client-sign-in':
    '{client} à {where} s’est identifié avec un utilisateur ou un mot de passe faux ({count} de suite). Corrigez les deux sur le client. Si personne ne connaît ce client, refusez son certificat sous «\u202fQui peut se connecter\u202f».',
  'connection.not-encrypted':
    'La connexion avec {where} n’est pas chiffrée\u202f: d’autres sur le réseau peuvent lire ce qui est envoyé.',

  'connection.failed': 'La connexion «\u202f{name}\u202f» ne fonctionne pas\u202f: {why}',
  'connection.waiting-long':
    '{count} messages attendent «\u202f{name}\u202f» depuis {since}. Ce qui a plus de {days} jours n’est plus envoyé. {why}',
  'connection.far-behind':
    '{count} messages attendent «\u202f{name}\u202f», le plus ancien depuis {since}\u202f: il en prend moins qu’il n’y en a. Ce qui a plus de {days} jours n’est plus envoyé. Envoyez-en plus par appel ou par fichier, ou accélérez le récepteur.',
  'connection.too-old':
    '{count} messages à «\u202f{name}\u202f» avaient plus de {days} jours et n’ont pas été envoyés. Ils sont dans les enregistrements de cette station.',
  'connection.set-aside':
    '{count} messages ont été refusés par «\u202f{name}\u202f» et mis de côté. Voyez pourquoi, et renvoyez-les.',
  'connection.connector-away':
    'Le processus des connexions s’est arrêté ({reason}) et redémarre. D’ici là, les sorties ne montrent aucun résultat.',

  'connection.not-allowed':
    '«\u202f{name}\u202f» ne peut pas faire ceci ({what}). Un technicien l’autorise dans la configuration de la connexion.',
  'connection.command-unreadable':
    'La ligne a envoyé une commande illisible ({reason}). Voyez sa forme dans les documents de cette connexion.',
  'connection.command-unknown':
    'La ligne a envoyé la commande {command}, que cette station ne connaît pas. Elle connaît\u202f: {known}.',
  'connection.command-wrong':
    'La ligne a envoyé la commande {command}\u202f; ce qu’elle dit de {field} manque ou n’est pas permis. Voyez sa forme dans les documents de cette connexion.',
  'connection.command-retained': 'le broker l’a gardée d’avant\u202f: envoyez les commandes sans «\u202fretain\u202f»',
  'connection.command-large': 'elle a plus de {most} octets',
  'connection.command-no-object': 'ce n’est pas un objet JSON',
  'connection.reason-nobody': 'rien n’y écoute\u202f: {code}',
  'connection.reason-no-name': 'aucune machine ne porte ce nom\u202f: {code}',
  'connection.reason-silent': 'aucune réponse n’est venue\u202f: {code}',
  'connection.reason-no-way': 'aucun chemin n’y mène\u202f: {code}',
  'connection.reason-ended': 'il a fermé la connexion\u202f: {code}',
  'connection.reason-no-card': 'aucune carte réseau de cette machine n’a cette adresse\u202f: {code}',
  'connection.reason-administrators': 'le système réserve ce port aux administrateurs\u202f: {code}',
  'connection.reason-no-folder': 'ce dossier n’existe pas\u202f: {code}',
  'connection.reason-no-right': 'cet utilisateur ne peut pas y écrire\u202f: {code}',
  'connection.reason-read-only': 'il est en lecture seule\u202f: {code}',
  'connection.source-unknown': 'Cette connexion ne parle pas pour la source demandée.',
  'connection.result-over': 'Le résultat {sequence} est passé\u202f; le plus récent est {newest}.',
  'connection.recipe-unknown': 'La ligne a demandé la recette {recipe}, que cette station n’a pas.',
  'connection.recipe-other':
    'La ligne a annoncé une pièce de la recette {announced}\u202f; la source juge par {judges}. Changez la recette, ou ce que la ligne annonce.',
  'connection.bypass-of-person':
    'Un bypass commencé par {who} dure encore, et la ligne ne peut terminer que ce que la ligne a commencé. Terminez-le à la station.',
  'connection.announced-early':
    'La station vient de démarrer et parcourt le dossier de {source}. Annoncez la pièce à nouveau dans un instant.',
  'connection.announced-many':
    '{count} pièces annoncées attendent leurs images. Vérifiez que la caméra écrit, puis réinitialisez la connexion.',
  'connection.announced-late': 'La ligne a annoncé la pièce {part}, et aucune image n’est venue en {seconds} s.',
  'connection.announced-other':
    'La ligne a annoncé la pièce {announced}\u202f; l’image dit {found}. Vérifiez l’ordre de la ligne\u202f; contrôlez la pièce à la main.',
};

import type { AUDIT_FAULTS, AUDIT_PHRASES, STATION_FAULTS } from '../auditFaults.ts';

type Code = keyof typeof AUDIT_FAULTS | keyof typeof AUDIT_PHRASES | keyof typeof STATION_FAULTS;

export const frenchAuditFaults: Readonly<Record<Code, string>> = {
  'database.damaged':
    'La base de données est endommagée (page {page}\u202f: {reason}). Le contenu de cette page n’a pas pu être vérifié.',
  'chain.none': 'Elle ne contient aucune chaîne d’audit.',
  'chain.beginning': 'L’entrée 1 ne commence pas une chaîne d’audit.',
  'entry.altered': 'L’entrée {sequence} a été modifiée\u202f: {what}.',
  'entry.missing': 'Il manque\u202f: entrée {entries}.',
  'entry.inserted': 'L’entrée {sequence} a été insérée derrière l’entrée {behind}.',
  'entry.reordered': 'L’entrée {sequence} a été déplacée derrière l’entrée {behind}.',
  'entry.columns': 'Les colonnes à côté de l’entrée {sequence} ne disent pas ce qu’elle dit\u202f: {columns}.',
  'entry.version':
    'L’entrée {sequence} a la version {version}, que ce programme ne connaît pas. Utilisez-en un plus récent.',
  'entry.time-back': 'L’entrée {sequence} indique un temps de marche plus petit que celle d’avant.',
  'chain.cut': 'La chaîne a été coupée après l’entrée {sequence}\u202f: {checkpoint} couvre {size} entrées.',
  'chain.rewritten':
    'La chaîne a été réécrite\u202f: les entrées {first} à {size} ne sont pas celles pour lesquelles {checkpoint} a été signé, bien qu’elles concordent entre elles.',
  'chain.lost':
    '{checkpoint} couvre {size} entrées. Celles à partir de {first} ont été perdues avant la récupération dont parle l’entrée {sequence}.',
  'checkpoint.unreadable': '{checkpoint} n’est pas un point de contrôle, ou une partie manque.',
  'checkpoint.other-chain': '{checkpoint} appartient à une autre chaîne, {origin}.',
  'checkpoint.unknown-key':
    '{checkpoint} n’est signé par aucune clé que cette chaîne nomme et à laquelle vous vous fiez. Ses signatures nomment {keys}.',
  'checkpoint.retired-key': '{checkpoint} est signé par une clé qu’une autre avait remplacée auparavant.',
  'checkpoint.signature':
    'La signature est fausse\u202f: {checkpoint}. Son texte a été modifié ou la signature inventée.',
  'key.unknown':
    'La chaîne se termine par la clé {key}, qui n’est ni l’une de celles que vous avez données, ni une à qui l’une d’elles a passé la main.',
  'key.handover': 'L’entrée {sequence} nomme une autre clé, mais la clé d’avant ne l’a pas signé.',
  'record.altered':
    'L’enregistrement {number} a été modifié\u202f: ce n’est pas celui pour lequel l’entrée {sequence} a été écrite.',
  'record.missing': 'L’enregistrement {number} manque\u202f: l’entrée {sequence} a été écrite pour lui.',
  'record.twice': 'L’entrée {sequence} est la deuxième pour l’enregistrement {number}.',
  'record.without-entry': 'Aucune entrée n’a été écrite pour l’enregistrement {numbers}.',
  'file.map': 'La carte d’anomalies de l’enregistrement {number} a été modifiée\u202f: {file}.',
  'file.image': 'L’image de l’enregistrement {number} a été modifiée, ou un autre fichier porte son nom\u202f: {file}.',
  'proof.record': 'L’enregistrement de la preuve n’est pas celui pour lequel son entrée a été écrite.',
  'proof.other-record': 'La preuve est celle de l’enregistrement {id}.',
  'proof.path': 'L’entrée de la preuve n’appartient pas au point de contrôle.',
  'proof.checkpoint': 'Le point de contrôle de la preuve n’est pas celui de {checkpoint}.',
  'altered.json': 'ce n’est pas du JSON',
  'altered.number': 'elle n’a pas de numéro',
  'altered.parts': 'elle n’a pas les parties d’une entrée',
  'altered.form': 'elle n’est pas dans sa forme canonique',
  'altered.hash': 'son empreinte n’est pas celle de son texte',
  'altered.before': 'ce n’est pas celle derrière laquelle l’entrée {next} a été écrite',
  'altered.table': 'son numéro dans la table est {number}',
  'altered.record': 'elle ne nomme aucun enregistrement',
  'checkpoint.stored': 'le point de contrôle de {size} entrées dans la base de données',
  'disposition.altered':
    'La décision {disposition} a été modifiée\u202f: ce n’est pas celle pour laquelle l’entrée {sequence} a été écrite.',
  'disposition.missing': 'Une décision manque\u202f: l’entrée {sequence} a été écrite pour elle.',
  'entry-altered': 'L’entrée {sequence} a été modifiée, ou ne continue pas celle d’avant.',
  'checkpoint-unreadable': 'Le dernier point de contrôle est illisible.',
  cut: 'La chaîne a été coupée\u202f: son dernier point de contrôle couvre {size} entrées, et il y en a {entries}.',
  'checkpoint-other':
    'Les {size} premières entrées ne sont pas celles sur lesquelles le dernier point de contrôle a été signé.',
  'checkpoint-signature': 'La signature du dernier point de contrôle n’est pas valable.',
};

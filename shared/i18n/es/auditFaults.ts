import type { AUDIT_FAULTS, AUDIT_PHRASES, STATION_FAULTS } from '../auditFaults.ts';

type Code = keyof typeof AUDIT_FAULTS | keyof typeof AUDIT_PHRASES | keyof typeof STATION_FAULTS;

export const spanishAuditFaults: Readonly<Record<Code, string>> = {
  'database.damaged':
    'La base de datos está dañada (página {page}: {reason}). No se pudo verificar lo que contiene esa página.',
  'chain.none': 'No contiene ninguna cadena de auditoría.',
  'chain.beginning': 'La entrada 1 no empieza una cadena de auditoría.',
  'entry.altered': 'La entrada {sequence} fue alterada: {what}.',
  'entry.missing': 'Falta: entrada {entries}.',
  'entry.inserted': 'La entrada {sequence} se insertó detrás de la entrada {behind}.',
  'entry.reordered': 'La entrada {sequence} se movió detrás de la entrada {behind}.',
  'entry.columns': 'Las columnas junto a la entrada {sequence} no dicen lo que dice ella: {columns}.',
  'entry.version': 'La entrada {sequence} tiene la versión {version}, que este programa no conoce. Use uno más nuevo.',
  'entry.time-back': 'La entrada {sequence} indica un tiempo de funcionamiento menor que la anterior.',
  'chain.cut': 'La cadena se cortó tras la entrada {sequence}: {checkpoint} abarca {size} entradas.',
  'chain.rewritten':
    'La cadena se reescribió: las entradas {first} a {size} no son aquellas para las que se firmó {checkpoint}, aunque concuerdan entre sí.',
  'chain.lost':
    '{checkpoint} abarca {size} entradas. Las que siguen desde la {first} se perdieron antes de la recuperación que cuenta la entrada {sequence}.',
  'checkpoint.unreadable': '{checkpoint} no es un punto de control, o le falta una parte.',
  'checkpoint.other-chain': '{checkpoint} pertenece a otra cadena, {origin}.',
  'checkpoint.unknown-key':
    '{checkpoint} no está firmado por ninguna clave que esta cadena nombre y en la que usted confíe. Sus firmas nombran {keys}.',
  'checkpoint.retired-key': '{checkpoint} está firmado por una clave que otra había sustituido antes.',
  'checkpoint.signature': 'La firma es falsa: {checkpoint}. Su texto se alteró o la firma se inventó.',
  'key.unknown':
    'La cadena termina con la clave {key}, que no es ninguna de las que usted indicó, ni una a la que estas dieran paso.',
  'key.handover': 'La entrada {sequence} nombra otra clave, pero la clave anterior no lo firmó.',
  'record.altered': 'El registro {number} fue alterado: no es aquel para el que se escribió la entrada {sequence}.',
  'record.missing': 'Falta el registro {number}: la entrada {sequence} se escribió para él.',
  'record.twice': 'La entrada {sequence} es la segunda para el registro {number}.',
  'record.without-entry': 'No se escribió ninguna entrada para el registro {numbers}.',
  'file.map': 'El mapa de anomalías del registro {number} fue alterado: {file}.',
  'file.image': 'La imagen del registro {number} fue alterada, u otro archivo tiene su nombre: {file}.',
  'proof.record': 'El registro de la prueba de inclusión no es aquel para el que se escribió su entrada.',
  'proof.other-record': 'La prueba de inclusión es del registro {id}.',
  'proof.path': 'La entrada de la prueba de inclusión no pertenece al punto de control.',
  'proof.checkpoint': 'El punto de control de la prueba de inclusión no es el de {checkpoint}.',
  'altered.json': 'no es JSON',
  'altered.number': 'no tiene número',
  'altered.parts': 'no tiene las partes de una entrada',
  'altered.form': 'no está en su forma canónica',
  'altered.hash': 'su hash no es el de su texto',
  'altered.before': 'no es aquella tras la que se escribió la entrada {next}',
  'altered.table': 'su número en la tabla es {number}',
  'altered.record': 'no nombra ningún registro',
  'checkpoint.stored': 'el punto de control de {size} entradas de la base de datos',
  'disposition.altered':
    'La decisión {disposition} fue alterada: no es aquella para la que se escribió la entrada {sequence}.',
  'disposition.missing': 'Falta una decisión: la entrada {sequence} se escribió para ella.',
  'entry-altered': 'La entrada {sequence} fue alterada o no continúa la anterior.',
  'checkpoint-unreadable': 'No se puede leer el último punto de control.',
  cut: 'La cadena se cortó: su último punto de control abarca {size} entradas y hay {entries}.',
  'checkpoint-other': 'Las primeras {size} entradas no son aquellas sobre las que se firmó el último punto de control.',
  'checkpoint-signature': 'La firma del último punto de control no es válida.',
};

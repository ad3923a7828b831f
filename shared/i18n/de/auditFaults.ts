import type { AUDIT_FAULTS, AUDIT_PHRASES, STATION_FAULTS } from '../auditFaults.ts';

type Code = keyof typeof AUDIT_FAULTS | keyof typeof AUDIT_PHRASES | keyof typeof STATION_FAULTS;

export const germanAuditFaults: Readonly<Record<Code, string>> = {
  'database.damaged':
    'Die Datenbank ist beschädigt (Seite {page}: {reason}). Was diese Seite enthält, ließ sich nicht verifizieren.',
  'chain.none': 'Sie enthält keine Audit-Kette.',
  'chain.beginning': 'Eintrag 1 beginnt keine Audit-Kette.',
  'entry.altered': 'Eintrag {sequence} wurde verändert: {what}.',
  'entry.missing': 'Es fehlt: Eintrag {entries}.',
  'entry.inserted': 'Eintrag {sequence} wurde hinter Eintrag {behind} eingefügt.',
  'entry.reordered': 'Eintrag {sequence} wurde hinter Eintrag {behind} verschoben.',
  'entry.columns': 'Die Spalten neben Eintrag {sequence} sagen nicht, was er sagt: {columns}.',
  'entry.version':
    'Eintrag {sequence} hat die Version {version}, die dieses Programm nicht kennt. Verwenden Sie ein neueres.',
  'entry.time-back': 'Eintrag {sequence} nennt eine kleinere Betriebszeit als der Eintrag davor.',
  'chain.cut': 'Die Kette wurde nach Eintrag {sequence} abgeschnitten: {checkpoint} umfasst {size} Einträge.',
  'chain.rewritten':
    'Die Kette wurde neu geschrieben: Die Einträge {first} bis {size} sind nicht die, für die {checkpoint} unterschrieben wurde, obwohl sie zueinander passen.',
  'chain.lost':
    '{checkpoint} umfasst {size} Einträge. Die ab {first} gingen vor der Wiederherstellung verloren, von der Eintrag {sequence} berichtet.',
  'checkpoint.unreadable': '{checkpoint} ist kein Kontrollpunkt, oder ein Teil davon fehlt.',
  'checkpoint.other-chain': '{checkpoint} gehört zu einer anderen Kette, {origin}.',
  'checkpoint.unknown-key':
    '{checkpoint} ist von keinem Schlüssel unterschrieben, den diese Kette nennt und dem Sie vertrauen. Die Unterschriften nennen {keys}.',
  'checkpoint.retired-key':
    '{checkpoint} ist von einem Schlüssel unterschrieben, den vorher ein anderer abgelöst hatte.',
  'checkpoint.signature':
    '{checkpoint}: Die Unterschrift ist falsch. Der Text wurde verändert oder die Unterschrift erfunden.',
  'key.unknown':
    'Die Kette endet mit dem Schlüssel {key}. Er ist keiner, den Sie angegeben haben, und keiner, an den ein solcher übergab.',
  'key.handover':
    'Eintrag {sequence} nennt einen anderen Schlüssel, aber der Schlüssel davor hat das nicht unterschrieben.',
  'record.altered':
    'Datensatz {number} wurde verändert: Er ist nicht der, für den Eintrag {sequence} geschrieben wurde.',
  'record.missing': 'Datensatz {number} fehlt: Eintrag {sequence} wurde für ihn geschrieben.',
  'record.twice': 'Eintrag {sequence} ist ein zweiter für Datensatz {number}.',
  'record.without-entry': 'Für Datensatz {numbers} wurde kein Eintrag geschrieben.',
  'file.map': 'Die Anomaliekarte von Datensatz {number} wurde verändert: {file}.',
  'file.image': 'Das Bild von Datensatz {number} wurde verändert, oder eine andere Datei trägt seinen Namen: {file}.',
  'proof.record': 'Der Datensatz im Nachweis ist nicht der, für den sein Eintrag geschrieben wurde.',
  'proof.other-record': 'Der Nachweis gehört zu Datensatz {id}.',
  'proof.path': 'Der Eintrag im Nachweis gehört nicht zum Kontrollpunkt.',
  'proof.checkpoint': 'Der Kontrollpunkt im Nachweis ist nicht der in {checkpoint}.',
  'altered.json': 'er ist kein JSON',
  'altered.number': 'er hat keine Nummer',
  'altered.parts': 'er hat nicht die Teile eines Eintrags',
  'altered.form': 'er steht nicht in seiner kanonischen Form',
  'altered.hash': 'sein Hash ist nicht der seines Textes',
  'altered.before': 'er ist nicht der, hinter dem Eintrag {next} geschrieben wurde',
  'altered.table': 'seine Nummer in der Tabelle ist {number}',
  'altered.record': 'er nennt keinen Datensatz',
  'checkpoint.stored': 'der Kontrollpunkt über {size} Einträge in der Datenbank',
  'disposition.altered':
    'Entscheidung {disposition} wurde verändert: Sie ist nicht die, für die Eintrag {sequence} geschrieben wurde.',
  'disposition.missing': 'Eine Entscheidung fehlt: Eintrag {sequence} wurde für sie geschrieben.',
  'entry-altered': 'Eintrag {sequence} wurde verändert oder setzt den davor nicht fort.',
  'checkpoint-unreadable': 'Der letzte Kontrollpunkt ist nicht lesbar.',
  cut: 'Die Kette wurde abgeschnitten: Ihr letzter Kontrollpunkt umfasst {size} Einträge, und {entries} sind da.',
  'checkpoint-other':
    'Die ersten {size} Einträge sind nicht die, über die der letzte Kontrollpunkt unterschrieben wurde.',
  'checkpoint-signature': 'Die Unterschrift des letzten Kontrollpunkts ist nicht gültig.',
};

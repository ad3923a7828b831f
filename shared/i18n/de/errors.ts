import { accessNames } from '../accessErrors.ts';
import type { ErrorLanguage } from '../errors.ts';
import { germanAuditFaults } from './auditFaults.ts';
import { germanConnectionSentences } from './connectionErrors.ts';
import { germanExecutionReasons } from './executionReasons.ts';
import { peopleTexts } from './people.ts';
import { germanListWords, germanReasons } from './reasons.ts';

/** The sentence of every error code, in German. */
export const germanErrors: ErrorLanguage = {
  locale: 'de-DE',
  onDay: (clock, day) => `${clock} am ${day}`,
  unknown: (name) => `(${name} unbekannt)`,
  sentences: {
    'access.open':
      'Diese Station ist offen: Sie hat noch keine Personen, und dies braucht eine. Wählen Sie „Diese Station schützen“ und legen Sie den ersten Administrator an.',
    'access.protected':
      'Diese Station ist schon geschützt. Melden Sie sich als Administrator an, um Personen hinzuzufügen.',
    'access.station-stopped':
      'Diese Station ist geschützt, also muss sich dafür eine Person anmelden. Starten Sie die Station und sagen Sie mit --as, wer Sie sind.',
    'access.signed-out':
      'Hier ist niemand angemeldet, oder die Zeit ohne Berührung ist abgelaufen. Nichts wurde getan. Melden Sie sich an und versuchen Sie es erneut.',
    'access.refused':
      'Die Kennung oder das Geheimnis stimmt nicht. Nichts wurde getan. Versuchen Sie es erneut, oder fragen Sie einen Administrator.',
    'access.locked':
      'Diese Kennung ist nach zu vielen falschen Geheimnissen gesperrt, noch {minutes} Minuten. Die Prüfung läuft weiter. Warten Sie, oder lassen Sie sie von einem Administrator entsperren.',
    'access.too-often':
      'Von hier kamen zu viele falsche Geheimnisse, oder zu viele Personen melden sich zugleich an. Versuchen Sie es in {seconds} Sekunden erneut.',
    'access.deactivated': 'Diese Person ist deaktiviert und kann sich nicht anmelden. Fragen Sie einen Administrator.',
    'access.change-due':
      'Die PIN oder das Passwort muss geändert werden, bevor etwas anderes möglich ist: Jemand anderes kennt es, oder es ist abgelaufen. Wählen Sie ein neues.',
    'access.secret-due':
      'Diese Station verlangt bei jeder Handlung die PIN. Nichts wurde getan. Tippen Sie die PIN und versuchen Sie es erneut.',
    'access.no-right':
      'Die Richtlinien dieser Station geben Ihrer Rolle nicht das Recht dazu ({right}). Fragen Sie jemanden, der darf, oder einen Administrator, der die Richtlinie ändert.',
    ...accessNames(peopleTexts),
    'role.or': '{first} oder {second}',
    'access.pin-rule': 'Eine PIN hat 4 bis 8 Ziffern. Wählen Sie eine andere.',
    'access.password-rule':
      'Ein Passwort hat mindestens {shortest} und höchstens 256 Zeichen. Wählen Sie ein anderes; mehrere Wörter merkt man sich leicht.',
    'access.secret-used':
      'Diese PIN oder dieses Passwort wurde kürzlich verwendet. Wählen Sie etwas, das sich von den letzten {count} unterscheidet.',
    'access.secret-obvious':
      'Diese PIN oder dieses Passwort ist zu leicht zu erraten: ein wiederholtes Zeichen, auf- oder absteigend gezählt, oder die Kennung. Wählen Sie etwas anderes.',

    'person.not-found': 'Es gibt keine Person mit der Kennung {person}.',
    'person.id-taken':
      'Die Kennung {person} ist vergeben, vielleicht an eine deaktivierte Person. Eine Kennung geht nie an eine andere Person; wählen Sie eine andere.',
    'person.badge-taken': 'Dieser Ausweis gehört {person}. Nehmen Sie ihn zuerst dieser Person weg.',
    'person.last-administrator':
      '{person} ist der letzte Administrator. Machen Sie zuerst jemand anderen zum Administrator: Sonst könnte niemand mehr Personen verwalten.',

    'signature.needed': 'Dies braucht eine Unterschrift: Geben Sie Ihr Geheimnis, die Bedeutung und den Grund an.',
    'signature.both':
      'Die erste Unterschrift nach dem Anmelden braucht Kennung und Geheimnis; spätere nur das Geheimnis.',
    'signature.secret-due':
      'Ihre letzte Unterschrift ist zu lange her, um ohne Geheimnis zu unterschreiben. Nichts wurde unterschrieben. Geben Sie Ihr Geheimnis erneut an.',
    'signature.other-person':
      'Die Unterschrift ist nicht von {person}, hier angemeldet. Nichts wurde unterschrieben. Melden Sie sich als die Person an, die unterschreibt.',

    'station.not-protected':
      'Die Station kann nicht auf {address} bereitgestellt werden: Sie ist offen, und jeder im Netz könnte sie ändern. Schützen Sie sie zuerst, mit „Diese Station schützen“ oder sigmaline people add.',
    'station.tls-needed':
      'Die Station kann nicht ohne TLS auf {address} bereitgestellt werden: Geheimnisse gingen lesbar durchs Netz. Geben Sie --tls-certificate und --tls-key an, oder --tls-self-signed.',
    'station.tls':
      'Das TLS-Zertifikat ist nicht verwendbar: {reason}. Geben Sie ein Zertifikat und seinen eigenen Schlüssel an, beide als PEM-Dateien.',

    'audit.no-entry': 'Die Audit-Kette hat keinen Eintrag {sequence}.',
    'audit.no-key': 'Kein Kontrollpunkt kann unterschrieben werden. {problem}',
    'audit.no-head':
      'Kein Kontrollpunkt kann unterschrieben werden: Etwas, woraus der Kopf der Audit-Kette berechnet wird, fehlt ({reason}). Die Station prüft und speichert weiter. Verifizieren Sie jetzt die Audit-Kette, bewahren Sie eine Kopie des Datenordners auf, und finden Sie heraus, wer Zugriff darauf hatte.',
    'audit.key-missing':
      'Der Schlüssel, der die Kontrollpunkte der Audit-Kette unterschreibt, {file}, fehlt. Die Station prüft und speichert weiter; Kontrollpunkte warten. Legen Sie die Datei aus einer Kopie zurück, oder lassen Sie einen Administrator einen neuen Schlüssel erzeugen.',
    'audit.key-unreadable':
      'Der Schlüssel, der die Kontrollpunkte der Audit-Kette unterschreibt, {file}, ist nicht lesbar ({reason}). Die Station prüft und speichert weiter; Kontrollpunkte warten. Prüfen Sie die Rechte der Datei oder legen Sie sie aus einer Kopie zurück, oder lassen Sie einen Administrator einen neuen Schlüssel erzeugen.',
    'audit.key-sealed':
      'Der Schlüssel, der die Kontrollpunkte der Audit-Kette unterschreibt, {file}, ist mit einem Geheimnis versiegelt, das nur die Anwendung Sigmaline auf diesem Rechner hat, und die Station wurde ohne sie gestartet. Kontrollpunkte warten, bis die Anwendung die Station wieder betreibt.',
    'audit.key-foreign':
      'Die Datei {file} enthält einen anderen Schlüssel als den, den die Audit-Kette nennt. Die Station prüft und speichert weiter; Kontrollpunkte warten. Legen Sie die richtige Datei aus einer Kopie zurück, oder lassen Sie einen Administrator einen neuen Schlüssel erzeugen.',
    'audit.broken':
      'Die Audit-Kette besteht die Verifizierung nicht: {fault} {more}Die Datensätze bleiben, wie sie sind, und Teile werden weiter beurteilt und gespeichert. Bewahren Sie eine Kopie des Datenordners auf, finden Sie heraus, wer Zugriff darauf hatte, und bestätigen Sie dies mit einer Unterschrift.',
    'audit.broken-acknowledged':
      'Die Audit-Kette besteht die Verifizierung nicht: {fault} {more}{by} hat dies am {at} bestätigt.',
    'audit.fault': '{text}',
    'audit.more-faults': 'Weitere Fehler: {count}. ',
    'audit.not-broken': 'Es gibt nichts zu bestätigen: Die letzte Verifizierung fand die Audit-Kette unversehrt.',
    'audit.verifier-crashed':
      'Die Verifizierung der Audit-Kette wurde nicht fertig ({reason}). Starten Sie sie erneut.',
    'audit.checkpoint-folder':
      'Kontrollpunkte der Audit-Kette können nicht nach {folder} geschrieben werden ({reason}). Prüfen Sie, ob die Freigabe oder der Stick verbunden und beschreibbar ist. Sigmaline versucht es weiter.',
    'audit.checkpoint-relative':
      'Der Ordner für Kontrollpunkte muss ein ganzer Pfad sein, etwa /media/stick oder D:\\checkpoints; {folder} ist keiner. Nichts wurde geändert.',
    'audit.checkpoint-in-data':
      'Der Ordner für Kontrollpunkte, {folder}, liegt im Datenordner der Station oder enthält ihn: Wer die Datensätze ändert, könnte auch die Kontrollpunkte ändern. Wählen Sie eine Freigabe oder einen Stick.',
    'audit.review-due':
      'Eine Durchsicht der Audit-Kette ist seit {since} fällig. Qualität oder ein Administrator sieht die Einträge durch und unterschreibt, was gefunden wurde.',
    'audit.period':
      'Der Zeitraum endet, bevor er beginnt, oder ist noch nicht zu Ende. Wählen Sie einen abgeschlossenen Zeitraum.',

    'audit.unreadable':
      'Die Datenbank {file} ist beschädigt ({reason}). Nehmen Sie eine Sicherung davon; sigmaline verify sagt, was falsch ist.',
    'proof.no-chain':
      'Die Datenbank hat keine Audit-Kette, also lässt sich von Datensatz {record} nichts nachweisen. Lassen Sie diese Version von Sigmaline die Station einmal öffnen.',
    'proof.no-record':
      'Die Datenbank hat keinen Datensatz {record}. Kopieren Sie die Id aus dem Datensatz selbst oder aus einem Export.',
    'proof.no-entry':
      'Datensatz {record} ist noch nicht in der Audit-Kette: Die Station nimmt frühere Datensätze im Betrieb auf. Versuchen Sie es später erneut.',
    'proof.no-checkpoint':
      'Noch kein Kontrollpunkt erfasst Datensatz {record}. Setzen Sie an der Station einen, dann versuchen Sie es erneut.',

    'bypass.active':
      'Die Prüfung ist ausgeschaltet: {source}, durch {who} ({why}). Teile gehen ungeprüft weiter: Prüfen Sie sie von Hand, bis der Bypass endet.',
    'bypass.not-inspected':
      'Nicht geprüft: {who} hatte die Prüfung ausgeschaltet ({source}: {why}). Prüfen Sie das Teil von Hand, oder beurteilen Sie sein Bild noch einmal.',
    'bypass.already':
      'Die Prüfung ist schon ausgeschaltet ({source}), durch {who}: {why}. Beenden Sie diesen Bypass, bevor Sie einen anderen beginnen.',
    'bypass.too-long':
      'Die Prüfung kann für höchstens {most} Minuten ausgeschaltet werden. Wählen Sie eine kürzere Zeit; die längste legt ein Techniker in der Einrichtung der Station fest.',
    'bypass.unknown-reason':
      'Der Grund „{reason}“ steht nicht mehr in der Liste dieser Station. Wählen Sie einen anderen.',
    'bypass.over':
      'Dieser Bypass ist schon zu Ende. Sehen Sie den Bildschirm noch einmal an, bevor Sie etwas anderes tun.',
    'bypass.all-sources': 'alle Quellen',
    'bypass.somebody': 'jemanden an der offenen Station',

    'handover.not-found': 'Es gibt keine Notiz Nummer {note}. Sehen Sie die Notizen noch einmal an.',
    'handover.read-already': 'Jemand hat die Notiz Nummer {note} schon gelesen. Sehen Sie die Notizen noch einmal an.',
    'handover.own':
      'Sie haben diese Notiz in dieser Schicht geschrieben: Sie ist für die nächste. Jemand anderes oder die nächste Schicht sagt, dass sie gelesen ist.',
    'handover.too-many':
      '{count} Notizen warten darauf, gelesen zu werden. Lesen Sie sie, bevor Sie eine weitere schreiben, damit keine übersehen wird.',

    'bench.not-found': 'Diese Kalibrierung ist nicht mehr da. Beginnen Sie eine neue.',
    'bench.changed-meanwhile':
      'Diese Kalibrierung wurde inzwischen anderswo geändert, also wurde nichts geändert. Sehen Sie sie noch einmal an, dann wiederholen Sie Ihren Schritt.',
    'bench.fitting':
      'Diese Kalibrierung wird gerade angepasst. Warten Sie, bis das fertig ist, oder brechen Sie es ab.',
    'bench.too-many':
      'Eine Kalibrierung nimmt höchstens {most} Bilder. Nehmen Sie einige heraus, oder wählen Sie einen kleineren Ordner.',
    'bench.upload': 'Die Datei {file} konnte nicht übernommen werden ({reason}). Legen Sie sie erneut ab.',
    'bench.examining': 'Die Bilder konnten nicht untersucht werden ({reason}). Sigmaline versucht es erneut.',
    'bench.damaged':
      'Eine Kalibrierung in Arbeit war nicht lesbar ({reason}). Ihre Dateien liegen beiseite in {folder}; nichts wurde gelöscht. Beginnen Sie sie neu.',
    'bench.waiting': '{count} Bilder werden noch untersucht. Warten Sie einen Moment, dann passen Sie erneut an.',
    'bench.images-gone':
      '{count} Bilder sind nicht mehr, wo sie waren, darunter {file}. Nehmen Sie sie heraus oder legen Sie sie zurück, dann passen Sie erneut an.',
    'bench.survey-failed': 'Die Bilder konnten nicht übereinandergelegt werden ({reason}). Versuchen Sie es erneut.',
    'bench.duplicate': 'Dasselbe Bild wie {other}: Es zählt einmal.',
    'bench.near-duplicate': 'Fast dasselbe Bild wie {other}: Es bringt wenig.',
    'bench.blurred': 'Weniger scharf als die anderen.',
    'bench.darker': 'Dunkler als die anderen.',
    'bench.brighter': 'Heller als die anderen.',
    'bench.other-size': 'Andere Größe als die anderen: {found} statt {usual}.',
    'bench.other-position': 'Das Teil liegt anders als in den anderen.',

    'comparison.not-found': 'Diesen Vergleich gibt es nicht mehr. Listen Sie die Vergleiche neu auf.',
    'comparison.same':
      'Version {version} von {recipe} würde mit sich selbst verglichen. Wählen Sie eine andere Version.',
    'comparison.running': 'Ein Vergleich dieser Art läuft schon. Warten Sie, bis er endet, oder halten Sie ihn an.',
    'comparison.nothing':
      'Nichts zu vergleichen: Keine gespeicherte Prüfung von Version {version} von {recipe} passt. Wählen Sie einen längeren Zeitraum oder einen anderen Filter.',
    'comparison.images-gone':
      'Keines der Bilder ist mehr da. Wählen Sie Prüfungen, deren Bilder aufbewahrt sind, oder bewahren Sie Bilder länger auf (Einrichtung, Aufbewahrung).',

    'export.failed':
      'Der Export {file} kann nicht geschrieben werden ({reason}). Prüfen Sie den Ordner und den freien Platz.',
    'export.too-many':
      '{count} Exporte warten schon. Warten Sie auf sie, oder brechen Sie die ab, die niemand braucht.',
    'export.no-room':
      'Der Export braucht etwa {needed} MB, und der Datenträger von {folder} hat {free} MB übrig. Nichts wurde geschrieben; schaffen Sie Platz, oder exportieren Sie weniger Datensätze oder keine Bilder.',
    'export.crashed':
      'Der Exportprozess endete unerwartet ({reason}). Nichts davon wurde behalten; exportieren Sie erneut.',
    'export.cancelled': 'Der Export wurde abgebrochen. Nichts davon wurde behalten.',
    'export.interrupted':
      'Die Station wurde angehalten, während sie den Export schrieb. Nichts davon wurde behalten; exportieren Sie erneut.',
    'export.folder':
      'Ein geplanter Export ({span}) kann nicht nach {folder} geschrieben werden ({reason}). Prüfen Sie den Ordner; Sigmaline versucht es weiter und lässt nichts aus.',
    'export.kind': 'Als {file} kann nichts geschrieben werden. Nehmen Sie einen Namen mit der Endung {endings}.',

    'image.removed':
      'Diese Datei von Nr. {number} wurde durch die Regel „{rule}“ entfernt (Eintrag {entry} der Audit-Kette). Der Datensatz bleibt.',
    'keeping.clock':
      'Solange an der Uhr Zweifel bestehen, wird nichts entfernt. Prüfen Sie Datum und Uhrzeit, oder bestätigen Sie, dass die Uhr richtig geht.',
    'keeping.not-looked':
      'Die Dateien konnten nicht durchgesehen werden ({reason}). Nichts wurde entfernt; versuchen Sie es erneut.',
    'keeping.failed':
      'Die Aufbewahrungsregeln konnten nicht angewandt werden. {problem} Sigmaline versucht es morgen erneut; bis dahin kann sich der Datenträger füllen.',
    'keeping.not-removed':
      'Die Aufbewahrungsregeln konnten {count} Dateien nicht entfernen, darunter {file} ({reason}). Prüfen Sie die Rechte des Ordners; Sigmaline versucht es morgen erneut.',
    'keeping.no-rule':
      'Der Datenträger des Datenordners {folder} füllt sich, und keine Regel entfernt etwas. Fügen Sie in der Einrichtung unter Aufbewahrung eine Regel für Bilder, Karten oder Vorschaubilder hinzu, oder geben Sie der Station einen größeren Datenträger.',
    'hold.in-force': 'Dies ist schon gesperrt. Nichts wurde geändert.',
    'hold.not-in-force': 'Diese Sperre wurde schon aufgehoben oder nie gesetzt. Nichts wurde geändert.',
    'restore.no-backup':
      'Die Sicherung {backup} gibt es nicht mehr. Wählen Sie eine andere; listen Sie sie neu auf, um zu sehen, welche da sind.',
    'restore.folder':
      'Nichts wurde zurückgespielt: {folder} {reason}. Geben Sie den vollständigen Pfad eines neuen Ordners außerhalb des Datenordners ein.',
    'restore.crashed':
      'Die Sicherung konnte nicht angesehen oder zurückgespielt werden ({reason}). Nichts wurde geändert; versuchen Sie es erneut.',
    'restore.not-intact':
      'Nichts wurde zurückgespielt: Die Audit-Kette der Sicherung {backup} besteht die Verifizierung nicht ({reason}). Wählen Sie eine ältere Sicherung, und heben Sie diese für den auf, der sie untersucht.',
    'station.restored':
      'Diese Station wurde aus der Sicherung von {backupAt} wiederhergestellt, deren letzter Datensatz Nr. {last} ist. Was später gespeichert, entschieden und geändert wurde, fehlt darin: {lacks}. Der nächste Datensatz hat Nr. {next}.',
    'diagnostics.failed':
      'Das ZIP für den Support konnte nicht geschrieben werden ({reason}). Prüfen Sie den freien Platz; kann die Station es nicht, kann es die Befehlszeile: sigmaline diagnostics --out FILE.zip.',

    'source.images-differ':
      'Die Bilder von {source} haben sich verändert. {difference} Prüfen Sie die Kamera, ihre Einstellungen und das Licht; ist die Änderung gewollt, kalibrieren Sie das Rezept neu. Das neueste solche Bild ist {file}.',
    'source.fails-unlikely':
      '{failed} der letzten {count} Teile von {source} waren schlecht. Gutteile allein täten das kaum (zugesagt: höchstens {promised} von 100). Sind die Teile schlecht, halten Sie die Linie an. {check}',
    'source.errors-unlikely':
      '{failed} der letzten {count} Bilder von {source} konnten nicht beurteilt werden: Prüfen Sie diese Teile von Hand. Der neueste Fehler: {problem}',

    'source.verdicts-late':
      '{late} der letzten {count} Urteile von {source} kamen später als {deadline} s nach der Ankunft des Bildes (in den letzten {minutes} Minuten; Nr. {number} um {lateMs} ms). Was darauf wartete, ging vielleicht ohne Urteil weiter. Fahren Sie die Linie langsamer, oder lassen Sie weniger beurteilen: kleinere Bilder, ein kleineres Backbone, weniger Quellen auf dieser Station.',
    'source.wrong-product':
      'Ist das das richtige Rezept? Fast jede Stelle der letzten {count} Bilder von {source} ist auffällig, als zeigten sie ein anderes Produkt als das, für das {recipe} kalibriert wurde. {advice}',
    'detection.good-parts-changed':
      'Die guten Teile von {source} haben sich verändert: {scores} {change} Sicher war es bei Nr. {number}. Sehen Sie einige dieser Teile an; sind sie gut und bleibt die Änderung, kalibrieren Sie {recipe} mit heutigen Bildern neu (jetzt urteilt Version {version}).',

    'line.foreign': 'Ist das das richtige Rezept? Fast jede Stelle dieses Teils ist auffällig.',
    'line.whole': 'Das Teil als Ganzes ist auffällig.',

    'review.draft':
      'Dieses Rezept ist ein Entwurf: zu wenige gute Bilder für einen Grenzwert. Sehen Sie das Teil selbst an; kalibrieren Sie für einen Grenzwert mit mehr guten Bildern neu.',
    'review.darker':
      'Dieses Bild ist dunkler als die guten (Mittel {found}, gut {low} bis {high}); so hell wie diese wäre das Teil gut. Prüfen Sie das Teil und das Licht.',
    'review.brighter':
      'Dieses Bild ist heller als die guten (Mittel {found}, gut {low} bis {high}); so hell wie diese wäre das Teil gut. Prüfen Sie das Teil und das Licht.',

    'review.too-alike':
      'Der Score dieses Bildes ({found}) liegt weit unter denen der guten Bilder (Schranke {low}), ist also so ungewöhnlich wie einer über dem Grenzwert. Prüfen Sie das Teil, und ob das Bild es ganz zeigt.',

    'gate.review':
      'Dieses Bild liegt außerhalb des Bereichs der guten, also gilt das Teil nicht als gut. {difference} Sehen Sie das Teil selbst an, und prüfen Sie Kamera, Objektiv und Licht.',
    'gate.error':
      'Dieses Bild liegt außerhalb des Bereichs der guten, also wird es nicht beurteilt. {difference} Prüfen Sie Kamera, Objektiv und Licht, und lassen Sie ein neues Bild aufnehmen; bis dahin prüfen Sie das Teil von Hand.',

    'gate.leaving':
      '{measure}: Die Bilder von {source} verlassen den Bereich der guten. Jetzt {found}; bei diesem Tempo erreichen sie {bound} in etwa {days} Tagen, und kein Teil ist mit {recipe} mehr gut. Prüfen Sie vorher Lampe, Objektiv und Kamera.',

    'measure.brightness': 'Helligkeit',
    'measure.rimBrightness': 'Helligkeit des Rands',
    'measure.redLessBlue': 'Rot gegen Blau',
    'measure.redLessGreen': 'Rot gegen Grün',
    'measure.colourfulness': 'Farbigkeit',
    'measure.contrast': 'Kontrast',
    'measure.black': 'Anteil ohne Licht',
    'measure.white': 'Anteil überbelichtet',
    'measure.sharpness': 'Schärfe',
    'measure.positionX': 'Lage von links nach rechts',
    'measure.positionY': 'Lage von oben nach unten',
    'line.scores-higher': 'ihre Scores sind höher als früher, sie sind den Gutteilen also weniger ähnlich.',
    'line.scores-lower':
      'ihre Scores sind niedriger als früher, sie sind einander also ähnlicher, als die Gutteile waren.',
    'changed.darker': 'Ihre Bilder sind dunkler.',
    'changed.brighter': 'Ihre Bilder sind heller.',
    'changed.colour': 'Ihre Farben sind anders.',
    'changed.position': 'Das Teil liegt anderswo im Bild.',
    'changed.edge': 'Der Rand des Bildes ist anders.',
    'changed.blurred': 'Ihre Bilder sind weniger scharf.',
    'changed.texture': 'Ihre Bilder haben mehr Textur oder Rauschen.',
    'changed.unknown': 'Licht, Farbe, Lage und Schärfe sagen nicht, was sich verändert hat.',
    'line.check-recipe': 'Prüfen Sie, was auf der Linie läuft und welches Rezept die Quelle nutzt.',
    'line.recipe-fits':
      'Nach dem Rezept {recipe} wäre das Teil Nr. {number} gut: Sein Score ist dort {score}, der Grenzwert {limit}. Läuft dieses Produkt auf der Linie, wechseln Sie das Rezept.',
    'line.no-recipe-fits':
      'Nach keinem der {count} anderen Rezepte, die versucht wurden, wäre so ein Teil gut. Prüfen Sie, was auf der Linie läuft, die Kamera und ihre Lage.',
    'line.check': 'Sind sie gut, prüfen Sie Licht, Kamera, Lage und das Rezept.',
    'line.check-images': 'Sind sie gut, haben sich die Bilder verändert. {difference}',
    'differs.size': 'Dieses Bild hat {found} px, die guten {good}.',
    'differs.bits': 'Dieses Bild hat {found} Bit je Wert, die guten {good}.',
    'differs.kind': 'Dieses Bild ist {found}, die guten sind {good}.',
    'differs.quality': 'Dieses Bild ist ein JPEG der Qualität {found}, die guten {good}.',
    'differs.grey': 'Dieses Bild ist grau, die guten Bilder waren farbig.',
    'differs.colour': 'Dieses Bild ist farbig, die guten Bilder waren grau.',
    'differs.red-blue':
      'Die Farben dieses Bildes sind anders (Rot und Blau vertauscht?): Rot minus Blau {found}, gut {low} bis {high}.',
    'differs.red-green': 'Die Farben dieses Bildes sind anders: Rot minus Grün {found}, gut {low} bis {high}.',
    'differs.brighter': 'Dieses Bild ist heller als jedes gute: Mittel {found}, gut {low} bis {high}.',
    'differs.darker': 'Dieses Bild ist dunkler als jedes gute: Mittel {found}, gut {low} bis {high}.',
    'differs.rim':
      'Der Rand dieses Bildes ist anders (ein Rahmen?): {found}\u202f% so hell wie das Ganze, gut {low} bis {high}\u202f%.',
    'differs.white':
      'Von diesem Bild ist mehr überbelichtet als von jedem guten: {found}\u202f%, gut {low} bis {high}\u202f%.',
    'differs.black':
      'Von diesem Bild ist mehr ganz ohne Licht als von jedem guten: {found}\u202f%, gut {low} bis {high}\u202f%.',
    'differs.contrast': 'Dieses Bild hat weniger Kontrast als jedes gute: {found}, gut {low} bis {high}.',
    'differs.position-x':
      'Das Teil liegt von links nach rechts anderswo: Kanten bei {found}\u202f% der Breite, gut {low} bis {high}\u202f%.',
    'differs.position-y':
      'Das Teil liegt von oben nach unten anderswo: Kanten bei {found}\u202f% der Höhe, gut {low} bis {high}\u202f%.',
    'differs.blurred': 'Dieses Bild ist weniger scharf als jedes gute: {found}, gut {low} bis {high}.',

    'recipe.not-approved':
      'Version {version} von {recipe} ist nicht genehmigt, und auf dieser Station urteilen nur genehmigte Versionen. Lassen Sie sie auf dem Bildschirm Rezepte genehmigen.',
    'recipe.retired':
      'Version {version} von {recipe} wurde zurückgezogen. Verwenden Sie eine andere Version, oder genehmigen Sie diese auf dem Bildschirm Rezepte erneut.',
    'recipe.no-limit':
      'Version {version} von {recipe} ist ein Entwurf ohne Grenzwert, der nicht genehmigt werden kann. Kalibrieren Sie mit mehr guten Bildern.',
    'recipe.test-failed':
      'Version {version} von {recipe} hat einen Test nach ihren eigenen Abnahmekriterien nicht bestanden und kann nicht genehmigt werden. Kalibrieren Sie neu, oder testen Sie eine andere Version.',
    'recipe.not-tested':
      'Version {version} von {recipe} hat noch keinen Test bestanden, und die Richtlinien verlangen einen. Testen Sie sie mit einem gesperrten Testsatz, dann genehmigen Sie sie.',
    'recipe.own-fit':
      '{person} hat Version {version} von {recipe} anpassen lassen, und die Richtlinien verlangen, dass eine andere Person sie genehmigt.',
    'recipe.approved-already':
      'Version {version} von {recipe} ist schon genehmigt. Verwenden Sie sie, oder planen Sie ihre Verwendung.',
    'recipe.in-use':
      'Version {version} von {recipe} ist in Betrieb und kann nicht zurückgezogen werden. Verwenden Sie zuerst eine andere Version.',
    'recipe.planned':
      'Die Verwendung von Version {version} von {recipe} ist geplant, also kann sie nicht zurückgezogen werden. Streichen Sie zuerst den Plan.',
    'source.recipe-by-name':
      'Die Namen der Bilder von {source} sagen, nach welchem Rezept jedes beurteilt wird; darum wechselt es niemand von Hand. Ein Techniker kann die Tabelle der Namen in der Einrichtung ändern.',
    'source.recipe-by-view':
      'Ansichten der Teile von {source} haben eigene Rezepte; darum wird keines allein von Hand gewechselt: Die anderen Ansichten behielten ihres. Ein Techniker ändert sie in der Einrichtung.',
    'source.recipe-same': '{source} wird schon nach dem Rezept {recipe} beurteilt.',
    'source.recipe-change-over':
      'Der Rezeptwechsel von {source} wurde inzwischen bestätigt, rückgängig gemacht oder von einem anderen abgelöst; es wurde nichts geändert.',
    'source.first-part-due':
      'Noch kein Teil von {source} wurde nach dem neuen Rezept beurteilt. Bestätigen Sie den Wechsel, sobald das erste da ist.',
    'recipe.planned-later':
      'Version {version} von {recipe} soll ab {at} urteilen, und keine andere Version ist genehmigt. Damit sie jetzt urteilt, verwenden Sie sie auf dem Bildschirm Rezepte.',
    'recipe.judges-already': 'Version {version} von {recipe} ist schon in Betrieb.',
    'recipe.plan-past': '{at} ist vorbei. Wählen Sie eine künftige Zeit.',
    'recipe.no-lots':
      'Kein Bild, das {recipe} beurteilt hat, hatte ein Los im Pfad, also kann die Station nicht sagen, wann das nächste Los beginnt. Geben Sie der Quelle ein Teilemuster mit einem Los, oder wählen Sie eine Zeit.',
    'recipe.nothing-planned': 'Für {recipe} ist nichts geplant.',
    'recipe.plan-failed':
      'Version {version} von {recipe} sollte inzwischen in Betrieb sein, kann es aber nicht: {problem} Die Version davor urteilt weiter.',
    'recipe.name-taken': 'Es gibt schon ein Rezept mit dem Namen „{name}“. Wählen Sie einen anderen Namen.',
    'package.unreadable':
      'Die Datei ist beschädigt oder abgeschnitten ({reason}). Kopieren Sie sie erneut von dort, wo sie exportiert wurde.',
    'package.format':
      'Die Datei ist kein von Sigmaline exportiertes Rezept, oder ein neueres Sigmaline hat sie geschrieben ({reason}). Exportieren Sie sie erneut, oder aktualisieren Sie diese Station.',
    'package.name':
      'Die Datei enthält „{name}“, einen Namen, den ein Rezept nicht haben kann. Sigmaline hat sie nicht geschrieben: Verwenden Sie sie nicht.',
    'package.too-large':
      'Die Datei nähme {bytes} Byte ein, mehr als ein Rezept haben kann ({most}). Sigmaline hat sie nicht geschrieben: Verwenden Sie sie nicht.',
    'package.changed':
      '{file} in der Datei ist nicht, was exportiert wurde: Der SHA-256 ist anders. Kopieren Sie die Datei erneut von dort, wo sie exportiert wurde.',
    'package.signature':
      'Die Unterschrift der Datei stimmt nicht ({reason}), also kann niemand sagen, wer sie erstellt hat. Exportieren Sie sie erneut auf ihrer Station.',
    'package.no-key':
      'Der Schlüssel dieser Station ist nicht verwendbar, also kann sie die Datei nicht unterschreiben. Was mit dem Schlüssel ist, sagen die Zustände der Station.',
    'package.upload': 'Die Datei kam nicht ganz an ({reason}). Wählen Sie sie erneut.',

    'record.not-judged':
      'Der Datensatz Nr. {number} hat kein Urteil, das neu berechnet werden könnte: Kein Rezept hat ihn beurteilt.',
    'record.judge-failed': 'Das Bild von Nr. {number} kann nicht neu beurteilt werden: {reason}',
    'search.not-kept':
      'Der Suchindex kann nicht geschrieben werden: {reason} Die Prüfung läuft weiter, aber nur neuere Datensätze werden gefunden. Sigmaline versucht es weiter; bleibt es dabei, schaffen Sie Platz auf dem Datenträger des Datenordners und prüfen Sie dessen Rechte.',
    'filters.too-many': 'Es gibt schon {count} gespeicherte Filter. Entfernen Sie einen, den niemand braucht.',
    'disposition.not-due': 'Über Nr. {number} entscheidet niemand: Das Teil war gut. Nichts wurde entschieden.',
    'disposition.part-waits':
      'Das Teil von Nr. {number} wartet noch auf eine Ansicht. Entscheiden Sie, wenn alle Ansichten da sind oder seine Zeit vorbei ist. Nichts wurde entschieden.',
    'disposition.changed':
      'Jemand anderes hat inzwischen über Nr. {number} entschieden. Nichts wurde entschieden; sehen Sie noch einmal nach.',
    'disposition.unknown-words':
      '„{words}“ steht nicht mehr in der Liste. Wählen Sie etwas anderes; nichts wurde entschieden.',

    'report.span': 'Das Ende des Berichts muss nach seinem Anfang liegen. Wählen Sie einen anderen Zeitraum.',
    'report.too-many':
      '{count} Berichte warten schon darauf, erstellt zu werden. Warten Sie, bis sie da sind, oder brechen Sie einige ab.',
    'report.failed':
      'Der Bericht konnte nicht erstellt werden: {reason}. Prüfen Sie Datenträger und Protokoll, und erstellen Sie ihn erneut.',
    'report.crashed':
      'Der Prozess, der den Bericht erstellt, endete unerwartet ({reason}). Geben Sie Speicher frei, und erstellen Sie den Bericht erneut.',
    'report.cancelled': 'Der Bericht wurde abgebrochen.',
    'report.folder':
      'Berichte können nicht nach {folder} geschrieben werden ({reason}). Sie bleiben auf der Station; prüfen Sie den Ordner, oder nennen Sie in der Einrichtung unter Berichte einen anderen.',
    'report.signer-unreadable':
      'Dies ist keine Zertifikatsdatei, die Sigmaline lesen kann ({reason}). Nehmen Sie eine PKCS#12-Datei (.p12 oder .pfx) mit dem Zertifikat und seinem Schlüssel.',
    'report.signer-passphrase':
      'Die Passphrase öffnet diese Zertifikatsdatei nicht. Tippen Sie sie erneut. Nichts wurde geändert.',
    'report.signer-no-key':
      'Diese Datei enthält keinen privaten Schlüssel zu ihrem Zertifikat. Exportieren Sie das Zertifikat mit seinem Schlüssel.',
    'report.signer-expired':
      'Das Zertifikat von {subject} gilt von {from} bis {to}, nicht heute. Berichte werden nicht damit unterschrieben; fordern Sie ein neues an.',
    'report.signer-kind':
      'Der Schlüssel dieses Zertifikats ({kind}) kann keine Berichte unterschreiben. Nehmen Sie RSA mit mindestens 2048 Bit oder eine der elliptischen Kurven P-256, P-384 und P-521.',
    'report.signer-missing':
      'Berichte sollen unterschrieben werden, aber es gibt kein Zertifikat dafür. Geben Sie in der Einrichtung unter Berichte eines an, oder schalten Sie das Unterschreiben aus.',
    'report.signer-sealed':
      'Das Zertifikat, das Berichte unterschreibt, wurde von einem anderen Programm oder Rechner versiegelt und lässt sich nicht öffnen ({file}). Geben Sie es in der Einrichtung unter Berichte erneut an.',

    'archive.relative':
      'Der Pfad {folder} ist nicht vollständig. Geben Sie den ganzen Pfad des Archivs ein, von der Wurzel oder vom Laufwerksbuchstaben an.',
    'archive.not-found':
      'Der Archivordner {folder} besteht nicht. Legen Sie ihn an, oder verbinden Sie seine Freigabe: Sigmaline legt ihn nicht an.',
    'archive.not-a-folder': '{folder} ist kein Ordner. Geben Sie den Ordner ein, in den die Bilder sollen.',
    'archive.unwritable':
      'In den Archivordner {folder} lässt sich nichts schreiben ({reason}). Prüfen Sie seine Rechte und den freien Platz.',
    'archive.name-refused':
      'Der Datenträger des Archivs nimmt den Namen von {file} nicht an ({reason}). Verschieben Sie diese Datei von Hand; alle anderen werden weiter verschoben.',
    'archive.in-source':
      'Der Archivordner {folder} überschneidet sich mit dem Quellordner {source}, archivierte Bilder würden also neu beurteilt. Wählen Sie einen Ordner ohne Überschneidung.',
    'archive.in-data':
      'Der Archivordner {folder} überschneidet sich mit dem Datenordner der Station. Wählen Sie einen Ordner ohne Überschneidung.',
    'afterwards.archive':
      '{count} gespeicherte Bilder der Quelle {source} warten auf das Verschieben ins Archiv. {problem} Bis dahin bleiben sie, wo sie sind; Sigmaline versucht es weiter.',
    'afterwards.delete':
      '{count} gespeicherte Bilder der Quelle {source} warten auf das Löschen. {problem} Sigmaline versucht es weiter.',
    'afterwards.older-problem': '{sentence}',
    'afterwards.returned':
      'Nach dem Wiederherstellen der Datenbank hatten {count} archivierte Bilder der Quelle {source} keinen Datensatz. Sie wurden aus dem Archiv {folder} zurück an ihren Ort verschoben und werden neu beurteilt.',
    'afterwards.not-returned':
      'Nach dem Wiederherstellen der Datenbank hatten {count} archivierte Bilder der Quelle {source} keinen Datensatz. Sie bleiben im Archiv {folder}, weil ihre Namen in der Quelle vergeben sind oder mehrere Quellen dieses Archiv teilen: {names}. Kopieren Sie sie unter anderen Namen in die Quelle, damit sie beurteilt werden.',
    'afterwards.not-searched':
      'Das Archiv {folder} der Quelle {source} konnte nicht nach Bildern durchsucht werden, die beim Wiederherstellen der Datenbank ihren Datensatz verloren. {problem} Sigmaline versucht es weiter.',
    'clock.jumped':
      'Die Uhr dieses Rechners ist gesprungen: Sie sagte {to}, als sie {from} hätte sagen müssen. Bilder werden weder gelöscht noch archiviert, bis sie gestellt ist, 24 Betriebsstunden lang stimmt, oder ein Techniker sie bestätigt. Prüfen Sie Datum, Uhrzeit und Zeitserver.',
    'clock.moved':
      'Die Uhr dieses Rechners sagte {from}, als die Station zuletzt lief, und {to} beim Neustart. Bilder werden weder gelöscht noch archiviert, bis die Uhr 24 Betriebsstunden lang stimmt oder ein Techniker sie bestätigt. War der Rechner nicht so lange aus, stellen Sie seine Uhr.',
    'clock.held':
      'Die Uhr dieses Rechners ging von {from} auf {to} und stimmt seit 24 Betriebsstunden, also gilt sie als richtig. Seither gespeicherte Bilder werden nach dieser Zeit archiviert. Ist sie falsch, stellen Sie die Uhr.',
    'clock.jumped-again':
      'Die Uhr ist wieder gesprungen, auf {to}. Prüfen Sie Datum und Uhrzeit, bevor Sie sie bestätigen.',

    'test-set.not-found': 'Diesen Testsatz gibt es nicht mehr. Listen Sie die Testsätze neu auf.',
    'test-set.name': 'Ein anderer Testsatz heißt {name}. Wählen Sie einen anderen Namen.',
    'test-set.locked':
      'Der Testsatz {name} ist gesperrt: Nichts darin ändert sich mehr. Legen Sie eine Kopie an, und ändern Sie diese.',
    'test-set.not-locked':
      'Der Testsatz {name} ist nicht gesperrt. Sperren Sie ihn zuerst: Was getestet wird, darf sich danach nicht ändern.',
    'test-set.too-many':
      'Ein Testsatz fasst höchstens {most} Bilder, dieser hätte {count}. Legen Sie einen zweiten an.',
    'test-set.defect':
      'Die Fehlerart {defect} steht nicht in der Liste der Station. Wählen Sie eine aus der Liste, oder fügen Sie sie in der Einrichtung unter Entscheidungen hinzu.',
    'test-set.no-criteria':
      'Der Testsatz {name} hat keine Kriterien. Schreiben Sie, was eine Version einhalten muss, bevor Sie ihn sperren.',
    'test-set.unlabelled':
      '{count} Bilder des Testsatzes {name} sind nicht beschriftet. Beschriften Sie sie, oder schließen Sie sie mit einem Grund aus. Verlangen die Richtlinien zwei Beschriftungen, kommen sie von zwei Personen.',
    'test-set.differing':
      'Zwei Personen sagen über {count} Bilder des Testsatzes {name} Verschiedenes. Sehen Sie sie gemeinsam an: Einer beschriftet neu, oder schließen Sie sie mit einem Grund aus.',
    'test-set.too-few-good':
      'Die Kriterien brauchen mindestens {needed} Gutteile, der Testsatz hat {count}. Fügen Sie Gutteile hinzu, oder verlangen Sie in den Kriterien weniger.',
    'test-set.too-few-defects':
      'Die Kriterien brauchen mindestens {needed} Schlechtteile, der Testsatz hat {count}. Fügen Sie Schlechtteile hinzu, oder verlangen Sie in den Kriterien weniger.',
    'test-set.class-missing':
      'Die Kriterien verlangen die Fehlerart {defect}, von der der Testsatz kein Teil hat. Fügen Sie eines hinzu, oder nehmen Sie die Art aus den Kriterien.',
    'test-set.altered':
      'Die Datei {file} des Testsatzes {name} ist nicht die hinzugefügte. Finden Sie heraus, was sie im Datenordner verändert hat; mit diesem Bild kann nicht mehr getestet werden.',
    'test-set.same-image':
      'Das Bild {image} ist im Testsatz {set}: Womit eine Version getestet wird, daraus darf sie nicht lernen. Nehmen Sie es aus den guten Bildern.',
    'test-set.same-part':
      'Das Bild {image} zeigt Teil {serial}, das im Testsatz {set} ist: Womit eine Version getestet wird, daraus darf sie nicht lernen. Nehmen Sie alle Bilder dieses Teils aus den guten Bildern.',
    'test-set.near-image':
      'Das Bild {image} ist fast dasselbe wie {other} im Testsatz {set}: Womit eine Version getestet wird, daraus darf sie nicht lernen. Nehmen Sie es aus den guten Bildern.',
    'test-set.not-compared':
      'Die guten Bilder konnten nicht mit denen der Testsätze verglichen werden ({reason}). Starten Sie die Kalibrierung noch einmal; passiert es wieder, melden Sie es mit dem Protokoll.',
    'test-run.not-found': 'Diesen Test gibt es nicht mehr. Listen Sie die Testsätze neu auf.',
    'test-run.running': 'Ein Test läuft. Warten Sie, bis er endet, oder halten Sie ihn an.',
    'test-run.draft':
      'Version {version} von {recipe} hat keinen Grenzwert, kann Teile also nur zum Nachprüfen geben. Kalibrieren Sie mit mehr guten Bildern, dann testen Sie das Ergebnis.',
    'test-run.calibration-image':
      'Das Bild {file} dieses Testsatzes ist eines der guten Bilder von Version {version}: Eine Version kann nicht mit dem getestet werden, woraus sie gelernt hat. Testen Sie eine andere Version, oder schließen Sie das Bild in einer Kopie des Testsatzes aus.',
    'test-run.not-judged': 'Die Bilder werden noch beurteilt. Sehen Sie die Heatmaps an, wenn alle es sind.',

    'stamp.not-a-checkpoint':
      'Die Datei {checkpoint} ist kein Kontrollpunkt, also wird kein Zeitstempel angefragt. Nehmen Sie eine Datei, die die Station in ihren Ordner für Kontrollpunkte oder neben einen Export geschrieben hat.',
    'stamp.unreadable':
      '{stamp} ist nicht die Antwort einer Zeitstempelstelle, oder ein Teil fehlt ({reason}). Holen Sie sie erneut, als Binärdatei.',
    'stamp.refused':
      'Die Stelle gab keinen Zeitstempel: {stamp} enthält ihre Ablehnung (Status {status}; {reason}). Stellen Sie eine neue Anfrage, und fragen Sie die Stelle, wenn sie wieder ablehnt.',
    'stamp.other-file':
      '{stamp} wurde nicht für diese Bytes gegeben: Der Kontrollpunkt wurde verändert, oder der Zeitstempel gehört zu einer anderen Datei. Nehmen Sie den Kontrollpunkt, aus dem die Anfrage entstand.',
    'stamp.hash':
      '{stamp} beruht auf dem Hash {hash}, dem nicht zu trauen ist (SHA-256, SHA-384, SHA-512). Bitten Sie die Stelle um einen Zeitstempel mit SHA-256.',
    'stamp.no-certificate':
      '{stamp} enthält das Zertifikat der Stelle nicht. Stellen Sie die Anfrage mit sigmaline audit stamp-request, das danach fragt.',
    'stamp.signature':
      'Die Unterschrift von {stamp} stimmt nicht ({reason}): Der Zeitstempel wurde verändert oder erfunden. Holen Sie ihn erneut von der Stelle.',
    'stamp.other-certificate':
      '{stamp} wurde nicht für das enthaltene Zertifikat unterschrieben oder nennt es nur mit SHA-1 (ESSCertIDv2 nach RFC 5816 ist nötig). Bitten Sie die Stelle um einen Zeitstempel, der ihr Zertifikat mit SHA-256 nennt.',
    'stamp.purpose':
      'Das Zertifikat von {authority}, das {stamp} unterschrieb, ist keines nur für Zeitstempel. Fragen Sie eine Zeitstempelstelle.',
    'stamp.expired':
      'Das Zertifikat von {authority}, das {stamp} unterschrieb, war zur genannten Zeit {at} nicht gültig. Bitten Sie um einen neuen Zeitstempel.',
    'stamp.untrusted':
      'Das Zertifikat von {authority}, das {stamp} unterschrieb, führt zu keinem Zertifikat, das mit --ca angegeben wurde und um {at} gültig war. Geben Sie das an, das die Stelle veröffentlicht.',

    internal:
      'Etwas Unerwartetes ist fehlgeschlagen: {reason}. Starten Sie die Station neu; passiert es wieder, melden Sie es mit dem Protokoll.',

    'image.not-found':
      'Das Bild {file} fehlt. Prüfen Sie den Pfad, und dass nichts anderes Dateien in dem Ordner verschiebt oder löscht.',
    'image.unreadable':
      'Das Bild {file} ist nicht lesbar ({reason}). Prüfen Sie seine Rechte und den Datenträger oder die Freigabe, auf der es liegt.',
    'image.empty': 'Die Datei {file} ist leer. Prüfen Sie, ob die Kamera sie fertig geschrieben hat.',
    'image.not-an-image':
      'Die Datei {file} ist kein Bild, das Sigmaline lesen kann (PNG, JPEG, TIFF, BMP, WebP, PGM, PPM). Prüfen Sie, was die Kamera schreibt.',
    'image.truncated':
      'Das Bild {file} endet zu früh: Es wurde abgeschnitten oder wird noch geschrieben. Prüfen Sie die Kamera und die Verbindung zu ihr.',
    'image.corrupt':
      'Das Bild {file} ist beschädigt ({reason}). Prüfen Sie die Kamera und den Datenträger, auf den sie schreibt.',
    'image.too-large':
      'Das Bild {file} hat {pixels} Pixel; höchstens {limit} sind erlaubt. Verringern Sie die Auflösung der Kamera.',
    'image.unsupported':
      'Das Bild {file} hat ein nicht unterstütztes Format ({reason}). Stellen Sie die Kamera auf 8 oder 16 Bit Grau oder RGB.',

    'position.not-found':
      'Das Teil wurde im Bild {file} nicht gefunden: Was dort liegt, ist den Gutteilen zu {likeness}\u202f% ähnlich, nötig sind {least}\u202f%. Prüfen Sie, ob das Teil ganz im Bild liegt und zu diesem Rezept gehört. Sehen Gutteile so aus, kalibrieren Sie auch mit solchen Bildern.',
    'position.no-shape':
      'Die guten Bilder zeigen keine gemeinsame Form, die sagt, wo das Teil liegt: Sie sind sich zu {likeness}\u202f% ähnlich, zufällig wären {chance}\u202f%. Zeichnen Sie den Bereich um das Teil, oder wählen Sie eine feste Lage.',
    'position.reference-gone':
      'Das Bild, auf dem der Bereich gezeichnet wurde, ist nicht unter den guten Bildern. Zeichnen Sie den Bereich neu, oder legen Sie das Bild zurück.',

    'image.changed':
      'Das Bild {file} änderte sich, nachdem es vollständig war und bevor es beurteilt werden konnte. Lassen Sie die Kamera jedem Bild einen eigenen Namen geben.',

    'image.recipe-unknown':
      'Kein Rezept beurteilt {file}: Der Name nennt keines, das die Quelle kennt. Ergänzen Sie, was der Name sagt, bei den Rezepten der Quelle, oder berichtigen Sie den Namen an der Kamera; das Bild wurde nicht beurteilt.',
    'image.not-released':
      'Das Bild {file} wurde nicht freigegeben: {sidecar} kam nicht rechtzeitig. Prüfen Sie das Teil von Hand, und finden Sie heraus, warum jene Datei nicht daneben geschrieben wurde.',

    'folder.not-found': 'Der Ordner {folder} besteht nicht. Prüfen Sie den Pfad, und ob die Freigabe verbunden ist.',
    'folder.unreadable': 'Der Ordner {folder} ist nicht lesbar ({reason}). Prüfen Sie seine Rechte.',
    'folder.not-a-folder': '{folder} ist kein Ordner. Geben Sie den Ordner ein, der die Bilder enthält.',
    'folder.no-images':
      'Der Ordner {folder} enthält keine Bilder (PNG, JPEG, TIFF, BMP, WebP, PGM, PPM). Prüfen Sie den Pfad.',
    'dataset.layout':
      'Der Ordner {folder} ist kein Datensatz im MVTec-Aufbau: {missing} fehlt. Er muss train/good und test/CLASS enthalten.',

    'recipe.not-found': 'Es gibt kein Rezept namens {recipe}. Rezepte hier: {known}.',
    'recipe.version-not-found': 'Das Rezept {recipe} hat keine Version {version}. Versionen hier: {known}.',
    'recipe.changed-meanwhile':
      'Version {version} von {recipe} wurde inzwischen anderswo in Betrieb genommen, also wurde nichts geändert. Sehen Sie die Versionen noch einmal an, bevor Sie wählen.',
    'recipe.draft-unasked':
      'Version {version} von {recipe} ist ein Entwurf ohne Grenzwert, Version {used} hat einen. Mit dem Entwurf prüft eine Person jedes Teil nach. Wollen Sie das, wählen Sie es auf dem Bildschirm und bestätigen Sie, oder ergänzen Sie den Befehl um --draft.',
    'recipe.file':
      'Die Datei {file} ist kein Rezept, das Sigmaline lesen kann ({reason}). Nehmen Sie eine ONNX-Datei, die sigmaline recipe export geschrieben hat.',
    'recipe.name': '„{name}“ kann kein Rezeptname sein: Er braucht mindestens einen Buchstaben oder eine Ziffer.',
    'recipe.corrupt':
      'Das Rezept {recipe} ist nicht verwendbar ({reason}). Verwenden Sie eine andere Version, kalibrieren Sie es neu, oder holen Sie seinen Ordner aus einer Sicherung zurück.',
    'calibration.too-few-images':
      'Eine Pseudoausschussrate von {target} braucht mindestens {needed} gute Bilder; es sind {count}. {remedy}',
    'calibration.too-few-for-draft':
      'Ein Entwurf braucht Bilder von mindestens {needed} verschiedenen Gutteilen; es sind {count}. Fügen Sie gute Bilder hinzu.',
    'calibration.too-few-parts':
      'Eine Pseudoausschussrate von {target} braucht Bilder von mindestens {needed} verschiedenen Gutteilen; diese {images} Bilder zeigen nur {count}, die je einmal zählen, wie oft sie auch fotografiert wurden. {remedy}',
    'calibration.group':
      'Das Muster „{group}“ kann nicht sagen, welche Bilder dasselbe Teil zeigen. Schreiben Sie einen regulären Ausdruck mit der Gruppe (?<serial>...), etwa „(?<serial>\\d+)-“.',
    'calibration.group-unmatched':
      'Das Muster „{group}“ findet im Namen {file} keine Seriennummer. Ändern Sie das Muster, oder legen Sie das Bild woandershin.',
    'calibration.identical-images':
      'Alle {count} guten Bilder sind gleich. Kalibrieren Sie mit Bildern verschiedener Gutteile.',
    'calibration.mask-empty':
      'Die Maske deckt alles ab: Es bleibt keine Stelle zum Ansehen. Nehmen Sie etwas davon weg, dann passen Sie neu an.',
    'calibration.degenerate': 'Es lässt sich keine Gauß-Verteilung anpassen: {reason}. Prüfen Sie die guten Bilder.',
    'calibration.image-failed': 'Das gute Bild {file} ist nicht verwendbar: {reason}',
    'calibration.crashed':
      'Der Anpassungsprozess endete unerwartet ({reason}). Geben Sie Speicher frei oder nehmen Sie weniger Bilder; nichts wurde geändert.',
    'calibration.cancelled': 'Die Kalibrierung wurde abgebrochen. Nichts wurde geändert.',
    'calibration.running': 'Eine Kalibrierung läuft schon. Warten Sie, bis sie fertig ist, oder brechen Sie sie ab.',
    'calibration.unknown-run':
      'Es gibt keinen Kalibrierlauf {runId}. Er ist beendet, oder die Station wurde neu gestartet.',
    'calibration.npca':
      'Mit NPCA dauert die Anpassung von {count} Gutteilen Stunden: Mit diesem Backbone sind höchstens {most} möglich. Lassen Sie NPCA weg, oder kalibrieren Sie mit weniger Gutteilen.',
    'drift.scores-rise':
      'Die späteren guten Bilder sind den anderen weniger ähnlich als die früheren. Während der Aufnahme hat sich etwas geändert: Licht, Werkzeug, Material. Sehen Sie die neuesten Bilder an; sind sie, wie Gutteile ab jetzt sein werden, nehmen Sie mehr davon auf.',
    'drift.scores-fall':
      'Die früheren guten Bilder sind den anderen weniger ähnlich als die späteren. Während der Aufnahme hat sich etwas geändert: Licht, Werkzeug, Material. Sehen Sie die ältesten Bilder an; sind Gutteile nicht mehr so, nehmen Sie sie heraus.',
    'drift.brighter': 'Die späteren guten Bilder sind heller als die früheren. Prüfen Sie Lampe und Belichtung.',
    'drift.darker': 'Die späteren guten Bilder sind dunkler als die früheren. Prüfen Sie Lampe und Belichtung.',
    'drift.sharper': 'Die späteren guten Bilder sind schärfer als die früheren. Prüfen Sie Fokus und Objektiv.',
    'drift.blurred': 'Die späteren guten Bilder sind weniger scharf als die früheren. Prüfen Sie Fokus und Objektiv.',
    'drift.colour':
      'Die späteren guten Bilder haben andere Farben als die früheren. Prüfen Sie Lampe und Weißabgleich.',
    'drift.position':
      'In den späteren guten Bildern liegt das Teil anderswo als in den früheren. Prüfen Sie Aufnahme und Kamera.',
    'target.review':
      'Der Nachprüfbereich muss bei einem Anteil der Gutteile über der Pseudoausschussrate von {target} beginnen, höchstens bei 50\u202f%; {review} erfüllt das nicht. Wählen Sie einen größeren Anteil, oder keinen Nachprüfbereich.',
    'target.review-empty':
      'Schon der Grenzwert macht erwartungsgemäß {expected} der Gutteile zu Ausschuss, weil den anderen unähnliche Bilder beiseitegelegt wurden; ein Nachprüfbereich ab {review} wäre leer. Wählen Sie einen größeren Anteil, oder keinen Nachprüfbereich.',
    'target.invalid': 'Eine Ziel-Pseudoausschussrate liegt zwischen 0,1\u202f% und 50\u202f%; {target} nicht.',

    'backbone.not-found': 'Es gibt kein Backbone {backbone}. Backbones hier: {known}.',
    'backbone.corrupt':
      'Das Backbone {backbone} passt nicht zu seinem Manifest ({reason}). Installieren Sie es erneut.',
    'backbone.unknown':
      'Es gibt kein veröffentlichtes Backbone {backbone}. Veröffentlichte Backbones: {known}. Fügen Sie jedes andere als ONNX-Datei hinzu.',
    'backbone.id':
      '„{id}“ kann keine Kennung eines Backbones sein. Nehmen Sie Kleinbuchstaben, Ziffern und Bindestriche, etwa my-network.',
    'backbone.exists':
      'Ein Backbone {backbone} besteht schon. Entfernen Sie es zuerst, oder geben Sie dem neuen eine andere Kennung. Nichts wurde geändert.',
    'backbone.built-in': 'Das Backbone {backbone} ist eingebaut und kann nicht entfernt werden.',
    'backbone.output': 'Die ONNX-Datei hat keinen Ausgang {output}. Ihre Ausgänge: {known}.',
    'backbone.checksum':
      '{file} ist nicht die erwartete Datei: Ihr SHA-256 ist {found}, nicht {expected}. Nichts wurde installiert; laden oder kopieren Sie sie erneut.',
    'backbone.unpinned':
      'Diese Version hat für {address} keinen SHA-256 zum Vergleich, also wurde nichts geladen. Geben Sie den veröffentlichten SHA-256 mit --sha256 an, oder laden Sie die Datei selbst und fügen Sie sie mit --from FILE hinzu.',
    'backbone.crashed':
      'Der Prozess, der das Backbone hinzufügt, endete unerwartet ({reason}). Nichts wurde installiert; geben Sie Speicher frei und versuchen Sie es erneut.',
    'backbone.cancelled': 'Das Hinzufügen des Backbones wurde abgebrochen. Nichts wurde installiert.',

    'download.unreachable':
      'Die Adresse {address} ist nicht erreichbar ({reason}). Prüfen Sie die Verbindung, oder laden Sie die Datei anderswo und fügen Sie sie mit --from FILE hinzu.',
    'download.refused':
      'Die Adresse {address} antwortete {status}. Prüfen Sie die Adresse, oder laden Sie die Datei anderswo und fügen Sie sie mit --from FILE hinzu.',
    'download.interrupted':
      'Das Laden von {address} endete nach {done} Byte ({reason}). Führen Sie denselben Befehl erneut aus, um dort weiterzumachen.',

    'onnx.unreadable': 'Die ONNX-Datei ist nicht lesbar ({reason}). Kopieren oder exportieren Sie sie erneut.',
    'weights.not-found': 'Es gibt keine Datei {file}. Prüfen Sie den Pfad.',
    'weights.unreadable': 'Die Gewichte {file} sind nicht lesbar ({reason}). Laden oder kopieren Sie sie erneut.',
    'weights.missing-tensor':
      'Die Gewichte {file} enthalten den Tensor {tensor} nicht: Sie gehören zu einem anderen Netz oder enden auf einer früheren Stufe. Nehmen Sie die Datei für dieses Netz.',
    'weights.unexpected-tensor':
      'Die Gewichte {file} enthalten {tensor}, das dieses Netz nicht hat: Sie gehören zu einem anderen Netz. Nehmen Sie die Datei für dieses Netz.',
    'weights.wrong-shape':
      'Die Gewichte {file} enthalten {tensor} als {found}, erwartet ist aber {expected}: Sie gehören zu einem anderen Netz. Nehmen Sie die Datei für dieses Netz.',
    'onnx.unsupported': 'Die ONNX-Datei ist nicht verwendbar: {reason}. {remedy}',
    'onnx.not-quantisable': 'Das Backbone läuft nicht in 8-Bit-Ganzzahlen: {reason}.',

    'lane.crashed':
      'Der Prüfprozess endete, während er {file} beurteilte. Auch ein zweiter Versuch schlug fehl; prüfen Sie das Teil von Hand.',
    'lane.timeout':
      'Das Bild {file} wurde nicht innerhalb von {seconds} Sekunden beurteilt. Prüfen Sie das Teil von Hand.',
    'lane.run-failed':
      'Das Rezept lief nicht auf {file} ({reason}). Geben Sie Speicher frei oder starten Sie die Station neu, und prüfen Sie das Teil von Hand.',
    'lane.not-finite':
      'Für {file} gab das Rezept einen Wert {output}, der keine Zahl ist. Prüfen Sie das Teil von Hand und kalibrieren Sie das Rezept neu.',
    'lane.memory':
      'Der Prüfprozess wurde angehalten, weil er für {file} mehr Speicher nahm, als er darf ({megabytes} MB). Auch ein zweiter Versuch schlug fehl; prüfen Sie das Teil von Hand.',
    'lane.provider-failed':
      'Das Rezept läuft nicht auf {provider} ({reason}). Prüfen Sie den Grafiktreiber, oder wählen Sie CPU für die Ausführung.',
    'provider.failed':
      'Das Rezept {recipe} läuft auf dem Hauptprozessor, weil {provider} ausgefallen ist ({reason}). Urteile bleiben richtig, kommen aber vielleicht später; melden Sie es der Instandhaltung. Ist die Ursache behoben, wählen Sie in der Einrichtung unter Kanäle „Erneut versuchen“.',
    'provider.refused':
      'Das Rezept {recipe} läuft auf dem Hauptprozessor statt wie eingestellt auf {provider}: {reason}. Prüfen Sie den Grafiktreiber, oder ändern Sie die Einstellung.',
    'provider.memory':
      'Die Kontrollergebnisse der Grafikkarten ({file}) waren nicht lesbar: {reason}. Die Datei wurde als {kept} aufgehoben, und die Grafikkarten werden neu kontrolliert.',
    'lane.unwritable':
      'Die Datei {file} kann nicht geschrieben werden ({reason}). Prüfen Sie die Rechte ihres Ordners und den Datenträger.',
    'map.unusable': 'Die Anomaliekarte {file} ist nicht verwendbar ({reason}). Beurteilen Sie das Bild neu.',
    'lane.start':
      'Der Prüfprozess kann nicht starten ({reason}). Installieren Sie Sigmaline neu, oder sehen Sie ins Protokoll.',

    'source.not-found': 'Es gibt keine Quelle {source}.',
    'source.duplicate': 'Der Ordner {folder} wird schon von der Quelle {source} überwacht.',
    'source.nested':
      'Der Ordner {folder} liegt im Datenordner der Station. Wählen Sie den Ordner, in den die Kamera schreibt.',
    'source.overlap':
      'Der Ordner {folder} überschneidet sich mit dem der Quelle {source}, Dateien würden also zweimal beurteilt. Wählen Sie Ordner ohne Überschneidung.',
    'source.holds-data':
      'Der Ordner {folder} enthält den Datenordner der Station. Wählen Sie den Ordner, in den die Kamera schreibt.',
    'source.holds-archive':
      'Der Ordner {folder} überschneidet sich mit dem Archiv der Quelle {source}, archivierte Bilder würden also neu beurteilt. Wählen Sie Ordner ohne Überschneidung.',
    'source.include':
      'Das Muster „{pattern}“ für einzuschließende Dateien ist ungültig ({reason}). Schreiben Sie es wie „*.png“ oder „camera-2/**“.',
    'source.exclude':
      'Das Muster „{pattern}“ für auszulassende Dateien ist ungültig ({reason}). Schreiben Sie es wie „*-preview.png“.',
    'source.pattern':
      'Das Teilemuster ist kein regulärer Ausdruck ({reason}). Schreiben Sie es wie (?<serial>[0-9]+)-(?<view>[a-z]+), und probieren Sie es an einem Pfad aus.',
    'source.recipe-group':
      'Rezepte werden nach dem Dateinamen gewählt, aber das Teilemuster liest kein Rezept. Ergänzen Sie die Gruppe (?<recipe>...), etwa (?<recipe>[A-Z]+)-(?<serial>[0-9]+).',
    'source.recipe-table':
      'Das Teilemuster liest ein Rezept aus Dateinamen, aber kein Rezept sagt, welche Wörter seine sind. Schreiben Sie sie neben die Rezepte, oder nehmen Sie die Gruppe recipe aus dem Muster.',
    'source.view-group':
      'Ein Teil hat mehrere Ansichten, aber das Teilemuster liest keine Ansicht. Ergänzen Sie die Gruppe (?<view>...), etwa (?<serial>[0-9]+)_(?<view>[a-z]+).',
    'source.serial-group':
      'Ansichten gehören nach der Seriennummer zusammen, aber das Teilemuster liest keine. Ergänzen Sie die Gruppe (?<serial>...), oder setzen Sie Teile nach der Ankunft zusammen.',
    'source.view-unknown':
      'Die Quelle sagt, dass ihre Bilder die Ansicht „{view}“ zeigen, aber kein Teil hat eine Ansicht dieses Namens. Wählen Sie eine von: {known}.',
    'source.view-shown':
      'Nichts wurde geändert: {names} zeigt noch Ansichten der Teile dieser Quelle und würde jede als eigenes Teil beurteilen. Ändern oder entfernen Sie zuerst {names}.',
    'source.view-source':
      'Die Quelle, die sagt, wie Teile zusammengesetzt werden, ist nicht da oder hat keine Ansichten. Stellen Sie bei ihr zuerst die Ansichten ein, oder wählen Sie eine andere.',
    'source.recipe-named':
      'Bilder, deren Namen das Rezept {recipe} verlangen, warten, weil dieses Rezept jetzt nicht verwendbar ist. {problem} Sobald es wieder verwendbar ist, werden sie beurteilt.',
    'source.pattern-slow':
      'Das Teilemuster braucht für {path} zu lange. Vereinfachen Sie es: Eine Wiederholung in einer Wiederholung, wie (a+)+, ist meist die Ursache.',
    'source.pattern-groups':
      'Das Teilemuster nennt {found}, es fände also nichts. Nennen Sie mindestens eine der Gruppen {known}, wie (?<serial>[0-9]+), und keine anderen.',
    'source.file-refused':
      '{file} ist ein Link oder keine gewöhnliche Datei und wird nicht geprüft{others}. Legen Sie das Bild selbst in den Ordner.',
    'source.file-garbled': '{file} hat einen unlesbaren Namen und wird nicht geprüft{others}.',
    'source.file-unreachable': '{file} ist nicht erreichbar ({reason}){others}; prüfen Sie die Rechte.',
    'source.file-endless':
      'In {file} wird seit {minutes} min geschrieben, und es ist noch unvollständig, also noch nicht beurteilt; prüfen Sie die Kamera.',
    'source.files-unfinished':
      '{file} ist unfertig und hat sich eine Weile nicht geändert{others}. Prüfen Sie die Kamera und die Verbindung zu ihr.',
    'source.files-foreign': 'Dateien wie {pattern} ({count}) sind keine Bilder und werden nicht geprüft{others}.',
    'source.folder-unreadable': '{file} ist nicht lesbar{others}; prüfen Sie die Rechte.',
    'source.names-unmatched':
      '{count} der letzten {files} Dateien passen nicht zum Muster der Quelle für Seriennummer, Los und Ansicht, zuletzt {file}.',
    'source.names-slow':
      '{count} der letzten {files} Dateien brauchen mit dem Muster der Quelle für Seriennummer, Los und Ansicht zu lange, zuletzt {file}; vereinfachen Sie das Muster.',
    'source.recipe-before':
      'Bilder, die ankamen, als das Rezept {recipe} eingestellt war, warten: Sie werden nach diesem Rezept beurteilt, das jetzt nicht verwendbar ist. {problem} Sobald es wieder verwendbar ist, werden sie beurteilt.',
    'source.unwatched':
      '{folder} kann nicht beobachtet werden ({reason}); Sigmaline listet ihn auf, um neue Bilder zu finden.',
    'source.unwritable':
      'Die Datei {file} lässt sich weder verschieben noch löschen ({reason}). Geben Sie der Station Schreibrecht in ihrem Ordner, und schließen Sie die Datei in anderen Programmen.',
    'source.name-taken': 'Eine Quelle {source} besteht schon; sie überwacht {folder}. Wählen Sie einen anderen Namen.',
    'source.shared':
      'Die Station „{station}“ auf {machine} verschiebt oder löscht Bilder in {folder}, den auch diese Station überwacht: Bilder können verschwinden, bevor sie hier beurteilt sind. Geben Sie jeder Station einen eigenen Ordner.',
    'source.views-mix':
      'Bilder, die innerhalb von {withinSeconds} Sekunden ankommen, werden zu einem Teil zusammengesetzt, und alle {cycleSeconds} Sekunden kommt ein Teil: Eine Ansicht des nächsten Teils kann eines vollständig machen, dem die eigene fehlt. Wählen Sie in der Quelle unter Mehr, Was ein Teil ist, weniger als die Hälfte dieser Zeit.',
    'source.quiet':
      'In {folder} kam seit {since} kein Bild an; sonst kommt alle {cycleSeconds} Sekunden ein Teil. Läuft die Linie, prüfen Sie Kamera, Auslöser und Verbindung: Teile gehen ohne Urteil durch.',
    'folder.silent': 'Der Ordner {folder} antwortet nicht. Prüfen Sie, ob die Freigabe verbunden ist.',
    'folder.relative':
      'Der Pfad {folder} ist nicht vollständig. Geben Sie den ganzen Pfad ein, von der Wurzel oder vom Laufwerksbuchstaben an.',
    'inspection.not-found': 'Es gibt keine Prüfung {inspection}.',
    'resource.not-found': 'Es gibt kein {resource}.',

    'station.locked':
      'Der Datenordner {folder} wird von einer anderen Station benutzt (Prozess {pid}). Halten Sie jene an, oder nennen Sie mit --data einen anderen Ordner.',
    'station.not-asked':
      'Auf {folder} läuft eine Station, also kann nur sie dies tun, und von hier ist sie nicht zu fragen ({reason}). Tun Sie es auf ihrem Bildschirm, in der Einrichtung unter Rezepte, oder halten Sie die Station zuerst an.',
    'station.not-running':
      'Auf {folder} läuft keine Station. Starten Sie sie mit sigmaline serve --data "{folder}", oder nennen Sie mit --data einen anderen Ordner.',
    'station.data-folder':
      'Der Datenordner {folder} ist nicht verwendbar ({reason}). Prüfen Sie seine Rechte und den freien Platz, oder nennen Sie mit --data einen anderen.',
    'station.disk-full':
      'Der Datenträger von {folder} ist voll. Schaffen Sie Platz; dann läuft die Prüfung von selbst weiter.',
    'station.port': 'Der Port {port} lässt sich nicht öffnen ({reason}). Wählen Sie mit --port einen anderen.',
    'station.token':
      'Die Tokendatei {file} ist nicht verwendbar ({reason}). Sie muss 16 bis 256 Buchstaben, Ziffern, - oder _ enthalten und sonst nichts.',
    'station.no-interface': 'Die Oberfläche ist nicht gebaut ({folder} fehlt). Führen Sie npm run build aus.',
    'station.disk-low':
      'Auf dem Datenträger von {folder} sind nur {megabytes} MB frei. Schaffen Sie Platz, bevor er voll ist.',
    'station.disk-ending':
      'Auf dem Datenträger von {folder} sind nur {megabytes} MB frei: Beim jetzigen Tempo reicht das für etwa {parts} Teile oder {hours} Stunden. Schaffen Sie Platz, bevor er voll ist.',
    'station.disk-files-full':
      'Der Datenträger von {folder} fasst keine weiteren Dateien, wie viele Bytes auch frei sind. Löschen oder verschieben Sie einige; dann läuft die Prüfung von selbst weiter.',
    'station.disk-files-low':
      'Der Datenträger von {folder} hat nur noch Platz für {left} Dateien, wie viele Bytes auch frei sind. Löschen oder verschieben Sie einige, bevor er voll ist.',
    'station.disk-files-ending':
      'Der Datenträger von {folder} hat nur noch Platz für {left} Dateien: Beim jetzigen Tempo reicht das für etwa {parts} Teile oder {hours} Stunden. Löschen oder verschieben Sie einige, bevor er voll ist.',
    'station.backlog-growing':
      'Teile kommen schneller, als sie beurteilt werden können: {arriving} pro Minute in den letzten {minutes} Minuten, und diese Station schafft {held}. Fahren Sie die Linie langsamer, oder lassen Sie weniger beurteilen: kleinere Bilder, ein kleineres Backbone, weniger Quellen auf dieser Station. Sind die Kanäle auf die kürzeste Zeit eingestellt, hilft vielleicht die Einstellung auf die meisten Teile.',
    'station.backlog-slow':
      '{count} Bilder warten auf ihr Urteil, das älteste seit {seconds} Sekunden. Wächst die Zahl weiter, fahren Sie die Linie langsamer.',
    'station.backlog-stuck':
      '{count} Bilder warten auf ihr Urteil, das älteste seit {seconds} Sekunden. Halten Sie die Linie an und rufen Sie den Techniker: Teile gehen ohne Urteil durch.',
    'storage.newer':
      'Die Datenbank {file} wurde von einem neueren Sigmaline geschrieben (Schema {found}; diese Version kennt {known}). Installieren Sie die neuere Version.',
    'storage.older':
      'Die Datenbank {file} wurde von einem älteren Sigmaline geschrieben (Schema {found}; diese Version liest {known}). Starten Sie die Station einmal, um die Datenbank zu aktualisieren.',
    'storage.not-found': 'Es gibt keine Datenbank {file}. Nennen Sie mit --data den Datenordner einer Station.',
    'storage.corrupt': 'Die Datenbank {file} ist beschädigt ({reason}). Spielen Sie die neueste Sicherung zurück.',
    'storage.read-only':
      'Die Datenbank {file} kann nicht geschrieben werden: Ihr Datenträger oder Ordner ist schreibgeschützt ({reason}). Machen Sie ihn beschreibbar; dann läuft die Prüfung von selbst weiter.',
    'storage.restored':
      'Die Datensätze waren beschädigt und wurden wiederhergestellt: {restored} aus der Sicherung von {backupAt}, {salvaged} neuere aus der beschädigten Datei; {unreadable} waren nicht lesbar. Bilder, die ihren Datensatz verloren, werden neu beurteilt; Nummern ab {next} waren vielleicht schon vergeben. Die beschädigte Datenbank ({reason}) liegt in {folder}.',
    'storage.begun-anew':
      'Die Datensätze waren beschädigt, und es gab keine brauchbare Sicherung: {salvaged} Datensätze wurden aus der beschädigten Datei gelesen, {unreadable} waren nicht lesbar. Bilder, die ihren Datensatz verloren, werden neu beurteilt; Nummern ab {next} waren vielleicht schon vergeben. Die beschädigte Datenbank ({reason}) liegt in {folder}.',
    'storage.suspected':
      'Die Datenbank {file} schien im Betrieb beschädigt ({reason}). Eine vollständige Kontrolle fand keinen Schaden; lassen Sie Datenträger und Speicher der Station testen.',
    'storage.moved':
      'Die Datenbank {file} wurde im Betrieb verschoben oder gelöscht. Legen Sie sie zurück oder starten Sie die Station neu; dann läuft die Prüfung von selbst weiter.',
    'storage.log-held':
      'Das Log der Datenbank {file} ist auf {megabytes} MB gewachsen, weil ein anderes Programm die Datenbank zum Lesen offen hält. Schließen Sie es (einen Datenbankbetrachter, einen Bericht, ein Sicherungsprogramm); dann schrumpft das Log von selbst.',
    'backup.failed':
      'Die Datensätze konnten nicht nach {folder} gesichert werden: {reason} Sigmaline versucht es weiter.',
    'backup.crashed': 'Der Sicherungsprozess endete unerwartet ({reason}).',
    'notice.not-found': 'Es gibt keinen Hinweis {notice}.',
    'storage.failed': 'Die Datenbank {file} kann nicht geschrieben werden ({reason}). Prüfen Sie den Datenträger.',
    'settings.value':
      'Die Einstellung {setting} in {file} hat einen Wert, den diese Version nicht erlaubt, also gilt die Vorgabe. Stellen Sie sie in der Einrichtung neu ein.',
    'source.stored':
      'Die Quelle des Ordners {folder} steht in {file} in einer Form, die diese Version nicht lesen kann, also wird er nicht überwacht. Fügen Sie sie in der Einrichtung erneut hinzu.',
    'calibration.list':
      'Die Bilderliste {file} ist nicht verwendbar ({reason}). Sie muss in jeder Zeile ein Bild mit seinem Pfad nennen.',
    'settings.file':
      'Die Einstellungsdatei {file} ist nicht verwendbar: {reason}. sigmaline calibrate --print-schema sagt, was sie enthalten darf.',
    'settings.file-key':
      'Die Einstellungsdatei {file} hat den Schlüssel „{key}“, und so heißt keine Einstellung. Berichtigen Sie ihn oder nehmen Sie ihn heraus; sigmaline calibrate --print-schema nennt alle Einstellungen.',
    'settings.corrupt':
      'Die Einstellungsdatei {file} ist nicht lesbar ({reason}). Sie wurde als {kept} aufgehoben, und die Vorgaben gelten.',
    'settings.changed-meanwhile':
      'Ein anderer Bildschirm hat inzwischen die Einstellung {setting} geändert, also wurde nichts gespeichert. Speichern Sie noch einmal, um den neuen Wert zu ersetzen.',

    'demo.running': 'Die Demo läuft schon.',

    'request.unknown': 'Es gibt keine Anfrage {request}.',
    'request.invalid': 'Die Anfrage {request} ist ungültig: {reason}.',
    'request.forbidden':
      'Dies ({request}) braucht die Rolle {role}. Nichts wurde getan. Lassen Sie jemanden mit dieser Rolle sich anmelden.',
    ...germanAuditFaults,
    ...germanConnectionSentences,
    ...germanExecutionReasons,
    ...germanReasons,
    ...germanListWords,

    'count.or-more': '{count} oder mehr',
    'count.more': ' (und {count} weitere)',

    'usage.invalid': '{reason}',
  },
};

import type { CONNECTION_SENTENCES } from '../connectionErrors.ts';

export const germanConnectionSentences: Readonly<Record<keyof typeof CONNECTION_SENTENCES, string>> = {
  'connection.lost': 'Die Verbindung zur Station ist unterbrochen. Sigmaline versucht es weiter.',

  'connection.not-found': 'Diese Verbindung gibt es nicht mehr. Sehen Sie die Liste der Verbindungen erneut an.',
  'connection.name-taken': 'Eine andere Verbindung heißt schon „{name}“. Wählen Sie einen anderen Namen.',
  'connection.changed-meanwhile':
    'Ein anderer Bildschirm hat „{name}“ inzwischen geändert; deshalb geschah nichts. Sehen Sie erneut nach und wiederholen Sie dann Ihre Aktion.',
  'connection.aside-over':
    'Die Nachricht {sequence} ist nicht mehr zurückgelegt: Der Empfänger hat sie. Sehen Sie die Liste erneut an.',
  'connection.certificate-unknown': 'Das Zertifikat {fingerprint} ist nicht mehr da. Sehen Sie die Liste erneut an.',
  'connection.other-kind':
    'Eine Verbindung behält ihre Art ({kind}). Legen Sie für ein anderes Protokoll eine neue an.',
  'connection.not-certificate':
    '„{field}“ enthält kein lesbares Zertifikat. Fügen Sie es als PEM-Text ein, von BEGIN CERTIFICATE bis END CERTIFICATE.',
  'connection.not-key':
    '„{secret}“ enthält keinen lesbaren Schlüssel. Fügen Sie ihn als PEM-Text ohne Passwort ein, von BEGIN PRIVATE KEY bis END PRIVATE KEY.',
  'connection.secret-unknown': 'Eine Verbindung dieser Art bewahrt kein „{secret}“. Lassen Sie es weg.',
  'connection.secret-in-settings':
    '„{field}“ enthält einen privaten Schlüssel. Was dort steht, kann jeder lesen, der die Einrichtung sehen darf: Geben Sie dort nur das Zertifikat an, und den Schlüssel unter Geheimnisse.',
  'connection.secret-missing':
    '„{secret}“ fehlt. Tippen Sie es ein; es wird so aufbewahrt, dass niemand es lesen kann.',
  'connection.secret-form': '„{secret}“ hat nicht die Form {form}. Erzeugen Sie eines mit: {command}',
  'connection.name-authority': 'Zertifikat der Stelle, die das des Empfängers ausgestellt hat (PEM)',
  'connection.name-certificate': 'Zertifikat dieser Station (PEM)',
  'connection.name-user': 'Benutzer',
  'connection.name-password': 'Passwort',
  'connection.name-key': 'Privater Schlüssel (PEM)',
  'connection.name-secret': 'Signiergeheimnis',
  'connection.secrets-unreadable':
    'Die Geheimnisse der Verbindungen sind nicht lesbar ({reason}). Tippen Sie Passwörter und Schlüssel der Verbindungen neu ein.',
  'connection.is-off': 'Die Verbindung „{name}“ ist ausgeschaltet. Schalten Sie sie ein, um sie zu testen.',

  'connection.port-taken':
    'Ein anderes Programm lauscht schon am Port {port} von {address}. Beenden Sie es, oder wählen Sie einen anderen Port.',
  'connection.cannot-listen':
    'Die Station kann am Port {port} von {address} nicht lauschen ({reason}). Wählen Sie eine Adresse dieses Rechners und einen Port, den sie benutzen darf.',
  'connection.unreachable':
    '{where} ist nicht erreichbar ({reason}). Prüfen Sie die Adresse, das Netz und den Empfänger.',
  'connection.timeout': '{where} hat in {seconds} s nicht geantwortet. Prüfen Sie das Netz und den Empfänger.',
  'connection.sign-in': '{where} lehnt Benutzer und Passwort ab ({reason}). Prüfen Sie beide.',
  'connection.certificate':
    'Dem Zertifikat von {where} wird nicht vertraut ({reason}). Prüfen Sie es, und geben Sie das Zertifikat der Stelle an, die es ausgestellt hat.',
  'connection.not-tls':
    '{where} spricht dort kein TLS ({reason}). Prüfen Sie den Port und ob der Empfänger für Verschlüsselung eingerichtet ist.',
  'connection.own-certificate':
    'Zertifikat oder Schlüssel dieser Verbindung sind nicht brauchbar ({reason}). Geben Sie beide als PEM-Texte an.',
  'connection.refused':
    '{where} lehnt die Nachricht ab ({reason}). Sehen Sie nach, was erwartet wird, und senden Sie sie dann erneut.',
  'connection.database':
    '{where} kann nicht speichern, was gesendet wird ({reason}; SQLSTATE {state}). Geben Sie das an die Betreuung der Datenbank weiter.',
  'connection.folder':
    'In den Ordner {folder} einer Verbindung kann nicht geschrieben werden ({reason}). Prüfen Sie die Freigabe und ihre Rechte.',
  'connection.folder-full':
    'Der Datenträger oder die Freigabe des Ordners {folder} einer Verbindung ist voll. Schaffen Sie dort Platz; alles wartet und wird dann gesendet.',
  'connection.folder-away':
    'Der Ordner {folder} einer Verbindung liegt nicht mehr auf seiner Freigabe: Bei {mount} ist nichts eingehängt. Hängen Sie die Freigabe wieder ein; alles wartet und wird dann gesendet. Wurde der Ordner absichtlich verlegt, richten Sie die Verbindung neu ein.',
  'connection.package-missing':
    'Das Paket {package} {version} fehlt. Installieren Sie es (npm install --prefix "{folder}" {package}@{version}); die Verbindung beginnt dann von selbst.',
  'connection.receiver-newer':
    '{where} hat Tabellen einer neueren Version ({version}; diese Station kennt {known}). Bringen Sie zuerst diese Station auf den neuen Stand.',

  'connection.no-authentication':
    '{protocol} kennt keine Passwörter: Wer Port {port} von {address} erreicht, kann lesen und schreiben. Lassen Sie ihn im Netz der Linie.',
  'connection.certificate-ends':
    'Das Zertifikat der Station endet am {until}; dann weisen Clients es ab. Erstellen Sie unter „Wer sich verbinden darf“ ein neues, und lassen Sie die Clients ihm vertrauen.',
  'connection.certificate-ended':
    'Das Zertifikat der Station endete am {until}, und Clients weisen es ab. Erstellen Sie unter „Wer sich verbinden darf“ ein neues, und lassen Sie die Clients ihm vertrauen.',
  'connection.certificate-names':
    'Das Zertifikat der Station nennt {names} nicht, wo Clients die Station jetzt finden. Clients, die das prüfen, weisen es ab. Erstellen Sie unter „Wer sich verbinden darf“ ein neues, und lassen Sie die Clients ihm vertrauen.',
  'connection.client-certificate-ends':
    'Das Zertifikat von {client} endet am {until}; dann weist die Station es ab. Erstellen Sie am Client ein neues, lassen Sie ihn sich verbinden, und vertrauen Sie ihm.',
  'connection.client-certificate-ended':
    'Das Zertifikat von {client} endete am {until}, und die Station weist es ab. Erstellen Sie am Client ein neues, lassen Sie ihn sich verbinden, und vertrauen Sie ihm.',
  'connection.client-certificate-time':
    'Die Station hat {client} abgewiesen: Sein Zertifikat gilt von {from} bis {until}, und die Uhr der Station zeigt {now}. Stellen Sie die Uhr, die falsch geht. Gehen beide richtig, erstellen Sie am Client ein neues Zertifikat, und vertrauen Sie ihm hier.',
  'connection.client-takes-places':
    'Clients an {where} haben {count} Sitzungen, so viele, wie eine Adresse haben darf; eine weitere wurde abgewiesen. Beenden Sie die, die niemand braucht.',
  'connection.client-stuck':
    'Ein Client an {where} las nicht, was ihm gesendet wurde, und wurde getrennt. Prüfen Sie das Programm dort und das Netz.',
  'connection.client-sign-in':
    '{client} an {where} meldete sich mit falschem Benutzer oder Passwort an ({count} in Folge). Berichtigen Sie beides am Client. Kennt niemand diesen Client, weisen Sie sein Zertifikat unter „Wer sich verbinden darf“ ab.',
  'connection.not-encrypted':
    'Die Verbindung zu {where} ist nicht verschlüsselt: Andere im Netz können mitlesen, was gesendet wird.',

  'connection.failed': 'Die Verbindung „{name}“ arbeitet nicht: {why}',
  'connection.waiting-long':
    '{count} Nachrichten warten seit {since} auf „{name}“. Was älter als {days} Tage ist, wird nicht mehr gesendet. {why}',
  'connection.far-behind':
    '{count} Nachrichten warten auf „{name}“, die älteste seit {since}: Es nimmt weniger an, als anfallen. Was älter als {days} Tage ist, wird nicht mehr gesendet. Senden Sie mehr in einem Aufruf oder einer Datei, oder machen Sie den Empfänger schneller.',
  'connection.too-old':
    '{count} Nachrichten an „{name}“ waren älter als {days} Tage und wurden nicht gesendet. Sie stehen in den Datensätzen dieser Station.',
  'connection.set-aside':
    '{count} Nachrichten hat „{name}“ abgelehnt; sie sind zurückgelegt. Sehen Sie nach, warum, und senden Sie sie erneut.',
  'connection.connector-away':
    'Der Prozess der Verbindungen endete ({reason}) und startet neu. Ausgänge zeigen bis dahin kein Ergebnis.',

  'connection.not-allowed':
    '„{name}“ darf dies nicht ({what}). Ein Techniker erlaubt es in den Einstellungen der Verbindung.',
  'connection.command-unreadable':
    'Die Linie schickte einen Befehl, der nicht lesbar ist ({reason}). Sehen Sie in den Unterlagen dieser Verbindung nach, wie er lauten muss.',
  'connection.command-unknown':
    'Die Linie schickte den Befehl {command}, den diese Station nicht kennt. Sie kennt: {known}.',
  'connection.command-wrong':
    'Die Linie schickte den Befehl {command}, und was er zu {field} sagt, fehlt oder ist nicht erlaubt. Sehen Sie in den Unterlagen dieser Verbindung nach, wie er lauten muss.',
  'connection.command-retained': 'der Broker hat ihn aufbewahrt: Befehle ohne „retain“ senden',
  'connection.command-large': 'er hat mehr als {most} Bytes',
  'connection.command-no-object': 'er ist kein JSON-Objekt',
  'connection.reason-nobody': 'dort lauscht nichts: {code}',
  'connection.reason-no-name': 'kein Rechner heißt so: {code}',
  'connection.reason-silent': 'es kam keine Antwort: {code}',
  'connection.reason-no-way': 'kein Weg führt dorthin: {code}',
  'connection.reason-ended': 'es hat die Verbindung geschlossen: {code}',
  'connection.reason-no-card': 'keine Netzwerkkarte dieses Rechners hat diese Adresse: {code}',
  'connection.reason-administrators': 'das System lässt diesen Port nur Administratoren: {code}',
  'connection.reason-no-folder': 'diesen Ordner gibt es nicht: {code}',
  'connection.reason-no-right': 'dieser Benutzer darf dort nicht schreiben: {code}',
  'connection.reason-read-only': 'er kann nur gelesen werden: {code}',
  'connection.source-unknown': 'Diese Verbindung spricht nicht für die verlangte Quelle.',
  'connection.result-over': 'Das Ergebnis {sequence} ist vorbei; das neueste ist {newest}.',
  'connection.recipe-unknown': 'Die Linie verlangt das Rezept {recipe}, das diese Station nicht hat.',
  'connection.recipe-other':
    'Die Linie kündigt ein Teil des Rezepts {announced} an; die Quelle urteilt nach {judges}. Wechseln Sie das Rezept, oder ändern Sie, was die Linie ankündigt.',
  'connection.bypass-of-person':
    'Ein Bypass hält an, begonnen durch {who}, und die Linie darf nur beenden, was die Linie begonnen hat. Beenden Sie ihn an der Station.',
  'connection.announced-early':
    'Die Station hat gerade begonnen und sieht den Ordner von {source} durch. Kündigen Sie das Teil gleich noch einmal an.',
  'connection.announced-many':
    '{count} angekündigte Teile warten auf ihre Bilder. Prüfen Sie, ob die Kamera schreibt, und setzen Sie die Verbindung dann zurück.',
  'connection.announced-late': 'Die Linie kündigte das Teil {part} an, und in {seconds} s kam kein Bild.',
  'connection.announced-other':
    'Die Linie kündigte das Teil {announced} an; das Bild sagt {found}. Prüfen Sie die Reihenfolge der Linie; prüfen Sie das Teil von Hand.',
};

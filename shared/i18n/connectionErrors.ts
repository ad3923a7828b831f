/** What connections to machines, brokers and databases of the plant say of themselves. */
export const CONNECTION_SENTENCES = {
  'connection.lost': 'The connection to the station is lost. Sigmaline keeps retrying.',

  'connection.not-found': 'This connection is not there any more. Look at the list of connections again.',
  'connection.name-taken': 'Another connection is called "{name}" already. Choose another name.',
  'connection.changed-meanwhile':
    'Another screen has changed "{name}" in the meantime, so nothing was done. Look at it again, then repeat what you wanted.',
  'connection.aside-over': 'Message {sequence} is not set aside any more: the receiver has it. Look at the list again.',
  'connection.certificate-unknown': 'The certificate {fingerprint} is not there any more. Look at the list again.',
  'connection.other-kind': 'A connection keeps its kind ({kind}). Make a new one for another protocol.',
  'connection.not-certificate':
    '"{field}" holds no certificate that can be read. Paste it as PEM text, from BEGIN CERTIFICATE to END CERTIFICATE.',
  'connection.not-key':
    '"{secret}" holds no key that can be read. Paste it as PEM text without a passphrase, from BEGIN PRIVATE KEY to END PRIVATE KEY.',
  'connection.secret-unknown': 'A connection of this kind keeps no "{secret}". Leave it out.',
  'connection.secret-in-settings':
    '"{field}" holds a private key. What stands there can be read by everybody who may see the set-up: give the certificate alone, and the key under Secrets.',
  'connection.secret-missing': '"{secret}" is not set. Type it in; it is kept where nobody can read it.',
  'connection.secret-form': '"{secret}" is not of the form {form}. Make one with: {command}',
  /** Stand in other sentences. */
  'connection.name-authority': 'Certificate of who signed the receiver’s (PEM)',
  'connection.name-certificate': 'Certificate of this station (PEM)',
  'connection.name-user': 'User',
  'connection.name-password': 'Password',
  'connection.name-key': 'Private key (PEM)',
  'connection.name-secret': 'Signing secret',
  'connection.secrets-unreadable':
    'The secrets of the connections cannot be read ({reason}). Type in the passwords and keys of the connections again.',
  'connection.is-off': 'The connection "{name}" is switched off. Switch it on to test it.',

  'connection.port-taken':
    'Another program listens on port {port} of {address} already. End it, or choose another port.',
  'connection.cannot-listen':
    'The station cannot listen on port {port} of {address} ({reason}). Choose an address of this machine and a port that it may use.',
  'connection.unreachable': '{where} cannot be reached ({reason}). Check the address, the network and the receiver.',
  'connection.timeout': '{where} gave no answer within {seconds} s. Check the network and the receiver.',
  'connection.sign-in': '{where} refuses user and password ({reason}). Check both.',
  'connection.certificate':
    'The certificate of {where} is not trusted ({reason}). Check it, and give the certificate of who signed it.',
  'connection.not-tls':
    '{where} does not speak TLS there ({reason}). Check the port, and whether the receiver is set up for encryption.',
  'connection.own-certificate':
    'The certificate or key of this connection cannot be used ({reason}). Give both as PEM texts.',
  'connection.refused': '{where} refuses the message ({reason}). See what it expects, and send it again then.',
  'connection.database':
    '{where} cannot store what it is sent ({reason}; SQLSTATE {state}). Show this to whoever runs the database.',
  'connection.folder':
    'The folder {folder} of a connection cannot be written to ({reason}). Check the share and its permissions.',
  'connection.folder-full':
    'The disk or share of the folder {folder} of a connection is full. Free some space there; everything waits and is sent then.',
  'connection.folder-away':
    'The folder {folder} of a connection does not lie on its share any more: nothing is mounted at {mount}. Mount the share again; everything waits and is sent then. If the folder has moved on purpose, set up the connection anew.',
  'connection.package-missing':
    'The package {package} {version} is not installed. Install it (npm install --prefix "{folder}" {package}@{version}); the connection begins by itself then.',
  'connection.receiver-newer':
    '{where} holds tables of a newer version ({version}; this station knows {known}). Update this station first.',

  'connection.no-authentication':
    '{protocol} knows no passwords: whoever reaches port {port} of {address} can read and write. Keep it in the network of the line.',
  'connection.certificate-ends':
    "The station's certificate ends on {until}, and clients refuse it then. Make a new one under Who may connect, and have the clients trust it.",
  'connection.certificate-ended':
    "The station's certificate ended on {until}, and clients refuse it. Make a new one under Who may connect, and have the clients trust it.",
  'connection.certificate-names':
    "The station's certificate does not name {names}, where clients find the station now. Clients that check this refuse it. Make a new one under Who may connect, and have them trust it.",
  'connection.client-certificate-ends':
    'The certificate of {client} ends on {until}, and the station refuses it then. Make a new one at the client, have it connect, and trust it.',
  'connection.client-certificate-ended':
    'The certificate of {client} ended on {until}, and the station refuses it. Make a new one at the client, have it connect, and trust it.',
  'connection.client-certificate-time':
    'The station refused {client}: its certificate is valid from {from} to {until}, and the clock of the station says {now}. Correct the clock that is wrong. If both are right, make a new certificate at the client, and trust it here.',
  'connection.client-takes-places':
    'Clients at {where} have {count} sessions, the most that one address may have, and one more was refused. End those that nobody needs.',
  'connection.client-stuck':
    'A client at {where} did not read what it was sent, and was disconnected. Check the program there and the network.',
  'connection.client-sign-in':
    '{client} at {where} signed in with a wrong user or password ({count} in a row). Correct both at the client. If nobody knows this client, refuse its certificate under Who may connect.',
  'connection.not-encrypted':
    'The connection to {where} is not encrypted: others in the network can read what is sent.',

  'connection.failed': 'The connection "{name}" does not work: {why}',
  'connection.waiting-long':
    '{count} messages wait for "{name}" since {since}. What is older than {days} days is not sent any more. {why}',
  'connection.far-behind':
    '{count} messages wait for "{name}", the oldest since {since}: it takes fewer than there are. What is older than {days} days is not sent any more. Send more in one call or file, or make the receiver quicker.',
  'connection.too-old':
    '{count} messages to "{name}" were older than {days} days and were not sent. They are in the records of this station.',
  'connection.set-aside': '{count} messages were refused by "{name}" and set aside. See why, and send them again.',
  'connection.connector-away':
    'The process of the connections ended ({reason}) and starts again. Outlets show no result meanwhile.',

  'connection.not-allowed': '"{name}" may not do this ({what}). An engineer allows it in the set-up of the connection.',
  'connection.command-unreadable':
    'The line sent a command that cannot be read ({reason}). See the documents of this connection for its form.',
  'connection.command-unknown':
    'The line sent the command {command}, which this station does not know. It knows: {known}.',
  'connection.command-wrong':
    'The line sent the command {command}, and what it says of {field} is missing or not allowed. See the documents of this connection for its form.',
  /** Stand in other sentences. */
  'connection.command-retained': 'the broker kept it from before: send commands without "retain"',
  'connection.command-large': 'it has more than {most} bytes',
  'connection.command-no-object': 'it is no JSON object',
  'connection.reason-nobody': 'nothing listens there: {code}',
  'connection.reason-no-name': 'no computer has this name: {code}',
  'connection.reason-silent': 'no answer came: {code}',
  'connection.reason-no-way': 'no way leads to it: {code}',
  'connection.reason-ended': 'it closed the connection: {code}',
  'connection.reason-no-card': 'no network card of this machine has this address: {code}',
  'connection.reason-administrators': 'the system leaves this port to administrators: {code}',
  'connection.reason-no-folder': 'there is no such folder: {code}',
  'connection.reason-no-right': 'this user may not write there: {code}',
  'connection.reason-read-only': 'it can only be read: {code}',
  'connection.source-unknown': 'This connection does not speak for the source asked for.',
  'connection.result-over': 'The result {sequence} is over; the newest is {newest}.',
  'connection.recipe-unknown': 'The line asked for the recipe {recipe}, which this station does not have.',
  'connection.recipe-other':
    'The line announced a part of the recipe {announced}; the source judges by {judges}. Change the recipe, or what the line announces.',
  'connection.bypass-of-person':
    'A by-pass lasts that {who} began, and the line may end only what the line began. End it at the station.',
  'connection.announced-early':
    'The station has just begun and looks through the folder of {source}. Announce the part again in a moment.',
  'connection.announced-many':
    '{count} announced parts wait for their images. Check that the camera writes, then reset the connection.',
  'connection.announced-late': 'The line announced the part {part}, and no image came within {seconds} s.',
  'connection.announced-other':
    'The line announced the part {announced}; the image says {found}. Check the order of the line; the part needs a person.',
} as const;

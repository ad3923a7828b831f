/** What a verification of an audit chain finds wrong. Codes are stable. Nothing else is imported here: the one-file verifier carries these sentences. */
export const AUDIT_FAULTS = {
  'database.damaged': 'The database is damaged (page {page}: {reason}). What that page holds could not be verified.',
  'chain.none': 'There is no audit chain in it.',
  'chain.beginning': 'Entry 1 does not begin an audit chain.',
  'entry.altered': 'Entry {sequence} was altered: {what}.',
  'entry.missing': 'Missing: entry {entries}.',
  'entry.inserted': 'Entry {sequence} was inserted behind entry {behind}.',
  'entry.reordered': 'Entry {sequence} was moved behind entry {behind}.',
  'entry.columns': 'The columns beside entry {sequence} do not say what it says: {columns}.',
  'entry.version': 'Entry {sequence} has version {version}, which this verifier does not know. Use a newer one.',
  'entry.time-back': 'Entry {sequence} has a smaller time of operation than the entry before it.',
  'chain.cut': 'The chain was cut after entry {sequence}: {checkpoint} covers {size} entries.',
  'chain.rewritten':
    'The chain was rewritten: entries {first} to {size} are not those that {checkpoint} was signed for, though they agree with each other.',
  'chain.lost':
    '{checkpoint} covers {size} entries. Those from {first} on were lost before the recovery that entry {sequence} tells of.',
  'checkpoint.unreadable': '{checkpoint} is not a checkpoint, or a part of it is missing.',
  'checkpoint.other-chain': '{checkpoint} belongs to another chain, {origin}.',
  'checkpoint.unknown-key':
    '{checkpoint} is not signed by a key that this chain names and that you trust. Its signatures name {keys}.',
  'checkpoint.retired-key': '{checkpoint} is signed by a key that another one had replaced before.',
  'checkpoint.signature': 'The signature of {checkpoint} is false: its text was altered, or the signature was made up.',
  'key.unknown':
    'The chain ends with the key {key}, which is not a key that you gave, nor one that such a key handed over to.',
  'key.handover': 'Entry {sequence} names another key, but the key before it did not sign that.',
  'record.altered': 'Record {number} was altered: it is not the record that entry {sequence} was written for.',
  'record.missing': 'Record {number} is missing: entry {sequence} was written for it.',
  'record.twice': 'Entry {sequence} is a second one for record {number}.',
  'record.without-entry': 'No entry was written for record {numbers}.',
  'file.map': 'The anomaly map of record {number} was altered: {file}.',
  'file.image': 'The image of record {number} was altered, or another file has its name: {file}.',
  'proof.record': 'The record in the proof is not the one that its entry was written for.',
  'proof.other-record': 'The proof is one of record {id}.',
  'proof.path': 'The entry in the proof does not belong to the checkpoint.',
  'proof.checkpoint': 'The checkpoint in the proof is not the one in {checkpoint}.',
} as const;

/** What stands within these sentences. */
export const AUDIT_PHRASES = {
  'altered.json': 'it is not JSON',
  'altered.number': 'it has no number',
  'altered.parts': 'it has not the parts of an entry',
  'altered.form': 'it is not in its canonical form',
  'altered.hash': 'its hash is not that of its text',
  'altered.before': 'it is not the one that entry {next} was written behind',
  'altered.table': 'its number in the table is {number}',
  'altered.record': 'it names no record',
  'checkpoint.stored': 'the checkpoint of {size} entries in the database',
} as const;

/** What a verification has to say besides: nothing of it is a fault. */
export const AUDIT_REMARKS = {
  copied: 'The station was at work: a copy of its database was verified.',
  'no-anchor':
    'No checkpoint and no key from outside was given. Whoever can write this file and has the key of the station, or has made up another key, could have written all of it anew. Compare the key with the one that you were given: {key}',
  'no-checkpoint': 'No checkpoint covers this chain yet.',
  uncovered:
    'No checkpoint covers the entries behind {size} yet: {count}. That the last of them were not cut off cannot be shown.',
  unadopted: 'Records from before the chain that are not in it yet: {count}. The station adds them while it works.',
  'key-replaced': 'The key was replaced at entry {sequence} without the old one, which was gone: {reason}.',
  recovered: 'Entry {sequence} tells of a recovery of the database ({at}).',
  'clock-back': 'The clock went back at entry {sequence}, from {from} to {to}.',
  files:
    'Files whose hash was compared: {maps} anomaly maps and {images} images. Not there: {mapsGone} maps and {imagesGone} images.',
  superseded:
    'Rows that the station sent others for later, as after a restore: {count}. The table superseded keeps them.',
  'proof-key': 'No key from outside was given. Compare the key with the one that you were given: {key}',
} as const;

/** What else the verifier says. */
export const AUDIT_TEXTS = {
  intact: 'intact, {entries} entries, {records} records; checkpoints compared: {checkpoints}',
  broken: 'NOT INTACT, faults: {faults}; {entries} entries, {records} records; checkpoints compared: {checkpoints}',
  confirmed: '; the last checkpoint that holds covers {size} entries, {at}',
  more: '... and {count} more.',
  remark: 'note: {text}',
  usage:
    'verify DATABASE|BACKUP|EXPORT [--checkpoint FILE]... [--key FILE]... [--no-files] [--json]\nverify --record ID --proof FILE [--checkpoint FILE] [--key FILE] [--json]\nExit codes: 0 intact, 1 not intact, 2 wrong use.',
  'not-found': 'The file {file} cannot be read, or is empty. Check the path and your permissions.',
  'not-a-chain': 'The file {file} is neither a database of a station nor an export of its audit chain.',
  'not-a-database': 'The file {file} is not the database of a station.',
  'not-a-proof': 'The file {file} is not the proof of a record. sigmaline audit prove makes one.',
  'not-a-key':
    'The file {file} does not hold the public key of a station: one line such as sigmaline/ID+12345678+BASE64.',
  busy: 'The station writes {file} faster than it can be copied. Verify its newest backup, or stop the station meanwhile.',
} as const;

/** Why something cannot be taken out of a chain. */
export const AUDIT_COMMAND_ERRORS = {
  'audit.unreadable':
    'The database {file} is damaged ({reason}). Use a backup of it; sigmaline verify says what is wrong.',
  'proof.no-chain':
    'The database has no audit chain, so nothing can be proven of record {record}. Let this version of Sigmaline open the station once.',
  'proof.no-record': 'The database has no record {record}. Copy the id from the record itself or from an export.',
  'proof.no-entry':
    'Record {record} is not in the audit chain yet: the station adds records of before it while it works. Try again later.',
  'proof.no-checkpoint': 'No checkpoint covers record {record} yet. Make one at the station, then try again.',
} as const;

/** What the station's own verification finds wrong besides: the one-file verifier does not look at dispositions, and the check at a start only at the end. */
export const STATION_FAULTS = {
  'disposition.altered':
    'Disposition {disposition} was altered: it is not the one that entry {sequence} was written for.',
  'disposition.missing': 'A disposition is missing: entry {sequence} was written for it.',
  'entry-altered': 'Entry {sequence} was altered, or does not continue the one before it.',
  'checkpoint-unreadable': 'The last checkpoint cannot be read.',
  cut: 'The chain was cut: its last checkpoint covers {size} entries, and {entries} are there.',
  'checkpoint-other': 'The first {size} entries are not those that the last checkpoint was signed over.',
  'checkpoint-signature': 'The signature of the last checkpoint is not valid.',
} as const;

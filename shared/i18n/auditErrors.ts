/** What is wrong with the audit chain, its key, its checkpoints and its reviews. */
export const AUDIT_SENTENCES = {
  'audit.no-entry': 'The audit trail has no entry {sequence}.',
  'audit.no-key': 'No checkpoint can be signed. {problem}',
  'audit.no-head':
    'No checkpoint can be signed: something that the head of the audit trail is computed from is not there ({reason}). The station goes on inspecting and recording. Verify the audit trail now, keep a copy of the data folder, and find out who had access to it.',
  'audit.key-missing':
    'The key that signs the checkpoints of the audit trail, {file}, is missing. The station goes on inspecting and recording; checkpoints wait. Put the file back from a copy, or have an administrator make another key.',
  'audit.key-unreadable':
    'The key that signs the checkpoints of the audit trail, {file}, cannot be read ({reason}). The station goes on inspecting and recording; checkpoints wait. Check the permissions of the file or put it back from a copy, or have an administrator make another key.',
  'audit.key-sealed':
    'The key that signs the checkpoints of the audit trail, {file}, is sealed by a secret that only the Sigmaline application on this computer has, and the station was started without it. Checkpoints wait until the application runs the station again.',
  'audit.key-foreign':
    'The file {file} holds another key than the one that the audit trail names. The station goes on inspecting and recording; checkpoints wait. Put the right file back from a copy, or have an administrator make another key.',
  'audit.broken':
    'The audit trail does not verify: {fault} {more}The records are kept as they are, and parts are still judged and recorded. Keep a copy of the data folder, find out who had access to it, and acknowledge this with a signature.',
  'audit.broken-acknowledged': 'The audit trail does not verify: {fault} {more}{by} acknowledged this on {at}.',
  'audit.fault': '{text}',
  'audit.more-faults': 'Faults besides this: {count}. ',
  'audit.not-broken': 'There is nothing to acknowledge: the last verification found the audit trail intact.',
  'audit.verifier-crashed': 'The verification of the audit trail did not end ({reason}). Start it again.',
  'audit.checkpoint-folder':
    'Checkpoints of the audit trail cannot be written to {folder} ({reason}). Check that the share or the stick is connected and can be written to. Sigmaline keeps retrying.',
  'audit.checkpoint-relative':
    'The folder for checkpoints must be a whole path, such as /media/stick or D:\\checkpoints; {folder} is not. Nothing was changed.',
  'audit.checkpoint-in-data':
    'The folder for checkpoints, {folder}, lies in the data folder of the station or holds it: whoever changes the records could change the checkpoints too. Choose a share or a stick.',
  'audit.review-due':
    'A review of the audit trail has been due since {since}. Quality or an administrator looks through the entries and signs what was found.',
  'audit.period': 'The period ends before it begins, or has not ended yet. Choose a period that is over.',
} as const;

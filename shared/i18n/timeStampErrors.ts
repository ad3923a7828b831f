/** Why a time stamp over a checkpoint cannot be asked for, or does not hold. */
export const TIME_STAMP_SENTENCES = {
  'stamp.not-a-checkpoint':
    'The file {checkpoint} is not a checkpoint, so no time stamp is asked for. Use a file that the station wrote into its folder of checkpoints or beside an export.',
  'stamp.unreadable':
    '{stamp} is not the answer of a time stamp authority, or a part of it is missing ({reason}). Fetch it again, as a binary file.',
  'stamp.refused':
    'The authority gave no time stamp: {stamp} holds its refusal (status {status}; {reason}). Make another request, and ask the authority if it refuses again.',
  'stamp.other-file':
    '{stamp} was not given for these bytes: the checkpoint was altered, or the time stamp belongs to another file. Use the checkpoint that the request was made from.',
  'stamp.hash':
    '{stamp} relies on the hash {hash}, which is not one that can be trusted (SHA-256, SHA-384, SHA-512). Ask the authority for a time stamp with SHA-256.',
  'stamp.no-certificate':
    "{stamp} does not hold the authority's certificate. Make the request with sigmaline audit stamp-request, which asks for it.",
  'stamp.signature':
    'The signature of {stamp} does not hold ({reason}): the time stamp was altered or made up. Fetch it again from the authority.',
  'stamp.other-certificate':
    '{stamp} was not signed for the certificate that it holds, or names it by SHA-1 only (ESSCertIDv2 of RFC 5816 is needed). Ask the authority for a time stamp that names its certificate by SHA-256.',
  'stamp.purpose':
    'The certificate of {authority}, which signed {stamp}, is not one for time stamps alone. Ask an authority for time stamps.',
  'stamp.expired':
    'The certificate of {authority}, which signed {stamp}, was not valid at the time that it states, {at}. Ask for another time stamp.',
  'stamp.untrusted':
    'The certificate of {authority}, which signed {stamp}, does not lead to a certificate that was given with --ca and that was valid at {at}. Give the one that the authority publishes.',
} as const;

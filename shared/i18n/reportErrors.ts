/** Reports as PDF, and the certificate that signs them. */
export const REPORT_SENTENCES = {
  'report.span': 'The end of the report must come after its beginning. Choose another span.',
  'report.too-many': '{count} reports are waiting to be made already. Wait until they are there, or cancel some.',
  'report.failed': 'The report could not be made: {reason}. Check the disk and the log, and make it again.',
  'report.crashed':
    'The process that makes the report ended unexpectedly ({reason}). Free some memory, and make the report again.',
  'report.cancelled': 'The report was cancelled.',
  'report.folder':
    'Reports cannot be written to {folder} ({reason}). They are kept on the station; check the folder, or name another in the set-up, under Reports.',
  'report.signer-unreadable':
    'This is not a certificate file that Sigmaline can read ({reason}). Use a PKCS#12 file (.p12 or .pfx) with the certificate and its key.',
  'report.signer-passphrase': 'The passphrase does not open this certificate file. Type it again. Nothing was changed.',
  'report.signer-no-key':
    'This file holds no private key that belongs to its certificate. Export the certificate together with its key.',
  'report.signer-expired':
    'The certificate of {subject} is valid from {from} to {to}, and not today. Reports are not signed with it; ask for a new one.',
  'report.signer-kind':
    'The key of this certificate ({kind}) cannot sign reports. Use RSA of 2048 bits or more, or one of the elliptic curves P-256, P-384 and P-521.',
  'report.signer-missing':
    'Reports are to be signed, but there is no certificate for it. Give one in the set-up, under Reports, or turn signing off.',
  'report.signer-sealed':
    'The certificate that signs reports was sealed by another program or machine and cannot be opened ({file}). Give it again in the set-up, under Reports.',
} as const;

/** The audit chain's format: entries and their hashes, the tree over them, proofs, signed checkpoints. docs/audit-format.md describes it. */
export { canonicalJson } from './canonicalJson.ts';
export { exportLines } from './chainExport.ts';
export { type Checkpoint, originOf, parseCheckpoint, writeCheckpoint } from './checkpoint.ts';
export {
  ENTRY_VERSION,
  type EntryBody,
  NO_HASH,
  NOBODY,
  RecordTexts,
  recordHash,
  sealEntry,
} from './entry.ts';
export { readBody } from './entryBody.ts';
export { filled } from './faults.ts';
export { writeRotation } from './keyRotation.ts';
export { BLOCK_LEVEL, BLOCK_SIZE, leafHash, MerkleTree } from './merkleTree.ts';
export { proveRecord } from './proof.ts';
export { inclusionPath, rootByInclusion } from './proofs.ts';
export {
  generateKeyPem,
  parseNote,
  parsePublicKey,
  type SigningKey,
  signatureBy,
  signingKey,
  signNote,
} from './signedNote.ts';
export type { Snapshot } from './snapshot.ts';
export { DamagedDatabase } from './sqlite/databasePages.ts';
export { MissingNode, type NodeStore, restoreTree, TreeNodes } from './treeNodes.ts';
export { type SentEntry, type Verification, type VerifyOptions, verifyDatabase, verifySent } from './verification.ts';
export { givenFrom, openSnapshot, runVerification, verificationLines, WrongUse } from './verifyCommand.ts';

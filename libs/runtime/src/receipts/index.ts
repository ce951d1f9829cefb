export { commitmentOf, leafBytes, leafHash, type Leaf } from './leaf.js';
export { LogKeys } from './log-keys.js';
export { Receipts, type Receipt } from './receipts.js';
export { positionParams, receiptSchema } from './receipts.schemas.js';
export {
  noteOf,
  signatureBy,
  signerOf,
  signNote,
  verifierKey,
  type Note,
  type SignerKey,
  type VerifierKey,
} from './notes/signed-note.js';

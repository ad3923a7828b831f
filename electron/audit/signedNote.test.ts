import { expect, test } from 'vitest';
import { originOf, parseCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { rotatedKey, writeRotation } from './keyRotation.ts';
import { leafHash } from './merkleTree.ts';
import { generateKeyPem, parseNote, parsePublicKey, signatureBy, signingKey } from './signedNote.ts';

// The example of the package golang.org/x/mod/sumdb/note, which the C2SP document was made from.
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const QUOTATION =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

test('a note that another program signed is valid, until a letter of it changes', () => {
  const key = parsePublicKey(PETER)!;
  expect(key.id).toBe('c74f20a3');
  expect(signatureBy(parseNote(QUOTATION)!, key)).toBe('valid');
  expect(signatureBy(parseNote(QUOTATION.replace('answer', 'Answer'))!, key)).toBe('false');
  expect(parsePublicKey(PETER.replace('c74f20a3', 'c74f20a4'))).toBeNull();
});

const origin = originOf('7f1c');
const key = signingKey(generateKeyPem(), origin);
const other = signingKey(generateKeyPem(), origin);
const head = { size: 1234, root: leafHash('head'), at: '2026-11-28T06:00:00.000Z' };

test('a checkpoint says what was signed, by whom', () => {
  const written = writeCheckpoint(head, key);
  const lines = written.split('\n');
  expect(lines.slice(0, 2)).toEqual(['sigmaline/7f1c', '1234']);
  expect(lines[5]).toMatch(/^— sigmaline\/7f1c [A-Za-z0-9+/]{91}=$/);
  const checkpoint = parseCheckpoint(written)!;
  expect(checkpoint).toMatchObject({ origin, ...head });
  const known = parsePublicKey(key.text)!;
  expect(signatureBy(checkpoint.note, known)).toBe('valid');
  expect(signatureBy(checkpoint.note, other)).toBe('none');
  expect(signatureBy(parseCheckpoint(written.replace('\n1234\n', '\n1235\n'))!.note, known)).toBe('false');
});

test.each([
  ['nothing', ''],
  ['a text', 'sigmaline/7f1c\n12\n'],
  ['a size that begins with zero', writeCheckpoint(head, key).replace('1234', '01234')],
  ['a head that is too short', writeCheckpoint(head, key).replace(/\n[^\n]+=\n/, '\nAAAA\n')],
  ['a signature that was cut', writeCheckpoint(head, key).slice(0, -3)],
  ['a line behind the signature', `${writeCheckpoint(head, key)}more\n`],
])('%s is not a checkpoint', (_, text) => {
  expect(parseCheckpoint(text)).toBeNull();
});

test('an old key hands over to a new one; another cannot', () => {
  const note = writeRotation(key, other);
  expect(rotatedKey(note, key)?.text).toBe(other.text);
  expect(rotatedKey(note, other)).toBeNull();
  expect(rotatedKey(writeRotation(other, key), key)).toBeNull();
  expect(rotatedKey(writeCheckpoint(head, key), key)).toBeNull();
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keySecretIn, type SystemStore } from './keySecret.ts';

let folder: string;
const log: string[] = [];
const file = (): string => join(folder, 'store', 'audit.secret');
const tell = (line: string): void => void log.push(line);

/** Stands for the store of a user: it turns all bits. */
const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 255));
const STORE: SystemStore = {
  isEncryptionAvailable: () => true,
  encryptString: (text) => turned(Buffer.from(text)),
  decryptString: (bytes) => turned(bytes).toString(),
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-secret-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('the secret is made once, lies there encrypted, and is the same at the next start', () => {
  const secret = keySecretIn(STORE, file(), tell);
  expect(Buffer.from(secret!, 'base64')).toHaveLength(32);
  expect(readFileSync(file(), 'latin1')).not.toContain(secret);
  expect(keySecretIn(STORE, file(), tell)).toBe(secret);
});

test('there is none where the system has no store', () => {
  expect(keySecretIn({ ...STORE, isEncryptionAvailable: () => false }, file(), tell)).toBeNull();
  expect(keySecretIn({ ...STORE, getSelectedStorageBackend: () => 'basic_text' }, file(), tell)).toBeNull();
});

test('one that cannot be read is told of and never replaced', () => {
  const secret = keySecretIn(STORE, file(), tell);
  const locked = {
    ...STORE,
    decryptString: () => {
      throw new Error('locked');
    },
  };
  expect(keySecretIn(locked, file(), tell)).toBeNull();
  expect(log.join()).toContain('locked');
  expect(keySecretIn(STORE, file(), tell)).toBe(secret);
});

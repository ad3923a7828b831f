import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonicalJson.ts';
import { ENTRY_VERSION, type EntryBody, NO_HASH, recordHash, sealEntry } from './entry.ts';
import { canonicalText } from './entryBody.ts';

test('the canonical text is that of the example in RFC 8785', () => {
  const text =
    '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
    '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}';
  expect(canonicalJson(JSON.parse(text))).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test('the canonical text means the value, whatever the order of its keys', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
      expect(canonicalText(JSON.parse(text))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(canonicalText({ 9: 1, 10: 2, b: [] })).toBe(canonicalJson({ 9: 1, 10: 2, b: [] }));
  expect(canonicalJson({ b: 1, a: 2 })).toBe(canonicalJson({ a: 2, b: 1 }));
});

test('half of a character is replaced; what is not a number is refused', () => {
  expect(canonicalJson({ file: 'a\ud800b' })).toBe('{"file":"a\ufffdb"}');
  expect(() => canonicalJson({ score: Number.NaN })).toThrow();
  expect(() => canonicalJson({ file: '\ud800', score: Number.NaN })).toThrow();
  expect(() => canonicalJson(undefined)).toThrow();
});

test('an entry is hashed over the UTF-8 of its text', () => {
  const body: EntryBody = {
    ...{ v: ENTRY_VERSION, seq: 1, at: '2026-11-28T06:00:00.000Z', lived: 5, actor: 'station' },
    ...{ name: null, role: null, session: null, action: 'chain.begun', object: { kind: 'chain', id: 'ü' } },
    ...{ old: null, new: null, reason: null, schema: 230, prev: NO_HASH },
  };
  const { text, hash } = sealEntry(body);
  expect(text).toBe(
    '{"action":"chain.begun","actor":"station","at":"2026-11-28T06:00:00.000Z","lived":5,"name":null,"new":null,' +
      '"object":{"id":"ü","kind":"chain"},"old":null,"prev":"0000000000000000000000000000000000000000000000000000000000000000",' +
      '"reason":null,"role":null,"schema":230,"seq":1,"session":null,"v":1}',
  );
  expect(hash).toEqual(createHash('sha256').update(Buffer.from(text, 'utf8')).digest());
});

test('the hash of a record is that of its canonical JSON', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
  );
  const rows = fc.dictionary(fc.string(), value);
  fc.assert(
    fc.property(rows, (row) => {
      expect(recordHash(row)).toBe(createHash('sha256').update(canonicalJson(row)).digest('hex'));
    }),
  );
});

test('the hash of a record stays when columns are added, and changes with each of its values', () => {
  const row = { sequence: 7, score: 1.5, verdict: 'pass', look: null };
  const expected = createHash('sha256').update('{"score":1.5,"sequence":7,"verdict":"pass"}').digest('hex');
  expect(recordHash(row)).toBe(expected);
  expect(recordHash({ ...row, added_later: null })).toBe(expected);
  expect(recordHash({ ...row, sequence: 7n })).toBe(expected);
  expect(recordHash({ ...row, score: 1.5000000000000002 })).not.toBe(expected);
  expect(recordHash({ ...row, score: Number.POSITIVE_INFINITY })).not.toBe(
    recordHash({ ...row, score: Number.NEGATIVE_INFINITY }),
  );
});

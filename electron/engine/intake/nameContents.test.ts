import { describe, expect, test } from 'vitest';
import type { Fingerprint } from '../../../shared/domain/index.ts';
import { compareContents } from './nameContents.ts';

type Content = Parameters<typeof compareContents>[1];

const FOUND: Fingerprint = { size: 100, modifiedUs: 5000, changedUs: 6000, fileId: '7' };
const HOUR_US = 3_600_000_000;

function content(changes: Partial<Content> = {}): Content {
  return { ...FOUND, ledgerId: 1, state: 'recorded', sample: 's1', sha256: 'h1', isAway: 0, ...changes };
}

function compared(last: Partial<Content>, older: readonly Partial<Content>[] = [], isHinted = false): string {
  const rows = older.map((row, index) => content({ ledgerId: index + 10, sha256: `h${index + 10}`, ...row }));
  const comparison = compareContents(FOUND, content(last), isHinted, () => rows);
  if (comparison.kind === 'new') return 'new';
  if (comparison.kind === 'known') return `${comparison.ledgerId}${comparison.isLearnt ? '' : ', to be learnt'}`;
  const hashes = comparison.suspects.map(({ by, hash }) => `${by} ${hash}`).join(' or ');
  return `${comparison.isShifted ? 'shifted: ' : ''}${hashes}`;
}

const touched = { changedUs: 5999 };
const replaced = { changedUs: 5999, fileId: '8' };

describe('a content that is found under a name', () => {
  test.each<[string, Partial<Content>, string]>([
    ['differs in nothing', {}, '1'],
    ['has another size', { size: 99 }, 'new'],
    ['has another time', { modifiedUs: 4000 }, 'sha256 h1'],
    ['has a time that moved by an hour', { modifiedUs: FOUND.modifiedUs - HOUR_US }, 'shifted: sha256 h1'],
    ['was changed later, whatever its time says', touched, 'sha256 h1'],
    ['is another file of the same time', replaced, 'sha256 h1'],
    ['is of a row that knows nothing but size and time', { changedUs: null, fileId: null }, '1, to be learnt'],
    ['has another time than such a row', { changedUs: null, fileId: null, modifiedUs: 4000 }, 'sha256 h1'],
  ])('and %s', (_, last, expected) => {
    expect(compared(last)).toBe(expected);
  });

  test.each<[string, Partial<Content>, string]>([
    ['has another time, while the last one waits', { state: 'settled', modifiedUs: 4000 }, 'sample s1'],
    ['was changed later, while a lane has the last one', { state: 'claimed', ...touched }, 'sample s1'],
    [
      'has another time, while one waits that was never whole',
      { state: 'settled', sample: null, modifiedUs: 4 },
      'new',
    ],
    ['was touched, while one waits that was never whole', { state: 'settled', sample: null, ...touched }, '1'],
  ])('and %s', (_, last, expected) => {
    expect(compared(last)).toMatch(new RegExp(`^${expected}`));
  });

  test.each<[string, Partial<Content>, string]>([
    ['was touched', touched, '1, to be learnt'],
    ['has another time', { modifiedUs: 4000 }, 'new'],
    ['is another file', replaced, 'new'],
  ])('and %s since its error, of which no lane has read a byte', (_, last, expected) => {
    expect(compared({ state: 'error', sha256: null, ...last })).toBe(expected);
  });

  test('and was recorded as missing or overwritten has arrived again', () => {
    expect(compared({ state: 'error', isAway: 1 })).toBe('new');
  });

  test('and that something has happened to is read, although nothing else tells of it', () => {
    expect(compared({}, [], true)).toBe('sha256 h1');
    expect(compared({ state: 'settled' }, [], true)).toBe('sample s1');
    expect(compared({ state: 'error', sha256: null }, [], true)).toBe('1');
  });

  test('and that was left is read as soon as something speaks against it, and learnt if nobody has read it yet', () => {
    const left = { ledgerId: 0, state: 'left', sample: null } as const;
    expect(compared({ ...left, modifiedUs: 4000 })).toBe('sha256 h1');
    expect(compared({ ...left, sha256: null })).toBe('0');
    expect(compared({ ...left, sha256: null }, [], true)).toBe('sha256 null');
    expect(compared({ ...left, sha256: null, ...touched })).toBe('sha256 null');
    expect(compared({ ...left, sha256: null, modifiedUs: 4000 })).toBe('new');
  });
});

describe('an older content of a name, which is found under it again,', () => {
  const last = { modifiedUs: 9000, changedUs: 9001, fileId: '9' };

  test('is known by all that its row says', () => {
    expect(compared({ ...last, size: 50 }, [{}])).toBe('10');
  });

  test('is known by its bytes where that is not enough: a rename changes the time of the last change', () => {
    expect(compared({ ...last, size: 50 }, [touched])).toBe('sha256 h10');
    expect(compared(last, [touched])).toBe('sha256 h1 or sha256 h10');
    expect(compared({ ...last, size: 50 }, [{ changedUs: null, fileId: null }])).toBe('sha256 h10');
  });

  test('is none where another file has its time, or where the last content was written into the same file', () => {
    expect(compared({ ...last, size: 50 }, [replaced])).toBe('new');
    expect(compared({ ...last, size: 50, fileId: FOUND.fileId }, [touched])).toBe('new');
    expect(compared({ ...last, fileId: FOUND.fileId }, [touched])).toBe('sha256 h1');
  });

  test('has arrived again where it was away when its turn came', () => {
    expect(compared({ ...last, size: 50 }, [{ isAway: 1 }])).toBe('new');
  });
});

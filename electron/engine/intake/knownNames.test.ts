import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownNames } from './knownNames.ts';

const content = { size: 1, modifiedUs: 1, changedUs: null, fileId: null };

describe('the names of a folder', () => {
  it('are forgotten when they are not in the folder any more', () => {
    const names = new KnownNames();
    names.set('a.png', content, 1);
    names.set('b.png', content, 1);
    names.beginWalk();
    expect(names.meet('b.png')).toBe(true);
    names.forgetUnmet();
    expect(names.has('a.png')).toBe(false);
    expect(names.isSame('b.png', content)).toBe(true);
    expect(names.size).toBe(1);
  });

  it('are kept where they came while the folder was being walked through', () => {
    const names = new KnownNames();
    names.beginWalk();
    names.set('new.png', content, 1);
    names.forgetUnmet();
    expect(names.size).toBe(1);
    names.beginWalk();
    names.forgetUnmet();
    expect(names.size).toBe(0);
  });

  it('are what the last walk has met, whatever was met, entered or forgotten in between', () => {
    const path = fc.constantFrom('a.png', 'b.png', 'c.png', 'd.png');
    const command = fc.tuple(fc.constantFrom('walk', 'meet', 'set', 'forget', 'end'), path);
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const names = new KnownNames();
        let there = new Set<string>();
        let met = new Set<string>();
        for (const [kind, name] of commands) {
          if (kind === 'walk') {
            names.beginWalk();
            met = new Set();
          } else if (kind === 'meet') {
            expect(names.meet(name)).toBe(there.has(name));
            if (there.has(name)) met.add(name);
          } else if (kind === 'set') {
            names.set(name, content, 1);
            there.add(name);
            met.add(name);
          } else if (kind === 'forget') {
            names.forget(name);
            there.delete(name);
            met.delete(name);
          } else {
            names.forgetUnmet();
            there = new Set(met);
          }
          expect(names.size).toBe(there.size);
        }
      }),
    );
  });

  it('are all checked in turn, in a bounded number of rounds', () => {
    const names = new KnownNames();
    const all = Array.from({ length: 1000 }, (_, index) => `part-${index}.png`);
    for (const name of all) names.set(name, content, 1);
    const checked = new Set<string>();
    for (let round = 0; round < 24; round++) for (const name of names.nextToCheck(100)) checked.add(name);
    expect([...checked].sort()).toEqual([...all].sort());
  });

  it('are checked the newest first in every other round, however many there are', () => {
    const names = new KnownNames();
    for (let index = 0; index < 10_000; index++) names.set(`part-${index}.png`, content, 1);
    const rounds = [names.nextToCheck(64), names.nextToCheck(64)];
    expect(rounds.filter((round) => round.includes('part-9999.png'))).toHaveLength(1);
  });

  it('go on being checked while names come and go', () => {
    const names = new KnownNames();
    for (let index = 0; index < 50; index++) {
      names.set(`part-${index}.png`, content, 1);
      names.nextToCheck(3);
      if (index % 2 === 0) names.forget(`part-${index}.png`);
    }
    const checked = new Set(Array.from({ length: 40 }, () => names.nextToCheck(3)).flat());
    expect(checked.size).toBe(25);
  });
});

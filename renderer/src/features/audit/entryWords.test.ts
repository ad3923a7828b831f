import { describe, expect, it } from 'vitest';
import { actionWord, actorWord, areasOf, differencesOf } from './entryWords.ts';

describe('the words of an entry', () => {
  it('names actions and actors, and shows the code of what has no words', () => {
    expect(actionWord('settings.changed')).toBe('Settings changed');
    expect(actionWord('outlet.opened')).toBe('outlet.opened');
    expect(actorWord({ actor: 'anna', name: 'Anna Weber' })).toBe('Anna Weber');
    expect(actorWord({ actor: 'open station', name: null })).toBe('Open station');
  });

  it('shows what differs, field by field', () => {
    expect(differencesOf({ a: 1, b: 'x' }, { a: 2, b: 'x', c: null })).toEqual([
      { field: 'a', old: '1', new: '2', differs: true },
      { field: 'b', old: 'x', new: 'x', differs: false },
      { field: 'c', old: '–', new: '–', differs: false },
    ]);
  });

  it('marks nothing where there is no before, and takes anything that is no object as one', () => {
    expect(differencesOf(null, { size: 3 })).toEqual([{ field: 'size', old: '–', new: '3', differs: false }]);
    expect(differencesOf(['a', 'b'], ['b'])).toEqual([{ field: '', old: 'a, b', new: 'b', differs: true }]);
    expect(differencesOf(null, null)).toEqual([]);
  });

  it('offers each area once', () => {
    expect(areasOf(['settings.changed', 'source.added', 'source.removed'])).toEqual([
      { filter: 'settings.', word: 'All of: settings' },
      { filter: 'source.', word: 'All of: sources' },
    ]);
  });
});

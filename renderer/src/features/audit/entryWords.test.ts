import { describe, expect, it } from 'vitest';
import {
  sourceOptionsSchema,
  storedPoliciesSchema,
  storedStationSettingsSchema,
} from '../../../../shared/domain/index.ts';
import { loadCatalogue } from '../../../../shared/i18n/catalogues.ts';
import { ENGLISH_ERRORS, speakErrors } from '../../../../shared/i18n/errors.ts';
import { actionWord, actorWord, areasOf, differencesOf, fieldWord } from './entryWords.ts';

describe('the words of an entry', () => {
  it('names actions and actors, and shows the code of what has no words', () => {
    expect(actionWord('settings.changed')).toBe('Settings changed');
    expect(actionWord('outlet.opened')).toBe('outlet.opened');
    expect(actorWord({ actor: 'anna', name: 'Anna Weber' })).toBe('Anna Weber');
    expect(actorWord({ actor: 'open station', name: null })).toBe('Open station');
  });

  it('shows what differs, field by field', () => {
    expect(differencesOf({ a: 1, b: 'x' }, { a: 2, b: 'x', c: null })).toEqual([
      { field: 'a', label: 'a', old: '1', new: '2', differs: true },
      { field: 'b', label: 'b', old: 'x', new: 'x', differs: false },
      { field: 'c', label: 'c', old: '–', new: '–', differs: false },
    ]);
  });

  it('calls settings, policies and what stands in them as the forms do', () => {
    const [backups, rights, policy] = differencesOf(null, {
      backups: { folder: null, everyMinutes: 60 },
      changeRecipe: ['engineer'],
      twoLabels: true,
    });
    expect([backups?.label, backups?.new]).toEqual(['Backups', 'Folder: –\nEvery, minutes: 60']);
    expect(rights?.label).toBe('Change the recipe at the line');
    expect([policy?.label, policy?.new]).toEqual(['Two people label each image of a test set, and must agree', 'yes']);
  });

  it('calls codes what the screens call them', () => {
    const held = { lanes: 'latency', executionProvider: 'cuda', language: 'de', changeRecipe: ['engineer', 'quality'] };
    expect(differencesOf(null, held).map((each) => each.new)).toEqual([
      'The shortest time to a verdict',
      'CUDA (NVIDIA)',
      'Deutsch',
      'Engineer, Quality',
    ]);
    expect(differencesOf(null, { name: 'latency' })[0]?.new).toBe('latency');
  });

  it('has a word for each setting, policy and option of a source', () => {
    const names = [
      ...Object.keys(storedStationSettingsSchema.shape),
      ...Object.keys(storedPoliciesSchema.shape),
      ...Object.keys(sourceOptionsSchema.shape),
    ];
    expect(names.filter((name) => fieldWord(name) === name)).toEqual([]);
  });

  it("says the station's own texts in the language of whoever reads, and those of people as they typed them", async () => {
    const { errors } = await loadCatalogue('de');
    speakErrors(() => errors);
    try {
      const entry = { reason: 'the disk is full' };
      expect(differencesOf(null, entry, true)[0]?.new).toBe('der Datenträger ist voll');
      expect(differencesOf(null, entry)[0]?.new).toBe('the disk is full');
    } finally {
      speakErrors(() => ENGLISH_ERRORS);
    }
  });

  it('marks nothing where there is no before, and takes anything that is no object as one', () => {
    expect(differencesOf(null, { size: 3 })).toEqual([
      { field: 'size', label: 'Entries covered', old: '–', new: '3', differs: false },
    ]);
    expect(differencesOf(['a', 'b'], ['b'])).toEqual([{ field: '', label: '', old: 'a, b', new: 'b', differs: true }]);
    expect(differencesOf(null, null)).toEqual([]);
  });

  it('offers each area once', () => {
    expect(areasOf(['settings.changed', 'source.added', 'source.removed'])).toEqual([
      { filter: 'settings.', word: 'All of: settings' },
      { filter: 'source.', word: 'All of: sources' },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { storedStationSettingsSchema } from '../../../../shared/domain/index.ts';
import { providersToChooseFrom, settingsInWords, settingsOf, stationDraftOf } from './stationDraft.ts';

describe('the execution providers to choose from', () => {
  it('are those that this machine offers, the CPU first', () => {
    expect(providersToChooseFrom(['webgpu', 'cpu', 'cuda'], ['auto']).map(({ id }) => id)).toEqual([
      'cpu',
      'webgpu',
      'cuda',
    ]);
  });

  it('hold the one that is set, and tell that this machine does not offer it', () => {
    expect(providersToChooseFrom(['cpu'], ['coreml', 'coreml'])).toEqual([
      { id: 'cpu', isOffered: true },
      { id: 'coreml', isOffered: false },
    ]);
  });

  it('say nothing against the one that is set while no lane has told what is offered', () => {
    expect(providersToChooseFrom([], ['cuda'])).toEqual([
      { id: 'cpu', isOffered: true },
      { id: 'cuda', isOffered: true },
    ]);
  });
});

describe('the shifts of the form', () => {
  const known = storedStationSettingsSchema.parse({});

  it('stay the times that they were where nobody says more of them', () => {
    const draft = stationDraftOf(known);
    expect(draft.shiftStarts[0]).toEqual({ at: '06:00', name: '', days: [1, 2, 3, 4, 5, 6, 7] });
    draft.shiftStarts.push({ at: '5.30', name: ' ', days: [7, 6, 5, 4, 3, 2, 1] });
    expect(settingsOf(draft, known).shiftStarts).toEqual(['05:30', '06:00', '14:00', '22:00']);
  });

  it('have names and days of the week', () => {
    const draft = {
      ...stationDraftOf(known),
      shiftStarts: [
        { at: '7:00', name: ' Saturday ', days: [6] },
        { at: '06:00', name: '', days: [5, 1] },
      ],
    };
    const settings = settingsOf(draft, known);
    expect(settings.shiftStarts).toEqual([
      { at: '06:00', days: [1, 5] },
      { at: '07:00', name: 'Saturday', days: [6] },
    ]);
    expect(settingsInWords(settings).shiftStarts).toBe('06:00 (Mon, Fri), Saturday 07:00 (Sat)');
    expect(stationDraftOf(settings).shiftStarts[1]).toEqual({ at: '07:00', name: 'Saturday', days: [6] });
  });
});

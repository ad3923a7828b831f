import { describe, expect, it } from 'vitest';
import { providersToChooseFrom } from './stationDraft.ts';

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

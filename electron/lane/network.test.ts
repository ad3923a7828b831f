import { describe, expect, it } from 'vitest';
import { networkProvider } from './network.ts';

describe('the execution provider of a lane', () => {
  it('is the CPU where nothing is said', () => {
    expect(networkProvider({})).toBe('cpu');
    expect(networkProvider({ SIGMALINE_LANE_PROVIDER: '' })).toBe('cpu');
  });

  it('is what was asked for where ONNX Runtime offers it', () => {
    expect(networkProvider({ SIGMALINE_LANE_PROVIDER: 'cpu' })).toBe('cpu');
  });

  it('is never another one than asked for', () => {
    expect(() => networkProvider({ SIGMALINE_LANE_PROVIDER: 'abacus' })).toThrow(/abacus.*offers .*cpu/);
  });
});

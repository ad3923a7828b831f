export interface ProviderToChoose {
  readonly id: string;
  /** False for one that is set, as on another machine, and that this one does not have. */
  readonly isOffered: boolean;
}

const CPU = 'cpu';

/**
 * The CPU, which every machine has, all others that ONNX Runtime offers, and those that are set all the same.
 *
 * @param offered empty while it is not known
 * @param set what the settings and the form say now
 */
export function providersToChooseFrom(offered: readonly string[], set: readonly string[]): readonly ProviderToChoose[] {
  const named = set.filter((id) => id !== 'auto');
  return [...new Set([CPU, ...offered, ...named])].map((id) => ({
    id,
    isOffered: id === CPU || offered.length === 0 || offered.includes(id),
  }));
}

import type { TestImage, TestLabel } from '../../../shared/domain/index.ts';

/** What a person said of an image last. */
export interface HeldLabel extends TestLabel {
  /** The sign-in id; empty at an open station. */
  readonly person: string;
  readonly name: string;
  readonly at: string;
}

/** What the labels of an image come to. */
export interface Labelling {
  readonly labels: readonly HeldLabel[];
  /** What holds: so many people as are needed have said it, and nobody anything else. */
  readonly label: TestLabel | null;
  readonly differing: TestImage['differing'];
}

/** @param needed how many people have to say the same */
export function labellingOf(labels: readonly HeldLabel[], needed: 1 | 2): Labelling {
  const said = new Set(labels.map(({ truth, defect }) => JSON.stringify([truth, defect])));
  const [first] = labels;
  const holds = first !== undefined && labels.length >= needed && said.size === 1;
  return {
    labels,
    label: holds ? { truth: first.truth, defect: first.defect } : null,
    differing: said.size < 2 ? [] : labels.map(({ name, truth, defect }) => ({ by: name, label: { truth, defect } })),
  };
}

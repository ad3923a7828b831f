import type { Handlers } from '../../../shared/contract/index.ts';

import {
  SigmalineError,
  shareOf,
  sourceIdSchema,
  type TestImage,
  type TestOutcome,
  type TestResult,
  type TestRun,
  type TestSet,
} from '../../../shared/domain/index.ts';
import type { FakeStation } from './fakeStation.ts';

type Names = Extract<keyof Handlers, `${'testSet' | 'testRun'}.${string}`>;

const HASH = '5f0c'.repeat(16);
const at = (): string => new Date().toISOString();

/** Test sets of one labeller, and a version that fails the first good part and passes the last defective one. */
export function scriptedTestSets(station: FakeStation): Pick<Handlers, Names> {
  const sets = new Map<number, { set: TestSet; images: TestImage[] }>();
  const runs = new Map<number, { run: TestRun; results: TestResult[] }>();

  function found(id: number): { set: TestSet; images: TestImage[] } {
    const known = sets.get(id);
    if (known === undefined) throw new SigmalineError('test-set.not-found');
    return known;
  }

  function changed(id: number, change: Partial<TestSet>, images = found(id).images): TestSet {
    const kept = images.filter(({ excluded }) => excluded === null);
    const good = kept.filter(({ label }) => label?.truth === 'good').length;
    const defect = kept.filter(({ label }) => label?.truth === 'defect').length;
    const counts = {
      images: images.length,
      good,
      defect,
      goodParts: good,
      defectParts: defect,
      unlabelled: kept.length - good - defect,
      differing: 0,
      excluded: images.length - kept.length,
      challenge: kept.filter(({ isChallenge }) => isChallenge).length,
    };
    const set = { ...found(id).set, ...change, counts };
    sets.set(id, { set, images });
    station.emit('testSet.changed', { set });
    return set;
  }

  function each(id: number, ids: readonly number[], change: Partial<TestImage>): TestSet {
    return changed(
      id,
      {},
      found(id).images.map((image) => (ids.includes(image.id) ? { ...image, ...change } : image)),
    );
  }

  function add(id: number, count: number, label: TestImage['label'], from: TestImage['from']): number {
    const { images } = found(id);
    const more = Array.from({ length: count }, (_, index): TestImage => {
      const number = images.length + index + 1;
      return {
        id: number,
        file: `ring-${String(number).padStart(4, '0')}.png`,
        sha256: number.toString(16).padStart(64, '0'),
        from,
        number: from === 'record' ? number : null,
        serial: null,
        isChallenge: false,
        label,
        own: label,
        labelledBy: label === null ? [] : [''],
        differing: [],
        excluded: null,
      };
    });
    changed(id, {}, [...images, ...more]);
    return count;
  }

  function told(run: TestRun): TestRun {
    const known = runs.get(run.id);
    runs.set(run.id, { run, results: known?.results ?? [] });
    station.emit('testRun.changed', { run });
    return run;
  }

  function foundRun(id: number): { run: TestRun; results: TestResult[] } {
    const known = runs.get(id);
    if (known === undefined) throw new SigmalineError('test-run.not-found');
    return known;
  }

  return {
    'testSet.list': () => ({
      sets: [...sets.values()].map(({ set }) => set).reverse(),
      runs: [...runs.values()].map(({ run }) => run).reverse(),
    }),
    'testSet.create': ({ name, recipe, from }) => {
      const id = sets.size + 1;
      const set: TestSet = {
        id,
        name,
        recipeId: recipe,
        createdAt: at(),
        by: null,
        state: 'open',
        criteria: from === undefined ? null : found(from).set.criteria,
        criteriaWritten: from === undefined ? null : copiedFrom(found(from).set),
        collecting: null,
        labelsEach: 1,
        locked: null,
        withdrawn: null,
        counts: {
          images: 0,
          good: 0,
          defect: 0,
          goodParts: 0,
          defectParts: 0,
          unlabelled: 0,
          differing: 0,
          excluded: 0,
          challenge: 0,
        },
      };
      sets.set(id, { set, images: from === undefined ? [] : found(from).images });
      return changed(id, {});
    },
    'testSet.change': ({ id, name, criteria }) =>
      changed(id, {
        ...(name !== undefined && { name }),
        ...(criteria !== undefined && { criteria, criteriaWritten: { at: at(), by: null, copiedFrom: null } }),
      }),
    'testSet.remove': ({ id }) => {
      sets.delete(id);
      station.emit('testSet.removed', { id });
      return {};
    },
    'testSet.addFolder': ({ id, label }) => ({ added: add(id, 40, label, 'folder'), already: 0 }),
    'testSet.addRecords': ({ id, label, most }) => ({
      added: add(id, Math.min(most, 30), label, 'record'),
      already: 0,
      gone: 0,
    }),
    'testSet.upload': ({ id, label, isLast }) => {
      if (isLast) add(id, 1, label, 'upload');
      return {};
    },
    'testSet.collect': ({ id, from }) =>
      changed(id, {
        collecting: from === null ? null : { sourceId: sourceIdSchema.parse(from.sourceId), left: from.most },
      }),
    'testSet.images': ({ id }) => ({ images: found(id).images }),
    'testSet.label': ({ id, images, label }) => each(id, images, { label, own: label }),
    'testSet.describe': ({ id, images, serial, isChallenge }) =>
      each(id, images, { ...(serial !== undefined && { serial }), ...(isChallenge !== undefined && { isChallenge }) }),
    'testSet.exclude': ({ id, images, reason }) =>
      each(id, images, { excluded: reason === null ? null : { reason, by: null } }),
    'testSet.lock': ({ id }) =>
      changed(id, { state: 'locked', locked: { at: at(), by: null, hash: HASH }, collecting: null }),
    'testSet.withdraw': ({ id, reason }) =>
      changed(id, { state: 'withdrawn', withdrawn: { at: at(), by: null, reason } }),
    'testSet.locate': () => {
      throw new SigmalineError('image.not-found', { file: '' });
    },
    'testRun.start': ({ id, version }) => {
      const { set, images } = found(id);
      const results = resultsOf(images);
      const run: TestRun = {
        id: runs.size + 1,
        setId: id,
        setName: set.name,
        setHash: HASH,
        recipeId: set.recipeId,
        version,
        graphSha256: 'a1b2'.repeat(16),
        software: '0.9.0',
        provider: 'cpu',
        startedAt: at(),
        by: null,
        state: 'looking',
        endedAt: null,
        error: null,
        judged: results.length,
        total: results.length,
        toLook: results.filter(({ mustBeLooked }) => mustBeLooked).length,
        looked: 0,
        outcome: outcomeOf(results),
      };
      runs.set(run.id, { run, results });
      return told(run);
    },
    'testRun.stop': ({ run }) => told({ ...foundRun(run).run, state: 'stopped', endedAt: at() }),
    'testRun.results': ({ run }) => foundRun(run),
    'testRun.look': ({ run: id, image }) => {
      const { run, results } = foundRun(id);
      const now = results.map((one) => (one.image.id === image ? { ...one, looked: { at: at(), by: null } } : one));
      const looked = now.filter((one) => one.looked !== null).length;
      const isEnd = now.every((one) => !one.mustBeLooked || one.looked !== null);
      runs.set(id, { run, results: now });
      const state = isEnd ? (run.outcome?.holds === true ? 'passed' : 'failed') : 'looking';
      return told({ ...run, looked, state, endedAt: isEnd ? at() : null });
    },
    'testRun.locateMap': () => {
      throw new SigmalineError('image.not-found', { file: '' });
    },
  };
}

function copiedFrom({ name, criteriaWritten }: TestSet): TestSet['criteriaWritten'] {
  return criteriaWritten === null ? null : { ...criteriaWritten, copiedFrom: name };
}

function resultsOf(images: readonly TestImage[]): TestResult[] {
  const kept = images.flatMap((image) =>
    image.label === null || image.excluded !== null ? [] : [{ image, label: image.label }],
  );
  const good = kept.findIndex(({ label }) => label.truth === 'good');
  const missed = kept.findLastIndex(({ label }) => label.truth === 'defect');
  return kept.map(({ image: { id, file, serial, isChallenge }, label }, index) => {
    const isMistake = index === good || index === missed;
    const fails = (label.truth === 'defect') !== isMistake;
    return {
      image: { id, file, serial, isChallenge },
      label,
      verdict: fails ? 'fail' : 'pass',
      score: fails ? 9.4 : 0.7,
      limit: 3.2,
      error: null,
      hasMap: true,
      isMistake,
      mustBeLooked: isMistake || label.truth === 'defect',
      looked: null,
    };
  });
}

function outcomeOf(results: readonly TestResult[]): TestOutcome {
  const counted = (truth: 'good' | 'defect'): ReturnType<typeof shareOf> => {
    const some = results.filter(({ label }) => label.truth === truth);
    return shareOf(some.filter(({ isMistake }) => isMistake).length, some.length);
  };
  const [falseRejects, misses] = [counted('good'), counted('defect')];
  const check = { defect: null, holds: true };
  return {
    falseRejects,
    misses,
    reviewed: shareOf(0, falseRejects.parts),
    classes: [{ defect: 'Dent', ...misses }],
    checks: [
      { ...check, criterion: 'goodParts', wanted: 30, found: falseRejects.parts },
      { ...check, criterion: 'falseRejects', wanted: 0.05, found: falseRejects.observed },
      { ...check, criterion: 'falseRejectBound', wanted: 0.15, found: falseRejects.bound95 },
      { ...check, criterion: 'misses', wanted: 0, found: misses.observed, holds: misses.mistakes === 0 },
    ],
    holds: misses.mistakes === 0,
  };
}

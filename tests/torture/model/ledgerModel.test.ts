import { describe, expect, it } from 'vitest';
import {
  type Content,
  closed,
  emptyLedger,
  type LedgerModel,
  presentFiles,
  type RecordKind,
  removed,
  renamed,
  touched,
  type Version,
  written,
  wrongRecords,
} from './ledgerModel.ts';

const image = (number: number): Content => ({ number, kind: 'image' });
const judged: RecordKind = 'as it should be';

/** The version of a content under a name. */
function version(model: LedgerModel, path: string, number: number): Version {
  const found = model.versions.find((one) => one.path === path && one.content.number === number);
  if (found === undefined) throw new Error(`${path} never had the content ${number}`);
  return found;
}

const quiet = (...records: RecordKind[]) => [records, true] as const;

describe('a file that stays', () => {
  const model = written(emptyLedger, 'a.png', image(1));

  it('may wait, and must have been judged once the station is quiet', () => {
    const stays = version(model, 'a.png', 1);
    expect(wrongRecords(stays, [], false)).toBeNull();
    expect(wrongRecords(stays, ...quiet())).toMatch('was not judged');
    expect(wrongRecords(stays, ...quiet(judged))).toBeNull();
  });

  it('has no second record, and none that says that it was away', () => {
    const stays = version(model, 'a.png', 1);
    expect(wrongRecords(stays, ...quiet(judged, judged))).toMatch('another record');
    expect(wrongRecords(stays, ...quiet('image.not-found', judged))).toMatch('went away 0 times');
  });

  it('is the same once it is touched, or written once more', () => {
    const judgedOnce = closed(model, () => [judged]);
    for (const after of [touched(judgedOnce, 'a.png'), written(judgedOnce, 'a.png', image(1))]) {
      expect(after.versions).toHaveLength(1);
      expect(presentFiles(after)[0]).toMatchObject({ mark: 2, content: image(1) });
      expect(wrongRecords(version(after, 'a.png', 1), ...quiet(judged))).toBeNull();
      expect(wrongRecords(version(after, 'a.png', 1), ...quiet(judged, judged))).toMatch('decided');
    }
  });
});

describe('a file that was removed before the station was quiet', () => {
  const gone = version(removed(written(emptyLedger, 'a.png', image(1)), 'a.png'), 'a.png', 1);

  it.each([[[]], [[judged]], [['image.not-found']]] as RecordKind[][][])('may have the records %j', (records) => {
    expect(wrongRecords(gone, records, true)).toBeNull();
  });

  it('was never overwritten', () => {
    expect(wrongRecords(gone, ...quiet('image.changed'))).toMatch('never was');
    expect(wrongRecords(gone, ...quiet('image.not-found', 'image.not-found'))).toMatch('went away 1 times');
  });
});

describe('a file that was replaced before the station was quiet', () => {
  const model = written(written(emptyLedger, 'a.png', image(1)), 'a.png', image(2));

  it('may count as changed, and never as missing; the new content must be judged', () => {
    expect(wrongRecords(version(model, 'a.png', 1), ...quiet('image.changed'))).toBeNull();
    expect(wrongRecords(version(model, 'a.png', 1), ...quiet('image.not-found'))).toMatch('never was');
    expect(wrongRecords(version(model, 'a.png', 2), ...quiet())).toMatch('was not judged');
  });
});

describe('a file that is renamed', () => {
  it('is judged under its new name, and may have been under the old one', () => {
    const model = renamed(written(emptyLedger, 'a.png', image(1)), 'a.png', 'b.png');
    expect(wrongRecords(version(model, 'a.png', 1), ...quiet())).toBeNull();
    expect(wrongRecords(version(model, 'b.png', 1), ...quiet())).toMatch('was not judged');
  });

  it('and renamed back must be judged in the end, whatever was said of it meanwhile', () => {
    const away = renamed(written(emptyLedger, 'a.png', image(1)), 'a.png', 'b.png');
    const back = version(renamed(away, 'b.png', 'a.png'), 'a.png', 1);
    expect(wrongRecords(back, ...quiet('image.not-found'))).toMatch('was not judged');
    expect(wrongRecords(back, ...quiet('image.not-found', judged))).toBeNull();
  });

  it('and renamed back after it was judged is not judged again', () => {
    const judgedOnce = closed(written(emptyLedger, 'a.png', image(1)), () => [judged]);
    const back = version(renamed(renamed(judgedOnce, 'a.png', 'b.png'), 'b.png', 'a.png'), 'a.png', 1);
    expect(wrongRecords(back, ...quiet(judged))).toBeNull();
    expect(wrongRecords(back, ...quiet(judged, judged))).toMatch('decided');
  });
});

describe('bytes that come back under their name', () => {
  const first = closed(written(emptyLedger, 'a.png', image(1)), () => [judged]);

  it('are another part after others that the station knows', () => {
    const others = closed(written(first, 'a.png', image(2)), () => [judged]);
    const back = version(written(others, 'a.png', image(1)), 'a.png', 1);
    expect(wrongRecords(back, ...quiet(judged))).toMatch('was not judged');
    expect(wrongRecords(back, ...quiet(judged, judged))).toBeNull();
    expect(wrongRecords(back, ...quiet(judged, judged, judged))).toMatch('another record');
  });

  it('may be one, or none, after others that the station need not have seen', () => {
    const back = version(written(written(first, 'a.png', image(2)), 'a.png', image(1)), 'a.png', 1);
    expect(wrongRecords(back, ...quiet(judged))).toBeNull();
    expect(wrongRecords(back, ...quiet(judged, judged))).toBeNull();
  });

  it('are none where nothing else lay there meanwhile', () => {
    const back = version(written(removed(first, 'a.png'), 'a.png', image(1)), 'a.png', 1);
    expect(wrongRecords(back, ...quiet(judged))).toBeNull();
    expect(wrongRecords(back, ...quiet(judged, judged))).toMatch('decided');
  });
});

describe('what was decided when the station was quiet', () => {
  it('stays so', () => {
    const model = closed(removed(written(emptyLedger, 'a.png', image(1)), 'a.png'), () => []);
    expect(wrongRecords(version(model, 'a.png', 1), [judged], false)).toMatch('decided');
  });

  it('is open again where a content comes back that was never judged', () => {
    const away = renamed(written(emptyLedger, 'a.png', image(1)), 'a.png', 'b.png');
    const decided = closed(away, ({ path }) => (path === 'a.png' ? ['image.not-found'] : [judged]));
    const back = version(renamed(decided, 'b.png', 'a.png'), 'a.png', 1);
    expect(wrongRecords(back, ...quiet('image.not-found'))).toMatch('was not judged');
    expect(wrongRecords(back, ...quiet('image.not-found', judged))).toBeNull();
  });
});

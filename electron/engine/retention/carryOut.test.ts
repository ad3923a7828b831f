import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Afterwards, Completion, InspectionId } from '../../../shared/domain/index.ts';
import { probeFile } from '../../files/index.ts';
import { carryOut } from './carryOut.ts';
import type { Duty, DutyEnd } from './duties.ts';
import { diskActions, type FileActions } from './fileActions.ts';
import { mountOtherDisk } from './otherDisk.fixture.ts';

let root: string;
let source: string;
let archive: string;
const unmounts: (() => void)[] = [];

const RECORDED_AT = new Date(2026, 10, 23, 23, 59).toISOString();
const CONTENT = 'the image that was judged';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sigmaline-retention-'));
  source = join(root, 'camera');
  archive = join(root, 'archive');
  await mkdir(join(source, 'belt'), { recursive: true });
  await mkdir(archive);
});

afterEach(async () => {
  for (const unmount of unmounts.splice(0)) unmount();
  await rm(root, { recursive: true });
});

/** A judged file, and the duty towards it as the table would give it. */
async function judgedFile(file = 'belt/ring.png', content = CONTENT): Promise<Duty> {
  const path = join(source, file);
  await writeFile(path, content);
  const found = await probeFile(path);
  if (found.kind !== 'file') throw new Error('the file was not written');
  return {
    inspectionId: randomUUID() as string as InspectionId,
    number: 1,
    action: 'archive',
    recordedAt: RECORDED_AT,
    sourceFolder: source,
    file,
    ...found.fingerprint,
    sha256: createHash('sha256').update(content).digest('hex'),
    begun: 0,
    target: null,
    tries: 0,
  } as Partial<Duty> as Duty;
}

interface Try {
  readonly afterwards?: Exclude<Afterwards, { kind: 'leave' }>;
  readonly completion?: Completion;
  readonly files?: FileActions;
  readonly begin?: (target: string | null) => void;
  readonly canTellMissing?: boolean;
}

const SIDECAR: Completion = { kind: 'sidecar', ending: '.done' };
const DELETE: Afterwards = { kind: 'delete', days: 0 };

const perform = (duty: Duty, wish: Try = {}): Promise<DutyEnd | null> =>
  carryOut(duty, {
    files: wish.files ?? diskActions,
    afterwards: wish.afterwards ?? { kind: 'archive', folder: archive },
    completion: wish.completion ?? { kind: 'content' },
    begin: wish.begin ?? (() => undefined),
    canTellMissing: () => wish.canTellMissing ?? true,
  });

/** Every file below the test's folder with its content, but for folders and the station's own temporary names where there should be none. */
async function filesThere(): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(
    paths.map(async (path) => [relative(root, path).replaceAll('\\', '/'), await readFile(path, 'utf8')] as const),
  );
  return Object.fromEntries(contents.sort());
}

describe('a recorded image', () => {
  it('is moved into the folder of the local day of its record, with its time', async () => {
    const duty = await judgedFile();
    const before = await probeFile(join(source, duty.file));
    expect(await perform(duty)).toBe('done');
    expect(await filesThere()).toEqual({ 'archive/2026/11/23/belt/ring.png': CONTENT });
    // The time of its last change is that of the move.
    const kept = before.kind === 'file' && { ...before.fingerprint, changedUs: expect.any(Number) };
    expect(await probeFile(join(archive, '2026/11/23/belt/ring.png'))).toEqual({ kind: 'file', fingerprint: kept });
    expect(existsSync(join(source, 'belt'))).toBe(true);
  });

  it('takes its sidecar along', async () => {
    const duty = await judgedFile();
    await writeFile(join(source, 'belt/ring.png.done'), '');
    expect(await perform(duty, { completion: SIDECAR })).toBe('done');
    expect(await filesThere()).toEqual({
      'archive/2026/11/23/belt/ring.png': CONTENT,
      'archive/2026/11/23/belt/ring.png.done': '',
    });
  });

  it('gets a numbered name where another image has its name in the archive; nothing is overwritten', async () => {
    await mkdir(join(archive, '2026/11/23/belt'), { recursive: true });
    await writeFile(join(archive, '2026/11/23/belt/ring.png'), 'another part');
    const duty = await judgedFile();
    expect(await perform(duty)).toBe('done');
    expect(await filesThere()).toEqual({
      'archive/2026/11/23/belt/ring.png': 'another part',
      'archive/2026/11/23/belt/ring-2.png': CONTENT,
    });
  });

  it('that is in the archive already is not there twice', async () => {
    await mkdir(join(archive, '2026/11/23/belt'), { recursive: true });
    await writeFile(join(archive, '2026/11/23/belt/ring.png'), CONTENT);
    const duty = await judgedFile();
    expect(await perform(duty)).toBe('done');
    expect(await filesThere()).toEqual({ 'archive/2026/11/23/belt/ring.png': CONTENT });
  });

  it('is deleted with its sidecar', async () => {
    const duty = await judgedFile();
    await writeFile(join(source, 'belt/ring.png.done'), '');
    expect(await perform(duty, { afterwards: DELETE, completion: SIDECAR })).toBe('done');
    expect(await filesThere()).toEqual({});
  });

  it('is not moved to an archive that is not there, and that archive is not made', async () => {
    const duty = await judgedFile();
    await rm(archive, { recursive: true });
    await expect(perform(duty)).rejects.toMatchObject({ code: 'archive.not-found' });
    expect(await filesThere()).toEqual({ 'camera/belt/ring.png': CONTENT });
    expect(existsSync(archive)).toBe(false);
    await mkdir(archive);
    expect(await perform(duty)).toBe('done');
    expect(await filesThere()).toEqual({ 'archive/2026/11/23/belt/ring.png': CONTENT });
  });

  it('counts as missing only where its folder can tell', async () => {
    const duty = await judgedFile();
    await rm(join(source, duty.file));
    expect(await perform(duty, { canTellMissing: false })).toBeNull();
    expect(await perform(duty)).toBe('missing');
    expect(await perform(duty, { afterwards: DELETE })).toBe('missing');
  });
});

describe('a file that is another one by now', () => {
  it.each<[string, Try]>([
    ['archived', {}],
    ['deleted', { afterwards: DELETE }],
  ])('is left alone instead of %s', async (_, wish) => {
    const duty = await judgedFile();
    await writeFile(join(source, duty.file), 'the next image under the same name');
    expect(await perform(duty, wish)).toBe('replaced');
    expect(await filesThere()).toEqual({ 'camera/belt/ring.png': 'the next image under the same name' });
  });

  it.each<[string, Try]>([
    ['archived', {}],
    ['deleted', { afterwards: DELETE }],
  ])('is not %s even where its size and time are those of the judged one', async (_, wish) => {
    const duty = await judgedFile();
    const path = join(source, duty.file);
    await writeFile(path, CONTENT.replace('judged', 'forged'));
    await utimes(path, duty.modifiedUs / 1e6, duty.modifiedUs / 1e6);
    const found = await probeFile(path);
    const sameTime = found.kind === 'file' ? { ...duty, modifiedUs: found.fingerprint.modifiedUs } : duty;
    expect(await perform(sameTime, wish)).toBe('replaced');
    expect(await filesThere()).toEqual({ 'camera/belt/ring.png': CONTENT.replace('judged', 'forged') });
  });

  it.each<[string, Try]>([
    ['archived', {}],
    ['deleted', { afterwards: DELETE }],
  ])('is %s all the same where it is the judged one, whose time has moved', async (_, wish) => {
    const duty = await judgedFile();
    const shiftedSeconds = duty.modifiedUs / 1e6 + 3600;
    await utimes(join(source, duty.file), shiftedSeconds, shiftedSeconds);
    expect(await perform(duty, wish)).toBe('done');
    expect(await filesThere()).toEqual(
      wish.afterwards === DELETE ? {} : { 'archive/2026/11/23/belt/ring.png': CONTENT },
    );
  });

  /** Between the look at a file and the taking of it, a camera writes another one over it. */
  const replacedWhenTaken = (again: string | null): FileActions => {
    let isFirst = true;
    return {
      ...diskActions,
      async rename(from, to) {
        if (isFirst) await writeFile(from, 'written in the last instant');
        await diskActions.rename(from, to);
        if (isFirst && again !== null) await writeFile(from, again);
        isFirst = false;
      },
    };
  };

  it('gets its name back where it was taken for the judged one in the last instant', async () => {
    const duty = await judgedFile();
    expect(await perform(duty, { files: replacedWhenTaken(null), afterwards: DELETE })).toBe('replaced');
    expect(await filesThere()).toEqual({ 'camera/belt/ring.png': 'written in the last instant' });
  });

  it('is not lost even where its name was used again meanwhile', async () => {
    const duty = await judgedFile();
    expect(await perform(duty, { files: replacedWhenTaken('and one more'), afterwards: DELETE })).toBe('replaced');
    expect(await filesThere()).toEqual({
      'camera/belt/ring.png': 'and one more',
      'camera/belt/ring-2.png': 'written in the last instant',
    });
  });
});

describe('a station that is killed while it carries out a duty', () => {
  class Killed extends Error {}

  /** Lets so many steps happen, and then none: what was done stays, what was not is not. */
  function killedAfter(steps: number, files: FileActions, withBegin: (target: string | null) => void) {
    let left = steps;
    const alive = (): void => {
      if (left <= 0) throw new Killed();
      left -= 1;
    };
    const entries = Object.entries(files).map(([name, action]) => [
      name,
      (...parameters: never[]) => {
        alive();
        return (action as (...given: never[]) => unknown)(...parameters);
      },
    ]);
    const begin = (target: string | null): void => {
      alive();
      withBegin(target);
    };
    return { files: Object.fromEntries(entries) as FileActions, begin };
  }

  /** Kills it after every step in turn, lets it start again, and says how many steps there were. */
  async function killEverywhere(prepare: () => Promise<Duty>, wish: Try, expected: Record<string, string>) {
    for (let steps = 0; ; steps += 1) {
      await rm(source, { recursive: true });
      await mkdir(join(source, 'belt'), { recursive: true });
      for (const name of await readdir(archive)) await rm(join(archive, name), { recursive: true });
      let duty = await prepare();
      const begin = (target: string | null): void => {
        duty = { ...duty, begun: 1, target };
      };
      const killed = await perform(duty, { ...wish, ...killedAfter(steps, wish.files ?? diskActions, begin) }).catch(
        (thrown: unknown) => thrown,
      );
      if (!(killed instanceof Killed)) {
        expect(killed).toBe('done');
        return steps;
      }
      // The last step of a deletion can be the very last one: what is gone is then found missing.
      expect(['done', 'missing']).toContain(await perform(duty, { ...wish, begin }));
      expect([steps, await filesThere()]).toEqual([steps, expected]);
    }
  }

  const withSidecar = async (): Promise<Duty> => {
    const duty = await judgedFile();
    await writeFile(join(source, 'belt/ring.png.done'), '');
    return duty;
  };
  const ARCHIVED = {
    'archive/2026/11/23/belt/ring.png': CONTENT,
    'archive/2026/11/23/belt/ring.png.done': '',
  };

  it('has archived image and sidecar once after the next start, whichever step was the last', async () => {
    expect(await killEverywhere(withSidecar, { completion: SIDECAR }, ARCHIVED)).toBeGreaterThan(10);
  });

  it('has deleted image and sidecar after the next start, whichever step was the last', async () => {
    const wish: Try = { completion: SIDECAR, afterwards: DELETE };
    expect(await killEverywhere(withSidecar, wish, {})).toBeGreaterThan(8);
  });

  it('has archived them once on a disk that knows no second names', async () => {
    const files: FileActions = { ...diskActions, link: refuse('EPERM') };
    let steps = 0;
    // An interrupted reservation leaves an empty file, which is nobody's image: it is passed over and not overwritten.
    for (; ; steps += 1) {
      await rm(source, { recursive: true });
      await mkdir(join(source, 'belt'), { recursive: true });
      for (const name of await readdir(archive)) await rm(join(archive, name), { recursive: true });
      let duty = await judgedFile();
      const begin = (target: string | null): void => {
        duty = { ...duty, begun: 1, target };
      };
      const killed = await perform(duty, killedAfter(steps, files, begin)).catch((thrown: unknown) => thrown);
      if (!(killed instanceof Killed)) break;
      expect(await perform(duty, { files, begin })).toBe('done');
      const there = Object.entries(await filesThere()).filter(([, content]) => content !== '');
      expect(there).toEqual([[relative(root, duty.target!).replaceAll('\\', '/'), CONTENT]]);
    }
    expect(steps).toBeGreaterThan(8);
  });

  it('has archived them once on another disk, whichever step was the last', async ({ skip }) => {
    const unmount = mountOtherDisk(archive);
    if (unmount === null) {
      skip('another disk can be mounted by root on Linux only');
      return;
    }
    unmounts.push(unmount);
    expect(await killEverywhere(withSidecar, { completion: SIDECAR }, ARCHIVED)).toBeGreaterThan(15);
  });
});

describe('another disk', () => {
  const onOtherDisk: FileActions = {
    ...diskActions,
    async link(from, to) {
      if (dirname(from) === dirname(to)) await diskActions.link(from, to);
      else await refuse('EXDEV')();
    },
  };

  it('gets a copy that was compared, and only then the original goes', async () => {
    const duty = await judgedFile();
    expect(await perform(duty, { files: onOtherDisk })).toBe('done');
    expect(await filesThere()).toEqual({ 'archive/2026/11/23/belt/ring.png': CONTENT });
  });

  it('that stores something else keeps the original where it is', async () => {
    const duty = await judgedFile();
    const files: FileActions = { ...onOtherDisk, copy: (_, to) => writeFile(to, 'rubbish') };
    await expect(perform(duty, { files })).rejects.toMatchObject({ code: 'archive.unwritable' });
    expect(await perform(duty, { files: onOtherDisk })).toBe('done');
    expect(await filesThere()).toEqual({ 'archive/2026/11/23/belt/ring.png': CONTENT });
  });

  it('that is full is said to be, and the image is there for the next try', async ({ skip }) => {
    const unmount = mountOtherDisk(archive, '64k');
    if (unmount === null) {
      skip('another disk can be mounted by root on Linux only');
      return;
    }
    unmounts.push(unmount);
    const content = 'x'.repeat(200_000);
    const duty = await judgedFile('belt/ring.png', content);
    await expect(perform(duty)).rejects.toMatchObject({ code: 'archive.unwritable', details: { reason: 'ENOSPC' } });
    expect(await readFile(join(source, duty.file), 'utf8')).toBe(content);
    unmounts.splice(0).forEach((end) => {
      end();
    });
    expect(await perform(duty)).toBe('done');
    expect(await filesThere()).toEqual({ 'archive/2026/11/23/belt/ring.png': content });
  });
});

function refuse(code: string): () => Promise<never> {
  return () => Promise.reject(Object.assign(new Error(code), { code }));
}

describe('an archive whose disk refuses a name', () => {
  /** Stands for NTFS and shares of Windows: every step that would make a name with a colon fails, as does the question for it. */
  function refusing(character: string, code = 'EINVAL'): FileActions {
    const refuse = (path: string): void => {
      if (path.startsWith(archive) && path.includes(character)) throw Object.assign(new Error(code), { code });
    };
    return {
      ...diskActions,
      probe: async (path) => {
        refuse(path);
        return diskActions.probe(path);
      },
      makeFolder: async (folder) => {
        refuse(folder);
        await diskActions.makeFolder(folder);
      },
      link: async (from, to) => {
        refuse(to);
        await diskActions.link(from, to);
      },
      reserve: async (path) => {
        refuse(path);
        await diskActions.reserve(path);
      },
    };
  }

  it.each([
    ['10:15:30.jpg', '10_15_30.jpg', 'EINVAL'],
    ['belt/10:15:30.jpg', 'belt/10_15_30.jpg', 'ENOENT'],
  ])('gets the file under one that it takes, which is written down: %s as %s', async (file, name, code) => {
    const duty = await judgedFile(file);
    const planned: (string | null)[] = [];
    const files = refusing(':', code);
    expect(await perform(duty, { files, begin: (target) => planned.push(target) })).toBe('done');
    const place = join(archive, '2026', '11', '23', name);
    expect(planned.at(-1)).toBe(place);
    expect(await filesThere()).toEqual({ [relative(root, place)]: CONTENT });
  });

  it('tells two files apart that get the same name', async () => {
    const files = refusing(':');
    await perform(await judgedFile('10:15.jpg', 'the first'), { files });
    await perform(await judgedFile('10?15.jpg'.replace('?', '_'), 'the second'), { files });
    expect(Object.values(await filesThere()).sort()).toEqual(['the first', 'the second']);
  });

  it('leaves no copy behind where no name is taken, and the file where it was', async () => {
    const duty = await judgedFile('10:15:30.jpg');
    const files = {
      ...refusing('.jpg'),
      // Another disk: a copy is made there before anything gets its name.
      link: async (from: string, to: string) => {
        if (from.startsWith(source) && to.startsWith(archive))
          throw Object.assign(new Error('EXDEV'), { code: 'EXDEV' });
        await refusing('.jpg').link(from, to);
      },
      probe: diskActions.probe,
    };
    await expect(perform(duty, { files })).rejects.toMatchObject({
      code: 'archive.name-refused',
      details: { reason: 'EINVAL' },
    });
    expect(await filesThere()).toEqual({ [join('camera', '10:15:30.jpg')]: CONTENT });
  });

  it('is gone through only once where the trouble is the archive itself', async () => {
    const duty = await judgedFile('10:15:30.jpg');
    const files = { ...diskActions, makeFolder: () => Promise.reject(Object.assign(new Error(), { code: 'EACCES' })) };
    await expect(perform(duty, { files })).rejects.toMatchObject({ code: 'archive.unwritable' });
  });
});

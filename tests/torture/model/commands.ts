import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import {
  type Content,
  type LedgerModel,
  presentFiles,
  removed,
  renamed,
  touched,
  type Version,
  written,
} from './ledgerModel.ts';
import type { TestBed } from './testBed.ts';

/** What a command knows of the world before it is carried out. */
export interface World {
  ledger: LedgerModel;
  engine: 'runs' | 'is off';
  folder: 'there' | 'away';
  disk: 'room' | 'full';
  clock: 'right' | 'wrong';
  nextContent: number;
  /** How often each command was carried out, over all runs. */
  readonly tried: Map<string, number>;
}

type Command = fc.AsyncCommand<World, TestBed>;

/** A few names, so that they meet again. */
const path = fc.constantFrom('a.png', 'b.png', 'slow-c.png', 'lot 1/d.png', 'lot 1/ü 部品.png');
/** One of the files that are there, counted from 0 and round again. */
const someFile = fc.nat({ max: 4 });
const LONGEST_WAIT_MS = 200;

function command(
  text: string,
  check: (world: Readonly<World>) => boolean,
  run: (world: World, bed: TestBed) => Promise<void>,
): Command {
  const name = text.replace(/\(.*/u, '');
  return {
    toString: () => text,
    check,
    run(world, bed) {
      world.tried.set(name, (world.tried.get(name) ?? 0) + 1);
      return run(world, bed);
    },
  };
}

const isThere = ({ folder }: Readonly<World>): boolean => folder === 'there';
const isAny = (): boolean => true;
const isCut = ({ content }: Version): boolean => content.kind === 'cut';
const isNot =
  (name: string) =>
  (version: Version): boolean =>
    version.path !== name;

/** Does something to one of the files that are there. */
function onFile(
  text: string,
  number: number,
  suits: (version: Version) => boolean,
  run: (world: World, bed: TestBed, file: Version) => Promise<void>,
): Command {
  const chosen = (world: Readonly<World>): Version | undefined => {
    const files = presentFiles(world.ledger).filter(suits);
    return isThere(world) ? files[number % files.length] : undefined;
  };
  return command(
    text,
    (world) => chosen(world) !== undefined,
    async (world, bed) => {
      const file = chosen(world);
      if (file !== undefined) await run(world, bed, file);
    },
  );
}

function newContent(world: World, kind: Content['kind']): Content {
  world.nextContent += 1;
  return { number: world.nextContent, kind };
}

const arrive = fc
  .record({
    name: path,
    kind: fc.constantFrom<Content['kind'][]>('image', 'image', 'cut', 'text'),
    way: fc.constantFrom<('whole' | 'renamed')[]>('whole', 'renamed'),
  })
  .map(({ name, kind, way }) =>
    command(`arrive(${name}, ${kind}, ${way})`, isThere, async (world, bed) => {
      const content = newContent(world, kind);
      await bed.write(name, content, world.ledger.nextMark, way);
      world.ledger = written(world.ledger, name, content);
    }),
  );

const finish = someFile.map((number) =>
  onFile(`finish(file ${number})`, number, isCut, async (world, bed, { path: name, content }) => {
    await bed.finish(name, content);
    world.ledger = written(world.ledger, name, { ...content, kind: 'image' });
  }),
);

const copy = fc.tuple(someFile, path).map(([number, to]) =>
  onFile(`copy(file ${number}, ${to})`, number, isNot(to), async (world, bed, { path: from, content }) => {
    await bed.copy(from, to, world.ledger.nextMark);
    world.ledger = written(world.ledger, to, content);
  }),
);

const move = fc.tuple(someFile, path).map(([number, to]) =>
  onFile(`rename(file ${number}, ${to})`, number, isNot(to), async (world, bed, { path: from }) => {
    await bed.rename(from, to);
    world.ledger = renamed(world.ledger, from, to);
  }),
);

const touch = someFile.map((number) =>
  onFile(`touch(file ${number})`, number, isAny, async (world, bed, { path: name }) => {
    await bed.touch(name, world.ledger.nextMark);
    world.ledger = touched(world.ledger, name);
  }),
);

const shiftTimes = fc.constant(
  command('shift times', isThere, async (world, bed) => {
    const paths = presentFiles(world.ledger).map((file) => file.path);
    await bed.shiftTimes(paths);
    world.ledger = paths.reduce(touched, world.ledger);
  }),
);

const remove = someFile.map((number) =>
  onFile(`remove(file ${number})`, number, isAny, async (world, bed, { path: name }) => {
    await bed.remove(name);
    world.ledger = removed(world.ledger, name);
  }),
);

const wait = fc.integer({ min: 1, max: LONGEST_WAIT_MS }).map((ms) =>
  command(
    `wait(${ms})`,
    () => true,
    async () => void (await pause(ms)),
  ),
);

const runs = ({ engine }: Readonly<World>): boolean => engine === 'runs';

const killEngine = fc.constant(
  command('kill engine', runs, async (world, bed) => {
    await bed.killEngine();
    world.engine = 'is off';
  }),
);

const stopEngine = fc.constant(
  command('stop engine', runs, async (world, bed) => {
    await bed.stopEngine();
    world.engine = 'is off';
  }),
);

const startEngine = fc.constant(
  command(
    'start engine',
    (world) => !runs(world),
    async (world, bed) => {
      await bed.startEngine();
      world.engine = 'runs';
    },
  ),
);

const killLane = fc.constant(command('kill lane', runs, async (_, bed) => bed.killLane()));

const fillDisk = fc.constant(
  command(
    'disk full',
    (world) => world.disk === 'room' && runs(world),
    async (world, bed) => {
      await bed.fillDisk();
      world.disk = 'full';
    },
  ),
);

const makeRoom = fc.constant(
  command(
    'room again',
    ({ disk }) => disk === 'full',
    async (world, bed) => {
      await bed.makeRoom();
      world.disk = 'room';
    },
  ),
);

const DAY_MS = 24 * 60 * 60_000;
/** By hours, as where summer begins; by more than images are kept for; to 1970, as a machine without a battery. */
const clockError = fc.constantFrom(60 * 60_000, -60 * 60_000, 60 * DAY_MS, -60 * DAY_MS, -Date.now());

const clockJump = clockError.map((errorMs) =>
  command(`clock jump(${Math.round(errorMs / 60_000)} minutes)`, isAny, async (world, bed) => {
    bed.setClock(errorMs);
    world.clock = 'wrong';
  }),
);

/** Some looks for images that are to be deleted. */
const LOOKS_MS = 350;

/** The worst moment: all is judged and backed up, so that whatever seems to be old enough would be deleted. */
const clockJumpAtRest = fc.constant(
  command('clock jump at rest', isAny, async (world, bed) => {
    await settleWorld(world, bed);
    await bed.backUp();
    bed.setClock(60 * DAY_MS);
    world.clock = 'wrong';
    await pause(LOOKS_MS);
  }),
);

const clockBack = fc.constant(
  command(
    'clock back',
    ({ clock }) => clock === 'wrong',
    async (world, bed) => {
      bed.setClock(0);
      world.clock = 'right';
    },
  ),
);

const confirmClock = fc.constant(command('confirm clock', runs, async (_, bed) => bed.confirmClock()));

/** What network storage, systems, copying programs and cameras put beside images; see docs/intake.md. */
const foreignPath = fc.constantFrom(
  ...[
    '@eaDir/a.png/SYNOPHOTO_THUMB_M.png',
    '#recycle/a.png',
    '@Recycle/b.png',
    '$RECYCLE.BIN/a.png',
    'lost+found/b.png',
  ],
  ...['System Volume Information/a.png', '._a.png', 'lot 1/._d.png', 'b.png.upload', 'b.png.!sync', 'a.png~'],
  ...['Thumbs.db', 'a.png@SynoResource', 'a.png:Zone.Identifier', 'results.csv', 'lot 1/drawing.svg'],
);

const foreign = foreignPath.map((name) =>
  command(`foreign file(${name})`, isThere, async (_, bed) => bed.writeForeign(name)),
);

const folderAway = fc.constant(
  command('folder away', isThere, async (world, bed) => {
    await bed.takeFolderAway();
    world.folder = 'away';
  }),
);

const folderBack = fc.constant(
  command(
    'folder back',
    (world) => !isThere(world),
    async (world, bed) => {
      await bed.bringFolderBack();
      world.folder = 'there';
    },
  ),
);

const settle = fc.constant(command('settle', () => true, settleWorld));

/** Ends every trouble, waits until the station has nothing left to do, and compares. */
export async function settleWorld(world: World, bed: TestBed): Promise<void> {
  await endTroubles(world, bed);
  world.ledger = await bed.settle(world.ledger);
}

async function endTroubles(world: World, bed: TestBed): Promise<void> {
  if (world.folder === 'away') await bed.bringFolderBack();
  if (world.disk === 'full') await bed.makeRoom();
  if (world.clock === 'wrong') bed.setClock(0);
  if (world.engine === 'is off') await bed.startEngine();
  Object.assign(world, { folder: 'there', disk: 'room', clock: 'right', engine: 'runs' });
}

/** Files come more often than troubles, and troubles end sooner than they come; what stands here twice is chosen twice as often. */
export const COMMANDS: fc.Arbitrary<Command>[] = [
  ...[
    arrive,
    arrive,
    arrive,
    arrive,
    arrive,
    arrive,
    finish,
    finish,
    copy,
    copy,
    move,
    move,
    move,
    touch,
    touch,
    shiftTimes,
  ],
  ...[remove, remove, wait, wait, wait, wait, killEngine, stopEngine, startEngine, startEngine, startEngine],
  ...[clockJump, clockJump, clockJumpAtRest, clockBack, confirmClock, foreign, foreign],
  ...[killLane, fillDisk, makeRoom, makeRoom, folderAway, folderBack, folderBack, folderBack, folderBack, settle],
];

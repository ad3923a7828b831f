import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recipeIdSchema } from '../../../shared/domain/index.ts';
import type { FitRequest } from '../../../shared/processes/jobs.ts';
import { fitRecipe } from '../fitting/index.ts';
import { writeTinyBackbone } from './backbone.fixture.ts';
import { type Picture, sharpOf } from './pictures.fixture.ts';
import { random } from './random.fixture.ts';
import { lyingPart, UPRIGHT } from './turnedParts.fixture.ts';

const WIDTH_PX = 96;
const HEIGHT_PX = 64;

/** A bright disc on a dark ground, with noise and a lamp that varies; `defect` is the middle of a dark blot. */
export function part(seed: number, defect?: { readonly x: number; readonly y: number }): Picture {
  const next = random(seed);
  const lamp = 0.95 + 0.1 * next();
  const values = new Uint8Array(WIDTH_PX * HEIGHT_PX * 3);
  for (let y = 0; y < HEIGHT_PX; y += 1) {
    for (let x = 0; x < WIDTH_PX; x += 1) {
      const isDisc = Math.hypot(x - WIDTH_PX / 2, y - HEIGHT_PX / 2) < 26;
      const isBlot = defect !== undefined && Math.hypot(x - defect.x, y - defect.y) < 7;
      const brightness = (isBlot ? 20 : isDisc ? 170 : 60) * lamp + 12 * (next() - 0.5);
      values.set([brightness, brightness * 0.9, brightness * 0.8], (y * WIDTH_PX + x) * 3);
    }
  }
  return { widthPx: WIDTH_PX, heightPx: HEIGHT_PX, values };
}

/** Writes good parts as PNG files and returns their paths. */
export async function writeGoodParts(folder: string, count: number): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const path = join(folder, `good-${String(index).padStart(2, '0')}.png`);
      writeFileSync(
        path,
        await sharpOf(part(index + 1))
          .png()
          .toBuffer(),
      );
      return path;
    }),
  );
}

export interface TinyRecipe {
  readonly folder: string;
  readonly backboneFolder: string;
  readonly goodPaths: readonly string[];
}

/** A real recipe of the tiny backbone, fitted on good parts, in recipes/disc/1. */
export async function fitTinyRecipe(root: string): Promise<TinyRecipe> {
  const backboneFolder = join(root, 'backbones', 'tiny');
  writeTinyBackbone(backboneFolder);
  const goodPaths = await writeGoodParts(join(root, 'good'), 24);
  const folder = join(root, 'recipes', 'disc', '1');
  mkdirSync(folder, { recursive: true });
  await fitRecipe(tinyRequest(backboneFolder, goodPaths, folder), () => undefined);
  return { folder, backboneFolder, goodPaths };
}

export function tinyRequest(backboneFolder: string, imagePaths: readonly string[], outputFolder: string): FitRequest {
  const recipe = { id: recipeIdSchema.parse('disc'), name: 'Disc', version: 1 };
  return { recipe, imagePaths, backboneFolder, target: 0.05, outputFolder };
}

/** A recipe whose parts lie turned, in recipes/bracket/1: it brings them to one place. */
export async function fitTurnedRecipe(root: string): Promise<string> {
  const backboneFolder = join(root, 'backbones', 'tiny');
  writeTinyBackbone(backboneFolder);
  const folder = join(root, 'recipes', 'bracket', '1');
  mkdirSync(folder, { recursive: true });
  const paths = await Promise.all(
    Array.from({ length: 24 }, async (_, seed) => {
      const lying = { degrees: (seed * 67) % 360, right: (seed * 7) % 20, down: -((seed * 5) % 12) };
      const path = join(root, `bracket-${String(seed).padStart(2, '0')}.png`);
      writeFileSync(
        path,
        await sharpOf(lyingPart(seed === 0 ? UPRIGHT : lying, { seed }))
          .png()
          .toBuffer(),
      );
      return path;
    }),
  );
  const area = { region: { x: 0.22, y: 0.25, width: 0.56, height: 0.5 }, position: 'turn', mask: [] } as const;
  await fitRecipe({ ...tinyRequest(backboneFolder, paths, folder), area }, () => undefined);
  return folder;
}

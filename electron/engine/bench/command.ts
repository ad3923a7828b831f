import { dirname } from 'node:path';
import type { RequestOutput } from '../../../shared/contract/index.ts';
import type { Draft } from './draft.ts';

type Command = RequestOutput<'bench.command'>;

const PLAIN = /^[\w./:=@%+-]+$/;

/** The command and the file of settings that fit what a draft holds. */
export function commandOf(draft: Draft, platform: NodeJS.Platform = process.platform): Command {
  const kept = draft.images.filter(({ removed }) => !removed);
  const folders = new Set(kept.map((image) => dirname(draft.pathOf(image))));
  const removed = draft.images.filter((image) => image.removed && folders.has(dirname(draft.pathOf(image))));
  const named = new Set(draft.settings.without.map(({ file }) => file));
  const without = [
    ...draft.settings.without,
    ...removed.filter(({ file }) => !named.has(file)).map(({ file }) => ({ file, reason: 'told' as const })),
  ];
  const name = `${draft.settings.recipe.trim().replace(/[^\p{L}\p{N}-]+/gu, '-') || 'calibration'}.json`;
  const words = ['sigmaline', 'calibrate', '--settings', name, ...[...folders].flatMap((folder) => ['--good', folder])];
  return {
    command: words.map((word) => quoted(word, platform)).join(' '),
    settings: `${JSON.stringify({ ...draft.settings, without }, null, 2)}\n`,
  };
}

/** As the usual shell of the platform takes it for one word: POSIX, or cmd and PowerShell alike. */
export function quoted(word: string, platform: NodeJS.Platform): string {
  if (PLAIN.test(word) || (platform === 'win32' && /^[\w.\\/:=@+-]+$/.test(word))) return word;
  return platform === 'win32' ? `"${word.replaceAll('"', '""')}"` : `'${word.replaceAll("'", "'\\''")}'`;
}

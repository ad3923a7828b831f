import { resolve } from 'node:path';

export interface WindowOptions {
  /** Full screen, without a frame: the screen beside the line shows the station and nothing else. */
  readonly kiosk: boolean;
  /** Absolute; null where none was named. */
  readonly dataFolder: string | null;
}

/**
 * Reads what a person or a shortcut put behind the program's name. Switches of Chromium stand between ours and are none of our business, so unknown ones are left alone.
 */
export function readCommandLine(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  workingFolder: string,
): WindowOptions {
  let dataFolder = environment.SIGMALINE_DATA || null;
  for (const [index, argument] of args.entries()) {
    if (argument === '--data') dataFolder = args[index + 1] ?? dataFolder;
    else if (argument.startsWith('--data=')) dataFolder = argument.slice('--data='.length);
  }
  return {
    kiosk: args.includes('--kiosk'),
    dataFolder: dataFolder === null ? null : resolve(workingFolder, dataFolder),
  };
}

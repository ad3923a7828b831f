export interface WindowOptions {
  /** Full screen, without a frame: the screen beside the line shows the station and nothing else. */
  readonly kiosk: boolean;
  /** The board on a second screen, where there is one. */
  readonly board: boolean;
  /** As it was given; undefined where none was named. */
  readonly dataFolder: string | undefined;
}

/**
 * Reads what a person or a shortcut put behind the program's name. Switches of Chromium stand between ours and are none of our business,
 * so unknown ones are left alone.
 */
export function readCommandLine(args: readonly string[]): WindowOptions {
  let dataFolder: string | undefined;
  for (const [index, argument] of args.entries()) {
    if (argument === '--data') dataFolder = args[index + 1];
    else if (argument.startsWith('--data=')) dataFolder = argument.slice('--data='.length);
  }
  return { kiosk: args.includes('--kiosk'), board: args.includes('--board'), dataFolder };
}

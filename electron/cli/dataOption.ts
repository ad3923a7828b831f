import { Option } from 'commander';

/** `--data`, the same for every command. */
export function dataOption(): Option {
  return new Option(
    '--data <folder>',
    "the station's data folder (default: SIGMALINE_DATA, or the platform's place for data)",
  );
}

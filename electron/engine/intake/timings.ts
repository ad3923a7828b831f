/** How often the intake looks, and how long it waits. Tests shorten them. */
export interface IntakeTimings {
  /** Between two listings of a folder, whatever its source's options say; null leaves it to them. A folder that takes long to list is listed less often. */
  readonly lookEveryMs: number | null;
  /** A file is settled where nothing changed between two looks at least this far apart. */
  readonly settleMs: number;
  /** A file of no known format is settled once it has not changed for so long. */
  readonly unknownFormatMs: number;
  /** A file that is not whole once it has not changed for so long is an error, whatever its source's options say; null leaves it to them. */
  readonly incompleteMs: number | null;
  /** A file that its camera released although its end is missing has so long to be completed. */
  readonly releasedMs: number;
  /** A source's folder must have been there without a break for so long before a file that is not in it counts as missing. */
  readonly missingMs: number;
  /** A folder that did not answer for so long counts as unreachable. */
  readonly silentMs: number;
  /** How much of each look goes into finding names whose content was replaced without a hint. */
  readonly recheckBudgetMs: number;
}

export const DEFAULT_TIMINGS: IntakeTimings = {
  lookEveryMs: null,
  settleMs: 200,
  unknownFormatMs: 5000,
  incompleteMs: null,
  releasedMs: 1000,
  missingMs: 30_000,
  silentMs: 20_000,
  recheckBudgetMs: 100,
};

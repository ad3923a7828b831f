export interface StandInSettings {
  /** What `app.getAppPath()` answers. */
  readonly appFolder: string;
  /** Where a test reaches the window's page over the DevTools protocol. */
  readonly debuggingPort: number;
  /** Where calls that only a person would notice are written, one JSON document a line. */
  readonly callsFile: string;
}

/** Given by the test that starts the main process. */
export const settings = JSON.parse(process.env.SIGMALINE_STAND_IN ?? 'null') as StandInSettings;

import { getContext, setContext } from 'svelte';
import type { StationStatus } from '../../../shared/contract/index.ts';
import { SOFTWARE_VERSION } from '../../../shared/domain/index.ts';
import { Access } from './access.svelte.ts';
import { type Addresses, createAddresses } from './addresses.ts';
import { CalibrationRun } from './calibrationRun.svelte.ts';
import { createTransport, StationConnection } from './connection/index.ts';
import { Feed } from './feed/index.ts';
import { reloadIfOutdated } from './freshPage.ts';
import { HeatmapView } from './heatmapView.svelte.ts';
import { Languages } from './languages.svelte.ts';
import { Parts } from './parts.svelte.ts';
import { Scanner } from './scanner.ts';
import { Sound } from './sound.svelte.ts';
import { Clock, Recipes, StationStatusStore } from './stationState.svelte.ts';
import { followTheme } from './theme.svelte.ts';
import { ThisScreen } from './thisScreen.svelte.ts';
import { Thumbnails } from './thumbnails.ts';
import { WholeScreen } from './wholeScreen.svelte.ts';

/** All that the screens know of the station. */
export interface Station {
  readonly connection: StationConnection;
  readonly access: Access;
  readonly status: StationStatusStore;
  readonly feed: Feed;
  readonly parts: Parts;
  readonly recipes: Recipes;
  readonly calibration: CalibrationRun;
  readonly addresses: Addresses;
  readonly thumbnails: Thumbnails;
  readonly clock: Clock;
  readonly heatmapView: HeatmapView;
  readonly wholeScreen: WholeScreen;
  readonly place: Place;
  readonly languages: Languages;
  readonly scanner: Scanner;
  readonly thisScreen: ThisScreen;
  readonly sound: Sound;
}

/** What shows the page: Electron's window, the same over the whole screen, or a browser. */
type Place = 'window' | 'kiosk' | 'browser';

const KEY = Symbol('station');

/** Puts the interface's state together: the composition root of the renderer. */
export function connectToStation(page: Window): Station {
  const connection = new StationConnection(createTransport(page));
  const reload = (): void => page.location.reload();
  const keepFresh = ({ softwareVersion }: StationStatus): void => {
    reloadIfOutdated(softwareVersion, { version: SOFTWARE_VERSION, storage: page.sessionStorage, reload });
  };
  const languages = new Languages(page);
  const access = new Access(
    connection,
    page,
    ({ person }) => void languages.follow({ person: person?.language ?? null }),
  );
  const onStatus = (status: StationStatus): void => {
    keepFresh(status);
    void languages.follow({ station: status.language ?? null });
  };
  const thisScreen = new ThisScreen(page.localStorage);
  followTheme(page, thisScreen);
  const addresses = createAddresses(page.sigmaline !== undefined);
  return {
    connection,
    access,
    languages,
    status: new StationStatusStore(connection, onStatus),
    feed: new Feed(connection),
    parts: new Parts(connection),
    recipes: new Recipes(connection),
    calibration: new CalibrationRun(connection),
    addresses,
    thumbnails: new Thumbnails(addresses),
    clock: new Clock(),
    heatmapView: new HeatmapView(page.localStorage),
    wholeScreen: new WholeScreen(page.document, page.navigator.wakeLock),
    place: placeOf(page),
    scanner: new Scanner(page),
    thisScreen,
    sound: new Sound(page, thisScreen),
  };
}

function placeOf({ sigmaline, location }: Window): Place {
  if (sigmaline === undefined) return 'browser';
  return new URLSearchParams(location.search).has('kiosk') ? 'kiosk' : 'window';
}

export function provideStation(station: Station): void {
  setContext(KEY, station);
}

export function useStation(): Station {
  return getContext<Station>(KEY);
}

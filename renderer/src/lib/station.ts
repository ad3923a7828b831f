import { getContext, setContext } from 'svelte';
import { Access } from './access.svelte.ts';
import { type Addresses, createAddresses } from './addresses.ts';
import { CalibrationRun } from './calibrationRun.svelte.ts';
import { createTransport, StationConnection } from './connection/index.ts';
import { Feed } from './feed/index.ts';
import { HeatmapView } from './heatmapView.svelte.ts';
import { Clock, Recipes, StationStatusStore } from './stationState.svelte.ts';

/** All that the screens know of the station. */
export interface Station {
  readonly connection: StationConnection;
  readonly access: Access;
  readonly status: StationStatusStore;
  readonly feed: Feed;
  readonly recipes: Recipes;
  readonly calibration: CalibrationRun;
  readonly addresses: Addresses;
  readonly clock: Clock;
  readonly heatmapView: HeatmapView;
}

const KEY = Symbol('station');

/** Puts the interface's state together: the composition root of the renderer. */
export function connectToStation(page: Window): Station {
  const connection = new StationConnection(createTransport(page));
  return {
    connection,
    access: new Access(connection, page),
    status: new StationStatusStore(connection),
    feed: new Feed(connection),
    recipes: new Recipes(connection),
    calibration: new CalibrationRun(connection),
    addresses: createAddresses(page.sigmaline !== undefined),
    clock: new Clock(),
    heatmapView: new HeatmapView(page.localStorage),
  };
}

export function provideStation(station: Station): void {
  setContext(KEY, station);
}

export function useStation(): Station {
  return getContext<Station>(KEY);
}

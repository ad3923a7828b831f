import type { z } from 'zod';
import { accessEvents, accessRequests, peopleRequests, policyRequests, signatureRequests } from './access.ts';
import { auditEvents, auditRequests } from './audit.ts';
import { benchEvents, benchRequests } from './bench.ts';
import { bypassRequests } from './bypass.ts';
import {
  backboneRequests,
  calibrationEvents,
  calibrationRequests,
  demoRequests,
  recipeEvents,
  recipeRequests,
} from './calibration.ts';
import { comparisonEvents, comparisonRequests } from './comparisons.ts';
import { connectionRequests } from './connections.ts';
import type { Caller } from './define.ts';
import { downtimeRequests } from './downtime.ts';
import { exportEvents, exportRequests } from './exports.ts';
import { feedEvents, feedRequests } from './feed.ts';
import { handoverRequests } from './handover.ts';
import { inspectionRequests } from './inspection.ts';
import { keepingEvents, keepingRequests } from './keeping.ts';
import { partEvents, partRequests } from './part.ts';
import { recipeChangeRequests } from './recipeChange.ts';
import { recipeLifeRequests } from './recipeLife.ts';
import { recordEvents, recordRequests } from './records.ts';
import { reportEvents, reportRequests } from './reports.ts';
import { reviewRequests } from './review.ts';
import { sourceRequests } from './source.ts';
import {
  clockRequests,
  providerRequests,
  settingsEvents,
  settingsRequests,
  stationEvents,
  stationRequests,
} from './station.ts';
import { testSetEvents, testSetRequests } from './testSets.ts';

export const requests = {
  ...stationRequests,
  ...sourceRequests,
  ...settingsRequests,
  ...feedRequests,
  ...inspectionRequests,
  ...partRequests,
  ...recordRequests,
  ...reviewRequests,
  ...recipeRequests,
  ...recipeLifeRequests,
  ...recipeChangeRequests,
  ...backboneRequests,
  ...calibrationRequests,
  ...benchRequests,
  ...comparisonRequests,
  ...testSetRequests,
  ...exportRequests,
  ...reportRequests,
  ...demoRequests,
  ...providerRequests,
  ...clockRequests,
  ...accessRequests,
  ...peopleRequests,
  ...policyRequests,
  ...signatureRequests,
  ...auditRequests,
  ...keepingRequests,
  ...downtimeRequests,
  ...bypassRequests,
  ...handoverRequests,
  ...connectionRequests,
};

export const events = {
  ...stationEvents,
  ...feedEvents,
  ...partEvents,
  ...recordEvents,
  ...reportEvents,
  ...exportEvents,
  ...calibrationEvents,
  ...benchEvents,
  ...comparisonEvents,
  ...testSetEvents,
  ...recipeEvents,
  ...settingsEvents,
  ...accessEvents,
  ...auditEvents,
  ...keepingEvents,
};

export type RequestName = keyof typeof requests;
export type RequestInput<N extends RequestName> = z.input<(typeof requests)[N]['input']>;
export type RequestOutput<N extends RequestName> = z.output<(typeof requests)[N]['output']>;
export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.output<(typeof events)[N]>;

/** One handler for each request. A feature gives the handlers of its own requests; the engine puts them together. Most need not know the caller. */
export type Handlers<N extends RequestName = RequestName> = {
  readonly [K in N]: (
    input: z.output<(typeof requests)[K]['input']>,
    caller: Caller,
  ) => Promise<RequestOutput<K>> | RequestOutput<K>;
};

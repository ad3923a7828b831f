import { randomUUID } from 'node:crypto';
import { withChange } from '../../../electron/engine/settings/changes.ts';
import type { Handlers } from '../../../shared/contract/index.ts';
import {
  recipeIdSchema,
  SigmalineError,
  secondsCovered,
  slugOf,
  sourceIdSchema,
  storedPoliciesSchema,
} from '../../../shared/domain/index.ts';
import type { FakeStation } from './fakeStation.ts';
import { feedItemOf } from './sampleParts.ts';
import { scriptedAudit } from './scriptedAudit.ts';
import { scriptedBench } from './scriptedBench.ts';
import { scriptedBypass } from './scriptedBypass.ts';
import { scriptedComparisons } from './scriptedComparisons.ts';
import { scriptedConnections } from './scriptedConnections.ts';
import { scriptedExports } from './scriptedExports.ts';
import { scriptedGate } from './scriptedGate.ts';
import { scriptedKeeping } from './scriptedKeeping.ts';
import { scriptedParts } from './scriptedParts.ts';
import { scriptedRecipeChange } from './scriptedRecipeChange.ts';
import { scriptedRecords } from './scriptedRecords.ts';
import { scriptedReports } from './scriptedReports.ts';
import { scriptedReview } from './scriptedReview.ts';
import { scriptedTestSets } from './scriptedTestSets.ts';
import { analysisOf, bearingRing, listedRecipe, watchedSource } from './states.ts';

const SHIFT_MS = 8 * 60 * 60 * 1000;

/** Handlers that a test may replace one by one. */
export type ScriptedHandlers = { -readonly [N in keyof Handlers]: Handlers[N] };

/** The plain answers of a station that works. */
export function scriptedHandlers(station: FakeStation): ScriptedHandlers {
  return {
    'station.status': () => station.status,
    'station.shifts': ({ count }) =>
      Array.from({ length: count }, (_, index) => {
        const endedAt = Date.parse(station.status.shift.startedAt) - index * SHIFT_MS;
        const [from, to] = [endedAt - SHIFT_MS, endedAt].map((time) => new Date(time).toISOString());
        return { ...station.status.shift, startedAt: from ?? '', endedAt: to ?? '' };
      }),
    'downtime.list': ({ from, to, sourceId, limit }) => {
      const periods = station.downtimes
        .filter((period) => sourceId === undefined || period.sourceId === sourceId)
        .filter(({ began, ended }) => began < to && (ended === null || ended > from));
      const seconds = secondsCovered(periods, { from, to }, new Date().toISOString());
      return { periods: periods.slice(0, limit), isMore: periods.length > limit, seconds };
    },
    ...scriptedParts(station),
    ...scriptedConnections(),
    'station.notices': () => station.status.notices,
    'condition.read': ({ code }) => {
      station.changeStatus({ conditions: station.status.conditions.filter((condition) => condition.code !== code) });
      return {};
    },
    'notice.acknowledge': ({ id }) => {
      station.changeStatus({ notices: station.status.notices.filter((notice) => notice.id !== id) });
      return {};
    },
    'source.list': () => station.status.sources,
    'source.countExisting': () => ({ files: 0 }),
    'source.add': ({ existing: _, ...wish }) => {
      const source = watchedSource({ ...wish, id: sourceIdSchema.parse(randomUUID()) });
      station.changeStatus({ sources: [...station.status.sources, source] });
      return source;
    },
    'source.change': ({ id, seen = {}, ...change }) => {
      const before = station.status.sources.find((source) => source.id === id);
      if (before === undefined) throw new SigmalineError('source.not-found', { source: id });
      const source = withChange(before, change, seen);
      station.changeStatus({ sources: station.status.sources.map((other) => (other.id === id ? source : other)) });
      return source;
    },
    'source.tryPattern': ({ pattern, path }) => {
      const tried = path ?? station.parts.at(-1)?.inspection.file ?? null;
      const groups = new RegExp(pattern, 'u').exec(tried ?? '')?.groups ?? null;
      const { serial = null, lot = null, view = null, recipe = null } = groups ?? {};
      return { path: tried, part: groups === null ? null : { serial, lot, view, recipe } };
    },
    'source.remove': ({ id }) => {
      station.changeStatus({ sources: station.status.sources.filter((source) => source.id !== id) });
      return {};
    },
    'settings.get': () => station.settings,
    'settings.change': ({ seen = {}, ...change }) => {
      station.changeSettings(withChange(station.settings, change, seen));
      return station.settings;
    },
    'provider.retry': () => ({}),
    'clock.confirm': () => {
      const conditions = station.status.conditions.filter(({ code }) => !code.startsWith('clock.'));
      station.changeStatus({ conditions });
      return {};
    },
    'feed.page': ({ before, limit }) => station.page(before, limit),
    'feed.filtered': ({ verdicts, before, limit }) => {
      const found = station.parts.map(feedItemOf).filter(({ verdict }) => verdicts.includes(verdict));
      const older = found.filter(({ number }) => before === null || number < before).reverse();
      return { items: older.slice(0, limit), total: found.length, upTo: station.parts.length };
    },
    'inspection.get': ({ id }) => {
      const { inspection } = station.partOf(id);
      return { inspection, sameContentAs: null, followsError: null };
    },
    'inspection.locateImage': ({ id }) => {
      throw new SigmalineError('inspection.not-found', { inspection: id });
    },
    'recipe.list': () => ({
      recipes: station.status.sources.length > 0 ? [listedRecipe([bearingRing()], 1)] : [],
      unusable: [],
    }),
    'recipe.locateSuspect': () => {
      throw new SigmalineError('image.not-found', { file: '' });
    },
    'calibration.released': () => ({ images: 0, gone: 0 }),
    'calibration.tryGroup': () => ({ images: 60, parts: 60, file: 'ring-01.png', serial: '01' }),
    'recipe.use': ({ version }) => ({ version, since: new Date().toISOString(), by: null }),
    'recipe.approve': ({ version }) => ({ use: { version, since: new Date().toISOString(), by: null }, planned: null }),
    'recipe.plan': ({ version, when }) => ({
      planned: { version, when, since: new Date().toISOString(), by: 'open station' },
    }),
    'recipe.unplan': () => ({}),
    'recipe.retire': () => ({}),
    'recipe.rename': () => ({}),
    'recipe.clone': ({ name }) => ({ id: recipeIdSchema.parse(slugOf(name)), version: 1 }),
    'recipe.export': ({ id, version }) => ({
      file: `${id}-v${version}.sigmaline-recipe`,
      bytes: 18e6,
      sha256: 'ab'.repeat(32),
    }),
    'recipe.locateFile': () => {
      throw new SigmalineError('resource.not-found', { resource: 'file of this recipe' });
    },
    'recipe.upload': ({ isLast }) => ({
      facts: isLast
        ? {
            name: 'Bearing ring',
            id: recipeIdSchema.parse('bearing-ring'),
            version: 3,
            station: { name: 'Line 1, end of line', origin: 'sigmaline/2f6f1d0a' },
            key: 'sigmaline/2f6f1d0a+5c1e0b7d+AUR4bbA0n3dY',
            signer: 'unknown',
            exportedAt: '2026-11-27T08:12:00.000Z',
            softwareVersion: '0.1.0',
            bytes: 18e6,
          }
        : null,
    }),
    'recipe.import': () => ({ id: recipeIdSchema.parse('bearing-ring'), version: 2 }),
    'recipe.differences': () => ({ settings: [], images: { same: 60, added: [], removed: [] } }),
    'recipe.offer': ({ version }) => ({ version, since: new Date().toISOString(), by: null }),
    'backbone.list': () => ({
      backbones: [
        { id: 'scattering', name: 'Wavelet scattering', isBuiltIn: true, sizePx: 384, bytes: 18_000, imageMs: 61 },
        { id: 'efficientnet-b4', name: 'EfficientNet B4', isBuiltIn: false, sizePx: 380, bytes: 67e6, imageMs: null },
      ],
      unusable: [],
    }),
    'backbone.measure': ({ id }) => ({ imageMs: id === 'scattering' ? 58.4 : 112.7 }),
    'recipe.analysis': () => analysisOf(60),
    'recipe.locateHeldOut': () => {
      throw new SigmalineError('image.not-found', { file: '' });
    },
    'recipe.changeLimit': ({ id, version, target }) => {
      const limit = analysisOf(60).limits.find((choice) => choice.target === target);
      return bearingRing({
        id,
        version: version + 1,
        ...(limit && { limit, limits: { fail: limit.value, review: null } }),
      });
    },
    'calibration.start': () => ({ runId: randomUUID() }),
    'calibration.cancel': () => ({}),
    ...scriptedExports(station),
    'demo.start': () => {
      station.changeStatus({ demo: 'preparing' });
      return {};
    },
    'demo.stop': () => {
      station.changeStatus({ demo: 'off' });
      return {};
    },
    'access.state': () => station.access,
    'access.signOut': () => station.access,
    'access.activity': () => ({}),
    'access.leaveKiosk': () => ({}),
    'policies.get': () => storedPoliciesSchema.parse({}),
    'signatures.of': () => [],
    'access.protect': needsPeople,
    'access.signIn': needsPeople,
    'access.changeSecret': needsPeople,
    'access.chooseLanguage': ({ language }) => {
      const { person } = station.access;
      if (person === null) return needsPeople();
      station.changeAccess({ ...station.access, person: { ...person, language: language ?? undefined } });
      return station.access;
    },
    'access.checkSecret': needsPeople,
    'people.list': needsPeople,
    'people.add': needsPeople,
    'people.change': needsPeople,
    'people.deactivate': needsPeople,
    'people.reactivate': needsPeople,
    'people.reset': needsPeople,
    'people.unlock': needsPeople,
    'policies.change': needsPeople,
    ...scriptedAudit(),
    ...scriptedBench(station),
    ...scriptedBypass(station),
    ...scriptedComparisons(station),
    ...scriptedGate(),
    ...scriptedKeeping(station),
    ...scriptedRecipeChange(station),
    ...scriptedRecords(station),
    ...scriptedReports(),
    ...scriptedReview(station),
    ...scriptedTestSets(station),
  };
}

/** An open station has none. */
function needsPeople(): never {
  throw new SigmalineError('access.open');
}

import type { Handlers, RequestOutput } from '../../../shared/contract/index.ts';
import {
  deviationUnit,
  forecastOf,
  GATED_MEASURES,
  type GoodTraits,
  goodRange,
  type Measure,
  type MeasuredHour,
  type MeasureForecast,
  type RecipeId,
  recipeIdSchema,
  SigmalineError,
  type SourceId,
  shiftStart,
  shownMeasure,
  sourceSubject,
} from '../../../shared/domain/index.ts';
import type { Feature, Kernel, Statement, Work } from '../kernel/index.ts';
import type { RecipeStore } from '../recipes/index.ts';
import { type MeasureSum, MeasureSums, type Reader } from '../records/index.ts';
import type { SettingsStore } from '../settings/index.ts';

export interface MeasureTrendsNeeds {
  readonly settings: Pick<SettingsStore, 'current'>;
  readonly reader: Reader;
  readonly recipes: Pick<RecipeStore, 'load'>;
}

type Answer = RequestOutput<'measures.trend'>;
type Asked = Parameters<Handlers['measures.trend']>[0];
type By = Asked['by'];

const HOUR_MS = 60 * 60_000;
const LOOK_EVERY_MS = 10 * 60_000;
/** As far back as a chart of that kind shows. */
const DAYS_BACK = { hour: 7, shift: 60, day: 120 } as const satisfies Record<By, number>;
const FORECAST_DAYS = 14;

/** What a source's images are like over time against the range of the good ones, and the warning that one of their measures is about to leave it. */
export class MeasureTrends implements Feature<'measures.trend'> {
  readonly handlers = {
    'measures.trend': ({ source, by }: Asked): Promise<Answer> => this.#trend(source, by),
  };
  readonly #kernel: Kernel;
  readonly #needs: MeasureTrendsNeeds;
  readonly #work: Work;
  /** What was foreseen last of each source. */
  #leaving: readonly Statement[] = [];

  constructor(kernel: Kernel, needs: MeasureTrendsNeeds, lookEveryMs = LOOK_EVERY_MS) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#work = kernel.work();
    const sums = new MeasureSums(kernel.database);
    kernel.recorders.register('measures', (record) => sums.add(record));
    kernel.conditions.register(() => this.#leaving);
    this.#work.repeat(lookEveryMs, () => this.look());
  }

  stop(): Promise<void> {
    return this.#work.stop(0);
  }

  /** Looks at all sources anew. */
  async look(): Promise<void> {
    const found: Statement[] = [];
    for (const source of this.#needs.settings.current().sources) {
      const { recipe, measures } = await this.#trend(source.id, 'day');
      for (const { measure, low, high, forecast } of measures) {
        if (forecast === null || recipe === null) continue;
        const shown = (value: number | null): number | string => (value === null ? '-' : shownMeasure(measure, value));
        const details = {
          source: source.name,
          recipe: recipe.id,
          measure: { code: `measure.${measure}`, details: {} } as const,
          found: shown(forecast.value),
          bound: shown(forecast.side === 'low' ? low : high),
          days: Math.max(1, Math.round(forecast.days)),
        };
        found.push({ code: 'gate.leaving', details, subject: sourceSubject(source), severity: 'warning' });
        // What explains the most comes first; light alone changes several of them.
        break;
      }
    }
    this.#leaving = found;
    this.#kernel.changed();
  }

  async #trend(source: SourceId, by: By): Promise<Answer> {
    const nowHour = Math.floor(this.#kernel.clock.now().getTime() / HOUR_MS);
    const sums = await this.#needs.reader.run('records.measureSums', {
      source,
      sinceHour: nowHour - 24 * DAYS_BACK[by],
    });
    const newest = sums.at(-1);
    if (newest === undefined) return { recipe: null, points: [], measures: [] };
    const id = recipeIdSchema.parse(newest.recipeId);
    const own = sums.filter(({ recipeId }) => recipeId === id);
    const traits = await this.#traitsOf(id, own);
    const recipe = { id, version: newest.recipeVersion };
    const { gate, good } = traits.get(newest.recipeVersion) ?? {};
    const places = Map.groupBy(own, ({ hour }) => this.#placeOf(hour, by));
    const points = [...places].map(([at, hours]) => ({
      at: new Date(at).toISOString(),
      images: hours.reduce((sum, { images }) => sum + images, 0),
    }));
    if (good === undefined) return { recipe, points, measures: [] };
    const measures = GATED_MEASURES.flatMap((measure) => {
      const range = goodRange(good, measure, gate);
      const mean = good.measures[measure]?.mean;
      if (range === null || mean === undefined) return [];
      const hoursOf = (some: readonly MeasureSum[]): MeasuredHour[] =>
        some.flatMap((sum) => measuredHour(sum, measure, traits.get(sum.recipeVersion)?.good) ?? []);
      const values = [...places.values()].map((some) => meanOf(hoursOf(some)));
      const recent = own.filter(({ hour }) => hour > nowHour - 24 * FORECAST_DAYS);
      const forecast: MeasureForecast | null = forecastOf(hoursOf(recent), range, mean, nowHour);
      return [{ measure, mean, ...range, values, forecast }];
    });
    return { recipe, points, measures };
  }

  /** When the hour's shift, day or itself began. */
  #placeOf(hour: number, by: By): number {
    const time = new Date(hour * HOUR_MS);
    if (by === 'hour') return time.getTime();
    return shiftStart(time, by === 'shift' ? this.#needs.settings.current().shiftStarts : []).getTime();
  }

  /** A version whose folder is gone has nothing to say of its measures. */
  async #traitsOf(id: RecipeId, sums: readonly MeasureSum[]) {
    const known = new Map<number, { readonly gate: number | undefined; readonly good: GoodTraits | undefined }>();
    for (const version of new Set(sums.map(({ recipeVersion }) => recipeVersion))) {
      try {
        const { recipe } = await this.#needs.recipes.load(id, version);
        known.set(version, { gate: recipe.gate?.tolerance, good: recipe.traits });
      } catch (thrown) {
        if (!(thrown instanceof SigmalineError)) throw thrown;
      }
    }
    return known;
  }
}

/** What the deviations of an hour mean in the measure's own unit; null where they hold none. */
function measuredHour({ hour, images, sums }: MeasureSum, measure: Measure, good?: GoodTraits): MeasuredHour | null {
  const unit = good === undefined ? null : deviationUnit(good, measure);
  const sum = sums[measure];
  if (unit === null || sum === undefined) return null;
  return { hour, count: images, value: unit.mean + (unit.deviation * sum) / images };
}

function meanOf(hours: readonly MeasuredHour[]): number | null {
  const images = hours.reduce((sum, { count }) => sum + count, 0);
  return images === 0 ? null : hours.reduce((sum, { count, value }) => sum + count * value, 0) / images;
}

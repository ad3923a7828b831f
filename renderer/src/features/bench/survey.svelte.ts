import type { BenchImage, BenchPlacement } from '../../../../shared/contract/index.ts';
import type { CalibrationSettings } from '../../../../shared/domain/index.ts';
import type { Addresses } from '../../lib/addresses.ts';
import type { StationConnection } from '../../lib/connection/index.ts';
import { fetchPicture } from '../../lib/picture.ts';
import { Refusal, type Sentence } from '../../lib/sentence.ts';

/** The calibration that it is about. */
interface SurveyedDraft {
  readonly id: string;
  readonly settings: CalibrationSettings | null;
  readonly images: readonly BenchImage[] | null;
  save(): Promise<void>;
  change(part: Partial<CalibrationSettings>): void;
}

/** What good images have in common and where they differ, once they lie on top of each other: made anew when the area or the images change. */
export class Survey {
  readonly #connection: StationConnection;
  readonly #addresses: Addresses;
  readonly #bench: SurveyedDraft;
  /** What the last one was about. */
  #of: string | null = null;
  #isRunning = $state(false);
  #problem = $state<Sentence | null>(null);
  #placements = $state.raw<readonly BenchPlacement[] | null>(null);
  #area = $state.raw<CalibrationSettings['area'] | null>(null);
  #restless = $state<number | null>(null);
  #average = $state.raw<ImageBitmap | null>(null);
  #variation = $state.raw<ImageBitmap | null>(null);

  constructor(connection: StationConnection, addresses: Addresses, bench: SurveyedDraft) {
    this.#connection = connection;
    this.#addresses = addresses;
    this.#bench = bench;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  get problem(): Sentence | null {
    return this.#problem;
  }

  /** Where the part lies in each image; null until it is known. */
  get placements(): readonly BenchPlacement[] | null {
    return this.#placements;
  }

  /** The area that it is about: that of a moment ago while a newer one is being looked at. */
  get area(): CalibrationSettings['area'] | null {
    return this.#area;
  }

  /** Share of the places where good images differ strongly. */
  get restless(): number | null {
    return this.#restless;
  }

  get average(): ImageBitmap | null {
    return this.#average;
  }

  get variation(): ImageBitmap | null {
    return this.#variation;
  }

  /** Looks at the images again if anything changed since. */
  async refresh(isForced = false): Promise<void> {
    const area = this.#bench.settings?.area;
    const kept = (this.#bench.images ?? []).filter(({ removed, state }) => !removed && state === 'examined');
    if (area === undefined || kept.length === 0) return;
    const { mask: _, ...looked } = area;
    const of = JSON.stringify([looked, kept.map(({ key }) => key)]);
    if ((of === this.#of && !isForced) || this.#isRunning) return;
    this.#of = of;
    this.#isRunning = true;
    try {
      await this.#bench.save();
      const { placements, madeAt, reference, restless } = await this.#connection.request('bench.survey', {
        id: this.#bench.id,
      });
      const addressOf = (which: 'average' | 'variation') => this.#addresses.benchSurvey(this.#bench.id, which, madeAt);
      const [average, variation] = await Promise.all([
        fetchPicture(addressOf('average')),
        fetchPicture(addressOf('variation')),
      ]);
      this.#show(average, variation);
      this.#placements = placements;
      this.#area = area;
      this.#restless = restless ?? null;
      this.#problem = null;
      this.#keepReference(reference);
    } catch (thrown) {
      this.#problem = Refusal.of(thrown);
    } finally {
      this.#isRunning = false;
    }
    // What changed meanwhile is looked at as well.
    await this.refresh();
  }

  /** The image on which the region was drawn: it must not be another one once images are taken out. */
  #keepReference(reference: string | undefined): void {
    const area = this.#bench.settings?.area;
    if (reference === undefined || area === undefined || area.region === null || area.reference !== undefined) return;
    this.#bench.change({ area: { ...area, reference } });
  }

  /** Gives the pictures' memory back. */
  close(): void {
    this.#show(null, null);
    this.#of = null;
  }

  #show(average: ImageBitmap | null, variation: ImageBitmap | null): void {
    this.#average?.close();
    this.#variation?.close();
    this.#average = average;
    this.#variation = variation;
  }
}

import { SvelteSet } from 'svelte/reactivity';
import { BENCH_STEPS, type BenchDraft, type BenchImage, type BenchStep } from '../../../../shared/contract/index.ts';
import type { CalibrationSettings } from '../../../../shared/domain/index.ts';
import type { Addresses } from '../../lib/addresses.ts';
import type { StationConnection } from '../../lib/connection/index.ts';
import { Refusal, type Sentence } from '../../lib/sentence.ts';
import { Uploads } from '../gathering/index.ts';
import { Survey } from './survey.svelte.ts';

type SettingName = keyof CalibrationSettings;

/** Typing and drawing pause for so long before they are saved. */
const SAVE_AFTER_MS = 400;
/** While thousands of images are examined, their list is not read more often. */
const READ_IMAGES_EVERY_MS = 700;

/**
 * A calibration in the making as one screen works on it. Its settings are saved shortly after each change, and at once when a step is left. What another screen
 * changes meanwhile is taken over; where both changed the same, a person is asked.
 */
export class OpenDraft {
  readonly id: string;
  /** Files that were dropped on it; they go on when its screen is left. */
  readonly uploads: Uploads;
  readonly survey: Survey;
  readonly #connection: StationConnection;
  #draft = $state.raw<BenchDraft | null>(null);
  #settings = $state.raw<CalibrationSettings | null>(null);
  /** What the station was last seen to hold: a setting that differs from it was changed here. */
  #seen: CalibrationSettings | null = null;
  #sent: CalibrationSettings | null = null;
  #images = $state.raw<readonly BenchImage[] | null>(null);
  #disputed = $state.raw<readonly SettingName[]>([]);
  #isSaving = $state(false);
  #isGone = $state(false);
  #problem = $state<Sentence | null>(null);
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  #imagesTimer: ReturnType<typeof setTimeout> | undefined;
  #imagesReadAt = 0;
  #lastSave: Promise<void> = Promise.resolve();
  #undoable = $state.raw<readonly { readonly keys: readonly string[]; readonly removed: boolean }[]>([]);

  constructor(connection: StationConnection, addresses: Addresses, id: string) {
    this.#connection = connection;
    this.id = id;
    this.uploads = new Uploads((piece) => connection.request('bench.upload', { id, ...piece }));
    this.survey = new Survey(connection, addresses, this);
  }

  /** As the station holds it; null until it was read. */
  get draft(): BenchDraft | null {
    return this.#draft;
  }

  /** With what was changed here. Null until they were read. */
  get settings(): CalibrationSettings | null {
    return this.#settings;
  }

  /** In the order in which they came; null until they were read. */
  get images(): readonly BenchImage[] | null {
    return this.#images;
  }

  /** Settings that were changed here and, to something else, on another screen. */
  get disputed(): readonly SettingName[] {
    return this.#disputed;
  }

  get isSaving(): boolean {
    return this.#isSaving;
  }

  /** It was removed. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Why the last change is not saved yet, or something was refused. */
  get problem(): Sentence | null {
    return this.#problem;
  }

  get canUndo(): boolean {
    return this.#undoable.length > 0;
  }

  /** Follows the station. @returns the function that ends it and saves what is not saved */
  follow(): () => void {
    const leave = [
      this.#connection.on('bench.changed', ({ draft, images }) => {
        if (draft.id !== this.id) return;
        this.take(draft);
        if (images) this.#readImagesSoon();
      }),
      this.#connection.on('bench.removed', ({ id }) => {
        if (id === this.id) this.#isGone = true;
      }),
      this.#connection.on('bench.failed', ({ id, error }) => {
        if (id === this.id) this.#problem = new Refusal(error);
      }),
    ];
    return () => {
      for (const each of leave) each();
      clearTimeout(this.#imagesTimer);
      this.survey.close();
      void this.save();
    };
  }

  /** Everything from the station: at first, and whenever the connection is back. */
  async read(): Promise<void> {
    try {
      this.take(await this.#connection.request('bench.get', { id: this.id }));
      await this.readImages();
      await this.save();
    } catch (thrown) {
      this.#refused(thrown);
    }
  }

  async readImages(): Promise<void> {
    this.#imagesReadAt = performance.now();
    try {
      this.#images = (await this.#connection.request('bench.images', { id: this.id })).images;
    } catch (thrown) {
      this.#refused(thrown);
    }
  }

  change(part: Partial<CalibrationSettings>): void {
    if (this.#settings === null) return;
    this.#settings = { ...this.#settings, ...part };
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(() => void this.save(), SAVE_AFTER_MS);
  }

  /** Remembers how far it got, for whoever resumes it. */
  async reach(step: BenchStep): Promise<void> {
    await this.save();
    const draft = this.#draft;
    if (draft === null || BENCH_STEPS.indexOf(step) <= BENCH_STEPS.indexOf(draft.step)) return;
    try {
      this.take(await this.#connection.request('bench.change', { id: this.id, revision: draft.revision, step }));
    } catch {
      // It is only resumed at an earlier step.
    }
  }

  /** Another version stands for what was fitted: one with another limit. */
  async setFitted(fitted: NonNullable<BenchDraft['fitted']>): Promise<void> {
    await this.save();
    if (this.#draft === null) return;
    const { revision } = this.#draft;
    this.take(await this.#connection.request('bench.change', { id: this.id, revision, fitted }));
  }

  /** @returns once all changes are saved, or were refused: `problem` and `disputed` tell */
  save(): Promise<void> {
    clearTimeout(this.#saveTimer);
    this.#lastSave = this.#lastSave.then(() => this.#saveAll());
    return this.#lastSave;
  }

  /** Where both changed the same: one of the two stays. */
  async settle(keeps: 'mine' | 'theirs'): Promise<void> {
    const [disputed, settings, seen] = [this.#disputed, this.#settings, this.#seen];
    this.#disputed = [];
    if (settings === null || seen === null) return;
    if (keeps === 'theirs') this.#settings = withSettings(settings, seen, disputed);
    await this.save();
  }

  /** Takes images out of the calibration, or back in; at once on the screen. */
  async takeOut(keys: readonly string[], removed: boolean): Promise<void> {
    const due = (this.#images ?? []).filter((image) => image.removed !== removed && keys.includes(image.key));
    if (due.length === 0) return;
    const changed = due.map(({ key }) => key);
    this.#undoable = [...this.#undoable, { keys: changed, removed: !removed }];
    await this.#putOut(changed, removed);
  }

  async undo(): Promise<void> {
    const last = this.#undoable.at(-1);
    if (last === undefined) return;
    this.#undoable = this.#undoable.slice(0, -1);
    await this.#putOut(last.keys, last.removed);
  }

  /** What an answer of the station, or its event, says of the draft; an older one says nothing new. */
  take(draft: BenchDraft): void {
    if (this.#draft !== null && draft.revision < this.#draft.revision) return;
    this.#draft = draft;
    this.#isGone = false;
    this.#merge(draft.settings);
  }

  async #putOut(keys: readonly string[], removed: boolean): Promise<void> {
    const chosen = new SvelteSet(keys);
    this.#images = (this.#images ?? []).map((image) => (chosen.has(image.key) ? { ...image, removed } : image));
    try {
      this.take(await this.#connection.request('bench.takeOut', { id: this.id, keys: [...keys], removed }));
      this.#problem = null;
    } catch (thrown) {
      this.#refused(thrown);
      await this.readImages();
    }
  }

  async #saveAll(): Promise<void> {
    while (this.#draft !== null && this.#settings !== null && this.#disputed.length === 0) {
      const settings = this.#settings;
      if (this.#seen === null || changedIn(settings, this.#seen).length === 0) return;
      this.#sent = settings;
      this.#isSaving = true;
      try {
        const { revision } = this.#draft;
        this.take(await this.#connection.request('bench.change', { id: this.id, revision, settings }));
        this.#problem = null;
      } catch (thrown) {
        const again = Refusal.of(thrown).code === 'bench.changed-meanwhile' && (await this.#lookAgain());
        if (!again) {
          this.#refused(thrown);
          return;
        }
      } finally {
        this.#sent = null;
        this.#isSaving = false;
      }
    }
  }

  async #lookAgain(): Promise<boolean> {
    try {
      this.take(await this.#connection.request('bench.get', { id: this.id }));
      return true;
    } catch {
      return false;
    }
  }

  /** What only the station changed is taken over, what only this screen changed stays; what is on its way to the station is no change of others. */
  #merge(now: CalibrationSettings): void {
    const [mine, seen] = [this.#settings, this.#seen];
    this.#seen = now;
    if (mine === null || seen === null) {
      this.#settings = now;
      return;
    }
    const theirs = changedIn(now, seen).filter((name) => this.#sent === null || !isSame(now, this.#sent, name));
    const disputed = theirs.filter((name) => !isSame(mine, seen, name) && !isSame(mine, now, name));
    this.#settings = withSettings(
      mine,
      now,
      theirs.filter((name) => !disputed.includes(name)),
    );
    const before = this.#disputed.filter((name) => !disputed.includes(name));
    this.#disputed = [...before, ...disputed].filter((name) => !isSame(mine, now, name));
  }

  #readImagesSoon(): void {
    if (this.#imagesTimer !== undefined) return;
    const due = this.#imagesReadAt + READ_IMAGES_EVERY_MS - performance.now();
    this.#imagesTimer = setTimeout(
      () => {
        this.#imagesTimer = undefined;
        void this.readImages();
      },
      Math.max(0, due),
    );
  }

  #refused(thrown: unknown): void {
    const report = Refusal.of(thrown);
    if (report.code === 'bench.not-found') this.#isGone = true;
    else this.#problem = report;
  }
}

function isSame(one: CalibrationSettings, other: CalibrationSettings, name: SettingName): boolean {
  return textOf(one[name]) === textOf(other[name]);
}

/** The same for the same value, in whatever order its fields came. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

function changedIn(now: CalibrationSettings, before: CalibrationSettings): SettingName[] {
  return (Object.keys(now) as SettingName[]).filter((name) => !isSame(now, before, name));
}

function withSettings(
  settings: CalibrationSettings,
  from: CalibrationSettings,
  names: readonly SettingName[],
): CalibrationSettings {
  return { ...settings, ...Object.fromEntries(names.map((name) => [name, from[name]])) };
}

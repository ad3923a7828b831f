import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { RequestOutput } from '../../../shared/contract/index.ts';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { surveyResultSchema } from '../../../shared/processes/examining.ts';
import { readJsonSync, sha256Of, writeJsonSync } from '../../files/index.ts';
import { type ProcessHost, runTask } from '../../hosts/index.ts';
import { jobs } from '../../tasks/index.ts';
import type { Draft } from './draft.ts';

type Survey = RequestOutput<'bench.survey'>;

const storedSurveySchema = surveyResultSchema.extend({ of: z.string(), madeAt: z.iso.datetime() });

interface Running {
  readonly of: string;
  readonly made: Promise<Survey>;
  readonly cancellation: AbortController;
}

/** How the good images of a draft lie on top of each other. What was made is kept for as long as neither the images nor the area change. */
export class Surveys {
  readonly #host: ProcessHost;
  readonly #now: () => Date;
  readonly #running = new Map<string, Running>();

  constructor(host: ProcessHost, now: () => Date) {
    this.#host = host;
    this.#now = now;
  }

  /** @throws SigmalineError `calibration.too-few-images`, `calibration.image-failed`, `bench.survey-failed`, `position.no-shape`, `position.reference-gone` */
  async of(draft: Draft): Promise<Survey> {
    const images = draft.good.filter(({ seen }) => seen?.kind === 'examined');
    if (images.length === 0) {
      throw new SigmalineError('bench.survey-failed', { reason: 'there are no images yet' });
    }
    const { mask: _, ...area } = draft.settings.area;
    const of = sha256Of(JSON.stringify([area, images.map(({ key }) => key)]));
    const stored = this.#stored(draft, of);
    if (stored !== null) return stored;
    const before = this.#running.get(draft.id);
    if (before?.of === of) return before.made;
    before?.cancellation.abort();
    await before?.made.catch(() => undefined);
    const cancellation = new AbortController();
    const made = this.#make(draft, of, images, cancellation.signal);
    const running = { of, made, cancellation };
    this.#running.set(draft.id, running);
    try {
      return await made;
    } finally {
      if (this.#running.get(draft.id) === running) this.#running.delete(draft.id);
    }
  }

  /** Where the picture of all images lies. */
  static pathOf(draft: Draft, picture: 'average' | 'variation'): string {
    return join(draft.folder, picture === 'average' ? 'average.png' : 'variation.npy');
  }

  async forget(draft: Draft): Promise<void> {
    const running = this.#running.get(draft.id);
    running?.cancellation.abort();
    await running?.made.catch(() => undefined);
  }

  async stop(): Promise<void> {
    const all = [...this.#running.values()];
    for (const { cancellation } of all) cancellation.abort();
    await Promise.allSettled(all.map(({ made }) => made));
  }

  #stored(draft: Draft, of: string): Survey | null {
    const { data } = storedSurveySchema.safeParse(readJsonSync(fileOf(draft)));
    if (data?.of !== of || !existsSync(Surveys.pathOf(draft, 'variation'))) return null;
    const { of: _, ...survey } = data;
    return survey;
  }

  async #make(draft: Draft, of: string, images: Draft['good'], signal: AbortSignal): Promise<Survey> {
    const request = {
      images: images.flatMap((image) =>
        image.seen?.kind === 'examined'
          ? [{ key: image.key, path: draft.pathOf(image), sha256: image.seen.facts.sha256 }]
          : [],
      ),
      area: draft.settings.area,
      averageFile: Surveys.pathOf(draft, 'average'),
      variationFile: Surveys.pathOf(draft, 'variation'),
    };
    const result = await runTask(this.#host, jobs.surveyImages, request, { signal });
    const madeAt = this.#now().toISOString();
    writeJsonSync(fileOf(draft), { ...result, of, madeAt });
    return { ...result, madeAt };
  }
}

function fileOf(draft: Draft): string {
  return join(draft.folder, 'survey.json');
}
